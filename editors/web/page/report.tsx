// A report as it is read: paragraphs and tables with marks, to be changed in place.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Block, Cell, Finding, Hover, State, Words as Line } from './protocol';
import type { Words } from './words';

/** A line or a cell of the drawing, by its numbers. */
export interface Target { block: number; row?: number; cell?: number }

/** What stands at a target now; `undefined` if the drawing has no such place any more. */
export function at(blocks: Block[], { block, row, cell }: Target): Line | undefined {
  const own = blocks[block];
  if (own === undefined || own.kind === 'table') {
    const found = own?.rows[row ?? -1]?.[cell ?? -1];
    return found?.range && { start: found.range[0], text: found.text };
  }
  return own.kind === 'rows' ? own.rows[row ?? -1] : own;
}

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
  onEdit(target: Target, text: string, group: number): Promise<void>;
  onInsert(below: Target, lines: string[]): Promise<void>;
}

interface Around extends Pick<Props, 'say' | 'onChoose' | 'onEdit' | 'onInsert'> {
  writable: boolean;
  onPoint(start: number | undefined): void;
}

/** What is typed in one place without a stop is a group, and is undone at once. */
let groups = 0;

function flash(place: Element): void {
  place.scrollIntoView({ block: 'center' });
  place.classList.remove('flash');
  void (place as HTMLElement).offsetWidth;
  place.classList.add('flash');
}

export function Report({ say, state, report, chosen, mended, onChoose, onHover, onEdit, onInsert }: Props) {
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
  const around: Around = { say, writable: !!state.writable, onChoose, onPoint: point, onEdit, onInsert };
  const isEmpty = (index: number) => blocks[index]?.kind === 'heading' && [undefined, 'heading'].includes(blocks[index + 1]?.kind);
  return (
    <article ref={article} class={state.format === 'PDF' ? 'printed-lines' : undefined} onKeyDown={(event) => { if (event.key === 'Escape') setHover(undefined); }}>
      <p class="on-paper">{state.name} · {new Date().toLocaleDateString()}</p>
      {blocks.map((block, index) => (
        <Drawn key={index} isEmpty={isEmpty(index)} index={index} block={block} findings={findings.filter((finding) => finding.spot?.block === index)} cells={hover?.cells ?? []} {...around} />
      ))}
      {state.drawing?.is_cut && <p class="problem">{say.cut}</p>}
      <div class="card" role="status" hidden={!hover?.text}>{hover?.text}</div>
    </article>
  );
}

function Drawn({ index: own, block, isEmpty, findings, cells, ...around }: Around & { index: number; block: Block; isEmpty: boolean; findings: Finding[]; cells: NonNullable<Hover['cells']> }) {
  // A line below, while it is typed. It goes to the file at its end.
  const [fresh, setFresh] = useState(false);
  const { say, writable, onInsert } = around;
  const target = { block: own };
  const below = fresh
    ? <p><Typing say={say} text="" at={0} onEdit={() => Promise.resolve()} onEnd={(_, lines) => { setFresh(false); if (lines.length > 0) void onInsert(target, lines); }} /></p>
    : isEmpty && writable && <p><button type="button" class="empty" onClick={() => setFresh(true)}>{say.empty}</button></p>;
  const text = (line: Line) => <Text target={target} line={line} findings={findings} onBelow={() => setFresh(true)} {...around} />;
  switch (block.kind) {
    case 'title': return <><h2>{text(block)}</h2>{below}</>;
    case 'heading': return <><h3>{text(block)}</h3>{below}</>;
    case 'paragraph': return <><p>{text(block)}</p>{below}</>;
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
        onPoint={(is) => onPoint(is ? own : undefined)} onEdit={(text, group) => onEdit(target, text, group)} onChoose={() => findings[0] && onChoose(findings[0], true)} />
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
  onPoint(is: boolean): void; onEdit(text: string, group: number): Promise<void>; onChoose(): void;
}) {
  const [typed, setTyped] = useState<string>();
  const first = useRef({ text, group: 0 });
  const edit = (value: string) => {
    setTyped(value);
    void onEdit(value, first.current.group).then(() => onPoint(true));
  };
  const shown = typed ?? text;
  return (
    <input aria-label={label} aria-invalid={invalid} data-start={start} data-column={column} value={shown} readOnly={readOnly} inputMode="decimal"
      style={{ minWidth: `${shown.length + 1.5}ch` }}
      onInput={(event) => { if (!event.isComposing) edit(event.currentTarget.value); }} {...composed(edit)}
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
      onFocus={() => { first.current = { text, group: ++groups }; onChoose(); onPoint(true); }} onBlur={() => { setTyped(undefined); onPoint(false); }} />
  );
}

/** A line of text with marks. A click between the marks changes it. */
function Text({ target, line, findings, say, writable, onChoose, onEdit, onInsert, onBelow }: Around & { target: Target; line: Line; findings: Finding[]; onBelow?(): void }) {
  const [typing, setTyping] = useState<{ at: number }>();
  const own = useRef<HTMLSpanElement>(null);
  const ended = useRef(false);
  useLayoutEffect(() => {
    // The keyboard goes on where it was.
    if (!typing && ended.current) own.current?.focus();
    ended.current = false;
  }, [typing]);
  if (typing) {
    return (
      <Typing say={say} text={line.text} at={typing.at} onEdit={(text, group) => onEdit(target, text, group)}
        onEnd={(key, lines) => {
          ended.current = key === 'stay';
          setTyping(undefined);
          if (lines.length > 1) void onInsert(target, lines.slice(1));
          else if (key === 'below') onBelow?.();
        }} />
    );
  }
  const begin = () => writable && setTyping({ at: clicked(own.current) ?? line.text.length });
  return (
    <span ref={own} class="text" data-start={line.start} tabIndex={writable ? 0 : undefined} role={writable ? 'button' : undefined} title={writable ? say.editHint : undefined}
      onClick={begin} onDblClick={begin} onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); begin(); } }}>
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
        onClick={(event) => { event.stopPropagation(); onChoose(finding, true); }}>
        {text.slice(start, Math.max(start, to)) || '‸'}
      </mark>,
    );
    at = Math.max(start, to);
  }
  parts.push(text.slice(at));
  return parts;
}

/** The place of the cursor of a click, in code units of the line. */
function clicked(line: HTMLElement | null): number | undefined {
  const selection = getSelection();
  if (!line || !selection?.anchorNode || !line.contains(selection.anchorNode)) return undefined;
  const before = document.createRange();
  before.setStart(line, 0);
  before.setEnd(selection.anchorNode, selection.anchorOffset);
  return before.toString().length;
}

/** A line while it is typed. An empty line goes to the file at the end only: without its words, the line is no line of the drawing.
 * Pasted lines are more paragraphs: `onEnd` gets all lines, and where the keyboard goes. */
function Typing({ say, text, at, onEdit, onEnd }: {
  say: Words; text: string; at: number; onEdit(text: string, group: number): Promise<void>;
  onEnd(key: 'stay' | 'below' | 'away', lines: string[]): void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const first = useRef({ text, group: ++groups });
  const grow = () => {
    const own = area.current;
    if (!own) return;
    own.style.height = 'auto';
    own.style.height = `${own.scrollHeight}px`;
  };
  useLayoutEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(at, at);
    grow();
  }, []);
  const linesOf = (value: string) => value.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const edit = (value: string) => {
    grow();
    const [line] = linesOf(value);
    if (line !== undefined) void onEdit(line, first.current.group);
  };
  const isOver = useRef(false);
  /** Ends the typing once: a field that is taken away loses the focus too. */
  const end = (key: 'stay' | 'below' | 'away', text?: string) => {
    const value = text ?? area.current?.value;
    if (isOver.current || value === undefined) return;
    isOver.current = true;
    const lines = linesOf(value);
    if (text !== undefined || lines.length === 0) void onEdit(lines[0] ?? '', first.current.group);
    onEnd(key, lines);
  };
  return (
    <textarea ref={area} class="typing" aria-label={say.line} rows={1} defaultValue={first.current.text}
      onInput={(event) => { if (!event.isComposing) edit(event.currentTarget.value); }} {...composed(edit)}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        const own = event.currentTarget;
        if (event.key === 'Escape') {
          // As it was when the typing began.
          end('stay', first.current.text);
        } else if (event.key === 'Enter') {
          event.preventDefault();
          // As in Word, a paragraph begins behind the last letter.
          end(own.value.trim() !== '' && own.selectionEnd === own.value.length ? 'below' : 'stay');
        } else if (event.key === 's' && (event.ctrlKey || event.metaKey)) {
          end('stay');
        }
      }}
      onBlur={() => end('away')} />
  );
}

function Numbers({ findings, onChoose }: { findings: Finding[]; onChoose: Props['onChoose'] }) {
  if (findings.length === 0) return null;
  return <>{' '}{findings.map((finding) => (
    <mark key={finding.number} data-findings={String(finding.number)} class={finding.severity} tabIndex={-1} onClick={() => onChoose(finding, true)}>{finding.message}</mark>
  ))}</>;
}
