// Tests the page in a real Chromium, from a disk, without a network.
// usage: node test/page.mjs GOUJI.html GOUJI_BINARY [PICTURES]
// GOUJI_CHROMIUM names the browser (default: chromium).
import assert from 'node:assert';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const [html, gouji, pictures] = process.argv.slice(2).map((path) => resolve(path));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const example = join(root, 'docs/examples/yunxi-2023.md');
const work = mkdtempSync(join(tmpdir(), 'gouji-page-'));
const begun = performance.now();
const say = (what) => console.log(`${((performance.now() - begun) / 1000).toFixed(1).padStart(5)} s  ${what}`);
if (pictures) mkdirSync(pictures, { recursive: true });

const browser = await chromium.launch({ executablePath: process.env.GOUJI_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

/** The page from the disk, offline. Every request but that for the page itself is a fault. */
async function opened(options = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', acceptDownloads: true, viewport: { width: 1440, height: 900 }, ...options });
  await context.setOffline(true);
  const page = await context.newPage();
  const requests = [];
  const faults = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') faults.push(message.text()); });
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
async function downloaded(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

const cli = (args, options = {}) => spawnSync(gouji, args, { cwd: work, encoding: 'utf8', env: { ...process.env, LC_ALL: 'zh_CN.UTF-8' }, ...options });
const fresh = (name, from) => { writeFileSync(join(work, name), from); return join(work, name); };

const tests = {
  // Some mail gateways and intranets take no more.
  async 'the page is small'() {
    const page = readFileSync(html);
    assert.ok(page.length <= 4_000_000, `${page.length} bytes`);
    const packed = gzipSync(page, { level: 9 }).length;
    assert.ok(packed <= 1_600_000, `${packed} bytes with gzip`);
  },

  async 'a report is drawn with its findings'() {
    const { page, open, close } = await opened();
    await open([example]);
    await page.getByText('云溪县园林局2023年政府信息公开工作年度报告').first().waitFor();
    const codes = await page.locator('aside .code').allTextContents();
    const told = JSON.parse(cli(['check', '--output-format', 'json', example]).stdout).map((found) => found.code);
    assert.deepEqual([...codes].sort(), [...told].sort());
    assert.equal(await page.locator('aside li').first().getAttribute('class'), 'error', 'errors first');
    assert.equal(await page.locator('article table').count(), 3);
    const cell = page.locator('td.error input').first();
    assert.equal(await cell.inputValue(), '6');
    await cell.hover();
    await page.locator('.card', { hasText: '本行' }).waitFor();
    if (pictures) await page.screenshot({ path: join(pictures, 'report.png') });
    await close();
  },

  async 'a number is mended in place, taken back, and saved'() {
    const { page, open, close } = await opened();
    const text = readFileSync(example, 'utf8');
    await open([fresh('报告.md', text)]);
    const cell = page.locator('td.error input').first();
    await cell.fill('5');
    await page.locator('aside .code', { hasText: 'A002' }).waitFor({ state: 'detached' });
    assert.equal(await page.locator('aside .code', { hasText: 'A001' }).count(), 0);
    await page.getByRole('button', { name: '撤销' }).click();
    await page.locator('aside .code', { hasText: 'A001' }).waitFor();
    await page.getByRole('button', { name: '重做' }).click();
    await page.locator('aside .code', { hasText: 'A001' }).waitFor({ state: 'detached' });
    const { name, bytes } = await downloaded(page, '保存改好的文件');
    assert.equal(name, '报告-已修正.md');
    const total = '| 4 | 1 | 0 | 0 | 0 | 0 | 6 |';
    assert.equal(bytes.toString(), text.replace(total, total.replace('6', '5')));
    await close();
  },

  async 'what is typed fast, or with an input method, is what is saved'() {
    const { page, open, close } = await opened();
    cli(['new', '--issuer', '云溪县园林局', '--year', '2023', '-o', 'typed-fast.docx']);
    await open([join(work, 'typed-fast.docx')]);
    const cells = page.locator('article table').nth(1).locator('td input');
    await cells.first().waitFor();
    const numbers = ['12', '345', '6', '78', '901', '2', '1344'];
    for (const [index, number] of numbers.entries()) {
      await cells.nth(index).click();
      await page.keyboard.press('Control+A');
      await page.keyboard.type(number, { delay: 2 });
    }
    const period = page.locator('article .text', { hasText: '统计期限' });
    await period.click();
    await page.keyboard.press('End');
    // As an input method does: the text is there when the composition ends.
    const client = await page.context().newCDPSession(page);
    await client.send('Input.imeSetComposition', { text: 'te bie', selectionStart: 6, selectionEnd: 6 });
    await client.send('Input.insertText', { text: '特此说明' });
    await page.keyboard.type('，共三点。', { delay: 2 });
    await page.keyboard.press('Enter');
    await page.locator('article .text', { hasText: '特此说明，共三点。' }).waitFor();
    const shown = await cells.evaluateAll((inputs) => inputs.slice(0, 7).map((input) => input.value));
    assert.deepEqual(shown, numbers);
    const { bytes } = await downloaded(page, '保存改好的文件');
    const text = cli(['text', fresh('typed-fast-saved.docx', bytes)]).stdout;
    assert.ok(text.includes(numbers.join('\t')), text);
    assert.ok(text.includes('特此说明，共三点。'), text);
    await close();
  },

  async 'a cleared paragraph and two files of one name stay apart'() {
    const { page, open, close } = await opened();
    const text = readFileSync(example, 'utf8');
    mkdirSync(join(work, 'one'), { recursive: true });
    mkdirSync(join(work, 'two'), { recursive: true });
    await open([fresh('one/报告.md', text)]);
    const section = page.locator('article p .text').nth(1);
    const words = await section.innerText();
    const next = await page.locator('article p .text').nth(2).innerText();
    await section.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.type('重新写的一段。', { delay: 2 });
    await page.keyboard.press('Enter');
    await page.locator('article p .text', { hasText: '重新写的一段。' }).waitFor();
    assert.equal(await page.locator('article p .text').nth(2).innerText(), next);
    const { bytes } = await downloaded(page, '保存改好的文件');
    assert.equal(bytes.toString(), text.replace(words, '重新写的一段。'));
    await open([fresh('two/报告.md', text.replaceAll('园林局', '水利局'))]);
    await page.getByRole('button', { name: '各单位' }).click();
    await page.getByRole('button', { name: '云溪县水利局' }).click();
    await page.locator('article h2', { hasText: '水利局' }).waitFor();
    await close();
  },

  async 'a new report is written in the page, section by section'() {
    const { page, open, close } = await opened();
    cli(['new', '--issuer', '云溪县园林局', '--year', '2023', '-o', 'written.docx']);
    await open([join(work, 'written.docx')]);
    const empty = page.getByRole('button', { name: '点这里写这一部分的内容' });
    await empty.first().waitFor();
    assert.equal(await empty.count(), 3);
    await empty.first().click();
    await page.keyboard.type('本年度公开工作平稳有序。');
    await page.keyboard.press('Enter');
    await page.locator('article .text', { hasText: '平稳有序' }).waitFor();
    assert.equal(await empty.count(), 2);
    // As in Word: Enter behind the last letter begins a paragraph, also in a new one, and pasted lines are paragraphs.
    await page.keyboard.type('第二段。', { delay: 2 });
    await page.keyboard.press('Enter');
    await page.keyboard.insertText('第三段。\n\n第四段。');
    await page.keyboard.press('Escape');
    await page.locator('article .text', { hasText: '第四段。' }).waitFor();
    // What is typed and left for another section, for a cell or for a button is kept.
    await empty.nth(1).click();
    await page.keyboard.type('没有其他事项。', { delay: 2 });
    await empty.first().click();
    await page.keyboard.type('存在的问题是宣传不够。', { delay: 2 });
    const cells = page.locator('article table').nth(1).locator('td input');
    await cells.nth(0).click();
    await page.keyboard.type('12', { delay: 2 });
    await cells.nth(6).click();
    await page.keyboard.type('12', { delay: 2 });
    const { bytes } = await downloaded(page, '保存改好的文件');
    const text = cli(['text', fresh('written-saved.docx', bytes)]).stdout;
    assert.ok(text.includes('一、总体情况\n本年度公开工作平稳有序。\n第二段。\n第三段。\n第四段。\n二、'), text);
    assert.ok(text.includes('五、存在的主要问题及改进情况\n存在的问题是宣传不够。\n六、其他需要报告的事项\n没有其他事项。'), text);
    assert.ok(text.includes('12\t0\t0\t0\t0\t0\t12'), text);
    await page.locator('.dot.is').waitFor({ state: 'detached' });
    await close();
  },

  async 'what is typed in one place is undone at once, and keys lead through a table'() {
    const { page, open, close } = await opened();
    const text = readFileSync(example, 'utf8');
    await open([fresh('报告.md', text)]);
    const line = page.locator('article .text', { hasText: '依申请公开方面' });
    const words = await line.innerText();
    await line.click();
    await page.keyboard.press('End');
    await page.keyboard.type('以上共四类。', { delay: 2 });
    await page.keyboard.press('Escape');
    await page.locator('article .text', { hasText: '以上共四类' }).waitFor();
    await page.getByRole('button', { name: '撤销' }).click();
    await page.locator('article .text', { hasText: '以上共四类' }).waitFor({ state: 'detached' });
    assert.equal(await line.innerText(), words);
    assert.equal(await page.locator('.dot.is').count(), 0, 'the file is as it was');
    const cell = page.locator('td.error input').first();
    await cell.click();
    await page.locator('aside li.error[aria-current=true]').waitFor();
    const column = await cell.getAttribute('data-column');
    await page.keyboard.press('Enter');
    const below = page.locator('input:focus');
    assert.equal(await below.getAttribute('data-column'), column);
    assert.notEqual(await below.getAttribute('data-start'), await cell.getAttribute('data-start'));
    await page.keyboard.press('ArrowUp');
    assert.equal(await below.getAttribute('data-start'), await cell.getAttribute('data-start'));
    const before = await cell.inputValue();
    await page.keyboard.type('77', { delay: 2 });
    await page.keyboard.press('Escape');
    await page.locator('.dot.is').waitFor({ state: 'detached' });
    assert.equal(await cell.inputValue(), before);
    await page.locator('summary').first().click();
    await page.locator('.explanation h3').first().waitFor();
    assert.ok(!(await page.locator('.explanation').first().innerText()).includes('--fix'));
    await close();
  },

  async 'rare characters, a save while one writes, and a cell entered again are kept'() {
    const { page, open, close } = await opened();
    cli(['new', '--issuer', '云溪县园林局', '--year', '2023', '-o', 'kept.docx']);
    await open([join(work, 'kept.docx')]);
    await page.getByRole('button', { name: '点这里写这一部分的内容' }).first().click();
    await page.keyboard.insertText('联系人𠮷某');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.insertText('𠮹');
    await page.keyboard.press('End');
    await page.keyboard.type('，前半句', { delay: 2 });
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+s')]);
    assert.ok(cli(['text', fresh('half.docx', readFileSync(await download.path()))]).stdout.includes('联系人𠮹某，前半句\n'));
    await page.keyboard.type('后半句。', { delay: 2 });
    await page.keyboard.press('Enter');
    await page.keyboard.insertText('再一段。\n又一段。\n末一段。');
    await page.keyboard.press('Escape');
    await page.locator('article .text', { hasText: '末一段。' }).waitFor();
    const line = page.locator('article .text', { hasText: '又一段。' });
    await page.getByRole('button', { name: '撤销' }).click();
    await line.waitFor({ state: 'detached' });
    assert.equal(await page.locator('article .text', { hasText: '末一段。' }).count(), 0, 'pasted lines are undone at once');
    await page.getByRole('button', { name: '重做' }).click();
    await line.waitFor();
    const cells = page.locator('article table').nth(1).locator('td input');
    await cells.nth(0).focus();
    // In one task: no answer of the engine comes between.
    for (const key of ['2', '1', 'Enter', '7', 'ArrowUp', '9', '9', 'Enter']) await page.keyboard.press(key);
    await cells.nth(2).focus();
    await cells.nth(2).click();
    await page.keyboard.type('6');
    const { bytes } = await downloaded(page, '保存改好的文件');
    const text = cli(['text', fresh('kept-saved.docx', bytes)]).stdout;
    assert.ok(text.includes('联系人𠮹某，前半句后半句。\n再一段。\n又一段。\n末一段。\n'), text);
    assert.ok(text.includes('99\t0\t6\t'), text);
    await close();
  },

  async 'a paragraph keeps its place while others come'() {
    const { page, open, close } = await opened();
    cli(['new', '--issuer', '云溪县园林局', '--year', '2023', '-o', 'apart.docx']);
    await open([join(work, 'apart.docx')]);
    await page.getByRole('button', { name: '点这里写这一部分的内容' }).first().click();
    await page.keyboard.insertText('（一）主动公开情况。\n（二）依申请公开情况。\n（三）监督保障情况。');
    await page.keyboard.press('Escape');
    await page.locator('article .text', { hasText: '（三）' }).waitFor();
    await page.locator('article .text', { hasText: '（一）' }).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('新的一段。');
    // With no time between: the insertion is under way while the next paragraph is typed.
    const third = await page.locator('article .text', { hasText: '（三）' }).boundingBox();
    await page.mouse.click(third.x + 30, third.y + third.height / 2);
    await page.keyboard.press('Control+End');
    await page.keyboard.type('另三点。');
    const { bytes } = await downloaded(page, '保存改好的文件');
    const text = cli(['text', fresh('apart-saved.docx', bytes)]).stdout;
    assert.ok(text.includes('（一）主动公开情况。\n新的一段。\n（二）依申请公开情况。\n（三）监督保障情况。另三点。\n'), text);
    await close();
  },

  async 'what is typed goes to the file that is shown'() {
    const { page, open, close } = await opened();
    for (const [name, issuer] of [['甲.docx', '云溪县甲局'], ['乙.docx', '云溪县乙局']]) cli(['new', '--issuer', issuer, '--year', '2023', '-o', name]);
    await open([join(work, '甲.docx')]);
    await open([join(work, '乙.docx')]);
    const tab = (name) => page.locator('.tabs button', { hasText: name });
    const title = (name) => page.locator('article h2', { hasText: name });
    await tab('甲.docx').click();
    await title('甲局').waitFor();
    await page.getByRole('button', { name: '点这里写这一部分的内容' }).first().click();
    await page.keyboard.insertText(Array.from({ length: 30 }, (_, line) => `第${line}段。`).join('\n'));
    await tab('乙.docx').click();
    await title('乙局').waitFor();
    const cell = page.locator('article table').nth(1).locator('td input').first();
    await cell.click();
    await page.keyboard.type('34', { delay: 2 });
    // Two clicks in one task: the second file is not drawn yet when it is typed in.
    await tab('甲.docx').evaluate((button) => button.click());
    await page.keyboard.type('777');
    await title('甲局').waitFor();
    const first = await downloaded(page, '保存改好的文件');
    await tab('乙.docx').click();
    await title('乙局').waitFor();
    const second = await downloaded(page, '保存改好的文件');
    const [one, two] = [first, second].map(({ bytes }, index) => cli(['text', fresh(`file-${index}.docx`, bytes)]).stdout);
    assert.ok(one.includes('第0段。\n第1段。') && one.includes('第29段。') && !one.includes('34') && !one.includes('777'), one);
    assert.ok(two.includes('34\t0') && !two.includes('段。') && !two.includes('777'), two);
    await close();
  },

  async 'an input method writes in a cell, and a fix is the one that was seen'() {
    const { page, open, close } = await opened();
    await open([fresh('法.md', readFileSync(example, 'utf8'))]);
    const cells = page.locator('article table').nth(1).locator('td input');
    const client = await page.context().newCDPSession(page);
    await cells.nth(3).click();
    await client.send('Input.imeSetComposition', { text: '8', selectionStart: 1, selectionEnd: 1 });
    // A redraw comes in between.
    await page.locator('td.error').first().hover();
    await page.locator('.card', { hasText: '本行' }).waitFor();
    await client.send('Input.insertText', { text: '8' });
    await page.keyboard.press('Tab');
    await page.locator('aside .code', { hasText: 'A005' }).or(page.locator('aside .message', { hasText: '8' })).first().waitFor();
    assert.equal(await cells.nth(3).inputValue(), '8');
    await page.getByRole('button', { name: '撤销' }).click();
    await page.locator('.dot.is').waitFor({ state: 'detached' });
    // The button of a fix that is not needed any more, in the task of the edit.
    const wrong = page.locator('td.error input').first();
    await page.evaluate(() => {
      const cell = document.querySelector('td.error input');
      const button = [...document.querySelectorAll('aside .fix')].find((fix) => fix.textContent.includes('（一）予以公开改为 5'));
      cell.focus();
      cell.value = '5';
      cell.dispatchEvent(new InputEvent('input', { bubbles: true }));
      button.click();
    });
    await page.locator('.notice', { hasText: '没有改' }).waitFor();
    assert.equal(await page.locator('aside .code', { hasText: 'A001' }).count(), 0);
    assert.equal(await wrong.count(), 0);
    await close();
  },

  async 'no text is lost without a question'() {
    const { page, open, close } = await opened();
    cli(['new', '--issuer', '云溪县园林局', '--year', '2023', '-o', 'asked.docx']);
    await open([join(work, 'asked.docx')]);
    await page.getByRole('button', { name: '点这里写这一部分的内容' }).first().click();
    await page.keyboard.type('还没有写完');
    const asked = [];
    page.on('dialog', (dialog) => { asked.push(dialog.type()); void dialog.dismiss(); });
    await page.evaluate(() => document.querySelector('.tabs .close').click());
    await page.waitForFunction(() => document.querySelector('.dot.is'));
    assert.equal(await page.locator('textarea.typing').inputValue(), '还没有写完', 'the field stays open');
    await page.waitForTimeout(100);
    assert.deepEqual(asked, ['confirm']);
    await page.close({ runBeforeUnload: true });
    for (let turn = 0; turn < 100 && asked.length < 2; turn++) await new Promise((next) => setTimeout(next, 50));
    assert.deepEqual(asked, ['confirm', 'beforeunload']);
    await close();
  },

  async 'reports of two years are compared, and several reports of a file are chosen'() {
    const { page, open, close } = await opened();
    const text = readFileSync(example, 'utf8');
    const fixed = cli(['check', '--fix', '--unsafe-fixes', '--quiet', '-'], { input: text }).stdout;
    mkdirSync(join(work, 'years'), { recursive: true });
    const last = fixed.replaceAll('2023', '2022');
    const [old, now] = [['years/2022.md', last], ['years/2023.md', fixed]].map(([name, content]) => fresh(name, content));
    const told = JSON.parse(cli(['check', '--output-format', 'json', 'years']).stdout).filter(({ filename }) => filename.endsWith('2023.md'));
    await open([old, now]);
    await page.getByRole('button', { name: '2023.md', exact: true }).first().click();
    const carried = page.locator('aside li', { hasText: 'X002' });
    await carried.first().waitFor();
    assert.match(await carried.first().innerText(), /另见：2022\.md/);
    assert.deepEqual((await page.locator('aside .code').allTextContents()).sort(), told.map(({ code }) => code).sort());
    await open([fresh('both.md', `${fixed}\n\n${fixed.replaceAll('园林局', '水利局')}`)]);
    await page.getByRole('button', { name: 'both.md', exact: true }).click();
    const choice = page.getByRole('combobox', { name: '报告' });
    assert.deepEqual(await choice.locator('option').allTextContents(), ['云溪县园林局 2023', '云溪县水利局 2023']);
    await choice.selectOption('1');
    await page.locator('article h2', { hasText: '水利局' }).waitFor();
    await close();
  },

  async 'a Word document is fixed as on the command line'() {
    const { page, open, close } = await opened();
    cli(['new', '--issuer', '云溪县园林局', '--year', '2023', '-o', 'blank.docx']);
    await open([join(work, 'blank.docx')]);
    const input = page.getByRole('textbox', { name: /一、本年新收政府信息公开申请数量 总计/ });
    await input.fill('3');
    await page.locator('aside li.error').first().waitFor();
    const typed = await downloaded(page, '保存改好的文件');
    fresh('typed.docx', typed.bytes);
    await page.getByRole('button', { name: /改正确定的问题/ }).click();
    await page.locator('aside li.error').first().waitFor({ state: 'detached' });
    const { bytes } = await downloaded(page, '保存改好的文件');
    cli(['check', '--fix', 'typed.docx']);
    const [mine, theirs] = [fresh('page.docx', bytes), join(work, 'typed.docx')].map((path) => cli(['text', path]).stdout);
    assert.equal(mine, theirs);
    const tracked = await downloaded(page, '保存为修订和批注');
    const markup = execFileSync('python3', ['-c', 'import sys,zipfile;print(zipfile.ZipFile(sys.argv[1]).read("word/document.xml").decode())', fresh('tracked.docx', tracked.bytes)], { encoding: 'utf8' });
    assert.match(markup, /<w:ins /);
    await close();
  },

  async 'several files have a table of units, and outputs as on the command line'() {
    const { page, open, close } = await opened();
    const text = readFileSync(example, 'utf8');
    const clean = cli(['check', '--fix', '--unsafe-fixes', '--quiet', '-'], { input: text }).stdout || text;
    mkdirSync(join(work, 'all'), { recursive: true });
    const files = [['all/a.md', text], ['all/b.md', clean.replaceAll('园林局', '水利局')], ['all/c.pdf', '%PDF-1.4 broken'], ['all/d.txt', '通知']];
    await open(files.map(([name, content]) => fresh(name, content)));
    await page.locator('.list tbody tr').nth(3).waitFor();
    const states = await page.locator('.list tbody tr td:nth-child(4)').allTextContents();
    assert.equal(states[0], '有问题');
    assert.match(states.join('\n'), /未检查/);
    await page.getByRole('textbox', { name: /应当提交的单位/ }).fill('云溪县园林局\n云溪县教育局');
    await page.getByRole('button', { name: '核对名单' }).click();
    await page.locator('.list tr.absent', { hasText: '云溪县教育局' }).waitFor();
    if (pictures) await page.screenshot({ path: join(pictures, 'units.png') });
    const sheet = await downloaded(page, '下载审核意见表（Excel）');
    assert.equal(sheet.bytes.subarray(0, 2).toString(), 'PK');
    await page.getByRole('button', { name: '云溪县水利局' }).click();
    await page.locator('article').waitFor();
    await close();
  },

  async 'a new report is a Word document'() {
    const { page, close } = await opened();
    await page.getByRole('button', { name: '新建报告' }).click();
    await page.getByLabel('报告单位的全称').fill('云溪县教育局');
    await page.getByLabel('年度').fill('2025');
    const { name, bytes } = await downloaded(page, '新建并下载（Word）');
    assert.equal(name, '云溪县教育局2025年政府信息公开工作年度报告.docx');
    cli(['new', '--issuer', '云溪县教育局', '--year', '2025', '-o', 'theirs.docx']);
    assert.deepEqual(bytes, readFileSync(join(work, 'theirs.docx')));
    await close();
  },

  async 'bad files are one sentence each'() {
    const { page, open, close } = await opened();
    for (const [name, content] of [['空.docx', ''], ['坏.docx', 'PK\x03\x04 broken'], ['坏.pdf', '%PDF-1.4'], ['通知.txt', '关于放假的通知'], ['图.html', '<p>'.repeat(100000)]]) {
      await open([fresh(name, content)]);
      await page.locator('main .problem').waitFor();
      const told = await page.locator('main .problem').innerText();
      assert.ok(told.length > 5 && told.length < 200 && !told.includes('\n'), `${name}: ${told}`);
      await page.getByRole('button', { name: `关闭 ${name}` }).click();
    }
    await close();
  },

  async 'a pasted text is checked, in English too'() {
    const { page, close } = await opened({ locale: 'en-GB' });
    await page.getByRole('button', { name: 'Paste text' }).click();
    await page.getByLabel(/Paste the text/).fill(readFileSync(example, 'utf8'));
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText('the statistical period is given as', { exact: false }).first().waitFor();
    if (pictures) {
      await page.locator('td.error input').first().hover();
      await page.locator('.card', { hasText: 'row' }).waitFor();
      await page.screenshot({ path: join(pictures, 'report.en.png') });
    }
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('统计期限写的是', { exact: false }).first().waitFor();
    await close();
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  if (process.env.ONLY && !name.includes(process.env.ONLY)) continue;
  try {
    await test();
    say(name);
  } catch (error) {
    failed++;
    console.error(`FAILED ${name}\n${error.stack ?? error}`);
  }
}
await browser.close();
rmSync(work, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
