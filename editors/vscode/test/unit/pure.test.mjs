// Tests without an editor: versions, the look of a report, texts in both languages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { looksLikeReport } from '../../src/looks.ts';
import { textKeys, words } from '../../src/texts.ts';
import { fits, parseProgramVersion, parseVersion, wanted } from '../../src/version.ts';

const read = (name) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

test('the version of gouji is known from that of another program', () => {
  assert.deepEqual(parseProgramVersion('gouji 0.1.0\n'), { major: 0, minor: 1, full: '0.1.0' });
  assert.equal(parseProgramVersion('gouji 1.12.3-dev\n')?.minor, 12);
  for (const other of ['', 'ls (GNU coreutils) 9.1\n', 'not gouji 0.1.0', 'gouji\n', 'gouji 0.1.0 and more\n']) {
    assert.equal(parseProgramVersion(other), undefined, other);
  }
});

test('program and extension fit within a minor version', () => {
  const own = parseVersion('0.1.4');
  assert.ok(fits(parseVersion('0.1.0'), own));
  assert.ok(!fits(parseVersion('0.2.0'), own));
  assert.ok(!fits(parseVersion('1.1.4'), own));
  assert.equal(wanted(own), '0.1.x');
});

test('reports look like reports, other texts do not', () => {
  for (const report of ['# 云溪县园林局2023年政府信息公开工作年度报告\n', '政 府 信 息 公 开', '三、（一）予以公开', '政府資訊公開年度報告']) {
    assert.ok(looksLikeReport(report), report);
  }
  assert.ok(looksLikeReport(read('../../docs/examples/yunxi-2023.md')));
  for (const other of ['', '# A project\n\nIt does things.\n', '# 读我\n\n公开的接口见下表。\n']) {
    assert.ok(!looksLikeReport(other), other);
  }
});

test('every text is there in both languages, with the same blanks', () => {
  const blanks = (text) => [...new Set(text.match(/\{\d\}/g))].sort();
  for (const key of textKeys) {
    const [zh, en] = [words('zh', key), words('en', key)];
    assert.ok(zh !== '' && en !== '', key);
    assert.deepEqual(blanks(zh), blanks(en), key);
    assert.doesNotMatch(zh, /[,;!?]|\.$/, `${key}: Chinese punctuation`);
  }
  assert.equal(words('zh', 'statusFound', 1, 2, 0), '错误 1，警告 2，提示 0');
  assert.equal(words('en', 'foreign', '/bin/$&').slice(0, 7), '/bin/$&');
});

test('the manifest says everything in both languages', () => {
  const used = new Set([...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
  for (const file of ['package.nls.json', 'package.nls.zh-cn.json']) {
    const texts = JSON.parse(read(file));
    assert.deepEqual(Object.keys(texts).sort(), [...used].sort(), file);
    assert.ok(Object.values(texts).every((text) => text.trim() !== ''), file);
  }
});

test('extension and program have the same version', () => {
  const [, version] = /^version = "(.*)"$/m.exec(read('../../Cargo.toml'));
  assert.equal(JSON.parse(read('package.json')).version, version);
});
