// A report as it is read: paragraphs and tables with marks, to be changed in place.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Drawn as State, type Editing, type Target } from './editing';
import type { Block, Cell, Finding, Hover, Words as Line } from './protocol';
import type { Words } from './words';

/** A chosen finding. A finding that is chosen at its place is quiet: nothing moves there. */
export interface Chosen { number: number; quiet: boolean }

interface Props {
  say: Words;
  state: State;
  report: number;
  chosen: Chosen | undefined;
  /** The first byte of a change that a person did not type. */
  mended: { at: number } | undefined;
  onChoose(finding: Finding, quiet?: boolean): void;
  onHover(start: number, from: number): Promise<Hover>;
  editing: Editing;
}

interface Around extends Pick<Props, 'say' | 'onChoose'> {
  writable: boolean;
  editing: Editing;
  onPoint(start: number | undefined): void;
  shown(target: Target): string | undefined;
  onEdit(target: Target, text: string, group: number, base: string): Promise<unknown>;
  /** Inserts lines below a block, and begins a line below them if the person goes on. */
  onLines(below: number, lines: string[], goesOn: boolean): void;
}

/** What is typed in one place without a stop is a group, and is undone at once. */
let groups = 0;

function flash(place: Element): void {
  place.scrollIntoView({ block: 'center' });
  place.classList.remove('flash');
  void (place as HTMLElement).offsetWidth;
  place.classList.add('flash');
}

/** A new line below a block, while it is typed. */
interface Fresh {
  below: number;
  /** The number of the block above, which may be on its way. */
  into: Promise<number | undefined>;
  /** The groups of the insertions that it stands behind. */
  after?: number[];
  turn: number;
  /** The number of its paragraph, which may be on its way, and what is typed now. */
  own?: Promise<number | undefined>;
  number?: number;
  text?: string;
}

export function Report({ say, state, report, chosen, mended, onChoose, onHover, editing }: Props) {
  const article = useRef<HTMLElement>(null);
  const [hover, setHover] = useState<Hover>();
  const pointed = useRef<number>();
  const findings = (state.findings ?? []).filter((finding) => finding.report === report);
  const blocks = state.drawing?.blocks ?? [];

  // All focus moves before the next key: an effect after the drawing would take a key's selection away.
  useLayoutEffect(() => {
    if (!chosen || chosen.quiet) return;
    const mark = article.current?.querySelector(`[data-findings~="${chosen.number}"]`);
    if (!mark) return;
    flash(mark);
    (mark.querySelector('input') ?? (mark as HTMLElement)).focus({ preventScroll: true });
  }, [chosen]);

  useLayoutEffect(() => {
    if (!mended) return;
    const starts = [...article.current?.querySelectorAll<HTMLElement>('[data-start]') ?? []];
    const place = starts.filter((own) => Number(own.dataset.start) <= mended.at)
      .reduce<HTMLElement | undefined>((last, own) => (last && Number(last.dataset.start) > Number(own.dataset.start) ? last : own), undefined);
    if (place) flash(place);
  }, [mended]);

  const point = (start: number | undefined) => {
    pointed.current = start;
    if (start === undefined) {
      setHover(undefined);
      return;
    }
    void onHover(start, 0).then((hover) => {
      if (pointed.current === start) setHover(hover);
    }, () => undefined);
  };
  const [fresh, setFresh] = useState<Fresh>();
  const [, redraw] = useState(0);
  const { key } = state;
  const begin = (below: number) => setFresh({ below, into: Promise.resolve(below), turn: ++groups });
  /** The first words insert the paragraph, and the next ones change it. */
  const onFresh = (now: Fresh, text: string) => {
    if (text === '' && !now.own) return;
    now.text = text;
    if (now.own) {
      if (now.number !== undefined) void editing.type(key, report, { block: now.number }, text, now.turn, '');
      return;
    }
    now.own = editing.insert(key, report, now.into, [text], now.turn);
    void now.own.then((number) => {
      now.number = number;
      if (number !== undefined && now.text !== text) void editing.type(key, report, { block: number }, now.text ?? '', now.turn, '');
      redraw(++groups);
    });
  };
  /** Inserts the further lines of a field below a block, and begins a new line below them if the person goes on. `ended` is the field of a new line. */
  const onLines = (ended: Fresh | undefined, into: Promise<number | undefined>, below: number, lines: string[], goesOn: boolean) => {
    const group = ++groups;
    const last = lines.length > 0 ? editing.insert(key, report, into, lines, group) : into;
    const next: Fresh | undefined = goesOn ? { below, into: last, after: [ended?.turn ?? 0, group], turn: ++groups } : undefined;
    setFresh((open) => (open === ended || next ? next : open));
    if (next) void last.then((number) => { if (number !== undefined) next.below = number; redraw(++groups); });
  };
  const around: Around = {
    say, writable: !!state.writable, editing, onChoose, onPoint: point,
    shown: (target) => editing.shown(key, report, target),
    onEdit: (target, text, group, base) => editing.type(key, report, target, text, group, base),
    onLines: (below, lines, goesOn) => onLines(undefined, Promise.resolve(below), below, lines, goesOn),
  };
  // With the drawing that shows the paragraph before, the line stands below it: a field that moves loses the keyboard.
  const { inserted } = state;
  if (fresh && inserted?.last !== undefined && fresh.after?.includes(inserted.group)) fresh.below = inserted.last;
  const own = inserted !== undefined && inserted.group === fresh?.turn ? inserted.last : fresh?.number;
  const isEmpty = (index: number) => blocks[index]?.kind === 'heading' && [undefined, 'heading'].includes(blocks[index + 1]?.kind);
  return (
    <article ref={article} class={state.format === 'PDF' ? 'printed-lines' : undefined} onKeyDown={(event) => { if (event.key === 'Escape') setHover(undefined); }}>
      <p class="on-paper">{state.name} · {new Date().toLocaleDateString()}</p>
      {blocks.flatMap((block, index) => {
        const number = state.numbers[index] ?? index;
        const isOpen = fresh?.below === number;
        // Its field stands in place of the new paragraph.
        if (own !== undefined && number === own) return [];
        return [
          <Drawn key={number} number={number} block={block} findings={findings.filter((finding) => finding.spot?.block === index)} cells={hover?.cells ?? []} {...around} />,
          isOpen && (
            <p key={`fresh ${fresh.turn}`} class="fresh">
              <Typing say={say} editing={editing} text="" at={0} onEdit={(text) => onFresh(fresh, text)}
                onEnd={(key, lines) => onLines(fresh, fresh.own ?? fresh.into, fresh.number ?? number, lines.slice(1), key === 'below' && lines.length > 0)} />
            </p>
          ),
          isEmpty(index) && !isOpen && state.writable && (
            <p key={`empty ${number}`} class="fresh"><button type="button" class="empty" onClick={() => begin(number)}>{say.empty}</button></p>
          ),
        ];
      })}
      {state.drawing?.is_cut && <p class="problem">{say.cut}</p>}
      <div class="card" role="status" hidden={!hover?.text}>{hover?.text}</div>
    </article>
  );
}

function Drawn({ number: own, block, findings, cells, ...around }: Around & { number: number; block: Block; findings: Finding[]; cells: NonNullable<Hover['cells']> }) {
  const text = (line: Line) => <Text target={{ block: own }} line={line} findings={findings} {...around} />;
  switch (block.kind) {
    case 'title': return <h2>{text(block)}</h2>;
    case 'heading': return <h3>{text(block)}</h3>;
    case 'paragraph': return <p>{text(block)}</p>;
    case 'rows': return (
      <div class="rows">
        {block.rows.map((row, index) => (
          <div key={index}><Text target={{ block: own, row: index }} line={row} findings={findings.filter((finding) => finding.spot?.line === index)} {...around} /></div>
        ))}
      </div>
    );
    case 'table': {
      const heads = headRows(block.rows);
      const row = (row: Cell[], line: number) => (
        <tr key={line}>{row.map((cell, index) => <TableCell key={index} target={{ block: own, row: line, cell: index }} cell={cell} findings={of(cell, findings)} cells={cells} {...around} />)}</tr>
      );
      return (
        <div class="scroll">
          <table>
            <caption>{block.name}<Numbers findings={findings.filter((finding) => finding.row === null && finding.column === null)} {...around} /></caption>
            {/* A printer repeats the head on each page. */}
            <thead>{block.rows.slice(0, heads).map(row)}</thead>
            <tbody>{block.rows.slice(heads).map((cells, index) => row(cells, index + heads))}</tbody>
          </table>
        </div>
      );
    }
  }
}

/** The number of rows above the first number, or none if a cell reaches below them. */
function headRows(rows: Cell[][]): number {
  const heads = Math.max(0, rows.findIndex((row) => row.some((cell) => cell.is_value)));
  return rows.slice(0, heads).every((row, line) => row.every((cell) => line + (cell.down ?? 1) <= heads)) ? heads : 0;
}

/** The findings of a cell: at a value by row and column, at a label by one of them. */
const of = (cell: Cell, findings: Finding[]): Finding[] =>
  findings.filter((finding) =>
    cell.is_value ? finding.row === cell.row && finding.column === cell.column
    : cell.row !== undefined ? finding.row === cell.row && finding.column === null
    : cell.column !== undefined && finding.column === cell.column && finding.row === null);

const worst = (findings: Finding[]): string =>
  ['error', 'warning', 'information', 'hint'].find((severity) => findings.some((finding) => finding.severity === severity)) ?? '';

const numbers = (findings: Finding[]): string | undefined => findings.map((finding) => finding.number).join(' ') || undefined;

function TableCell({ target, cell, findings, cells, say, writable, onChoose, onPoint, onEdit }: Around & { target: Target; cell: Cell; findings: Finding[]; cells: NonNullable<Hover['cells']> }) {
  const own = cell.range?.[0];
  const related = cells.find((other) => other.start === own && own !== undefined);
  const classes = [worst(findings), related ? (related.total ? 'total' : 'addend') : ''].filter(Boolean).join(' ') || undefined;
  const marks = { 'data-findings': numbers(findings), class: classes, colSpan: cell.across, rowSpan: cell.down };
  const said = findings.map((finding) => finding.message).join('\n') || undefined;
  if (!cell.is_value) {
    return <th {...marks} title={said} tabIndex={findings.length > 0 ? 0 : undefined} onClick={() => findings[0] && onChoose(findings[0])}>{cell.text}</th>;
  }
  if (own === undefined) return <td {...marks} title={said ?? say.absent} />;
  const label = `${cell.row} ${cell.column}`;
  return (
    <td {...marks} title={said} onMouseEnter={() => onPoint(own)} onMouseLeave={() => onPoint(undefined)}>
      <Value label={said ? `${label}：${said}` : label} start={own} column={cell.column ?? ''} text={cell.text} readOnly={!writable} invalid={worst(findings) === 'error'}
        onPoint={(is) => onPoint(is ? own : undefined)} onEdit={(text, group, base) => onEdit(target, text, group, base)} onChoose={() => findings[0] && onChoose(findings[0], true)} />
    </td>
  );
}

/** The end of what an input method writes. Preact knows no such event and takes the name as it is. */
const composed = (edit: (value: string) => void) => ({
  oncompositionend: (event: CompositionEvent) => edit((event.target as HTMLInputElement | HTMLTextAreaElement).value),
});

/** The cell that a key leads to: as in a workbook, above and below in the column, and beside where the cursor stands at the end. */
function neighbour(input: HTMLInputElement, key: string): HTMLInputElement | undefined {
  const all = [...input.closest('table')?.querySelectorAll('input') ?? []];
  const column = all.filter((other) => other.dataset.column === input.dataset.column);
  const from = input.selectionStart === input.selectionEnd ? input.selectionStart : undefined;
  switch (key) {
    case 'ArrowUp': return column[column.indexOf(input) - 1];
    case 'ArrowDown':
    case 'Enter': return column[column.indexOf(input) + 1];
    case 'ArrowLeft': return from === 0 ? all[all.indexOf(input) - 1] : undefined;
    case 'ArrowRight': return from === input.value.length ? all[all.indexOf(input) + 1] : undefined;
    default: return undefined;
  }
}

/** A number that is typed in its cell. */
function Value({ label, start, column, text, readOnly, invalid, onPoint, onEdit, onChoose }: {
  label: string; start: number; column: string; text: string; readOnly: boolean; invalid: boolean;
  onPoint(is: boolean): void; onEdit(text: string, group: number, base: string): Promise<unknown>; onChoose(): void;
}) {
  const own = useRef<HTMLInputElement>(null);
  // What stands in the field until the file has it, also what an input method writes.
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? text;
  const first = useRef({ text, group: 0 });
  // The first click chooses the number: what is typed takes its place. The next click sets the cursor.
  const isChosen = useRef(false);
  const sent = useRef<{ text: string; done: Promise<unknown> }>();
  const edit = (value: string) => {
    isChosen.current = true;
    setTyped(value);
    const done = onEdit(value, first.current.group, first.current.text);
    sent.current = { text: value, done };
    void done.then(() => { if (document.activeElement === own.current) onPoint(true); });
  };
  return (
    <input ref={own} aria-label={label} aria-invalid={invalid} data-start={start} data-column={column} value={shown} readOnly={readOnly} inputMode="decimal"
      style={{ minWidth: `${shown.length + 1.5}ch` }}
      onInput={(event) => { if (event.isComposing) setTyped(event.currentTarget.value); else edit(event.currentTarget.value); }} {...composed(edit)}
      onMouseDown={(event) => {
        if (event.button !== 0 || isChosen.current && document.activeElement === event.currentTarget) return;
        event.preventDefault();
        event.currentTarget.focus();
        event.currentTarget.select();
        isChosen.current = true;
      }}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        // As it was when the typing began.
        if (event.key === 'Escape' && typed !== undefined) edit(first.current.text);
        const next = neighbour(event.currentTarget, event.key);
        if (!next) return;
        event.preventDefault();
        next.focus();
        next.select();
      }}
      onFocus={() => { isChosen.current = false; first.current = { text: shown, group: ++groups }; onChoose(); onPoint(true); }}
      onBlur={(event) => {
        onPoint(false);
        if (typed === undefined) return;
        if (sent.current?.text !== event.currentTarget.value) edit(event.currentTarget.value);
        const last = sent.current;
        void last?.done.then(() => { if (sent.current === last && document.activeElement !== own.current) setTyped(undefined); });
      }} />
  );
}

/** A line of text with marks. A click between the marks changes it. */
function Text({ target, line, findings, say, writable, editing, shown, onChoose, onEdit, onLines }: Around & { target: Target; line: Line; findings: Finding[] }) {
  const [typing, setTyping] = useState<{ text: string; at: number }>();
  const own = useRef<HTMLSpanElement>(null);
  const ended = useRef(false);
  useLayoutEffect(() => {
    // The keyboard goes on where it was.
    if (!typing && ended.current) own.current?.focus();
    ended.current = false;
  }, [typing]);
  if (typing) {
    return (
      <Typing say={say} editing={editing} text={typing.text} at={typing.at} isOneLine={target.row !== undefined} onEdit={(text, group) => void onEdit(target, text, group, typing.text)}
        onEnd={(key, lines) => {
          ended.current = key === 'stay';
          setTyping(undefined);
          const more = lines.slice(1);
          if (target.row === undefined && (more.length > 0 || key === 'below')) onLines(target.block, more, key === 'below');
        }} />
    );
  }
  // What was typed last may not be drawn yet.
  const begin = (at: number | undefined) => {
    const text = shown(target) ?? line.text;
    setTyping({ text, at: at ?? text.length });
  };
  return (
    <span ref={own} class="text" data-start={line.start} tabIndex={writable ? 0 : undefined} role={writable ? 'button' : undefined} title={writable ? say.editHint : undefined}
      onMouseDown={(event) => {
        // At once: the end of another field moves the lines before the button is up.
        if (!writable || event.button !== 0) return;
        event.preventDefault();
        begin(clicked(own.current, event.clientX, event.clientY));
      }}
      onDblClick={() => { if (writable) begin(undefined); }}
      onKeyDown={(event) => { if (event.key === 'Enter' && writable) { event.preventDefault(); begin(undefined); } }}>
      {marked(line.text, findings, onChoose)}
    </span>
  );
}

/** A text with a mark for each finding. Findings may overlap: the first one has the mark. */
function marked(text: string, findings: Finding[], onChoose: Props['onChoose']): ComponentChildren {
  const spots = findings.filter((finding) => finding.spot).sort((a, b) => a.spot!.from - b.spot!.from);
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const finding of spots) {
    const { from, to } = finding.spot!;
    // The mark of a finding before holds all of it.
    if (from < at && to <= at) continue;
    const start = Math.max(at, from);
    parts.push(text.slice(at, start));
    const here = spots.filter((other) => other.spot!.from <= Math.max(start, to - 1) && start <= other.spot!.to);
    parts.push(
      <mark key={finding.number} data-findings={numbers(here)} class={worst([finding])} tabIndex={-1} title={finding.message}
        onMouseDown={(event) => event.stopPropagation()} onClick={() => onChoose(finding, true)}>
        {text.slice(start, Math.max(start, to)) || '‸'}
      </mark>,
    );
    at = Math.max(start, to);
  }
  parts.push(text.slice(at));
  return parts;
}

/** The place of a click, in code units of the line. */
function clicked(line: HTMLElement | null, x: number, y: number): number | undefined {
  const caret = document.caretRangeFromPoint?.(x, y) ?? positionAt(x, y);
  if (!line || !caret || !line.contains(caret.startContainer)) return undefined;
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(caret.startContainer, caret.startOffset);
  return before.toString().length;
}

/** The same in Firefox. */
function positionAt(x: number, y: number): Range | undefined {
  const position = document.caretPositionFromPoint?.(x, y);
  if (!position) return undefined;
  const range = document.createRange();
  range.setStart(position.offsetNode, position.offset);
  return range;
}

/** A line while it is typed. An empty line goes to the file at the end only: without its words, the line is no line of the drawing.
 * Pasted lines are more paragraphs: `onEnd` gets all lines, and where the keyboard goes. */
function Typing({ say, editing, text, at, isOneLine, onEdit, onEnd }: {
  say: Words; editing: Editing; text: string; at: number; isOneLine?: boolean; onEdit(text: string, group: number): void;
  onEnd(key: 'stay' | 'below' | 'away', lines: string[]): void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const group = useRef(0);
  const value = useRef(text);
  const isOver = useRef(false);
  const linesOf = (value: string) =>
    (isOneLine ? [value.replace(/[\r\n]+/g, ' ')] : value.split(/[\r\n]+/)).filter((line) => line.trim() !== '');
  /** Ends the typing once: a field that is taken away loses the focus too. */
  const end = (key: 'stay' | 'below' | 'away') => {
    if (isOver.current) return;
    isOver.current = true;
    const lines = linesOf(value.current);
    onEdit(lines[0] ?? '', group.current);
    onEnd(key, lines);
  };
  // The latest of what ends the field: it is taken away with the props of its last rendering.
  const ends = useRef(end);
  ends.current = end;
  const grow = () => {
    const own = area.current;
    if (!own) return;
    own.style.height = 'auto';
    own.style.height = `${own.scrollHeight}px`;
  };
  useLayoutEffect(() => {
    group.current = ++groups;
    area.current?.focus();
    area.current?.setSelectionRange(at, at);
    grow();
    const write = () => {
      // One line is in the queue already. An empty field, and further lines, go into the file at the end.
      if (linesOf(value.current).length !== 1) ends.current('stay');
    };
    editing.fields.add(write);
    return () => {
      editing.fields.delete(write);
      ends.current('away');
    };
  }, []);
  const edit = (typed: string) => {
    value.current = typed;
    grow();
    const [line] = linesOf(typed);
    if (line !== undefined) onEdit(line, group.current);
  };
  return (
    <textarea ref={area} class="typing" aria-label={say.line} rows={1} defaultValue={text}
      onInput={(event) => { if (event.isComposing) value.current = event.currentTarget.value; else edit(event.currentTarget.value); }} {...composed(edit)}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        const own = event.currentTarget;
        if (event.key === 'Escape') {
          end('stay');
        } else if (event.key === 'Enter') {
          event.preventDefault();
          // As in Word, a paragraph begins behind the last letter.
          end(own.value.trim() !== '' && own.selectionEnd === own.value.length ? 'below' : 'stay');
        }
      }}
      onBlur={() => {
        // Another window is in front: the field stays open.
        if (document.activeElement !== area.current) end('away');
      }} />
  );
}

function Numbers({ findings, onChoose }: { findings: Finding[]; onChoose: Props['onChoose'] }) {
  if (findings.length === 0) return null;
  return <>{' '}{findings.map((finding) => (
    <mark key={finding.number} data-findings={String(finding.number)} class={finding.severity} tabIndex={-1} onClick={() => onChoose(finding, true)}>{finding.message}</mark>
  ))}</>;
}
