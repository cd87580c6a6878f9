/** The language server: started with the first document, restarted after a crash, with a limit of restarts. */

import { type ExtensionContext, type LogOutputChannel, type TextDocument, workspace } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, type LanguageClientOptions, type MessageTransports, RevealOutputChannelOn, State, type StaticFeature } from 'vscode-languageclient/node';
import type { Problems } from './problems';
import { findProgram } from './program';
import { refusesChanges } from './readonly';
import * as settings from './settings';

const SELECTOR = ['file', 'untitled'].flatMap((scheme) => ['markdown', 'plaintext', 'html'].map((language) => ({ scheme, language })));

/** Whether the server should see a document. The server decides whether the document is a report. */
export function isServed(document: TextDocument): boolean {
  return SELECTOR.some(({ scheme, language }) => document.uri.scheme === scheme && document.languageId === language);
}

/** Settings files, regardless of the language mode: a running server has actions for settings files. */
const SETTINGS = { scheme: 'file', pattern: '**/{gouji,.gouji}.toml' };

/**
 * The server pushes diagnostics. A client that pulls diagnostics would pull the diagnostics of the whole workspace every two seconds,
 * and would keep the diagnostics of a closed document.
 */
const sentDiagnostics: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    delete capabilities.textDocument?.diagnostic;
  },
  initialize: () => {},
  getState: () => ({ kind: 'static' }),
  clear: () => {},
};

/** Logs the servers of this window. Each server has a number, because a client starts a new server after a crash. The tests read the log. */
class ServerLog {
  private number = 0;

  constructor(private readonly log: LogOutputChannel) {}

  started(process: number | undefined): void {
    this.number += 1;
    this.log.info(`server ${this.number} has started: process ${process}`);
  }

  ready(): void {
    this.log.info(`server ${this.number} is ready`);
  }

  died(): void {
    this.log.info(`server ${this.number} has died`);
  }
}

/** A client without messages of its own: `Problems` shows all messages. */
class QuietClient extends LanguageClient {
  constructor(program: string, options: LanguageClientOptions, private readonly servers: ServerLog) {
    super('gouji', 'gouji', { command: program, args: ['server'] }, options);
  }

  /** Starts a server: the first server, and a new server after each crash. */
  protected override async createMessageTransports(encoding: string): Promise<MessageTransports> {
    const transports = await super.createMessageTransports(encoding);
    // The client has no other way to return the started process.
    this.servers.started(this['_serverProcess']?.pid);
    return transports;
  }

  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  override async stop(timeout?: number): Promise<void> {
    try {
      await super.stop(timeout);
    } catch (error) {
      // A server that never started cannot be stopped. Nothing is lost.
      this.outputChannel.appendLine(String(error));
    }
  }
}

export class Server {
  private starting: Promise<LanguageClient | undefined> | undefined;
  /** Number of stops. A server from before the last stop may still send events, but these events are ignored. */
  private stops = 0;
  private readonly servers: ServerLog;

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
    private readonly problems: Problems,
    /** Receives the client of each started server, or undefined if no server runs. */
    private readonly follow: (client: LanguageClient | undefined) => void,
  ) {
    this.servers = new ServerLog(log);
  }

  /** The client of the running server. Starts the server if needed. Returns undefined if the server cannot start. */
  start(): Promise<LanguageClient | undefined> {
    this.starting ??= this.launch();
    return this.starting;
  }

  async stop(): Promise<void> {
    const starting = this.starting;
    this.starting = undefined;
    this.stops += 1;
    this.follow(undefined);
    const client = await starting;
    await client?.dispose();
  }

  async restart(): Promise<LanguageClient | undefined> {
    await this.stop();
    this.problems.clear();
    return this.start();
  }

  private async launch(): Promise<LanguageClient | undefined> {
    const stops = this.stops;
    const counts = (): boolean => stops === this.stops;
    const died = (): void => {
      if (counts()) {
        this.problems.set({ problem: 'died', values: [] });
      }
    };
    const program = await findProgram(this.context);
    if (!counts()) {
      return undefined;
    }
    if ('problem' in program) {
      this.problems.set(program);
      return undefined;
    }
    this.log.info(`${program.command} server`);
    const client = new QuietClient(program.command, this.options(), this.servers);
    client.registerFeature(sentDiagnostics);
    const crashes = client.createDefaultErrorHandler();
    let hasRun = false;
    // The client reads the options at each event, so the options may use the client.
    client.clientOptions.errorHandler = {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: async () => {
        this.servers.died();
        if (!hasRun) {
          died();
          return { action: CloseAction.DoNotRestart, handled: true };
        }
        hasRun = false;
        const { action } = await crashes.closed();
        if (action === CloseAction.DoNotRestart && counts()) {
          this.problems.set({ problem: 'crashed', values: [] });
        }
        return { action, handled: true };
      },
    };
    client.onDidChangeState(({ newState }) => {
      hasRun ||= newState === State.Running;
      const tell = (running: LanguageClient | undefined): void => {
        if (counts()) {
          this.follow(running);
        }
      };
      if (newState !== State.Running) {
        tell(undefined);
      } else {
        // The server runs, but does not know the open documents yet.
        void client.start().then(() => {
          this.servers.ready();
          tell(client);
        }, () => {});
      }
    });
    try {
      await client.start();
      return client;
    } catch (error) {
      this.log.error(String(error));
      died();
      return undefined;
    }
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: [...SELECTOR, SETTINGS],
      diagnosticCollectionName: 'gouji',
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: settings.forServer(),
      // Without this handler the client would show the failure.
      initializationFailedHandler: () => false,
      synchronize: { configurationSection: settings.SECTION },
      middleware: {
        workspace: {
          configuration: (params) =>
            params.items.map((item) => (item.section === settings.SECTION ? settings.forServer(item.scopeUri) : null)),
        },
        executeCommand: async (command, args, next) => {
          if (await refusesChanges(command, args)) {
            return undefined;
          }
          return (await next(command, args)) as unknown;
        },
      },
    };
  }
}

/** Whether a document for the server is open. */
export function anyServed(): boolean {
  return workspace.textDocuments.some(isServed);
}
