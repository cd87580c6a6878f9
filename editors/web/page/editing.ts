// The open files as they are drawn, and one queue of all that a person does to them.
import type { Client } from './client';
import type { Block, Change, Finding, State, Words as Line } from './protocol';

/** A line or a cell of a drawing. Blocks have numbers that they keep while others come and go. */
export interface Target { block: number; row?: number; cell?: number }

/** A drawn report. `numbers` are the numbers of its blocks. */
export interface Drawn extends State {
  key: number;
  report: number;
  numbers: number[];
  /** The last paragraph of an insertion that this drawing is the first to show, with its group. */
  inserted?: { group: number; last: number | undefined };
}

/** What was typed at a place and is not drawn yet. One of `bases` must stand there, or what one of `groups` wrote there.
 * The first group is undone at once. */
interface Typed { key: number; report: number; target: Target; text: string; groups: number[]; bases: string[] }

/** What a change did to the blocks. */
type Step = { kind: 'typed' } | { kind: 'inserted'; below: number; count: number; group: number } | { kind: 'any' };

export interface Listener {
  drawn(drawn: Drawn): void;
  /** A change that is undone by itself. */
  edited(): void;
  /** Why something was not done. `undefined`: the place is another one now. Empty: all is well. */
  refused(reason: string | undefined): void;
  /** The program failed. */
  failed(error: unknown): void;
}

/** What stands at a place; `undefined` if the drawing has no such place any more. */
export function at(drawn: Drawn | undefined, { block, row, cell }: Target): Line | undefined {
  const own = drawn?.drawing?.blocks[drawn.numbers.indexOf(block)];
  if (own === undefined) return undefined;
  if (own.kind === 'table') {
    const found = own.rows[row ?? -1]?.[cell ?? -1];
    return found?.range && { start: found.range[0], text: found.text };
  }
  return own.kind === 'rows' ? own.rows[row ?? -1] : own;
}

export class Editing {
  /** Set by the page at each rendering. */
  listener!: Listener;
  /** The open fields. Each function puts what one holds into the queue. */
  readonly fields = new Set<() => void>();
  private queue: Promise<unknown> = Promise.resolve();
  private steps = 0;
  private reports = new Map<string, Drawn>();
  private typed = new Map<string, Typed>();
  private isWriting = false;
  /** By group, the text after its last edit. */
  private bases = new Map<number, string>();
  private numbers = 0;

  constructor(private client: Client) {}

  /** Whether something was typed that is in no file yet. */
  get isBusy(): boolean {
    return this.steps > 0;
  }

  /** Does a step after all steps before it. A step that fails is told, and the next steps follow. */
  run<T>(step: () => Promise<T>): Promise<T | undefined> {
    this.steps++;
    const done = this.queue.then(step).catch((error) => { this.listener.failed(error); return undefined; });
    this.queue = done.finally(() => { this.steps--; });
    return done;
  }

  /** Waits until all that was typed is in its file. */
  async settled(): Promise<void> {
    for (const write of [...this.fields]) write();
    // A step may lead to another one: what was typed while its paragraph was on its way.
    do await this.run(() => Promise.resolve());
    while (this.isBusy);
  }

  draw(key: number, report: number): Promise<unknown> {
    return this.run(() => this.redraw(key, report, { kind: 'any' }));
  }

  /** What stands at a place, with what was typed there last. */
  shown(key: number, report: number, target: Target): string | undefined {
    return this.typed.get(placeOf(key, report, target))?.text ?? at(this.drawn(key, report), target)?.text;
  }

  type(key: number, report: number, target: Target, text: string, group: number, base: string): Promise<unknown> {
    // What was typed before may never be written itself.
    const before = this.typed.get(placeOf(key, report, target));
    const groups = [group, ...(before?.groups ?? []).filter((other) => other !== group)];
    const bases = [base, ...(before?.bases ?? []).filter((other) => other !== base)];
    this.typed.set(placeOf(key, report, target), { key, report, target, text, groups, bases });
    if (this.isWriting) return this.run(() => Promise.resolve());
    this.isWriting = true;
    return this.run(() => this.write());
  }

  /** Inserts paragraphs below a block. The number of the last one. */
  insert(key: number, report: number, below: number | Promise<number | undefined>, lines: string[], group: number): Promise<number | undefined> {
    return this.run(async () => {
      const block = await below;
      const line = block === undefined ? undefined : at(this.drawn(key, report), { block });
      if (block === undefined || !line) {
        this.listener.refused(undefined);
        return undefined;
      }
      const place = { file: key, start: line.start, length: new TextEncoder().encode(line.text).length };
      let count = 0;
      for (const text of [...lines].reverse()) {
        const { changed, joined, refused } = await this.client.change(key, { request: 'insert', ...place, text, group });
        this.listener.refused(refused ?? '');
        if (changed) count++;
        if (changed && !joined) this.listener.edited();
      }
      const drawn = await this.redraw(key, report, { kind: 'inserted', below: block, count, group });
      const last = drawn.inserted?.last;
      if (last !== undefined) this.bases.set(group, at(drawn, { block: last })?.text ?? '');
      return last;
    });
  }

  /** Changes a file. The number of changes, and the first changed byte. */
  change(key: number, report: number, request: Change): Promise<{ changed: number; at: number } | undefined> {
    return this.run(() => this.changed(key, report, request));
  }

  /** Carries out a fix as a person saw it. If the finding is another one now, nothing is done. */
  fix(key: number, report: number, seen: Finding, fix: number): Promise<{ changed: number; at: number } | undefined> {
    return this.run(async () => {
      const isSame = (own: Finding) => own.code === seen.code && own.place === seen.place && own.message === seen.message;
      const finding = this.drawn(key, report)?.findings?.find(isSame);
      const index = finding?.fixes.findIndex((own) => own.message === seen.fixes[fix]?.message) ?? -1;
      if (!finding || index < 0) {
        this.listener.refused(undefined);
        return undefined;
      }
      return this.changed(key, report, { request: 'fix', file: key, finding: finding.number, fix: index });
    });
  }

  private drawn(key: number, report: number): Drawn | undefined {
    return this.reports.get(`${key} ${report}`);
  }

  private async changed(key: number, report: number, request: Change): Promise<{ changed: number; at: number } | undefined> {
    const { changed, at, refused } = await this.client.change(key, request);
    this.listener.refused(refused ?? '');
    if (changed) this.listener.edited();
    await this.redraw(key, report, { kind: 'any' });
    return refused ? undefined : { changed: changed ?? 0, at: at ?? 0 };
  }

  /** Writes what was typed, one place after the other. */
  private async write(): Promise<void> {
    try {
      for (;;) {
        const [next] = this.typed;
        if (!next) return;
        await this.writeOne(next[1]);
        if (this.typed.get(next[0]) === next[1]) this.typed.delete(next[0]);
      }
    } catch (error) {
      this.typed.clear();
      throw error;
    } finally {
      this.isWriting = false;
    }
  }

  private async writeOne({ key, report, target, text, groups, bases }: Typed): Promise<void> {
    const group = groups[0]!;
    const line = at(this.drawn(key, report), target);
    if (line?.text === text) return;
    if (!line || !bases.includes(line.text) && !groups.some((group) => this.bases.get(group) === line.text)) {
      // Another change came between. What stands there now is not overwritten.
      this.listener.refused(undefined);
      return;
    }
    const old = line.text;
    let from = 0;
    while (from < old.length && from < text.length && old[from] === text[from]) from++;
    // The halves of a pair of surrogates stay together.
    if (isFirstHalf(old.charCodeAt(from - 1))) from--;
    let behind = 0;
    while (behind < Math.min(old.length, text.length) - from && old[old.length - 1 - behind] === text[text.length - 1 - behind]) behind++;
    if (isSecondHalf(old.charCodeAt(old.length - behind))) behind--;
    const length = new TextEncoder().encode(old).length;
    const edit = { start: line.start, from, to: old.length - behind, length, text: text.slice(from, text.length - behind), group };
    const { changed, joined, refused } = await this.client.change(key, { request: 'edit', file: key, ...edit });
    this.listener.refused(refused ?? '');
    if (changed && !joined) this.listener.edited();
    const drawn = await this.redraw(key, report, { kind: 'typed' });
    this.bases.set(group, at(drawn, target)?.text ?? '');
  }

  private async redraw(key: number, report: number, step: Step): Promise<Drawn> {
    const state = await this.client.draw(key, report);
    const numbers = this.numbered(state.drawing?.blocks ?? [], this.drawn(key, report), step);
    const drawn: Drawn = { ...state, key, report, numbers };
    if (step.kind === 'inserted') drawn.inserted = { group: step.group, last: numbers[numbers.indexOf(step.below) + step.count] };
    this.reports.set(`${key} ${report}`, drawn);
    this.listener.drawn(drawn);
    return drawn;
  }

  /** The numbers of the blocks of a new drawing. */
  private numbered(blocks: Block[], before: Drawn | undefined, step: Step): number[] {
    const old = before?.drawing?.blocks ?? [];
    const known = before?.numbers ?? [];
    const grown = blocks.length - old.length;
    const fresh = (count: number) => Array.from({ length: count }, () => ++this.numbers);
    if (step.kind === 'typed' && grown === 0) return known;
    if (step.kind === 'inserted' && grown === step.count) {
      const end = known.indexOf(step.below) + 1;
      return [...known.slice(0, end), ...fresh(grown), ...known.slice(end)];
    }
    // What stands above and below the change keeps its numbers.
    const isSame = (a: Block | undefined, b: Block | undefined) => a !== undefined && b !== undefined && wordsOf(a) === wordsOf(b);
    const most = Math.min(old.length, blocks.length);
    let above = 0;
    while (above < most && isSame(old[above], blocks[above])) above++;
    let below = 0;
    while (below < most - above && isSame(old[old.length - 1 - below], blocks[blocks.length - 1 - below])) below++;
    const middle = blocks.length - above - below;
    // A change within the blocks, for example of a number in a table.
    const between = old.length - above - below === middle ? known.slice(above, above + middle) : fresh(middle);
    return [...known.slice(0, above), ...between, ...known.slice(known.length - below)];
  }
}

const isFirstHalf = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isSecondHalf = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

const placeOf = (key: number, report: number, { block, row, cell }: Target): string => [key, report, block, row, cell].join(' ');

const wordsOf = (block: Block): string =>
  `${block.kind} ${block.kind === 'table' ? block.name : block.kind === 'rows' ? block.rows.map(({ text }) => text).join('\n') : block.text}`;
