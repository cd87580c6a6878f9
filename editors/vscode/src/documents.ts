/** Word documents and PDF in the page: an editor of VS Code for files that are no text. */

import {
  type CustomDocument,
  type CustomDocumentBackup,
  type CustomDocumentBackupContext,
  type CustomDocumentEditEvent,
  type CustomDocumentOpenContext,
  type CustomEditorProvider,
  Diagnostic,
  DiagnosticSeverity,
  EventEmitter,
  type ExtensionContext,
  Range,
  Uri,
  type WebviewPanel,
  languages,
  window,
  workspace,
} from 'vscode';
import { language, say } from './settings';

/** Messages between the page and its editor: see editors/web/page/host.ts. */
type FromPage =
  | { readonly type: 'ready' | 'edited' }
  | { readonly type: 'bytes'; readonly id: number; readonly bytes?: Uint8Array; readonly problem?: string }
  | { readonly type: 'findings'; readonly findings: readonly Finding[] }
  | { readonly type: 'give'; readonly name: string; readonly bytes: Uint8Array };

interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  readonly place: string;
}

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

class Opened implements CustomDocument {
  panel: WebviewPanel | undefined;

  constructor(
    readonly uri: Uri,
    public bytes: Uint8Array,
    private readonly forget: () => void,
  ) {}

  dispose(): void {
    this.forget();
  }
}

export class Documents implements CustomEditorProvider<Opened> {
  static readonly type = 'gouji.document';
  private readonly changed = new EventEmitter<CustomDocumentEditEvent<Opened>>();
  readonly onDidChangeCustomDocument = this.changed.event;
  private readonly problems = languages.createDiagnosticCollection('gouji-document');
  private readonly waiting = new Map<number, { done(bytes: Uint8Array): void; failed(reason: Error): void }>();
  private asked = 0;

  constructor(private readonly context: ExtensionContext) {
    context.subscriptions.push(
      this.changed,
      this.problems,
      window.registerCustomEditorProvider(Documents.type, this, {
        webviewOptions: { retainContextWhenHidden: true },
        supportsMultipleEditorsPerDocument: false,
      }),
    );
  }

  async openCustomDocument(uri: Uri, open: CustomDocumentOpenContext): Promise<Opened> {
    const from = open.backupId === undefined ? uri : Uri.parse(open.backupId);
    return new Opened(uri, await workspace.fs.readFile(from), () => this.problems.delete(uri));
  }

  async resolveCustomEditor(document: Opened, panel: WebviewPanel): Promise<void> {
    document.panel = panel;
    panel.webview.options = { enableScripts: true, localResourceRoots: [] };
    panel.webview.onDidReceiveMessage((message: FromPage) => this.hear(document, message));
    const page = Uri.joinPath(this.context.extensionUri, 'page', 'gouji.html');
    try {
      panel.webview.html = new TextDecoder().decode(await workspace.fs.readFile(page));
    } catch {
      panel.webview.html = say('noPage');
    }
  }

  async saveCustomDocument(document: Opened): Promise<void> {
    await this.saveCustomDocumentAs(document, document.uri);
  }

  async saveCustomDocumentAs(document: Opened, destination: Uri): Promise<void> {
    await workspace.fs.writeFile(destination, await this.bytes(document));
  }

  async revertCustomDocument(document: Opened): Promise<void> {
    document.bytes = await workspace.fs.readFile(document.uri);
    this.open(document);
  }

  async backupCustomDocument(document: Opened, { destination }: CustomDocumentBackupContext): Promise<CustomDocumentBackup> {
    await workspace.fs.writeFile(destination, await this.bytes(document));
    return { id: destination.toString(), delete: () => void workspace.fs.delete(destination) };
  }

  private open(document: Opened): void {
    const name = document.uri.path.replace(/^.*\//, '');
    // A buffer of Node.js would be sent as JSON, an array of bytes is sent as it is.
    const bytes = new Uint8Array(document.bytes);
    void document.panel?.webview.postMessage({ type: 'open', name, bytes, english: language() === 'en' });
  }

  /** The file with its edits. */
  private bytes(document: Opened): Promise<Uint8Array> {
    const id = ++this.asked;
    return new Promise((done, failed) => {
      this.waiting.set(id, { done, failed });
      void document.panel?.webview.postMessage({ type: 'bytes', id });
    });
  }

  private async hear(document: Opened, message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.open(document);
        break;
      case 'edited': {
        const step = (type: 'undo' | 'redo') => async (): Promise<void> => void (await document.panel?.webview.postMessage({ type }));
        this.changed.fire({ document, undo: step('undo'), redo: step('redo') });
        break;
      }
      case 'bytes': {
        const waiting = this.waiting.get(message.id);
        this.waiting.delete(message.id);
        if (message.bytes) {
          waiting?.done(message.bytes);
        } else {
          waiting?.failed(new Error(message.problem));
        }
        break;
      }
      case 'findings':
        this.problems.set(document.uri, message.findings.map(diagnostic));
        break;
      case 'give': {
        const folder = Uri.joinPath(document.uri, '..');
        const destination = await window.showSaveDialog({ defaultUri: Uri.joinPath(folder, message.name) });
        if (destination) {
          await workspace.fs.writeFile(destination, message.bytes);
        }
      }
    }
  }
}

/** A finding in a file without lines stands at its beginning, with its place in the message. */
function diagnostic({ code, severity, message, place }: Finding): Diagnostic {
  const words = place === '' ? message : `${place}${say('colon')}${message}`;
  const made = new Diagnostic(new Range(0, 0, 0, 0), words, SEVERITIES[severity]);
  made.code = code;
  made.source = 'gouji';
  return made;
}
