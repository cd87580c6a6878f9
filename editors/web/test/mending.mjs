// Numbers and words that are changed in place, and fixes.
import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli, downloaded, example, fresh, opened, work } from './harness.mjs';

export const mending = {
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
};
