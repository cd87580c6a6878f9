// A real VS Code, served to a browser by code-server, with only the tested extension.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { until } from './patience.mjs';

/** The editor looks for a gallery of extensions. The tests have no gallery. */
const GALLERY = JSON.stringify({ serviceUrl: 'http://127.0.0.1:9/g', itemUrl: 'http://127.0.0.1:9/i' });

const SETTINGS = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Light Modern',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'update.mode': 'none',
  'window.commandCenter': false,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'editor.minimap.enabled': false,
  'editor.unicodeHighlight.ambiguousCharacters': false,
};

/** Commands with their own key in the tests. A key works regardless of the focus, and does not need an open list. */
const COMMANDS = [
  'gouji.fixReport',
  'gouji.recomputeTable',
  'gouji.restart',
  'gouji.showLog',
  'editor.action.showHover',
  'notifications.clearAll',
  'notifications.hideList',
  'notifications.showList',
  'workbench.action.closePanel',
  'workbench.action.closeQuickOpen',
  'workbench.action.gotoLine',
  'workbench.action.quickOpen',
  'workbench.action.revertAndCloseActiveEditor',
  'workbench.action.showCommands',
  'workbench.panel.markers.view.focus',
];

const keys = new Map(COMMANDS.map((command, index) => [command, `Control+Alt+${index < 12 ? '' : 'Shift+'}F${(index % 12) + 1}`]));

/** The key of a command. */
export function keyOf(command) {
  const key = keys.get(command);
  if (!key) throw new Error(`${command} has no key`);
  return key;
}

export async function startEditor({ installed, work, extensions, folder, bin }) {
  const user = join(work, 'user');
  const machine = join(user, 'Machine', 'settings.json');
  mkdirSync(join(user, 'User'), { recursive: true });
  mkdirSync(join(user, 'Machine'), { recursive: true });
  writeFileSync(join(user, 'User', 'settings.json'), JSON.stringify(SETTINGS));
  const bindings = [...keys].map(([command, key]) => ({ command, key: key.replace('Control', 'ctrl').toLowerCase() }));
  writeFileSync(join(user, 'User', 'keybindings.json'), JSON.stringify(bindings));
  writeFileSync(machine, '{}');
  // An empty language pack: the texts of the editor stay English, but the texts of the extension are Chinese.
  const words = join(work, 'zh-cn.i18n.json');
  writeFileSync(words, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = { hash: 'none', label: '中文', extensions: [{ extensionIdentifier: { id: 'gouji.gouji' }, version: '0' }], translations: { vscode: words } };
  writeFileSync(join(user, 'languagepacks.json'), JSON.stringify({ 'zh-cn': pack }));
  const entry = join(installed, 'node_modules/code-server/out/node/entry.js');
  const own = [entry, '--user-data-dir', user, '--extensions-dir', join(work, 'extensions')];
  const env = { ...process.env, EXTENSIONS_GALLERY: GALLERY, LANG: 'C.UTF-8', PATH: `${bin}:${process.env.PATH}` };
  const install = extensions.flatMap((extension) => ['--install-extension', extension]);
  execFileSync(process.execPath, [...own, ...install], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await freePort();
  // A closed window may not report its end, and nobody returns to the window.
  // Use the environment from here, not the environment of a login shell.
  const quiet = ['--reconnection-grace-time', '5', '--vscode-option', 'force-disable-user-env', '--auth', 'none', '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override'];
  const server = spawn(process.execPath, [...own, ...quiet, '--locale', 'zh-cn', '--bind-addr', `127.0.0.1:${port}`, folder], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  server.stdout.on('data', (data) => (log += data));
  server.stderr.on('data', (data) => (log += data));
  const address = `http://127.0.0.1:${port}`;
  const hasEnded = () => server.exitCode !== null || server.signalCode !== null;
  try {
    await until('code-server answers', async () => hasEnded() || (await fetch(`${address}/healthz`)).ok);
    if (hasEnded()) throw new Error('code-server has ended');
  } catch (error) {
    server.kill();
    throw new Error(`the editor does not start:\n${log}`, { cause: error });
  }
  return {
    address,
    user,
    log: () => log,
    /** Replaces all settings while the editor runs. The editor never sees half of the settings. */
    set: (settings) => {
      writeFileSync(`${machine}.new`, JSON.stringify(settings));
      renameSync(`${machine}.new`, machine);
    },
    stop: () => new Promise((done) => (hasEnded() ? done() : server.once('exit', done) && server.kill())),
  };
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
