// A report as it is read: paragraphs and tables with marks, to be changed in place.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Around, newGroup } from './around';
import type { Drawn as State, Editing } from './editing';
import { Text, Typing } from './line';
import type { Block, Finding, Hover, Words as Line } from './protocol';
import { TableOf } from './table';
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

function flash(place: Element): void {
  place.scrollIntoView({ block: 'center' });
  place.classList.remove('flash');
  void (place as HTMLElement).offsetWidth;
  place.classList.add('flash');
}

/** A new line while it is typed. */
interface Fresh {
  /** The block above, and those above it: a block that is on its way is not drawn yet. */
  below: number[];
  turn: number;
  /** The number of its paragraph, when it has words. */
  number?: number;
  text: string;
  /** The words that it began with. */
  readonly first?: string;
}

export function Report({ say, state, report, chosen, mended, onChoose, onHover, editing }: Props) {
  const article = useRef<HTMLElement>(null);
  const card = useRef<HTMLDivElement>(null);
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

  const point = (own: number | undefined) => {
    // When the mouse goes, the cell with the keyboard is told about again.
    const focused = document.activeElement?.closest<HTMLElement>('td input')?.dataset.start;
    const start = own ?? (focused === undefined ? undefined : Number(focused));
    pointed.current = start;
    if (start === undefined) {
      setHover(undefined);
      return;
    }
    void onHover(start, 0).then((hover) => {
      if (pointed.current === start) setHover(hover);
    }, () => undefined);
  };
  useLayoutEffect(() => card.current?.scrollTo(0, 0), [hover?.text]);
  const [fresh, setFresh] = useState<Fresh>();
  const [resumed, setResumed] = useState<Around['resumed']>();
  const { key } = state;
  const begin = (below: number) => setFresh({ below: [below], turn: newGroup(), text: '' });
  /** The first words insert the paragraph, and the next ones change it. */
  const onFresh = (now: Fresh, text: string) => {
    if (text === now.text) return;
    if (now.number === undefined) [now.number] = editing.insert(key, report, now.below[0] ?? 0, [text], now.turn);
    else void editing.type(key, report, { block: now.number }, text, now.turn, now.text);
    now.text = text;
  };
  /** Inserts the further lines of a field below blocks, and begins a new line below them if the person goes on. `ended` is the field of a new line. */
  const onLines = (below: number[], lines: string[], goesOn: boolean, ended?: Fresh) => {
    const made = lines.length > 0 ? editing.insert(key, report, below[0] ?? 0, lines, newGroup()) : [];
    const next = goesOn ? { below: [...made.reverse(), ...below], turn: newGroup(), text: '' } : undefined;
    setFresh((open) => (open === ended || next ? next : open));
  };
  /** Parts a paragraph, and goes on in the second half. `below` is the paragraph with the blocks above it. */
  const onPart = (below: number[], whole: string, place: number) => {
    const block = below[0] ?? 0;
    const first = whole.slice(place).trimStart();
    const { number, done } = editing.part(key, report, block, whole, place, newGroup());
    const next: Fresh = { below, turn: newGroup(), number, text: first, first };
    setFresh(next);
    void done.then((isParted) => {
      if (isParted) return;
      // The paragraph stays whole, with what was typed meanwhile, and the keyboard goes on in it.
      const from = article.current?.querySelector<HTMLTextAreaElement>('.fresh .typing')?.selectionStart ?? 0;
      if (next.text !== first) void editing.type(key, report, { block }, whole.slice(0, place) + next.text, next.turn, whole);
      setFresh((open) => (open === next ? undefined : open));
      setResumed({ block, at: place + from });
    });
  };
  const around: Around = {
    say, writable: !!state.writable, editing, resumed, onChoose, onPoint: point,
    shown: (target) => editing.shown(key, report, target),
    onEdit: (target, text, group, base) => editing.type(key, report, target, text, group, base),
    onLines: (below, lines, goesOn) => onLines([below], lines, goesOn),
    onPart: (block, whole, place) => onPart([block], whole, place),
  };
  const above = fresh?.below.find((number) => state.numbers.includes(number));
  const isEmpty = (index: number) => blocks[index]?.kind === 'heading' && [undefined, 'heading'].includes(blocks[index + 1]?.kind);
  return (
    <article ref={article} class={state.format === 'PDF' ? 'printed-lines' : undefined} onKeyDown={(event) => {
      if (event.key === 'Escape') setHover(undefined);
      const own = card.current;
      if (!own || !/^Page(Up|Down)$/.test(event.key) || own.scrollHeight <= own.clientHeight) return;
      // What is said about a cell may be longer than its card.
      event.preventDefault();
      own.scrollBy(0, (event.key === 'PageDown' ? 0.8 : -0.8) * own.clientHeight);
    }}>
      <p class="on-paper">{state.name} · {new Date().toLocaleDateString()}</p>
      {blocks.flatMap((block, index) => {
        const number = state.numbers[index] ?? index;
        const isOpen = fresh && above === number;
        // Its field stands in place of the new paragraph.
        if (number === fresh?.number) return [];
        return [
          <Drawn key={number} number={number} block={block} findings={findings.filter((finding) => finding.spot?.block === index)} cells={hover?.cells ?? []} {...around} />,
          isOpen && (
            <p key={`fresh ${fresh.turn}`} class="fresh">
              <Typing say={say} editing={editing} text={fresh.first ?? ''} at={0} onEdit={(text) => onFresh(fresh, text)}
                onEnd={(end, lines) => {
                  const below = fresh.number === undefined ? fresh.below : [fresh.number, ...fresh.below];
                  if (typeof end === 'number') onPart(below, lines[0] ?? '', end);
                  else onLines(below, lines.slice(1), end === 'below' && lines.length > 0, fresh);
                }} />
            </p>
          ),
          // At once: the end of another field moves the button before the mouse is up.
          isEmpty(index) && !isOpen && state.writable && (
            <p key={`empty ${number}`} class="fresh"><button type="button" class="empty" onClick={() => begin(number)} onMouseDown={(event) => { if (event.button === 0) { event.preventDefault(); begin(number); } }}>{say.empty}</button></p>
          ),
        ];
      })}
      {state.drawing?.is_cut && <p class="problem">{say.cut}</p>}
      <div ref={card} class="card" role="status" hidden={!hover?.text}>{hover?.text}</div>
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
    case 'table': return <TableOf block={block} own={own} findings={findings} cells={cells} {...around} />;
  }
}
