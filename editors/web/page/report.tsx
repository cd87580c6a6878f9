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

interface Props {
  say: Words;
  state: State;
  report: number;
  chosen: { number: number; times: number } | undefined;
  onChoose(finding: Finding): void;
  onHover(start: number, from: number): Promise<Hover>;
  onEdit(target: Target, text: string): Promise<void>;
}

interface Around {
  say: Words;
  writable: boolean;
  onChoose(finding: Finding): void;
  onPoint(start: number | undefined): void;
  onEdit(target: Target, text: string): Promise<void>;
}

export function Report({ say, state, report, chosen, onChoose, onHover, onEdit }: Props) {
  const article = useRef<HTMLElement>(null);
  const [hover, setHover] = useState<Hover>();
  const pointed = useRef<number>();
  const findings = (state.findings ?? []).filter((finding) => finding.report === report);
  const blocks = state.drawing?.blocks ?? [];

  // All focus moves before the next key: an effect after the drawing would take a key's selection away.
  useLayoutEffect(() => {
    if (!chosen) return;
    const mark = article.current?.querySelector(`[data-findings~="${chosen.number}"]`);
    if (!mark) return;
    mark.scrollIntoView({ block: 'center' });
    mark.classList.remove('flash');
    void (mark as HTMLElement).offsetWidth;
    mark.classList.add('flash');
    (mark.querySelector('input') ?? (mark as HTMLElement)).focus({ preventScroll: true });
  }, [chosen]);

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
  const around: Around = { say, writable: !!state.writable, onChoose, onPoint: point, onEdit };
  return (
    <article ref={article}>
      {blocks.map((block, index) => (
        <Drawn key={index} index={index} block={block} findings={findings.filter((finding) => finding.spot?.block === index)} cells={hover?.cells ?? []} {...around} />
      ))}
      {state.drawing?.is_cut && <p class="problem">{say.cut}</p>}
      <div class="card" role="status" hidden={!hover?.text}>{hover?.text}</div>
    </article>
  );
}

function Drawn({ index: own, block, findings, cells, ...around }: Around & { index: number; block: Block; findings: Finding[]; cells: NonNullable<Hover['cells']> }) {
  switch (block.kind) {
    case 'title': return <h2><Text target={{ block: own }} line={block} findings={findings} {...around} /></h2>;
    case 'heading': return <h3><Text target={{ block: own }} line={block} findings={findings} {...around} /></h3>;
    case 'paragraph': return <p><Text target={{ block: own }} line={block} findings={findings} {...around} /></p>;
    case 'rows': return (
      <div class="rows">
        {block.rows.map((row, index) => (
          <div key={index}><Text target={{ block: own, row: index }} line={row} findings={findings.filter((finding) => finding.spot?.line === index)} {...around} /></div>
        ))}
      </div>
    );
    case 'table': return (
      <div class="scroll">
        <table>
          <caption>{block.name}<Numbers findings={findings.filter((finding) => finding.row === null && finding.column === null)} {...around} /></caption>
          <tbody>
            {block.rows.map((row, line) => (
              <tr key={line}>{row.map((cell, index) => <TableCell key={index} target={{ block: own, row: line, cell: index }} cell={cell} findings={of(cell, findings)} cells={cells} {...around} />)}</tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  }
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
      <Value label={said ? `${label}：${said}` : label} text={cell.text} readOnly={!writable} invalid={worst(findings) === 'error'}
        onPoint={(is) => onPoint(is ? own : undefined)} onEdit={(text) => onEdit(target, text)} onChoose={() => findings[0] && onChoose(findings[0])} />
    </td>
  );
}

/** The end of what an input method writes. Preact knows no such event and takes the name as it is. */
const composed = (edit: (value: string) => void) => ({
  oncompositionend: (event: CompositionEvent) => edit((event.target as HTMLInputElement | HTMLTextAreaElement).value),
});

/** A number that is typed in its cell. */
function Value({ label, text, readOnly, invalid, onPoint, onEdit, onChoose }: {
  label: string; text: string; readOnly: boolean; invalid: boolean;
  onPoint(is: boolean): void; onEdit(text: string): Promise<void>; onChoose(): void;
}) {
  const [typed, setTyped] = useState<string>();
  const edit = (value: string) => {
    setTyped(value);
    void onEdit(value).then(() => onPoint(true));
  };
  return (
    <input aria-label={label} aria-invalid={invalid} value={typed ?? text} readOnly={readOnly} inputMode="decimal" size={Math.max(3, text.length + 1)}
      onInput={(event) => { if (!event.isComposing) edit(event.currentTarget.value); }} {...composed(edit)}
      onFocus={() => onPoint(true)} onDblClick={onChoose} onBlur={() => { setTyped(undefined); onPoint(false); }} />
  );
}

/** A line of text with marks. A click between the marks changes it. */
function Text({ target, line, findings, say, writable, onChoose, onEdit }: Around & { target: Target; line: Line; findings: Finding[] }) {
  const [typing, setTyping] = useState<{ at: number }>();
  const own = useRef<HTMLSpanElement>(null);
  const ended = useRef(false);
  useLayoutEffect(() => {
    // The keyboard goes on where it was.
    if (!typing && ended.current) own.current?.focus();
    ended.current = false;
  }, [typing]);
  if (typing) {
    return <Typing text={line.text} at={typing.at} onEdit={(text) => onEdit(target, text)} onEnd={(byKey) => { ended.current = byKey; setTyping(undefined); }} />;
  }
  const begin = () => writable && setTyping({ at: clicked(own.current) ?? line.text.length });
  return (
    <span ref={own} class="text" tabIndex={writable ? 0 : undefined} role={writable ? 'textbox' : undefined} aria-readonly title={writable ? say.editHint : undefined}
      onClick={begin} onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); begin(); } }}>
      {marked(line.text, findings, onChoose)}
    </span>
  );
}

/** A text with a mark for each finding. Findings may overlap: the first one has the mark. */
function marked(text: string, findings: Finding[], onChoose: (finding: Finding) => void): ComponentChildren {
  const spots = findings.filter((finding) => finding.spot).sort((a, b) => a.spot!.from - b.spot!.from);
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const finding of spots) {
    const { from, to } = finding.spot!;
    const start = Math.max(at, from);
    parts.push(text.slice(at, start));
    const here = spots.filter((other) => other.spot!.from <= start && start <= other.spot!.to);
    parts.push(
      <mark key={finding.number} data-findings={numbers(here)} class={worst([finding])} tabIndex={-1} title={finding.message}
        onClick={(event) => { event.stopPropagation(); onChoose(finding); }}>
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

/** A line while it is typed. An empty line goes to the file at the end only: without its words, the line is no line of the drawing. */
function Typing({ text, at, onEdit, onEnd }: { text: string; at: number; onEdit(text: string): Promise<void>; onEnd(byKey: boolean): void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const first = useRef(text);
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
  const plain = (value: string) => value.replace(/[\r\n]+/g, '');
  const edit = (value: string) => {
    grow();
    if (plain(value).trim() !== '') void onEdit(plain(value));
  };
  const isOver = useRef(false);
  /** Ends the typing once: a field that is taken away loses the focus too. */
  const end = (byKey: boolean, text?: string) => {
    const value = text ?? area.current?.value;
    if (isOver.current || value === undefined) return;
    isOver.current = true;
    if (text !== undefined || plain(value).trim() === '') void onEdit(plain(value).trim() === '' ? '' : plain(value));
    onEnd(byKey);
  };
  return (
    <textarea ref={area} class="typing" rows={1} defaultValue={first.current}
      onInput={(event) => { if (!event.isComposing) edit(event.currentTarget.value); }} {...composed(edit)}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        if (event.key === 'Escape') {
          // As it was when the typing began.
          end(true, first.current);
        } else if (event.key === 'Enter') {
          event.preventDefault();
          end(true);
        }
      }}
      onBlur={() => end(false)} />
  );
}

function Numbers({ findings, onChoose }: { findings: Finding[]; onChoose(finding: Finding): void }) {
  if (findings.length === 0) return null;
  return <>{' '}{findings.map((finding) => (
    <mark key={finding.number} data-findings={String(finding.number)} class={finding.severity} tabIndex={-1} onClick={() => onChoose(finding)}>{finding.message}</mark>
  ))}</>;
}
