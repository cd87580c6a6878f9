// Bundles the page: node bundle.mjs ENGINE.wasm FOLDER
// FOLDER/gouji.html is the whole page in one file. FOLDER/site is the same page for a web site, with a service worker, to be installed.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const [wasm, folder] = process.argv.slice(2);
if (!wasm || !folder) {
  console.error('usage: node bundle.mjs ENGINE.wasm FOLDER');
  process.exit(2);
}
const here = (name) => new URL(`page/${name}`, import.meta.url).pathname;
const version = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).version;

/** Chrome 109 is the last one on Windows 7. */
const BROWSERS = ['chrome109', 'firefox115', 'safari16.4'];

async function bundled(entry, define = {}) {
  const { outputFiles } = await build({
    entryPoints: [here(entry)],
    bundle: true,
    minify: true,
    format: 'iife',
    target: BROWSERS,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    write: false,
    define,
  });
  // A script in a page ends at its first end tag.
  return outputFiles[0].text.trim().replaceAll('</script', '<\\/script');
}

const worker = await bundled('worker.ts');
// A quarter less than deflated, and browsers undo only deflate by themselves. The unpacker needs the memory of `dict`.
const engine = execFileSync('xz', ['--stdout', '--check=crc32', '--lzma2=preset=9e,dict=8MiB', wasm], { maxBuffer: 1 << 26 }).toString('base64');
const script = await bundled('app.tsx', { WORKER: JSON.stringify(worker) });
const style = (await build({ entryPoints: [here('style.css')], minify: true, write: false, charset: 'utf8', target: BROWSERS })).outputFiles[0].text.trim();

/** The page may run its own script and the engine, and load nothing. */
function page(script, head, more) {
  const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)} 'wasm-unsafe-eval' blob:${more.script ?? ''}`,
    `style-src ${hash(style)}`,
    `worker-src blob:${more.worker ?? ''}`,
    ...(more.others ?? []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  // The engine stands behind the script: the page is shown while the browser still reads it.
  const parts = { policy, version, style, script, head, engine };
  return readFileSync(here('index.html'), 'utf8').trim().replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]) + '\n';
}

const html = page(script, '', {});
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'gouji.html'), html);

const manifest = {
  name: '勾稽 · 政府信息公开工作年度报告检查',
  short_name: '勾稽',
  lang: 'zh-CN',
  start_url: './',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: '#0a5ca8',
  icons: [{ src: 'icon.png', sizes: '256x256', type: 'image/png' }],
};
const begin = "if('serviceWorker'in navigator)navigator.serviceWorker.register('service.js');";
const site = page(`${begin}${script}`, '<link rel="manifest" href="manifest.webmanifest"><link rel="icon" href="icon.png">', {
  worker: " 'self'",
  others: ["manifest-src 'self'", "img-src 'self'"],
});
const kept = createHash('sha256').update(site).digest('hex').slice(0, 12);
// The page comes from the cache; a new version takes its place at the next visit.
const service = `const NAME='gouji-${kept}';const FILES=['./','manifest.webmanifest','icon.png'];
self.addEventListener('install',(event)=>event.waitUntil(caches.open(NAME).then((cache)=>cache.addAll(FILES)).then(()=>self.skipWaiting())));
self.addEventListener('activate',(event)=>event.waitUntil(caches.keys().then((names)=>Promise.all(names.filter((name)=>name!==NAME).map((name)=>caches.delete(name))))));
self.addEventListener('fetch',(event)=>event.respondWith(caches.match(event.request,{ignoreSearch:true}).then((kept)=>kept??fetch(event.request))));
`;
mkdirSync(join(folder, 'site'), { recursive: true });
writeFileSync(join(folder, 'site/index.html'), site);
writeFileSync(join(folder, 'site/service.js'), service);
writeFileSync(join(folder, 'site/manifest.webmanifest'), JSON.stringify(manifest));
writeFileSync(join(folder, 'site/icon.png'), readFileSync(new URL('../vscode/images/icon.png', import.meta.url)));
console.log(`gouji.html: ${Buffer.byteLength(html)} bytes, ${gzipSync(html, { level: 9 }).length} with gzip`);
