// Paragraphs that are written in the page, and what is kept of them.
import assert from 'node:assert';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli, downloaded, example, fresh, opened, work } from './harness.mjs';

export const writing = {
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
};
