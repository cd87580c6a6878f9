// Steps with a report in the editor: findings and fixes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { achieve, until } from './patience.mjs';
import { EXAMPLE, NO_REPORT, PERSONS, READ_ONLY, REPORT, TOTAL } from './workspace.mjs';

const FIX_ALL = '修正全部可以确定的问题';
/** Words in line 36. */
const ROW = '（一）予以公开';

export async function reports({ bench, step, picture, workspace: { report } }) {
  const { page } = bench;
  const tells = (words) => () => bench.tells(words);
  const status = (words) => async () => (await bench.status())?.includes(words);
  let ready;

  const showsNothing = async () => {
    await bench.statusSays(undefined);
    await until('nothing is underlined', async () => (await page.locator('.squiggly-error, .squiggly-warning').count()) === 0);
    assert.deepEqual(await bench.notifications(), []);
    const offered = await bench.offered('勾稽', '新建年度报告');
    assert.ok(!offered.some((title) => title.includes('修正全部')), `${offered}`);
  };

  await step('a text that is no report shows nothing', async () => {
    await bench.openFile(NO_REPORT);
    await bench.server();
    ready = Date.now();
    await showsNothing();
  });

  await step('findings stand at their places, also in the status bar', async () => {
    await bench.openFile(REPORT);
    await bench.statusSays('错误 3，警告 2');
    await page.locator('.squiggly-error').first().waitFor();
    await bench.problemsShow(
      ['统计期限写的是 2022年1月1日至2022年12月31日', 'P001', '[Ln 3, Col 36]'],
      ['行名“规范性文件”应为“行政规范性文件”', 'T002', '[Ln 17, Col 3]'],
      ['总计应为 5（自然人 4 + 商业企业 1），表中为 6', 'A001', '[Ln 36, Col 52]'],
      ['A002', '[Ln 57, Col 41]'],
      ['P004', '[Ln 77, Col 1]'],
    );
    const tooltip = page.locator('.monaco-hover:visible', { hasText: '勾稽关系：42 条中有 2 条不成立' });
    await bench.atStatus('hover', () => tooltip.locator('a', { hasText: FIX_ALL }).isVisible());
    await picture('status');
    await achieve('the tooltip is gone', () => page.locator('.editor-instance').first().hover(), async () => !(await tooltip.isVisible()));
    assert.deepEqual(await bench.notifications(), []);
  });

  await step('by now the server has seen the text that is no report, which still shows nothing', async () => {
    await bench.openFile(NO_REPORT);
    await showsNothing();
    await bench.openFile(REPORT);
    await bench.statusSays('错误 3，警告 2');
    await bench.filesAre(REPORT);
  });

  await step('a hover shows the sum', async () => {
    await bench.goTo(36, TOTAL);
    const hover = page.locator('.monaco-hover:visible', { hasText: '本行' }).first();
    const expected = ['表三：总计列（一）予以公开', '本行：总计6≠5=自然人4+商业企业1✗', '很可能是这一格填错了：应为5'];
    await bench.run('editor.action.showHover', async () => {
      const text = (await hover.innerText({ timeout: 1000 })).replace(/\s+/g, '');
      return expected.every((words) => text.includes(words));
    });
    // The picture should not show parts of the editor outside of this extension.
    const foreign = ['[id="chat.statusBarEntry"]', '.titlebar-right', '.monaco-hover .action-container:has(.codicon-sparkle)'];
    await page.addStyleTag({ content: `${foreign.join()} { visibility: hidden }` });
    await picture('report');
    await bench.keys('Escape');
  });

  await step('a quick fix mends the text', async () => {
    await bench.goTo(36, TOTAL);
    await bench.quickFix('改为 5', () => bench.hasLine(ROW, '| 4 | 1 | 0 | 0 | 0 | 0 | 5 |'), () => picture('quick-fix'));
    await bench.statusSays('错误 1，警告 2');
  });

  await step('all that is certain is fixed at once', async () => {
    await bench.choose(FIX_ALL, status('错误 0，警告 1'));
    await bench.run('gouji.fixReport', tells('没有可以自动修正的问题'));
    await bench.clear();
  });

  await step('the totals of the table at the cursor are recomputed', async () => {
    await bench.goTo(36, PERSONS);
    await bench.run('gouji.recomputeTable', tells('合计都是对的'));
    await bench.clear();
    await bench.overwrite(36, PERSONS, '7', ROW, '| 7 | 1 | 0 | 0 | 0 | 0 | 5');
    await bench.statusSays('错误 2');
    await bench.choose('重算光标所在表格的合计', () => bench.hasLine(ROW, '| 7 | 1 | 0 | 0 | 0 | 0 | 8 |'));
    await bench.overwrite(36, PERSONS, '4', ROW, '| 4 | 1 | 0 | 0 | 0 | 0 | 8');
    await bench.choose('重算报告的全部合计', () => bench.hasLine(ROW, '| 4 | 1 | 0 | 0 | 0 | 0 | 5 |'));
    await bench.statusSays('错误 0，警告 1');
    await bench.goTo(1);
    await bench.run('gouji.recomputeTable', tells('光标不在表三或表四中'));
    await bench.clear();
  });

  await step('a clean report has a tick, and offers what can be done', async () => {
    await bench.overwrite(77, '2024年', '1', '2024年', '2024年1月20日');
    await bench.statusSays('没有发现问题');
    await picture('clean');
    await bench.atStatus('click', () => bench.visible('.quick-input-list .monaco-list-row', '检查整个文件夹'));
    await bench.run('workbench.action.closeQuickOpen', async () => !(await bench.visible('.quick-input-widget')));
    const expected = [['2022年', '2023年'], ['| 规范性', '| 行政规范性'], ['| 4 | 1 | 0 | 0 | 0 | 0 | 6', '| 4 | 1 | 0 | 0 | 0 | 0 | 5'], ['2月20日', '1月20日']];
    const mended = expected.reduce((text, [from, to]) => text.replaceAll(from, to), readFileSync(EXAMPLE, 'utf8'));
    await achieve('the file is saved', () => bench.keys('Control+S'), () => readFileSync(report, 'utf8') === mended);
  });

  await step('a read-only file is not changed, and a person hears why', async () => {
    await bench.openFile(READ_ONLY);
    await bench.statusSays('错误 3，警告 2');
    await bench.choose(FIX_ALL, tells(`${READ_ONLY} 是只读文件`));
    await picture('read-only');
    await bench.clear();
    await bench.statusSays('错误 3，警告 2');
  });

  await step('the other reports of the folder are left alone', async () => {
    // A client that pulls diagnostics would pull the diagnostics of the whole folder every two seconds.
    await until('the client could have asked', () => Date.now() > ready + 5000);
    await bench.filesAre(READ_ONLY);
    await bench.run('workbench.action.closePanel', async () => !(await bench.visible('.markers-panel')));
  });
}
