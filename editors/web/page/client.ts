// The page's side of the worker.
import type { Change, Changed, FromWorker, Request, State, ToWorker } from './protocol';

/** The worker's code, put into the page by bundle.mjs. */
declare const WORKER: string;

/** The engine in the format xz, in base 64. It stands at the end of the page, which is shown before it is read. */
const engine: Promise<string> = new Promise((done) => {
  const read = () => done(document.getElementById('engine')?.textContent ?? '');
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', read, { once: true });
  else read();
});

/** A request about a file. */
type OfFile = Extract<Request, { file: number }>;

interface Waiting { done(answer: { value: unknown; bytes: Uint8Array }): void; failed(reason: Error): void }

/** A file with all that was done to it, so that a new worker can do it again. */
interface Opened { name: string; bytes: Uint8Array; changes: Change[]; file: number }

export class Stopped extends Error {}

export class Client {
  private worker: Worker;
  private waiting = new Map<number, Waiting>();
  private next = 0;
  private opened = new Map<number, Opened>();
  private keys = 0;
  private english = false;
  private again: Promise<unknown> = Promise.resolve();

  constructor() {
    this.worker = this.start();
  }

  /** Opens a file: its key, which stays when the worker starts again, and its name, which no other file has. */
  async open(name: string, bytes: Uint8Array): Promise<{ key: number; name: string }> {
    const opened = { name, bytes, changes: [], file: 0 };
    opened.file = await this.openAgain(opened);
    const key = ++this.keys;
    this.opened.set(key, opened);
    return { key, name: opened.name };
  }

  async close(key: number): Promise<void> {
    const file = this.file(key);
    this.opened.delete(key);
    await this.ask({ request: 'close', file });
  }

  /** A request about a file, by its key. */
  async of<T>(key: number, request: OfFile): Promise<{ value: T; bytes: Uint8Array }> {
    await this.again;
    return this.ask<T>({ ...request, file: this.file(key) } as Request);
  }

  /** A change of a file: whether the file is another one now, or why the change was refused. */
  async change(key: number, change: Change): Promise<Changed> {
    const { value } = await this.of<Changed & { error?: string }>(key, change);
    if (value.error) throw new Error(value.error);
    if (value.changed) this.opened.get(key)?.changes.push(change);
    return value;
  }

  async draw(key: number, report: number): Promise<State> {
    return (await this.of<State>(key, { request: 'draw', file: key, report })).value;
  }

  async setLanguage(english: boolean): Promise<void> {
    this.english = english;
    await this.ask({ request: 'language', english });
  }

  /** The key of a file of the worker. */
  key(file: number | null): number | undefined {
    return [...this.opened].find(([, opened]) => opened.file === file)?.[0];
  }

  /** Stops what the worker does now. The files are opened again with their edits. */
  stop(): void {
    this.worker.terminate();
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    this.worker = this.start();
    waiting.forEach(({ failed }) => failed(new Stopped()));
    this.again = this.openAll();
  }

  ask<T>(request: Request, bytes?: Uint8Array): Promise<{ value: T; bytes: Uint8Array }> {
    const id = ++this.next;
    const answer = new Promise<{ value: unknown; bytes: Uint8Array }>((done, failed) => this.waiting.set(id, { done, failed }));
    this.worker.postMessage({ id, request, bytes } satisfies ToWorker);
    return answer as Promise<{ value: T; bytes: Uint8Array }>;
  }

  private file(key: number): number {
    return this.opened.get(key)?.file ?? 0;
  }

  private async openAll(): Promise<void> {
    await this.ask({ request: 'language', english: this.english });
    for (const opened of this.opened.values()) opened.file = await this.openAgain(opened);
  }

  private async openAgain(opened: Opened): Promise<number> {
    const { value } = await this.ask<{ file: number; name: string }>({ request: 'open', name: opened.name }, opened.bytes);
    opened.name = value.name;
    for (const change of opened.changes) await this.ask({ ...change, file: value.file });
    return value.file;
  }

  private start(): Worker {
    const code = URL.createObjectURL(new Blob([WORKER], { type: 'text/javascript' }));
    const worker = new Worker(code);
    URL.revokeObjectURL(code);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      const waiting = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if ('failed' in data) {
        // The engine may be in no good state.
        waiting?.failed(new Error(data.failed));
        this.stop();
      } else {
        waiting?.done(data);
      }
    };
    void engine.then((engine) => worker.postMessage({ engine } satisfies ToWorker));
    return worker;
  }
}
