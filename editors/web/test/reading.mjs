// What the page shows: reports, findings, several files, files that cannot be read.
import assert from 'node:assert';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { cli, downloaded, example, fresh, html, opened, pictures, work } from './harness.mjs';

export const reading = {
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
