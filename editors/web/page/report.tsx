// A report as it is read: paragraphs and tables with marks, to be changed in place.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Block, Cell, Finding, Hover, State, Words as Line } from './protocol';
import type { Words } from './words';

/** A replacement of code units of a block. */
export interface Edit { start: number; from: number; to: number; length: number; text: string }

interface Props {
  say: Words;
  state: State;
  report: number;
  chosen: { number: number; times: number } | undefined;
  onChoose(finding: Finding): void;
  onHover(start: number, from: number): Promise<Hover>;
  onEdit(edit: Edit): Promise<void> | void;
}

interface Around {
  say: Words;
  writable: boolean;
  onChoose(finding: Finding): void;
  onPoint(start: number | undefined): void;
  onEdit(edit: Edit): Promise<void> | void;
}

export function Report({ say, state, report, chosen, onChoose, onHover, onEdit }: Props) {
  const article = useRef<HTMLElement>(null);
  const [hover, setHover] = useState<Hover>();
  const pointed = useRef<number>();
  const findings = (state.findings ?? []).filter((finding) => finding.report === report);
  const blocks = state.drawing?.blocks ?? [];

  useEffect(() => {
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
        <Drawn key={index} block={block} findings={findings.filter((finding) => finding.spot?.block === index)} cells={hover?.cells ?? []} {...around} />
      ))}
      {state.drawing?.is_cut && <p class="problem">{say.cut}</p>}
      <div class="card" role="status" hidden={!hover?.text}>{hover?.text}</div>
    </article>
  );
}

function Drawn({ block, findings, cells, ...around }: Around & { block: Block; findings: Finding[]; cells: NonNullable<Hover['cells']> }) {
  switch (block.kind) {
    case 'title': return <h2><Text line={block} findings={findings} {...around} /></h2>;
    case 'heading': return <h3><Text line={block} findings={findings} {...around} /></h3>;
    case 'paragraph': return <p><Text line={block} findings={findings} {...around} /></p>;
    case 'rows': return (
      <div class="rows">
        {block.rows.map((row, index) => (
          <div key={index}><Text line={row} findings={findings.filter((finding) => finding.spot?.line === index)} {...around} /></div>
        ))}
      </div>
    );
    case 'table': return (
      <div class="scroll">
        <table>
          <caption>{block.name}<Numbers findings={findings.filter((finding) => finding.row === null && finding.column === null)} {...around} /></caption>
          <tbody>
            {block.rows.map((row, index) => (
              <tr key={index}>{row.map((cell, index) => <TableCell key={index} cell={cell} findings={of(cell, findings)} cells={cells} {...around} />)}</tr>
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

const bytes = (text: string): number => new TextEncoder().encode(text).length;

function TableCell({ cell, findings, cells, say, writable, onChoose, onPoint, onEdit }: Around & { cell: Cell; findings: Finding[]; cells: NonNullable<Hover['cells']> }) {
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
      <Value label={said ? `${label}：${said}` : label} text={cell.text} start={own} readOnly={!writable} invalid={worst(findings) === 'error'}
        onPoint={onPoint} onEdit={onEdit} onFocus={() => findings[0] && onChoose(findings[0])} />
    </td>
  );
}

/** A number that is typed in its cell. */
function Value({ label, text, start, readOnly, invalid, onPoint, onEdit, onFocus }: {
  label: string; text: string; start: number; readOnly: boolean; invalid: boolean;
  onPoint(start: number | undefined): void; onEdit(edit: Edit): Promise<void> | void; onFocus(): void;
}) {
  const [typed, setTyped] = useState<string>();
  const edit = (value: string) => {
    setTyped(value);
    void Promise.resolve(onEdit({ start, from: 0, to: text.length, length: bytes(text), text: value })).then(() => onPoint(start));
  };
  return (
    <input aria-label={label} aria-invalid={invalid} value={typed ?? text} readOnly={readOnly} inputMode="decimal" size={Math.max(3, text.length + 1)}
      onInput={(event) => { if (!event.isComposing) edit(event.currentTarget.value); }}
      onCompositionEnd={(event) => edit((event.target as HTMLInputElement).value)}
      onFocus={() => onPoint(start)} onDblClick={onFocus} onBlur={() => { setTyped(undefined); onPoint(undefined); }} />
  );
}

/** A line of text with marks. A click between the marks changes it. */
function Text({ line, findings, say, writable, onChoose, onEdit }: Around & { line: Line; findings: Finding[] }) {
  const [typing, setTyping] = useState(false);
  if (typing) return <Typing line={line} onEdit={onEdit} onEnd={() => setTyping(false)} />;
  const begin = () => writable && setTyping(true);
  return (
    <span class="text" tabIndex={writable ? 0 : undefined} role={writable ? 'textbox' : undefined} aria-readonly title={writable ? say.editHint : undefined}
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

/** A line while it is typed. Only what differs goes to the engine. */
function Typing({ line, onEdit, onEnd }: { line: Line; onEdit(edit: Edit): Promise<void> | void; onEnd(): void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const before = useRef(line.text);
  const grow = () => {
    const own = area.current;
    if (!own) return;
    own.style.height = 'auto';
    own.style.height = `${own.scrollHeight}px`;
  };
  useEffect(() => { area.current?.focus(); grow(); }, []);
  const edit = (value: string) => {
    const text = value.replace(/[\r\n]+/g, '');
    const old = before.current;
    let from = 0;
    while (from < old.length && from < text.length && old[from] === text[from]) from++;
    let behind = 0;
    while (behind < old.length - from && behind < text.length - from && old[old.length - 1 - behind] === text[text.length - 1 - behind]) behind++;
    if (from === old.length && from === text.length) return;
    before.current = text;
    grow();
    void onEdit({ start: line.start, from, to: old.length - behind, length: bytes(old), text: text.slice(from, text.length - behind) });
  };
  return (
    <textarea ref={area} class="typing" rows={1} defaultValue={line.text}
      onInput={(event) => { if (!event.isComposing) edit(event.currentTarget.value); }}
      onCompositionEnd={(event) => edit((event.target as HTMLTextAreaElement).value)}
      onKeyDown={(event) => { if (event.key === 'Escape' || event.key === 'Enter') { event.preventDefault(); onEnd(); } }}
      onBlur={onEnd} />
  );
}

function Numbers({ findings, onChoose }: { findings: Finding[]; onChoose(finding: Finding): void }) {
  if (findings.length === 0) return null;
  return <>{' '}{findings.map((finding) => (
    <mark key={finding.number} data-findings={String(finding.number)} class={finding.severity} tabIndex={-1} onClick={() => onChoose(finding)}>{finding.message}</mark>
  ))}</>;
}
