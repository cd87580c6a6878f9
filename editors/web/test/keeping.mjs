// What a person expects of an editor: paragraphs are parted, keys lead where they lead elsewhere, nothing is lost.
import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli, downloaded, example, fresh, opened, pictures, work } from './harness.mjs';

/** A new report as a Word document, with this markup behind its first section's heading. */
function withParagraph(name, paragraph) {
  cli(['new', '--issuer', '云溪县园林局', '--year', '2023', '-o', 'bare.docx']);
  const script = `import sys,zipfile
source=zipfile.ZipFile('bare.docx')
with zipfile.ZipFile(sys.argv[1],'w') as made:
    for item in source.infolist():
        content=source.read(item)
        if item.filename=='word/document.xml':
            text=content.decode()
            at=text.index('</w:p>',text.index('一、总体情况'))+6
            content=(text[:at]+sys.argv[2]+text[at:]).encode()
        made.writestr(item,content)`;
  execFileSync('python3', ['-c', script, name, paragraph], { cwd: work });
  return join(work, name);
}

const textOf = (name, bytes) => cli(['text', fresh(name, bytes)]).stdout;
const line = (page, words) => page.locator('article .text', { hasText: words });

/** Sets the cursor of the open field before a word. */
const before = (page, word) => page.locator('textarea.typing').evaluate((area, word) => {
  const at = area.value.indexOf(word);
  area.setSelectionRange(at, at);
}, word);

export const keeping = {
  async 'Enter parts a paragraph, and both halves keep their look'() {
    const { page, open, close } = await opened();
    await open([withParagraph('parted.docx', '<w:p><w:pPr><w:jc w:val="distribute"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>第一句。第二句。</w:t></w:r><w:r><w:t>第三句。</w:t></w:r></w:p>')]);
    await line(page, '第一句').click();
    await before(page, '第二句');
    await page.keyboard.press('Enter');
    await page.keyboard.type('新写的', { delay: 2 });
    await before(page, '第三句');
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('末一段。', { delay: 2 });
    const { bytes } = await downloaded(page, '保存改好的文件');
    const text = textOf('parted-saved.docx', bytes);
    assert.ok(text.includes('一、总体情况\n第一句。\n新写的第二句。\n第三句。\n末一段。\n二、'), text);
    const markup = execFileSync('python3', ['-c', 'import sys,zipfile;print(zipfile.ZipFile(sys.argv[1]).read("word/document.xml").decode())', join(work, 'parted-saved.docx')], { encoding: 'utf8' });
    assert.equal(markup.match(/<w:jc w:val="distribute"\/>/g).length, 3);
    assert.match(markup, /<w:rPr><w:b\/><\/w:rPr><w:t xml:space="preserve">新写的第二句。<\/w:t>/);
    await line(page, '末一段。').waitFor();
    const undo = page.getByRole('button', { name: '撤销' });
    for (const words of ['末一段。', '新写的']) {
      await undo.click();
      while (await line(page, words).count()) await undo.click();
    }
    while (await undo.isEnabled()) await undo.click();
    await line(page, '第一句。第二句。第三句。').waitFor();
    await page.locator('.dot.is').waitFor({ state: 'detached' });
    await close();
  },

  async 'a paragraph that cannot be parted stays, with what was typed'() {
    const { page, open, close } = await opened();
    await open([withParagraph('linked.docx', '<w:p><w:hyperlink w:anchor="a"><w:r><w:t>第一句。第二句。</w:t></w:r></w:hyperlink></w:p>')]);
    await line(page, '第一句').click();
    await before(page, '第二句');
    await page.keyboard.press('Enter');
    await page.keyboard.insertText('又写的');
    await page.locator('.notice', { hasText: '没有改' }).waitFor();
    // The keyboard goes on where it was.
    await page.waitForFunction(() => document.activeElement.value === '第一句。又写的第二句。');
    await page.keyboard.type('一些', { delay: 2 });
    await page.keyboard.press('Escape');
    await line(page, '第一句。又写的一些第二句。').waitFor();
    const { bytes } = await downloaded(page, '保存改好的文件');
    assert.ok(textOf('linked-saved.docx', bytes).includes('第一句。又写的一些第二句。\n二、'));
    // The refusal is still to be read beside the name of the saved file.
    await page.locator('.notice', { hasText: /没有改.*已保存为/ }).waitFor();
    await close();
  },

  async 'a line below a line break stands at its place'() {
    const { page, open, close } = await opened();
    await open([withParagraph('broken.docx', '<w:p><w:r><w:t>第一行。</w:t><w:br/><w:t>第二行。</w:t></w:r></w:p>')]);
    await line(page, '第一行').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('中间一行。', { delay: 2 });
    const { bytes } = await downloaded(page, '保存改好的文件');
    const text = textOf('broken-saved.docx', bytes);
    assert.ok(text.includes('第一行。\n中间一行。\n第二行。\n二、'), text);
    await close();
  },

  async 'in a cell, the last change of the report is taken back and repeated'() {
    const { page, open, close } = await opened();
    await open([fresh('撤.md', readFileSync(example, 'utf8'))]);
    const cells = page.locator('article table').nth(1).locator('td input');
    const [first, second] = [await cells.nth(0).inputValue(), await cells.nth(1).inputValue()];
    await cells.nth(0).click();
    await page.keyboard.type('81', { delay: 2 });
    await cells.nth(1).click();
    await page.keyboard.type('92', { delay: 2 });
    await page.keyboard.press('Control+z');
    await page.waitForFunction((text) => document.activeElement.value === text, second);
    await page.keyboard.press('Control+z');
    await page.locator('.dot.is').waitFor({ state: 'detached' });
    assert.equal(await cells.nth(0).inputValue(), first);
    assert.equal(await page.locator('.notice p').count(), 0);
    await page.keyboard.press('Control+y');
    await page.keyboard.press('Control+Shift+z');
    await page.waitForFunction(() => document.activeElement.value === '92');
    assert.equal(await cells.nth(0).inputValue(), '81');
    // What is typed behind an undo stands on what the undo left.
    await page.keyboard.press('Control+z');
    await page.waitForFunction((text) => document.activeElement.value === text, second);
    await page.keyboard.press('Control+A');
    await page.keyboard.type('7', { delay: 2 });
    const { bytes } = await downloaded(page, '保存改好的文件');
    assert.match(bytes.toString(), /\| 81 \| 7 \|/);
    await close();
  },

  async 'a table is one stop of the tabulator, and arrows lead through its cells'() {
    const { page, open, close } = await opened();
    await open([example]);
    const table = page.locator('article table').nth(1);
    const cells = table.locator('td input');
    await cells.first().waitFor();
    assert.equal(await table.locator('[tabindex="0"]').count(), 1);
    await cells.first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const reached = await page.evaluate(() => document.activeElement.dataset.start);
    assert.equal(await table.locator('[tabindex="0"]').getAttribute('data-start'), reached);
    assert.equal(reached, await cells.nth(8).getAttribute('data-start'));
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.closest('table')), null);
    await page.keyboard.press('Shift+Tab');
    assert.equal(await page.evaluate(() => document.activeElement.dataset.start), reached);
    // What a screen reader is told.
    const grid = page.getByRole('grid', { name: '表三' });
    assert.match(await grid.evaluate((own) => document.getElementById(own.getAttribute('aria-describedby')).textContent), /方向键/);
    assert.ok(await grid.getByRole('gridcell').count() > 100);
    await close();
  },

  async 'each of many files is reached from the table of units'() {
    const { page, open, close } = await opened();
    const text = readFileSync(example, 'utf8');
    const files = Array.from({ length: 20 }, (_, index) => [`很多/${index}.md`, text.replaceAll('园林局', `第${index}局`)]);
    execFileSync('mkdir', ['-p', join(work, '很多')]);
    files.push(['很多/坏.docx', 'PK\x03\x04 broken'], ['很多/通知.txt', '关于放假的通知'], ['很多/旧.doc', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']);
    await open(files.map(([name, content]) => fresh(name, Buffer.from(content, name.endsWith('.md') || name.endsWith('.txt') ? 'utf8' : 'latin1'))));
    const rows = page.locator('.list tbody tr');
    await rows.nth(files.length - 1).waitFor();
    for (const [name] of files) {
      const own = rows.filter({ hasText: name.split('/')[1] }).first();
      await own.getByRole('button').first().click();
      await page.locator('.tabs [aria-current=true]', { hasText: name.split('/')[1] }).waitFor();
      await page.locator(name.endsWith('.md') ? 'article h2' : 'main .problem').first().waitFor();
      await page.getByRole('button', { name: '各单位' }).click();
      await rows.first().waitFor();
    }
    await close();
  },

  async 'all changed files are saved at once'() {
    const { page, open, close } = await opened();
    for (const name of ['子', '丑', '寅']) cli(['new', '--issuer', `云溪县${name}局`, '--year', '2023', '-o', `${name}.docx`]);
    await open(['子', '丑', '寅'].map((name) => join(work, `${name}.docx`)));
    for (const [name, number] of [['子', '31'], ['寅', '32']]) {
      await page.locator('.tabs button', { hasText: `${name}.docx` }).first().click();
      await page.locator('article h2', { hasText: `${name}局` }).waitFor();
      await page.locator('article table').nth(1).locator('td input').first().click();
      await page.keyboard.type(number, { delay: 2 });
    }
    // The last number is on its way.
    await page.getByRole('button', { name: '各单位' }).click();
    const downloads = [];
    page.on('download', (download) => downloads.push(download));
    await page.getByRole('button', { name: /保存全部改过的文件 \(2\)/ }).click();
    await page.locator('.notice', { hasText: '子-已修正.docx、寅-已修正.docx' }).waitFor();
    while (downloads.length < 2) await page.waitForTimeout(20);
    const saved = await Promise.all(downloads.map(async (download) => textOf(download.suggestedFilename(), readFileSync(await download.path()))));
    assert.ok(saved[0].includes('31\t0') && saved[1].includes('32\t0'), saved.join());
    await page.getByRole('button', { name: /保存全部/ }).waitFor({ state: 'detached' });
    await close();
  },

  async 'a field that is taken away, Escape, and another window keep what was written'() {
    const { page, open, close } = await opened();
    await open([fresh('留.md', readFileSync(example, 'utf8'))]);
    const own = line(page, '依申请公开方面');
    await own.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('其一。');
    await page.keyboard.press('Escape');
    await line(page, '其一。').waitFor();
    await line(page, '其一。').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('其二。');
    // Another window is in front: the field loses the focus, and stays the active element.
    await page.locator('textarea.typing').evaluate((area) => area.dispatchEvent(new FocusEvent('blur')));
    assert.equal(await page.locator('textarea.typing').count(), 1);
    await page.keyboard.insertText('其三。\n其四。');
    // The file is closed over the field, which never loses the focus before.
    await open([fresh('另.md', readFileSync(example, 'utf8').replaceAll('园林局', '水利局'))]);
    await page.locator('article h2', { hasText: '水利局' }).waitFor();
    await page.locator('.tabs button', { hasText: '留.md' }).first().click();
    await line(page, '其四。').waitFor();
    const { bytes } = await downloaded(page, '保存改好的文件');
    assert.match(bytes.toString(), /其一。其二。其三。\n+其四。\n/);
    await close();
  },

  async 'lines that are pasted into a row of a table stay one line'() {
    const { page, open, close } = await opened();
    // A table with foreign labels is shown as it stands.
    const odd = readFileSync(example, 'utf8').replace(/\| [1-9]\.[^|]*\|/g, '| 子丑 |');
    await open([fresh('行.md', odd)]);
    const row = page.locator('.rows .text', { hasText: '二、上年结转' });
    await row.click();
    await before(page, '上年');
    await page.keyboard.insertText('丙\n丁\r\n戊');
    await page.keyboard.press('Enter');
    await page.locator('.rows .text', { hasText: '二、丙 丁 戊上年结转' }).waitFor();
    const { bytes } = await downloaded(page, '保存改好的文件');
    assert.equal(bytes.toString(), odd.replace('二、上年结转', '二、丙 丁 戊上年结转'));
    await close();
  },

  async 'what a cell says can be read whole at 200 %'() {
    for (const scheme of ['light', 'dark']) {
      const { page, open, close } = await opened({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2, colorScheme: scheme });
      // Sums of many numbers.
      await open([fresh('多.md', readFileSync(example, 'utf8').replace(/0 \|\n/g, '1 |\n'))]);
      const cells = page.locator('article table').nth(1).locator('td input');
      await cells.first().waitFor();
      await cells.nth(await cells.count() - 8).focus();
      const card = page.locator('.card', { hasText: '本列' });
      await card.waitFor();
      const [shown, all, top] = await card.evaluate((own) => [own.clientHeight, own.scrollHeight, own.getBoundingClientRect().top]);
      assert.ok(top >= 0 && all > shown, `${top} ${all} ${shown}`);
      const isAtEnd = () => page.waitForFunction(() => { const own = document.querySelector('.card'); return own.scrollTop + own.clientHeight >= own.scrollHeight - 1; });
      for (let turn = 0; turn < 4; turn++) await page.keyboard.press('PageDown');
      await isAtEnd();
      await card.evaluate((own) => own.scrollTo(0, 0));
      await card.hover();
      await page.mouse.wheel(0, 1000);
      await isAtEnd();
      // The card does not cover the cell that the keys lead to.
      await page.keyboard.press('ArrowUp');
      await page.waitForFunction(() => document.activeElement.getBoundingClientRect().bottom <= document.querySelector('.card').getBoundingClientRect().top);
      if (pictures) await page.screenshot({ path: join(pictures, `zoomed-${scheme}.png`) });
      await close();
    }
  },
};
