// Steps with a whole folder, its settings and a new report.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyOf } from './editor.mjs';
import { MOMENT, achieve } from './patience.mjs';
import { EXAMPLE, OTHER_YEAR, PAGE, READ_ONLY, REPORT, WORD, asPage, writeWord } from './workspace.mjs';

const CHECK_FOLDER = '检查整个文件夹';

export async function folders({ bench, step, picture, workspace: { work, folder, report, otherYear } }) {
  const { page } = bench;
  /** Closes only the tab with this name, regardless of its content. */
  const closeTab = async (name) => {
    const close = async () => {
      if (await bench.visible('.tab.active', name)) await bench.keys(keyOf('workbench.action.revertAndCloseActiveEditor'));
    };
    await achieve(`${name} is closed`, close, async () => !(await bench.visible('.tab', name)));
  };

  await step('a whole folder is checked', async () => {
    await bench.choose(CHECK_FOLDER, () => bench.tells('已检查 3 份报告'));
    await bench.filesAre(OTHER_YEAR, READ_ONLY);
    await picture('folder');
    await bench.clear();
  });

  await step('what was checked is kept in step with the files', async () => {
    const [text, mended] = [readFileSync(otherYear, 'utf8'), readFileSync(report, 'utf8').replaceAll('2024年1月', '2025年1月').replaceAll('2023', '2024').replaceAll('园林局', '教育局')];
    writeFileSync(otherYear, mended);
    await bench.filesAre(READ_ONLY);
    writeFileSync(otherYear, text);
    await bench.filesAre(OTHER_YEAR, READ_ONLY);
  });

  await step('a Word document of the folder is checked and followed', async () => {
    const path = join(folder, WORD);
    writeWord(work, path);
    await bench.filesAre(OTHER_YEAR, READ_ONLY, WORD);
    await picture('word');
    await bench.choose(CHECK_FOLDER, () => bench.tells('已检查 4 份报告'));
    await bench.clear();
    rmSync(path);
    await bench.filesAre(OTHER_YEAR, READ_ONLY);
  });

  await step('an accepted finding that silences nothing is taken out of the settings', async () => {
    const settings = join(folder, 'gouji.toml');
    const entry = (code) => `\n[[accept]]\nfile = "2023/${REPORT}"\ncode = "${code}"\nreason = "已核"\n`;
    writeFileSync(settings, `lang = "zh"\n${entry('A001')}${entry('A002')}`);
    await bench.openFile('gouji.toml');
    await page.locator('.squiggly-warning').first().waitFor();
    await bench.goTo(3);
    const text = page.locator('.editor-instance .view-lines').first();
    await bench.quickFix('删除这', async () => !(await text.innerText({ timeout: 1000 })).includes('A001'));
    await achieve('the file is saved', () => bench.keys('Control+S'), () => readFileSync(settings, 'utf8') === `lang = "zh"\n${entry('A002')}`);
    await closeTab('gouji.toml');
    rmSync(settings);
  });

  await step('a new report comes from the form', async () => {
    const [issuer, year] = ['报告单位的全称', '报告的年度'];
    await bench.choose('按格式新建年度报告', () => bench.visible('.quick-input-title', issuer));
    await bench.answer(issuer, '云溪县水利局', () => bench.visible('.quick-input-title', year));
    await bench.answer(year, '1999', () => bench.visible('.quick-input-message', '2019 年或以后'));
    await bench.answer(year, '2025', () => bench.visible('.editor-instance .view-line', '云溪县水利局2025年政府信息公开工作年度报告'));
    // The sections of the new report are still empty.
    await bench.statusSays('错误 0');
    await picture('new-report');
    await closeTab('Untitled');
    await bench.filesAre(OTHER_YEAR, READ_ONLY);
  });

  await step('an open web page is checked and fixed', async () => {
    const path = join(folder, PAGE);
    // Of another organ than the example, which is in the folder.
    const text = asPage(EXAMPLE).replaceAll('园林局', '交通局');
    writeFileSync(path, text);
    await bench.openFile(PAGE);
    await bench.statusSays('错误 3，警告 2');
    await bench.choose('修正全部可以确定的问题', async () => (await bench.status())?.includes('错误 0，警告 1'));
    const mended = [['2022年', '2023年'], ['<td>规范性', '<td>行政规范性'], ['<td>4</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>6', '<td>4</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>5']];
    const expected = mended.reduce((text, [from, to]) => text.replaceAll(from, to), text);
    await achieve('the page is saved', () => bench.keys('Control+S'), () => readFileSync(path, 'utf8') === expected);
    await closeTab(PAGE);
    rmSync(path);
    await bench.filesAre(OTHER_YEAR, READ_ONLY);
  });

  await step('the walkthrough is there, in Chinese', async () => {
    const name = '检查年度报告';
    const isListed = () => bench.visible('.quick-input-list .monaco-list-row', name);
    const isOpen = () => bench.visible('.gettingStartedContainer', '打开或新建一份报告');
    const open = async () => {
      await bench.choose('Welcome: Open Walkthrough...', isListed);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click({ timeout: MOMENT });
    };
    await achieve('the walkthrough is open', open, isOpen);
    // The page is in its own frame.
    await page.frameLocator('iframe.webview').frameLocator('iframe').getByText('什么样的文件会被检查').waitFor({ state: 'attached' });
    await picture('walkthrough');
  });
}

export async function folderWithoutReports({ bench, step }) {
  await step('where nothing is a report, the check of the folder says so', async () => {
    await bench.choose(CHECK_FOLDER, () => bench.tells('没有找到政府信息公开工作年度报告'));
  });
}
