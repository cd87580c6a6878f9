// Tests the packaged extension in a real VS Code, in the way of a person.
// usage: node test/e2e.mjs CODE_SERVER_FOLDER VSIX PICTURES_FOLDER
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { documents } from './e2e/documents.mjs';
import { startEditor } from './e2e/editor.mjs';
import { folderWithoutReports, folders } from './e2e/folders.mjs';
import { programs } from './e2e/programs.mjs';
import { reports } from './e2e/reports.mjs';
import { servers } from './e2e/servers.mjs';
import { Workbench } from './e2e/workbench.mjs';
import { makeWorkspace } from './e2e/workspace.mjs';

const [installed, vsix, pictures] = process.argv.slice(2);
const started = Date.now();
const say = (what) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s  ${what}`);

mkdirSync(pictures, { recursive: true });
const workspace = makeWorkspace();
const { work, folder, empty, bin } = workspace;
const editor = await startEditor({ installed, work, extensions: [vsix], folder, bin });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  // A signal ends the whole test, not only the browser.
  handleSIGINT: false,
  handleSIGTERM: false,
  handleSIGHUP: false,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/** The open window. */
let bench;

/** A picture proves nothing: a missing picture on a slow machine is not a failure. */
const picture = (name) => bench.page.screenshot({ path: join(pictures, `${name}.png`) }).catch((error) => say(`no picture ${name}: ${error}`));

async function step(what, act) {
  await act();
  say(what);
}

/** Opens a folder in a window, and runs steps in the window. */
async function inWindow(opened, ...parts) {
  bench = await Workbench.open(browser, editor, opened, work);
  for (const part of parts) await part({ bench, editor, step, picture, workspace });
  await bench.close();
}

async function end(status) {
  await browser.close();
  await editor.stop();
  process.exit(status);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => end(1));

let failed = false;
try {
  await inWindow(folder, reports, folders);
  await inWindow(empty, folderWithoutReports);
  if (process.env.GOUJI_PAGE) await inWindow(folder, documents);
  await inWindow(folder, programs);
  say('all is as it should be');
} catch (error) {
  failed = true;
  console.error(error);
  console.error(`servers: ${JSON.stringify(servers(work))}`);
  if (bench) {
    await picture('failed');
    console.error(`notifications: ${await bench.notifications().catch(() => '?')}`);
    console.error(`the extension's log:\n${bench.log()}`);
  }
  console.error(`pictures are in ${pictures}, the editor's files in ${work}; the editor says:\n${editor.log()}`);
}
if (!failed) process.once('exit', () => rmSync(work, { recursive: true, force: true }));
await end(failed ? 1 : 0);
