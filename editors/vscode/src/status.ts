/** The status of the report in the active editor, from the server: for the status bar and the context key `gouji.isReport`. */

import {
  type Disposable, MarkdownString, type Position, StatusBarAlignment, type StatusBarItem, type TextDocument, Uri, commands, languages, window,
  workspace,
} from 'vscode';
import { type LanguageClient, LSPErrorCodes, ResponseError } from 'vscode-languageclient/node';
import { isServed } from './server';
import { say } from './settings';

/** The answer of the server to `gouji/status`. Null for a document that is not open in the server. */
export interface ReportStatus {
  readonly reports: number;
  /** The reason why the document has no checked report. An older server gives no reason. */
  readonly notChecked?: { readonly reason: string; readonly message: string } | null;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly sums: number;
  readonly violated: number;
  readonly table: { readonly number: number; readonly report: number } | null;
}

const METHOD = 'gouji/status';

/** Delay before the next request if the server is still reading a long document, in milliseconds. */
const LATER_MS = 500;

/** The commands in the tooltip and the menu. The tooltip may run only these commands. */
const OFFERED = ['gouji.fixReport', 'gouji.recomputeReport'];

export async function askStatus(client: LanguageClient, document: TextDocument, position?: Position): Promise<ReportStatus | null> {
  return client.sendRequest<ReportStatus | null>(METHOD, {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(document),
    ...(position ? { position: client.code2ProtocolConverter.asPosition(position) } : {}),
  });
}

export class Status implements Disposable {
  current: ReportStatus | undefined;
  private client: LanguageClient | undefined;
  private item: StatusBarItem | undefined;
  private isAsking = false;
  private isOutdated = false;
  private readonly disposables: Disposable[];

  constructor() {
    const isActive = (uri: Uri): boolean => uri.toString() === window.activeTextEditor?.document.uri.toString();
    this.disposables = [
      window.onDidChangeActiveTextEditor(() => this.refresh()),
      workspace.onDidChangeTextDocument(({ document }) => isActive(document.uri) && this.refresh()),
      // Settings and accepted findings change the findings without a change of the text.
      languages.onDidChangeDiagnostics(({ uris }) => uris.some(isActive) && this.refresh()),
    ];
  }

  /** Receives the client of a started server, or undefined after the end of the server. */
  follow(client: LanguageClient | undefined): void {
    this.client = client;
    this.refresh();
  }

  /** Sends one request at a time. During a request, only marks the status as outdated. */
  refresh(): void {
    this.isOutdated = true;
    if (!this.isAsking) {
      this.isAsking = true;
      void this.ask();
    }
  }

  dispose(): void {
    this.disposables.forEach((one) => one.dispose());
    this.item?.dispose();
  }

  private async ask(): Promise<void> {
    while (this.isOutdated) {
      this.isOutdated = false;
      const document = window.activeTextEditor?.document;
      if (!this.client?.isRunning() || !document || !isServed(document)) {
        this.show(undefined);
        continue;
      }
      try {
        const status = await askStatus(this.client, document);
        if (!this.isOutdated) {
          this.show(status ?? undefined);
        }
      } catch (error) {
        if (error instanceof ResponseError && error.code === LSPErrorCodes.ContentModified) {
          setTimeout(() => this.refresh(), LATER_MS);
        } else {
          this.show(undefined);
        }
      }
    }
    // No `await` since the last check of `isOutdated`, so no change is lost.
    this.isAsking = false;
  }

  private show(answer: ReportStatus | undefined): void {
    const status = answer && answer.reports > 0 ? answer : undefined;
    if ((status === undefined) !== (this.current === undefined)) {
      void commands.executeCommand('setContext', 'gouji.isReport', status !== undefined);
    }
    this.current = status;
    const reason = answer?.notChecked;
    // Show nothing for a README.
    if (!status && (!reason || reason.reason === 'not-a-report')) {
      this.item?.hide();
      return;
    }
    this.item ??= window.createStatusBarItem('status', StatusBarAlignment.Right, 110);
    if (!status) {
      this.item.name = say('statusName');
      this.item.text = `${say('statusTitle')} $(circle-slash)`;
      this.item.tooltip = say('statusNotChecked', reason?.message ?? '');
      this.item.command = undefined;
      this.item.accessibilityInformation = { label: `${say('statusName')}${say('colon')}${say('statusNotChecked', reason?.message ?? '')}` };
      this.item.show();
      return;
    }
    const isClean = status.errors + status.warnings + status.notes === 0;
    const counts: readonly (readonly [string, number])[] = [['error', status.errors], ['warning', status.warnings], ['info', status.notes]];
    const shown = counts.filter(([, count]) => count > 0).map(([icon, count]) => `$(${icon}) ${count}`);
    const found = isClean ? say('statusClean') : say('statusFound', status.errors, status.warnings, status.notes);
    this.item.name = say('statusName');
    this.item.text = `${say('statusTitle')} ${isClean ? '$(check)' : shown.join(' ')}`;
    this.item.tooltip = tooltip(status, found, isClean);
    this.item.command = isClean ? 'gouji.showActions' : 'workbench.actions.view.problems';
    this.item.accessibilityInformation = { label: `${say('statusName')}${say('colon')}${found}` };
    this.item.show();
  }
}

function tooltip(status: ReportStatus, found: string, isClean: boolean): MarkdownString {
  const lines = [`**${say('statusName')}**`, found];
  if (status.sums > 0) {
    lines.push(status.violated > 0 ? say('statusFail', status.violated, status.sums) : say('statusHold', status.sums));
  }
  if (status.reports > 1) {
    lines.push(say('statusReports', status.reports));
  }
  if (!isClean) {
    lines.push(`[${say('actionFix')}](command:gouji.fixReport) · [${say('actionRecompute')}](command:gouji.recomputeReport)`);
  }
  const text = new MarkdownString(lines.join('\n\n'));
  text.isTrusted = { enabledCommands: OFFERED };
  return text;
}
