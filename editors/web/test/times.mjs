// Measures the page in a real Chromium. Nothing is asserted: a machine is noisy.
// usage: node test/times.mjs GOUJI.html GOUJI_BINARY
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const [html, gouji] = process.argv.slice(2).map((path) => resolve(path));
const work = mkdtempSync(join(tmpdir(), 'gouji-times-'));
const example = readFileSync(fileURLToPath(new URL('../../../docs/examples/yunxi-2023.md', import.meta.url)), 'utf8');
const word = (issuer) => {
  const path = join(work, `${issuer}.docx`);
  execFileSync(gouji, ['new', '--issuer', issuer, '--year', '2023', '-o', path]);
  return path;
};
const [first, ...others] = ['云溪县园林局', '云溪县水利局', '云溪县教育局', '云溪县民政局', '云溪县财政局', '云溪县审计局'].map(word);
const large = join(work, '大.md');
writeFileSync(large, example + '本机关依法公开信息，接受监督。\n'.repeat(Math.ceil((64 << 20) / 46)));

const browser = await chromium.launch({ executablePath: process.env.GOUJI_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const rows = [];
const middle = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)];

/** Chooses a file in the page, and waits for a title in the drawing. Milliseconds, measured in the page. */
async function drawn(page, path, words) {
  const until = page.evaluate((words) => new Promise((done) => {
    let begun;
    document.addEventListener('change', () => { begun = performance.now(); }, { capture: true, once: true });
    const look = () => { if (document.querySelector('article h2')?.textContent.includes(words)) done(performance.now() - begun); };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  }), words);
  await page.locator('input[type=file]').first().setInputFiles(path);
  return until;
}

const starts = [];
const firsts = [];
for (let round = 0; round < 5; round++) {
  const page = await browser.newPage({ locale: 'zh-CN' });
  await page.goto(pathToFileURL(html).href);
  await page.locator('header button').first().waitFor();
  starts.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()));
  firsts.push(await drawn(page, first, '园林局'));
  if (round === 4) {
    const next = [];
    for (const path of others) next.push(await drawn(page, path, path.match(/云溪县(.*)\.docx/)[1]));
    rows.push(['a further Word document drawn with its findings', middle(next)]);
    const keys = [];
    const cell = page.locator('article table').nth(1).locator('td input').first();
    for (const digit of '1234567') {
      await cell.focus();
      const until = page.evaluate(() => new Promise((done) => {
        let begun;
        document.addEventListener('input', () => { begun = performance.now(); }, { capture: true, once: true });
        const watch = new MutationObserver(() => { if (begun !== undefined) { watch.disconnect(); done(performance.now() - begun); } });
        watch.observe(document.querySelector('aside'), { childList: true, subtree: true, characterData: true });
      }));
      await page.keyboard.press('Control+A');
      await page.keyboard.press(digit);
      keys.push(await until);
    }
    rows.push(['from a key in a cell to the new findings', middle(keys)]);
    await page.evaluate(() => {
      window.longest = 0;
      let last = performance.now();
      const frame = () => { const now = performance.now(); window.longest = Math.max(window.longest, now - last); last = now; requestAnimationFrame(frame); };
      requestAnimationFrame(frame);
    });
    rows.push(['a text of 64 MiB drawn', await drawn(page, large, '园林局')]);
    rows.push(['the longest time without a frame meanwhile', await page.evaluate(() => window.longest)]);
  }
  await page.close();
}
rows.unshift(['the page shown', middle(starts)], ['the first Word document drawn, the engine unpacked for it', middle(firsts)]);
const bytes = readFileSync(html);
console.log(`| gouji.html | ${(bytes.length / 1e6).toFixed(2)} MB, ${(gzipSync(bytes, { level: 9 }).length / 1e6).toFixed(2)} MB gzipped |`);
for (const [what, time] of rows) console.log(`| ${what} | ${time.toFixed(0)} ms |`);
await browser.close();
rmSync(work, { recursive: true, force: true });
