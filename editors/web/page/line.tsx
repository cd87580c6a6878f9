// Lines of text, with marks, to be typed in place.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Around, composed, newGroup, numbers, worst } from './around';
import type { Editing, Target } from './editing';
import type { Finding, Words as Line } from './protocol';
import type { Words } from './words';

/** A line of text with marks. A click between the marks changes it. */
export function Text({ target, line, findings, say, writable, editing, resumed, shown, onChoose, onEdit, onLines, onPart }: Around & { target: Target; line: Line; findings: Finding[] }) {
  const [typing, setTyping] = useState<{ text: string; at: number }>();
  const own = useRef<HTMLSpanElement>(null);
  const ended = useRef(false);
  useLayoutEffect(() => {
    // The keyboard goes on where it was.
    if (!typing && ended.current) own.current?.focus();
    ended.current = false;
  }, [typing]);
  // What was typed last may not be drawn yet.
  const begin = (at: number | undefined) => {
    const text = shown(target) ?? line.text;
    setTyping({ text, at: at ?? text.length });
  };
  useLayoutEffect(() => {
    if (resumed?.block === target.block) begin(resumed.at);
  }, [resumed]);
  if (typing) {
    return (
      <Typing say={say} editing={editing} text={typing.text} at={typing.at} isOneLine={target.row !== undefined} onEdit={(text, group) => void onEdit(target, text, group, typing.text)}
        onEnd={(end, lines) => {
          ended.current = end === 'stay';
          setTyping(undefined);
          const more = lines.slice(1);
          if (typeof end === 'number') onPart(target.block, lines[0] ?? '', end);
          else if (target.row === undefined && (more.length > 0 || end === 'below')) onLines(target.block, more, end === 'below');
        }} />
    );
  }
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
function marked(text: string, findings: Finding[], onChoose: Around['onChoose']): ComponentChildren {
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

/** How the typing of a line ends: the keyboard stays there, goes on below or elsewhere, or the line is parted at a place. */
type End = 'stay' | 'below' | 'away' | number;

/** A line while it is typed. An empty line goes to the file at the end only: without its words, the line is no line of the drawing.
 * Pasted lines are more paragraphs: `onEnd` gets all lines. */
export function Typing({ say, editing, text, at, isOneLine, onEdit, onEnd }: {
  say: Words; editing: Editing; text: string; at: number; isOneLine?: boolean; onEdit(text: string, group: number): void;
  onEnd(end: End, lines: string[]): void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const group = useRef(0);
  const value = useRef(text);
  const isOver = useRef(false);
  const linesOf = (value: string) =>
    (isOneLine ? [value.replace(/[\r\n]+/g, ' ')] : value.split(/[\r\n]+/)).filter((line) => line.trim() !== '');
  /** Ends the typing once: a field that is taken away loses the focus too. */
  const end = (how: End) => {
    if (isOver.current) return;
    isOver.current = true;
    const lines = linesOf(value.current);
    onEdit(lines[0] ?? '', group.current);
    onEnd(how, lines);
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
    group.current = newGroup();
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
          // What is chosen goes.
          if (own.selectionStart !== own.selectionEnd && !isOneLine) own.setRangeText('', own.selectionStart, own.selectionEnd, 'end');
          value.current = own.value;
          end(endOf(own.value, own.selectionEnd, !!isOneLine));
        }
      }}
      onBlur={() => {
        // Another window is in front: the field stays open.
        if (document.activeElement !== area.current) end('away');
      }} />
  );
}

/** Where the key Enter leads: as in Word, a paragraph begins behind the last letter, and two between letters. */
function endOf(text: string, place: number, isOneLine: boolean): End {
  const [before, behind] = [text.slice(0, place).trim(), text.slice(place).trim()];
  if (isOneLine || before === '') return 'stay';
  if (behind === '') return 'below';
  return /[\r\n]/.test(text) ? 'stay' : place;
}
