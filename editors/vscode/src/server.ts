/** The language server: started when there is something to read, restarted when it dies, but not forever. */

import { type ExtensionContext, type LogOutputChannel, type TextDocument, workspace } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, type LanguageClientOptions, type MessageTransports, RevealOutputChannelOn, State, type StaticFeature } from 'vscode-languageclient/node';
import type { Problems } from './problems';
import { findProgram } from './program';
import { refusesChanges } from './readonly';
import * as settings from './settings';

const SELECTOR = ['file', 'untitled'].flatMap((scheme) => ['markdown', 'plaintext'].map((language) => ({ scheme, language })));

/** Whether the server is to see a document; whether it is a report is for the server to say. */
export function isServed(document: TextDocument): boolean {
  return SELECTOR.some(({ scheme, language }) => document.uri.scheme === scheme && document.languageId === language);
}

/** Settings files, whatever language another extension takes them for: a running server has something to offer in them. */
const SETTINGS = { scheme: 'file', pattern: '**/{gouji,.gouji}.toml' };

/**
 * Diagnostics are sent by the server as they come. If the client asked for them, it would ask for those of the whole workspace every two
 * seconds, and keep those of a document that was closed.
 */
const sentDiagnostics: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    delete capabilities.textDocument?.diagnostic;
  },
  initialize: () => {},
  getState: () => ({ kind: 'static' }),
  clear: () => {},
};

/** What the log says of the servers of this window. Each has a number, as one client starts several where they die; the tests read it. */
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

/** A client that keeps its own counsel: what a person is to hear, `Problems` says. */
class QuietClient extends LanguageClient {
  constructor(program: string, options: LanguageClientOptions, private readonly servers: ServerLog) {
    super('gouji', 'gouji', { command: program, args: ['server'] }, options);
  }

  /** Starts a server: the first, and one for each that died. */
  protected override async createMessageTransports(encoding: string): Promise<MessageTransports> {
    const transports = await super.createMessageTransports(encoding);
    // The client has no other way to say which process it has started.
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
      // A server that never came up cannot be stopped, which is no loss.
      this.outputChannel.appendLine(String(error));
    }
  }
}

export class Server {
  private starting: Promise<LanguageClient | undefined> | undefined;
  /** Counts the stops: what was started before the last one may still have something to say, but it does not count. */
  private stops = 0;
  private readonly servers: ServerLog;

  constructor(
    private readonly context: ExtensionContext,
    private readonly log: LogOutputChannel,
    private readonly problems: Problems,
    /** Takes the client whenever a server runs, or nothing when none does. */
    private readonly follow: (client: LanguageClient | undefined) => void,
  ) {
    this.servers = new ServerLog(log);
  }

  /** The client of the running server, which is started where it is not; nothing where that cannot be. */
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
    // The options are read when something happens, so that the client can be named in them.
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
        // It runs, but has not been told of open documents yet.
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
      // Else the client shows the failure by itself.
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

/** Whether any document is open that the server is to see. */
export function anyServed(): boolean {
  return workspace.textDocuments.some(isServed);
}
