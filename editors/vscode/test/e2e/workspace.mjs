// The folders of the tests, and wrong programs.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const EXAMPLE = fileURLToPath(new URL('../../../../docs/examples/yunxi-2023.md', import.meta.url));
/** A copy of the example, and reports of other organs, without kin: a read-only one, and one of another year. */
export const REPORT = '园林局2023.md';
export const READ_ONLY = '水利局2023.md';
export const OTHER_YEAR = '园林局2024.txt';
export const NO_REPORT = 'README.md';
/** A web page: the example under the name of another organ. */
export const PAGE = '交通局2023.html';
/** A Word document of another organ, with the numbers of the example. */
export const WORD = '文化局2023.docx';

/** Line 36 of the report up to the number of persons, and from there up to the total. */
export const PERSONS = '| 三、本年度办理结果 | （一）予以公开 |  | ';
export const TOTAL = `${PERSONS}4 | 1 | 0 | 0 | 0 | 0 | `;

/** Makes a folder for all files of a run: `folder` with reports, `empty` without reports, and `bin`, the first folder in the PATH of the editor. */
export function makeWorkspace() {
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'gouji-e2e-')));
  const [folder, empty, bin] = ['年度报告', '空', 'bin'].map((name) => join(work, name));
  const [report, readOnly, otherYear] = [join(folder, '2023', REPORT), join(folder, '2023', READ_ONLY), join(folder, '2024', OTHER_YEAR)];
  for (const path of [join(folder, '2023'), join(folder, '2024'), empty, bin]) mkdirSync(path, { recursive: true });
  const text = readFileSync(EXAMPLE, 'utf8');
  copyFileSync(EXAMPLE, report);
  writeFileSync(readOnly, text.replaceAll('园林局', '水利局'));
  chmodSync(readOnly, 0o444);
  writeFileSync(otherYear, text.replaceAll('2023', '2024').replaceAll('园林局', '教育局'));
  writeFileSync(join(folder, NO_REPORT), '# Reports\n\nThe reports of some years.\n\n| a | b | 总计 |\n| --- | --- | --- |\n| 1 | 1 | 3 |\n');
  writeFileSync(join(empty, NO_REPORT), '# Nothing\n');
  return { work, folder, empty, bin, report, otherYear };
}

/** A report in Markdown as a web page. */
export function asPage(report) {
  const script = fileURLToPath(new URL('../../../testing/page.awk', import.meta.url));
  return execFileSync('awk', ['-f', script, report], { encoding: 'utf8' });
}

/** The folder of the installed extension, in the folder of a run. */
export function extensionOf(work) {
  const [extension] = readdirSync(join(work, 'extensions')).filter((name) => name.startsWith('gouji.gouji'));
  return join(work, 'extensions', extension);
}

/** Writes a Word document with the numbers of the example. The program tells with its status that some sums are wrong. */
export function writeWord(work, path) {
  const own = ['--issuer', '云溪县文化局', '--year', '2023', '--output', path];
  spawnSync(join(extensionOf(work), 'server', 'gouji'), ['sum', EXAMPLE, ...own], { stdio: 'ignore' });
}

/** A program that answers `--version` with these words, and runs another command for other arguments. */
export function makeProgram(work, name, version, otherwise) {
  const path = join(work, name);
  writeFileSync(path, `#!/bin/sh\nif [ "$1" = --version ]; then echo '${version}'; else ${otherwise}; fi\n`, { mode: 0o755 });
  return path;
}
