// Steps with Word documents and PDF in the page. The package must hold the page.
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { achieve } from './patience.mjs';

const DOCUMENT = '云溪县林业局2023年政府信息公开工作年度报告.docx';

export async function documents({ bench, step, picture, workspace: { work, folder } }) {
  const { page } = bench;
  const path = join(folder, DOCUMENT);
  const extension = readdirSync(join(work, 'extensions')).find((name) => name.startsWith('gouji.'));
  const gouji = (...args) => execFileSync(join(work, 'extensions', extension, 'server', 'gouji'), args, { encoding: 'utf8' });
  const codes = () => gouji('check', '--exit-zero', '--output-format', 'jsonl', path).split('\n').filter(Boolean).map((line) => JSON.parse(line).code);
  /** The page in the editor: the frame of a webview is in another frame. */
  const shown = page.frameLocator('iframe.webview').frameLocator('iframe');
  const cell = shown.getByRole('textbox', { name: /一、本年新收政府信息公开申请数量 总计/ });
  const isChanged = () => bench.visible('.tab.active.dirty', DOCUMENT);

  await step('a Word document opens in the page', async () => {
    gouji('new', '--issuer', '云溪县林业局', '--year', '2023', '-o', path);
    const isOpen = () => bench.visible('.tab.active', DOCUMENT);
    await bench.pick('workbench.action.quickOpen', DOCUMENT, DOCUMENT, isOpen);
    await page.getByRole('button', { name: '用勾稽检查这份报告' }).first().click();
    await cell.waitFor();
  });

  await step('a number is typed, found wrong, and saved', async () => {
    await cell.fill('3');
    await shown.locator('aside .code', { hasText: 'A001' }).first().waitFor();
    await achieve('the tab is changed', async () => undefined, isChanged);
    await picture('document');
    await achieve('the document is saved', () => bench.keys('Control+S'), async () => !(await isChanged()) && codes().includes('A001'));
  });

  await step('a fix in the page is an edit of the editor', async () => {
    await shown.getByRole('button', { name: /改正确定的问题/ }).click();
    await shown.locator('aside .code', { hasText: 'A001' }).first().waitFor({ state: 'detached' });
    await achieve('the document is saved', () => bench.keys('Control+S'), async () => !(await isChanged()) && !codes().includes('A001'));
    await bench.keys('Control+Z');
    await shown.locator('aside .code', { hasText: 'A001' }).first().waitFor();
    await achieve('the tab is changed', async () => undefined, isChanged);
    rmSync(path);
  });
}
