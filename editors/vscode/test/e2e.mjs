// The packaged extension in a real VS Code, used as a person uses it.
// usage: node test/e2e.mjs CODE_SERVER_FOLDER VSIX PICTURES_FOLDER
import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startEditor } from './e2e/editor.mjs';
import { Workbench } from './e2e/workbench.mjs';

const [installed, vsix, pictures] = process.argv.slice(2);
const example = join(dirname(fileURLToPath(import.meta.url)), '../../../docs/examples/yunxi-2023.md');
const started = Date.now();
const say = (what) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${what}`);

const work = mkdtempSync(join(tmpdir(), 'gouji-e2e-'));
const folder = join(work, '年度报告');
const empty = join(work, '空');
[folder, join(folder, '2023'), join(folder, '2024'), empty, pictures].forEach((path) => mkdirSync(path, { recursive: true }));

const REPORT = '园林局2023.md';
/** Its line 36 up to the number of persons, and from there up to the total. */
const PERSONS = '| 三、本年度办理结果 | （一）予以公开 |  | ';
const TOTAL = `${PERSONS}4 | 1 | 0 | 0 | 0 | 0 | `;
const report = join(folder, '2023', REPORT);
copyFileSync(example, report);
const readOnly = join(folder, '2023', '水利局2023.md');
writeFileSync(readOnly, readFileSync(example, 'utf8').replaceAll('园林局', '水利局'));
chmodSync(readOnly, 0o444);
writeFileSync(join(folder, '2024', '园林局2024.txt'), readFileSync(example, 'utf8').replaceAll('2023', '2024'));
writeFileSync(join(folder, 'README.md'), '# Reports\n\nThe reports of some years.\n\n| a | b | 总计 |\n| --- | --- | --- |\n| 1 | 1 | 3 |\n');
writeFileSync(join(empty, 'README.md'), '# Nothing\n');

// What the editor finds before all else on its PATH.
const bin = join(work, 'bin');
mkdirSync(bin);
const editor = await startEditor({ installed, work, extensions: [vsix], folder, bin });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' })).newPage();
const bench = new Workbench(page);
const picture = (name) => page.screenshot({ path: join(pictures, `${name}.png`) });

/** The servers that run out of this test's editor, or out of another folder. */
function servers(from = join(work, 'extensions')) {
  const binary = (pid) => {
    try {
      return readlinkSync(`/proc/${pid}/exe`);
    } catch {
      return '';
    }
  };
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && binary(pid).startsWith(from));
}

/** A program that answers `--version` with these words and does something else for all else. */
function program(name, version, otherwise) {
  const path = join(work, name);
  writeFileSync(path, `#!/bin/sh\nif [ "$1" = --version ]; then echo '${version}'; else ${otherwise}; fi\n`, { mode: 0o755 });
  return path;
}

async function step(what, act) {
  await act();
  say(what);
}

async function run() {
  await step('a text that is no report shows nothing', async () => {
    await bench.open(editor.address, folder);
    await bench.openFile('README.md');
    await bench.until('a server has started', () => servers().length === 1);
    await sleep(1500);
    await bench.statusSays(undefined);
    assert.deepEqual(await bench.notifications(), []);
    assert.equal(await page.locator('.squiggly-error, .squiggly-warning').count(), 0);
    const offered = await bench.offered('勾稽');
    assert.ok(offered.some((title) => title.includes('新建年度报告')), `${offered}`);
    assert.ok(!offered.some((title) => title.includes('修正全部')), `${offered}`);
  });

  await step('findings stand at their places, also in the status bar', async () => {
    await bench.openFile(REPORT);
    await bench.statusSays('错误 3，警告 2');
    await page.locator('.squiggly-error').first().waitFor();
    await bench.keys('Control+Shift+M');
    await bench.problemsShow(
      ['统计期限写的是 2022年1月1日至2022年12月31日', 'P001', '[Ln 3, Col 36]'],
      ['行名“规范性文件”应为“行政规范性文件”', 'T002', '[Ln 17, Col 3]'],
      ['总计应为 5（自然人 4 + 商业企业 1），表中为 6', 'A001', '[Ln 36, Col 52]'],
      ['A002', '[Ln 57, Col 41]'],
      ['P004', '[Ln 77, Col 1]'],
    );
    await bench.status().hover();
    const tooltip = page.locator('.monaco-hover:visible', { hasText: '勾稽关系：42 条中有 2 条不成立' });
    await tooltip.locator('a', { hasText: '修正全部可以确定的问题' }).waitFor();
    await picture('status');
    await page.locator('.editor-instance').first().hover();
    await tooltip.waitFor({ state: 'hidden' });
    assert.deepEqual(await bench.notifications(), []);
  });

  await step('a hover shows the sum', async () => {
    await page.locator('.editor-instance').first().click();
    await bench.goTo(36, TOTAL);
    await bench.keys('Control+K', 'Control+I');
    const hover = page.locator('.monaco-hover:visible', { hasText: '本行' });
    await hover.waitFor();
    const text = (await hover.innerText()).replace(/\s+/g, '');
    for (const words of ['表三：总计列（一）予以公开', '本行：总计6≠5=自然人4+商业企业1✗', '很可能是这一格填错了：应为5']) assert.ok(text.includes(words), text);
    // What belongs to the editor and not to this extension is not for the picture.
    const foreign = ['[id="chat.statusBarEntry"]', '.titlebar-right', '.monaco-hover .action-container:has(.codicon-sparkle)'];
    await page.addStyleTag({ content: `${foreign.join()} { visibility: hidden }` });
    await picture('report');
    await bench.keys('Escape');
  });

  await step('the other reports of the folder are left alone', async () => {
    await sleep(2500);
    assert.deepEqual(await bench.files(), ['园林局2023.md']);
  });

  await step('a quick fix mends the text', async () => {
    await bench.goTo(36, TOTAL);
    const fix = await bench.quickFix('改为 5');
    await picture('quick-fix');
    await fix.click();
    await bench.until('the total is 5', async () => (await bench.lineWith('（一）予以公开')).endsWith('| 4 | 1 | 0 | 0 | 0 | 0 | 5 |'));
    await bench.statusSays('错误 1，警告 2');
  });

  await step('all that is certain is fixed at once', async () => {
    await bench.run('修正全部可以确定的问题');
    await bench.statusSays('错误 0，警告 1');
    await bench.run('修正全部可以确定的问题');
    await bench.notification('没有可以自动修正的问题');
    await bench.clear();
  });

  await step('the totals of the table at the cursor are recomputed', async () => {
    await bench.run('重算光标所在表格的合计');
    await bench.notification('合计都是对的');
    await bench.clear();
    await bench.goTo(36, PERSONS);
    await bench.keys('Shift+ArrowRight');
    await page.keyboard.type('7');
    await bench.statusSays('错误 2');
    await bench.run('重算光标所在表格的合计');
    await bench.until('the total is 8', async () => (await bench.lineWith('（一）予以公开')).endsWith('| 7 | 1 | 0 | 0 | 0 | 0 | 8 |'));
    await bench.goTo(36, PERSONS);
    await bench.keys('Shift+ArrowRight');
    await page.keyboard.type('4');
    await bench.run('重算报告的全部合计');
    await bench.statusSays('错误 0，警告 1');
    await bench.goTo(1);
    await bench.run('重算光标所在表格的合计');
    await bench.notification('光标不在表三或表四中');
    await bench.clear();
  });

  await step('a clean report has a tick, and offers what can be done', async () => {
    await bench.goTo(77, '2024年');
    await bench.keys('Shift+ArrowRight');
    await page.keyboard.type('1');
    await bench.statusSays('没有发现问题');
    await picture('clean');
    await bench.status().locator('a').first().click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: '检查整个文件夹' }).waitFor();
    await bench.keys('Escape', 'Control+S');
    const expected = [['2022年', '2023年'], ['| 规范性', '| 行政规范性'], ['| 4 | 1 | 0 | 0 | 0 | 0 | 6', '| 4 | 1 | 0 | 0 | 0 | 0 | 5'], ['2月20日', '1月20日']];
    const mended = expected.reduce((text, [from, to]) => text.replaceAll(from, to), readFileSync(example, 'utf8'));
    await bench.until('the file is saved', () => readFileSync(report, 'utf8') === mended);
  });

  await step('a read-only file is not changed, and a person hears why', async () => {
    await bench.openFile('水利局2023.md');
    await bench.statusSays('错误 3，警告 2');
    await bench.run('修正全部可以确定的问题');
    await bench.notification('水利局2023.md 是只读文件');
    await picture('read-only');
    await bench.clear();
    await bench.statusSays('错误 3，警告 2');
    await bench.keys('Control+J');
    await page.locator('.markers-panel').waitFor({ state: 'hidden' });
  });

  await step('a whole folder is checked', async () => {
    await bench.run('检查整个文件夹');
    await bench.notification('已检查 3 份报告');
    await bench.until('both reports with findings are listed', async () => (await bench.files()).join() === '园林局2024.txt,水利局2023.md');
    await picture('folder');
    await bench.clear();
  });

  await step('what was checked is kept in step with the files', async () => {
    const path = join(folder, '2024', '园林局2024.txt');
    const [text, mended] = [readFileSync(path, 'utf8'), readFileSync(report, 'utf8').replaceAll('2024年1月', '2025年1月').replaceAll('2023', '2024')];
    writeFileSync(path, mended);
    await bench.until('the mended report is gone from the list', async () => (await bench.files()).join() === '水利局2023.md');
    writeFileSync(path, text);
    await bench.until('it is back', async () => (await bench.files()).length === 2);
  });

  await step('an accepted finding that silences nothing is taken out of the settings', async () => {
    const settings = join(folder, 'gouji.toml');
    const entry = (code) => `\n[[accept]]\nfile = "2023/${REPORT}"\ncode = "${code}"\nreason = "已核"\n`;
    writeFileSync(settings, `lang = "zh"\n${entry('A001')}${entry('A002')}`);
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'gouji.toml' }).first().dblclick();
    await page.locator('.tab.active', { hasText: 'gouji.toml' }).waitFor();
    await page.locator('.squiggly-warning').first().waitFor();
    await bench.goTo(3);
    await (await bench.quickFix('删除这条批注')).click();
    await bench.until('the other entry is left', async () => !(await page.locator('.editor-instance .view-lines').first().innerText()).includes('A001'));
    await bench.keys('Control+S');
    await bench.until('the file is saved', () => readFileSync(settings, 'utf8') === `lang = "zh"\n${entry('A002')}`);
    await bench.keys('Control+F4');
    rmSync(settings);
  });

  await step('a new report comes from the form', async () => {
    await bench.run('按格式新建年度报告');
    await page.locator('.quick-input-title', { hasText: '报告单位的全称' }).waitFor();
    await bench.answer('云溪县水利局');
    await page.locator('.quick-input-title', { hasText: '报告的年度' }).waitFor();
    await bench.answer('1999');
    await page.locator('.quick-input-message', { hasText: '2019 年或以后' }).waitFor();
    await bench.answer('2025');
    await bench.lineWith('云溪县水利局2025年政府信息公开工作年度报告');
    // Its sections are still to be written.
    await bench.statusSays('错误 0');
    await picture('new-report');
    await bench.run('Revert and Close Editor');
    await page.locator('.tab', { hasText: 'Untitled' }).waitFor({ state: 'detached' });
    await bench.until('what was found in it is gone with it', async () => (await bench.files()).join() === '园林局2024.txt,水利局2023.md');
  });

  await step('the walkthrough is there, in Chinese', async () => {
    await bench.run('Welcome: Open Walkthrough...');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: '检查年度报告' }).first().click();
    await page.locator('.gettingStartedContainer', { hasText: '打开或新建一份报告' }).waitFor();
    // Its page is in a frame of its own.
    await page.frameLocator('iframe.webview').frameLocator('iframe').getByText('什么样的文件会被检查').waitFor({ state: 'attached' });
    await picture('walkthrough');
    await bench.run('View: Close Editor');
  });

  await step('where nothing is a report, the check of the folder says so', async () => {
    await bench.open(editor.address, empty);
    await bench.run('检查整个文件夹');
    await bench.notification('没有找到政府信息公开工作年度报告');
  });

  await step('a program that cannot be used is named where a report is open, not elsewhere', async () => {
    await bench.open(editor.address, folder);
    await bench.openFile('README.md');
    editor.set({ 'gouji.path': '/nowhere/gouji' });
    await sleep(1500);
    assert.deepEqual(await bench.notifications(), []);
    await bench.openFile(REPORT);
    await bench.notification('“gouji.path”指向的 /nowhere/gouji 不存在');
    await picture('no-program');
    await bench.statusSays(undefined);
    for (const [set, words] of [
      [process.execPath, '不是 gouji 程序'],
      [program('other', 'gouji 9.9.9', 'exit 1'), '的版本是 9.9.9，本扩展需要'],
      [example, `无法运行 ${example}`],
      [program('dying', `gouji ${JSON.parse(readFileSync(new URL('../package.json', import.meta.url))).version}`, 'exit 3'), 'gouji 一启动就退出了'],
    ]) {
      await bench.clear();
      editor.set({ 'gouji.path': set });
      await bench.notification(words);
      assert.equal((await bench.notifications()).length, 1, `${await bench.notifications()}`);
    }
    await picture('dying-program');
    await bench.clear();
    await bench.until(() => `no server is left: ${servers()}`, () => servers().length === 0);
    editor.set({ 'gouji.lang': 'en' });
    await bench.statusSays('Nothing found');
    editor.set({});
    await bench.statusSays('没有发现问题');
  });

  await step('an extension without a program takes that of the PATH', async () => {
    const [extension] = readdirSync(join(work, 'extensions')).filter((name) => name.startsWith('gouji.gouji'));
    const [own, other] = [join(work, 'extensions', extension, 'server', 'gouji'), join(bin, 'gouji')];
    renameSync(own, other);
    await bench.run('重新启动检查程序');
    await bench.until('the other one runs', () => servers(bin).length === 1);
    await bench.statusSays('没有发现问题');
    renameSync(other, own);
    await bench.run('重新启动检查程序');
    await bench.until('its own one runs', () => servers(bin).length === 0 && servers().length === 1);
  });

  await step('a server that dies is restarted, but not forever', async () => {
    for (let deaths = 1; deaths <= 5; deaths += 1) {
      // Killed before it has come up, it would be one that cannot be used.
      await bench.statusSays('没有发现问题');
      const [pid, ...others] = servers();
      assert.deepEqual(others, []);
      const seen = await bench.status().elementHandle();
      process.kill(Number(pid), 'SIGKILL');
      await bench.until(`the status bar has heard of death ${deaths}`, () => seen.evaluate((item) => !item.isConnected));
    }
    const told = await bench.notification('已不再自动重启');
    await bench.statusSays(undefined);
    assert.deepEqual(servers(), []);
    await told.locator('.monaco-button', { hasText: '重新启动' }).click();
    await bench.statusSays('没有发现问题');
  });
}

let failed = false;
try {
  await run();
  say('all is as it should be');
} catch (error) {
  failed = true;
  console.error(error);
  await picture('failed').catch(() => {});
  console.error(`notifications: ${await bench.notifications().catch(() => '?')}`);
  console.error(`pictures are in ${pictures}`);
}
await browser.close();
await editor.stop();
if (failed) {
  console.error(`the editor's files are in ${work}`);
  process.exit(1);
}
rmSync(work, { recursive: true, force: true });
