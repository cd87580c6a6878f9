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
}

/** What was typed at a place and is not drawn yet. One of `bases` must stand there, or what one of `groups` wrote there.
 * The first group is undone at once. */
interface Typed { key: number; report: number; target: Target; text: string; groups: number[]; bases: string[] }

/** What was typed between two other steps, by its place. */
interface Batch { typed: Map<string, Typed>; done: Promise<unknown> }

/** What a change did to the blocks. */
type Step = { kind: 'typed' } | { kind: 'inserted'; below: number; numbers: number[] } | { kind: 'any' };

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
  /** What is in no file yet, in the order of the queue. */
  private batches: Batch[] = [];
  /** The batch that takes what is typed now. The next step closes it: what is typed behind a step is written behind it. */
  private open: Batch | undefined;
  /** By group, the text after its last edit. */
  private bases = new Map<number, string>();
  private numbers = 0;
  /** Blocks that were drawn and are gone, the last ones at the end. */
  private gone: { place: string; words: string; number: number }[] = [];

  constructor(private client: Client) {}

  /** Whether something was typed that is in no file yet. */
  get isBusy(): boolean {
    return this.steps > 0;
  }

  /** Does a step after all steps before it. A step that fails is told, and the next steps follow. */
  run<T>(step: () => Promise<T>): Promise<T | undefined> {
    this.open = undefined;
    this.steps++;
    const done = this.queue.then(step).catch((error) => { this.listener.failed(error); return undefined; });
    this.queue = done.finally(() => { this.steps--; });
    return done;
  }

  /** Puts what the open fields hold into the queue. */
  flush(): void {
    for (const write of [...this.fields]) write();
  }

  /** Waits until all that was typed is in its file. */
  async settled(): Promise<void> {
    this.flush();
    for (let last; last !== this.queue; await last) last = this.queue;
  }

  draw(key: number, report: number): Promise<unknown> {
    return this.run(() => this.redraw(key, report, { kind: 'any' }));
  }

  /** What stands at a place, with what was typed there last. */
  shown(key: number, report: number, target: Target): string | undefined {
    return this.pending(placeOf(key, report, target))?.text ?? at(this.drawn(key, report), target)?.text;
  }

  /** Writes a text at a place where `base` stood. */
  type(key: number, report: number, target: Target, text: string, group: number, base: string): Promise<unknown> {
    const place = placeOf(key, report, target);
    // What was typed before may never be written itself.
    const before = this.pending(place);
    const groups = [group, ...(before?.groups ?? []).filter((other) => other !== group)];
    const bases = [base, ...(before?.bases ?? []).filter((other) => other !== base)];
    if (before) bases.push(before.text);
    const batch = this.open ?? this.batch();
    batch.typed.set(place, { key, report, target, text, groups, bases });
    return batch.done;
  }

  /** Inserts paragraphs below a block. Returns the numbers that they will have. */
  insert(key: number, report: number, below: number, lines: string[], group: number): number[] {
    const all = lines.map(() => ++this.numbers);
    void this.run(async () => {
      const line = at(this.drawn(key, report), { block: below });
      if (!line) {
        this.listener.refused(undefined);
        return;
      }
      const place = { file: key, start: line.start, length: lengthOf(line.text) };
      const numbers: number[] = [];
      for (const [index, text] of [...lines.entries()].reverse()) {
        const { changed, joined, refused } = await this.client.change(key, { request: 'change', change: 'insert', ...place, text, group });
        this.listener.refused(refused ?? '');
        if (changed) numbers.unshift(all[index]!);
        if (changed && !joined) this.listener.edited();
      }
      const drawn = await this.redraw(key, report, { kind: 'inserted', below, numbers });
      const last = at(drawn, { block: numbers.at(-1) ?? 0 });
      if (last) this.bases.set(group, last.text);
    });
    return all;
  }

  /** Parts a paragraph with the text `whole`. Returns the number that the second half will have, and whether it was parted. */
  part(key: number, report: number, block: number, whole: string, place: number, group: number): { number: number; done: Promise<boolean | undefined> } {
    const number = ++this.numbers;
    const done = this.run(async () => {
      const line = at(this.drawn(key, report), { block });
      // The file may have no spaces around a paragraph.
      const before = whole.length - whole.trimStart().length;
      const from = line?.text === whole ? place : place - before;
      if (!line || line.text !== whole && line.text !== whole.trim()) {
        this.listener.refused(undefined);
        return false;
      }
      const { changed, refused } = await this.client.change(key, { request: 'change', change: 'part', file: key, start: line.start, length: lengthOf(line.text), from, group });
      this.listener.refused(refused ?? '');
      if (!changed) return false;
      this.listener.edited();
      await this.redraw(key, report, { kind: 'inserted', below: block, numbers: [number] });
      return true;
    });
    return { number, done };
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
      return this.changed(key, report, { request: 'change', change: 'fix', file: key, finding: finding.number, fix: index });
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

  /** What was typed last at a place, if it is in no file yet. */
  private pending(place: string): Typed | undefined {
    return this.batches.findLast(({ typed }) => typed.has(place))?.typed.get(place);
  }

  private batch(): Batch {
    const typed = new Map<string, Typed>();
    const batch: Batch = { typed, done: this.run(() => this.write(batch)) };
    this.batches.push(batch);
    this.open = batch;
    return batch;
  }

  /** Writes a batch, one place after the other. It grows as long as it is open. */
  private async write(batch: Batch): Promise<void> {
    for (let next; (next = batch.typed.entries().next().value); ) {
      const [place, typed] = next;
      try {
        await this.writeOne(typed);
      } catch (error) {
        this.listener.failed(error);
      }
      if (batch.typed.get(place) === typed) batch.typed.delete(place);
    }
    if (this.open === batch) this.open = undefined;
    this.batches.splice(this.batches.indexOf(batch), 1);
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
    const edit = { start: line.start, from, to: old.length - behind, length: lengthOf(old), text: text.slice(from, text.length - behind), group };
    const { changed, joined, refused } = await this.client.change(key, { request: 'change', change: 'edit', file: key, ...edit });
    this.listener.refused(refused ?? '');
    if (changed && !joined) this.listener.edited();
    const drawn = await this.redraw(key, report, { kind: 'typed' });
    this.bases.set(group, at(drawn, target)?.text ?? '');
  }

  private async redraw(key: number, report: number, step: Step): Promise<Drawn> {
    const state = await this.client.draw(key, report);
    const numbers = this.numbered(state.drawing?.blocks ?? [], this.drawn(key, report), step);
    const drawn: Drawn = { ...state, key, report, numbers };
    this.reports.set(`${key} ${report}`, drawn);
    this.listener.drawn(drawn);
    return drawn;
  }

  /** The numbers of the blocks of a new drawing. */
  private numbered(blocks: Block[], before: Drawn | undefined, step: Step): number[] {
    const old = before?.drawing?.blocks ?? [];
    const known = before?.numbers ?? [];
    const grown = blocks.length - old.length;
    if (step.kind === 'typed' && grown === 0) return known;
    if (step.kind === 'inserted' && grown === step.numbers.length) {
      const end = known.indexOf(step.below) + 1;
      return [...known.slice(0, end), ...step.numbers, ...known.slice(end)];
    }
    // What stands above and below the change keeps its numbers.
    const isSame = (a: Block | undefined, b: Block | undefined) => a !== undefined && b !== undefined && wordsOf(a) === wordsOf(b);
    const most = Math.min(old.length, blocks.length);
    let above = 0;
    while (above < most && isSame(old[above], blocks[above])) above++;
    let below = 0;
    while (below < most - above && isSame(old[old.length - 1 - below], blocks[blocks.length - 1 - below])) below++;
    const middle = blocks.slice(above, blocks.length - below);
    const left = known.slice(above, known.length - below);
    // A change within the blocks, for example of a number in a table.
    const between = left.length === middle.length ? left : this.returned(middle, left, old.slice(above), `${before?.key} ${before?.report}`);
    const numbers = [...known.slice(0, above), ...between, ...known.slice(known.length - below)];
    if (step.kind === 'inserted') {
      const end = numbers.indexOf(step.below) + 1;
      for (const [index, number] of step.numbers.entries()) {
        const made = numbers[end + index];
        if (made !== undefined && !known.includes(made)) numbers[end + index] = number;
      }
    }
    return numbers;
  }

  /** The numbers of blocks that take the place of others. What is the same, and the first one, goes on; a block that comes back,
   * after an undo, has the number that it had. */
  private returned(blocks: Block[], left: number[], old: Block[], place: string): number[] {
    let next = 0;
    const kept = blocks.map((block) => {
      const words = wordsOf(block);
      const same = left.findIndex((_, index) => index >= next && !!old[index] && wordsOf(old[index]) === words);
      if (same >= 0) next = same + 1;
      return left[same];
    });
    const made = blocks.map((block, index) => {
      const own = kept[index] ?? (index === 0 && !kept.includes(left[0]) ? left[0] : undefined);
      if (own !== undefined) return own;
      const words = wordsOf(block);
      const found = this.gone.findLastIndex((one) => one.place === place && one.words === words);
      return found < 0 ? ++this.numbers : this.gone.splice(found, 1)[0]!.number;
    });
    const gone = left.flatMap((number, index) => (made.includes(number) || !old[index] ? [] : [{ place, words: wordsOf(old[index]), number }]));
    this.gone = [...this.gone, ...gone.reverse()].slice(-MOST_GONE);
    return made;
  }
}

/** At most this number of blocks that are gone is known. */
const MOST_GONE = 1000;

const lengthOf = (text: string): number => new TextEncoder().encode(text).length;
const isFirstHalf = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isSecondHalf = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

const placeOf = (key: number, report: number, { block, row, cell }: Target): string => [key, report, block, row, cell].join(' ');

const wordsOf = (block: Block): string =>
  `${block.kind} ${block.kind === 'table' ? block.name : block.kind === 'rows' ? block.rows.map(({ text }) => text).join('\n') : block.text}`;
