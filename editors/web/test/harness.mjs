// The page in a real Chromium, from a disk, without a network.
// GOUJI_CHROMIUM names the browser (default: chromium).
import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const [html, gouji, pictures] = process.argv.slice(2).map((path) => resolve(path));
const root = fileURLToPath(new URL('../../..', import.meta.url));
export const example = join(root, 'docs/examples/yunxi-2023.md');
export const work = mkdtempSync(join(tmpdir(), 'gouji-page-'));
if (pictures) mkdirSync(pictures, { recursive: true });

export const browser = await chromium.launch({ executablePath: process.env.GOUJI_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

/** The page from the disk, offline. Every request but that for the page itself is a fault. `before` prepares the page. */
export async function opened(options = {}, before = async () => {}) {
  const context = await browser.newContext({ locale: 'zh-CN', acceptDownloads: true, viewport: { width: 1440, height: 900 }, ...options });
  await context.setOffline(true);
  const page = await context.newPage();
  const requests = [];
  const faults = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
  await before(page);
  await page.goto(pathToFileURL(html).href);
  await page.getByRole('button', { name: /^(打开文件|Open files)$/ }).waitFor();
  return {
    page,
    open: (files) => page.locator('input[type=file]').first().setInputFiles(files),
    async close() {
      const others = requests.filter((url) => !url.startsWith('file:') && !url.startsWith('blob:') && !url.startsWith('data:'));
      assert.deepEqual(others, [], 'no request');
      assert.deepEqual(requests.filter((url) => url.startsWith('file:')).length, 1, 'nothing else from the disk');
      assert.deepEqual(faults, [], 'no fault');
      await context.close();
    },
  };
}

/** What a button gives to the person. */
export async function downloaded(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

export const cli = (args, options = {}) => spawnSync(gouji, args, { cwd: work, encoding: 'utf8', env: { ...process.env, LC_ALL: 'zh_CN.UTF-8' }, ...options });
export const fresh = (name, from) => { writeFileSync(join(work, name), from); return join(work, name); };
