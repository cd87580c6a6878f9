/** The commands of the palette. The commands of the server have other names, and the client registers these commands. */

import { type ExtensionContext, type QuickPickItem, commands, window, workspace } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Problems } from './problems';
import { findProgram, newReport } from './program';
import { type Server, isServed } from './server';
import { say } from './settings';
import { askStatus } from './status';
import type { TextKey } from './texts';

/** The year of the first form. */
const FIRST_YEAR = 2019;

export class Commands {
  constructor(
    private readonly context: ExtensionContext,
    private readonly server: Server,
    private readonly problems: Problems,
  ) {}

  /** The client of the running server. If the server cannot run, shows the reason and returns undefined. */
  private async client(): Promise<LanguageClient | undefined> {
    const client = await this.server.start();
    if (!client?.isRunning()) {
      this.problems.tell();
      return undefined;
    }
    return client;
  }

  async fixReport(): Promise<void> {
    await this.change('gouji.fixAll', 'nothingToFix');
  }

  async recomputeReport(): Promise<void> {
    await this.change('gouji.recompute', 'nothingToRecompute');
  }

  async recomputeTable(): Promise<void> {
    const editor = window.activeTextEditor;
    const client = await this.client();
    if (!client || !editor || !isServed(editor.document)) {
      return;
    }
    const table = (await askStatus(client, editor.document, editor.selection.active))?.table;
    if (table) {
      await this.change('gouji.recompute', 'nothingToRecompute', table.number, table.report);
    } else {
      void window.showInformationMessage(say('noTable'));
    }
  }

  /** Lets the server change the active document. If there is nothing to change, shows a message. */
  private async change(command: string, nothing: TextKey, ...more: readonly unknown[]): Promise<void> {
    const document = window.activeTextEditor?.document;
    const client = await this.client();
    if (!client) {
      return;
    }
    if (!document || !isServed(document) || !(await askStatus(client, document))?.reports) {
      void window.showInformationMessage(say('noReport'));
      return;
    }
    const changed = await commands.executeCommand<unknown>(command, client.code2ProtocolConverter.asUri(document.uri), ...more);
    if (changed === false) {
      void window.showInformationMessage(say(nothing));
    }
  }

  async checkReports(): Promise<void> {
    const folders = workspace.workspaceFolders ?? [];
    if (folders.length === 0) {
      void window.showInformationMessage(say('noFolder'));
      return;
    }
    const folder = folders.length === 1 ? folders[0] : await window.showWorkspaceFolderPick();
    const client = folder && (await this.client());
    if (client) {
      await commands.executeCommand('gouji.checkFolder', client.code2ProtocolConverter.asUri(folder.uri));
      // If the cursor is in the panel, the command to open the panel would close the panel.
      await commands.executeCommand('workbench.panel.markers.view.focus');
    }
  }

  async newReport(): Promise<void> {
    const program = await findProgram(this.context);
    if ('problem' in program) {
      this.problems.set(program);
      this.problems.tell();
      return;
    }
    const issuer = await window.showInputBox({
      title: say('newIssuer'),
      placeHolder: say('newIssuerExample'),
      ignoreFocusOut: true,
      validateInput: (value) => (value.trim() === '' ? say('newIssuerEmpty') : undefined),
    });
    if (issuer === undefined) {
      return;
    }
    const year = await window.showInputBox({
      title: say('newYear'),
      // A report is due at the start of the following year.
      value: String(new Date().getFullYear() - 1),
      ignoreFocusOut: true,
      validateInput: (value) => (/^\d{4}$/.test(value.trim()) && Number(value) >= FIRST_YEAR ? undefined : say('newYearWrong')),
    });
    if (year === undefined) {
      return;
    }
    const report = await newReport(program, issuer.trim(), year.trim());
    if ('error' in report) {
      void window.showErrorMessage(say('newFailed', report.error));
      return;
    }
    await window.showTextDocument(await workspace.openTextDocument({ language: 'markdown', content: report.text }));
  }

  async restart(): Promise<void> {
    await this.server.restart();
    this.problems.tell();
  }

  /** Shows the actions for a report without findings. The status bar opens this list. */
  async showActions(): Promise<void> {
    const offers: (QuickPickItem & { readonly command: string })[] = [
      { label: `$(add) ${say('actionNew')}`, command: 'gouji.newReport' },
      { label: `$(list-tree) ${say('actionCheck')}`, command: 'gouji.checkReports' },
      { label: `$(symbol-operator) ${say('actionRecompute')}`, command: 'gouji.recomputeReport' },
      { label: `$(output) ${say('showLog')}`, command: 'gouji.showLog' },
    ];
    const picked = await window.showQuickPick(offers, { title: say('actions') });
    if (picked) {
      await commands.executeCommand(picked.command);
    }
  }
}
