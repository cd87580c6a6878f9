// The tables of the form, with their numbers to be typed in the cells.
import { useRef, useState } from 'preact/hooks';
import { type Around, composed, newGroup, numbers, worst } from './around';
import type { Target } from './editing';
import { isUndo } from './host';
import type { Block, Cell, Finding, Hover } from './protocol';

/** A table of the form. As in a workbook, it is one stop of the tabulator, and the arrows lead through its cells. */
export function TableOf({ block, own, findings, cells, ...around }: Around & { own: number; block: Extract<Block, { kind: 'table' }>; findings: Finding[]; cells: NonNullable<Hover['cells']> }) {
  const values = block.rows.flatMap((row, line) => row.flatMap((cell, index) => (cell.is_value && cell.range ? [`${line} ${index}`] : [])));
  const [last, setLast] = useState<string>();
  const stop = last !== undefined && values.includes(last) ? last : values[0];
  const heads = headRows(block.rows);
  const row = (row: Cell[], line: number) => (
    <tr key={line}>
      {row.map((cell, index) => (
        <TableCell key={index} target={{ block: own, row: line, cell: index }} cell={cell} findings={of(cell, findings)} cells={cells}
          isStop={stop === `${line} ${index}`} onReach={() => setLast(`${line} ${index}`)} {...around} />
      ))}
    </tr>
  );
  const name = `table-${own}`;
  return (
    <div class="scroll">
      <table role="grid" aria-labelledby={name} aria-describedby={`${name}-keys`} aria-readonly={!around.writable}>
        <caption><span id={name}>{block.name}</span><Numbers findings={findings.filter((finding) => finding.row === null && finding.column === null)} {...around} /></caption>
        {/* A printer repeats the head on each page. */}
        <thead>{block.rows.slice(0, heads).map(row)}</thead>
        <tbody>{block.rows.slice(heads).map((cells, index) => row(cells, index + heads))}</tbody>
      </table>
      <p id={`${name}-keys`} hidden>{around.say.keys}</p>
    </div>
  );
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

function TableCell({ target, cell, findings, cells, isStop, say, writable, onReach, onChoose, onPoint, onEdit }: Around & {
  target: Target; cell: Cell; findings: Finding[]; cells: NonNullable<Hover['cells']>; isStop: boolean; onReach(): void;
}) {
  const own = cell.range?.[0];
  const related = cells.find((other) => other.start === own && own !== undefined);
  const classes = [worst(findings), related ? (related.total ? 'total' : 'addend') : ''].filter(Boolean).join(' ') || undefined;
  const marks = { 'data-findings': numbers(findings), class: classes, colSpan: cell.across, rowSpan: cell.down };
  const said = findings.map((finding) => finding.message).join('\n') || undefined;
  if (!cell.is_value) {
    const scope = cell.row !== undefined ? 'row' : cell.column !== undefined ? 'col' : undefined;
    return <th {...marks} scope={scope} title={said} tabIndex={findings.length > 0 ? -1 : undefined} onClick={() => findings[0] && onChoose(findings[0])}>{cell.text}</th>;
  }
  if (own === undefined) return <td {...marks} title={said ?? say.absent} />;
  const label = `${cell.row} ${cell.column}`;
  return (
    <td {...marks} title={said} onMouseEnter={() => onPoint(own)} onMouseLeave={() => onPoint(undefined)}>
      <Value label={said ? `${label}：${said}` : label} start={own} column={cell.column ?? ''} text={cell.text} readOnly={!writable} invalid={worst(findings) === 'error'} isStop={isStop}
        onPoint={(is) => onPoint(is ? own : undefined)} onEdit={(text, group, base) => onEdit(target, text, group, base)}
        onReach={() => { onReach(); if (findings[0]) onChoose(findings[0], true); }} />
    </td>
  );
}

/** The cell that a key leads to: as in a workbook, above and below in the column, and beside if all is selected or the cursor stands at the end. */
function neighbour(input: HTMLInputElement, key: string): HTMLInputElement | undefined {
  const all = [...input.closest('table')?.querySelectorAll('input') ?? []];
  const column = all.filter((other) => other.dataset.column === input.dataset.column);
  const { selectionStart: from, selectionEnd: to, value } = input;
  const isWhole = from === 0 && to === value.length;
  switch (key) {
    case 'ArrowUp': return column[column.indexOf(input) - 1];
    case 'ArrowDown':
    case 'Enter': return column[column.indexOf(input) + 1];
    case 'ArrowLeft': return isWhole || to === 0 ? all[all.indexOf(input) - 1] : undefined;
    case 'ArrowRight': return isWhole || from === value.length ? all[all.indexOf(input) + 1] : undefined;
    default: return undefined;
  }
}

/** A number that is typed in its cell. */
function Value({ label, start, column, text, readOnly, invalid, isStop, onPoint, onEdit, onReach }: {
  label: string; start: number; column: string; text: string; readOnly: boolean; invalid: boolean; isStop: boolean;
  onPoint(is: boolean): void; onEdit(text: string, group: number, base: string): Promise<unknown>; onReach(): void;
}) {
  const own = useRef<HTMLInputElement>(null);
  // What stands in the field until the file has it, also what an input method writes.
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? text;
  // What stood in the field when the typing began.
  const first = useRef<{ text: string; group: number }>();
  // The first click chooses the number: what is typed takes its place. The next click sets the cursor.
  const isChosen = useRef(false);
  const isComposing = useRef(false);
  // What is on its way to the file.
  const sent = useRef<{ text: string }>();
  const edit = (value: string) => {
    isChosen.current = true;
    isComposing.current = false;
    // What an input method writes was never in the file.
    const before = sent.current?.text ?? text;
    first.current ??= { text: before, group: newGroup() };
    setTyped(value);
    const last = { text: value };
    sent.current = last;
    void onEdit(value, first.current.group, before).then(() => {
      // The file has it, or shows why it has not.
      if (sent.current === last) {
        sent.current = undefined;
        if (!isComposing.current) setTyped(undefined);
      }
      if (document.activeElement === own.current) onPoint(true);
    });
  };
  return (
    <input ref={own} aria-label={label} aria-invalid={invalid} data-start={start} data-column={column} value={shown} readOnly={readOnly} inputMode="decimal"
      tabIndex={isStop ? 0 : -1} style={{ minWidth: `${shown.length + 1.5}ch` }}
      onInput={(event) => {
        isComposing.current = event.isComposing;
        if (event.isComposing) setTyped(event.currentTarget.value);
        else edit(event.currentTarget.value);
      }} {...composed(edit)}
      onMouseDown={(event) => {
        if (event.button !== 0 || isChosen.current && document.activeElement === event.currentTarget) return;
        event.preventDefault();
        event.currentTarget.focus();
        event.currentTarget.select();
        isChosen.current = true;
      }}
      onKeyDown={(event) => {
        if (event.isComposing) return;
        // The next letter begins anew: the page takes back what was typed.
        if (isUndo(event)) first.current = undefined;
        // As it was when the typing began.
        if (event.key === 'Escape' && first.current && shown !== first.current.text) edit(first.current.text);
        const next = neighbour(event.currentTarget, event.key);
        if (!next) return;
        event.preventDefault();
        next.focus();
        next.select();
      }}
      onFocus={() => { isChosen.current = false; first.current = undefined; onReach(); onPoint(true); }}
      onBlur={(event) => {
        onPoint(false);
        isComposing.current = false;
        if (typed !== undefined && sent.current?.text !== event.currentTarget.value) edit(event.currentTarget.value);
      }} />
  );
}

function Numbers({ findings, onChoose }: { findings: Finding[]; onChoose: Around['onChoose'] }) {
  if (findings.length === 0) return null;
  return <>{' '}{findings.map((finding) => (
    <mark key={finding.number} data-findings={String(finding.number)} class={finding.severity} tabIndex={-1} onClick={() => onChoose(finding, true)}>{finding.message}</mark>
  ))}</>;
}
