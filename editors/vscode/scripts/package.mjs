// Packages the extension: npm run package -- [--target linux-x64 --binary PATH] [--out FILE]
// With a binary the package is for one platform and contains the server. Without a binary the package is for all platforms and uses
// the server in PATH. --page FILE puts the page for Word and PDF into the package: see editors/web.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const options = { target: { type: 'string' }, binary: { type: 'string' }, out: { type: 'string' }, page: { type: 'string' } };
const { target, binary, out, page } = parseArgs({ options }).values;
if ((target === undefined) !== (binary === undefined)) {
  throw new Error('--target and --binary go together: a binary is for one platform');
}
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(join(root, 'server'), { recursive: true, force: true });
if (binary !== undefined) {
  const own = join(root, 'server', target.startsWith('win32') ? 'gouji.exe' : 'gouji');
  mkdirSync(dirname(own));
  copyFileSync(binary, own);
  chmodSync(own, 0o755);
}
rmSync(join(root, 'page'), { recursive: true, force: true });
if (page !== undefined) {
  mkdirSync(join(root, 'page'));
  copyFileSync(page, join(root, 'page', 'gouji.html'));
}
for (const license of ['LICENSE-MIT', 'LICENSE-APACHE']) {
  copyFileSync(join(root, '../..', license), join(root, license));
}
// The page in the editor is in Chinese, with a link to the English page.
const file = out ?? `gouji-${target ?? 'universal'}-${version}.vsix`;
const node = (...args) => execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
node('scripts/build.mjs');
const platform = target === undefined ? [] : ['--target', target];
node('node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--skip-license', '--readme-path', 'README.zh-CN.md', ...platform, '--out', file);
