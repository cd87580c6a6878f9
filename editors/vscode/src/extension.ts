/** Connects the parts: the start of the server, and the parts that follow the server. */

import { type ExtensionContext, Uri, commands, window, workspace } from 'vscode';
import { Commands } from './commands';
import { Documents } from './documents';
import { Problems } from './problems';
import { Server, anyServed, isServed } from './server';
import * as settings from './settings';
import { Status } from './status';

let server: Server | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('勾稽 gouji', { log: true });
  const problems = new Problems(log);
  const status = new Status();
  const own = new Server(context, log, problems, (client) => status.follow(client));
  server = own;
  const palette = new Commands(context, own, problems);
  const register = (name: string, run: () => unknown): void => {
    context.subscriptions.push(commands.registerCommand(`gouji.${name}`, run));
  };
  register('fixReport', () => palette.fixReport());
  register('recomputeTable', () => palette.recomputeTable());
  register('recomputeReport', () => palette.recomputeReport());
  register('checkReports', () => palette.checkReports());
  register('newReport', () => palette.newReport());
  register('restart', () => palette.restart());
  register('showLog', () => log.show());
  register('showActions', () => palette.showActions());
  new Documents(context);
  context.subscriptions.push(
    commands.registerCommand('gouji.openDocument', (uri: unknown) => {
      if (uri instanceof Uri) {
        void commands.executeCommand('vscode.openWith', uri, Documents.type);
      }
    }),
  );
  context.subscriptions.push(
    log,
    status,
    workspace.onDidOpenTextDocument((document) => {
      if (isServed(document)) {
        void own.start();
      }
    }),
    window.onDidChangeActiveTextEditor(() => problems.tellIfItMatters()),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('gouji.path')) {
        void own.restart();
      } else if (change.affectsConfiguration(settings.SECTION)) {
        status.refresh();
      }
    }),
  );
  void commands.executeCommand('setContext', 'gouji.isActive', true);
  if (anyServed()) {
    void own.start();
  }
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
