/** The language server: started when there is something to read, restarted when it dies, but not forever. */

import { type ExtensionContext, type LogOutputChannel, type TextDocument, commands, languages, workspace } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, type LanguageClientOptions, RevealOutputChannelOn, State } from 'vscode-languageclient/node';
import type { Problems } from './problems';
import { findProgram } from './program';
import { refusesChanges } from './readonly';
import * as settings from './settings';

const SELECTOR = ['file', 'untitled'].flatMap((scheme) => ['markdown', 'plaintext'].map((language) => ({ scheme, language })));

/** Whether the server is to see a document; whether it is a report is for the server to say. */
export function isServed(document: TextDocument): boolean {
  return SELECTOR.some(({ scheme, language }) => document.uri.scheme === scheme && document.languageId === language);
}

/** A client that keeps its own counsel: what a person is to hear, `Problems` says. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  override async stop(timeout?: number): Promise<void> {
    try {
      await super.stop(timeout);
    } catch (error) {
      // A server that never came up cannot be stopped, which is no loss.
      this.outputChannel.appendLine(String(error));
    }
  }
}

export class Server {
  private starting: Promise<LanguageClient | undefined> | undefined;
  /** The reports of the workspace that are not open are reported on once that was asked for. */
  private checksWorkspace = false;
  /** What is found among them first is to be seen at once. */
  private revealsFound = false;

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
    private readonly problems: Problems,
    /** Takes the client whenever a server runs, or nothing when none does. */
    private readonly follow: (client: LanguageClient | undefined) => void,
  ) {}

  /** The client of the running server, which is started where it is not; nothing where that cannot be. */
  start(): Promise<LanguageClient | undefined> {
    this.starting ??= this.launch();
    return this.starting;
  }

  async stop(): Promise<void> {
    const starting = this.starting;
    this.starting = undefined;
    const client = await starting;
    await client?.dispose();
  }

  async restart(): Promise<LanguageClient | undefined> {
    await this.stop();
    this.problems.clear();
    return this.start();
  }

  /** From now on, reports that are not open are reported on too. */
  checkWorkspace(): void {
    this.checksWorkspace = true;
    this.revealsFound = true;
  }

  private async launch(): Promise<LanguageClient | undefined> {
    const program = await findProgram(this.context);
    if ('problem' in program) {
      this.problems.set(program);
      return undefined;
    }
    this.log.info(`${program.command} server`);
    const client = new QuietClient('gouji', 'gouji', { command: program.command, args: ['server'] }, this.options());
    const crashes = client.createDefaultErrorHandler();
    // The options are read when something happens, so that the client can be named in them.
    client.clientOptions.errorHandler = {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: async () => {
        if (client.state === State.Starting) {
          this.problems.set({ problem: 'died', values: [] });
          return { action: CloseAction.DoNotRestart, handled: true };
        }
        const { action } = await crashes.closed();
        if (action === CloseAction.DoNotRestart) {
          this.problems.set({ problem: 'crashed', values: [] });
        }
        return { action, handled: true };
      },
    };
    client.onDidChangeState(() => this.follow(client.isRunning() ? client : undefined));
    try {
      await client.start();
      return client;
    } catch (error) {
      this.log.error(String(error));
      this.problems.set({ problem: 'died', values: [] });
      return undefined;
    }
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: SELECTOR,
      diagnosticCollectionName: 'gouji',
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: settings.forServer(),
      // Else the client shows the failure by itself.
      initializationFailedHandler: () => false,
      synchronize: { configurationSection: settings.SECTION },
      middleware: {
        workspace: {
          configuration: (params) => params.items.map((item) => (item.section === settings.SECTION ? settings.forServer() : null)),
        },
        executeCommand: async (command, args, next) => {
          if (await refusesChanges(command, args)) {
            return undefined;
          }
          return (await next(command, args)) as unknown;
        },
        provideWorkspaceDiagnostics: async (resultIds, token, report, next) => {
          if (!this.checksWorkspace) {
            return { items: [] };
          }
          const answer = await next(resultIds, token, report);
          if (this.revealsFound) {
            this.revealsFound = false;
            if (languages.getDiagnostics().some(([, found]) => found.some((one) => one.source === 'gouji'))) {
              await commands.executeCommand('workbench.actions.view.problems');
            }
          }
          return answer;
        },
      },
    };
  }
}

/** Whether any document is open that the server is to see. */
export function anyServed(): boolean {
  return workspace.textDocuments.some(isServed);
}
