// The list of findings, errors first.
import { marked } from 'marked';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Finding } from './protocol';
import type { Words } from './words';

const ORDER = ['error', 'warning', 'information', 'hint'];

export const sorted = (findings: Finding[]): Finding[] =>
  [...findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || a.number - b.number);

export function count(findings: Finding[], say: Words): string {
  const of = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  return say.count(of('error'), of('warning'), of('information') + of('hint'));
}

interface Props {
  say: Words;
  findings: Finding[];
  chosen: number | undefined;
  writable: boolean;
  onChoose(finding: Finding): void;
  onFix(finding: Finding, fix: number): void;
  onExplain(code: string): Promise<string>;
}

export function FindingList({ say, findings, chosen, writable, onFix, ...on }: Props) {
  const own = useRef<HTMLElement>(null);
  const mended = useRef<number>();
  useLayoutEffect(() => {
    // The button of a fix that was carried out is gone. The keyboard goes on at the next finding.
    const next = mended.current;
    mended.current = undefined;
    if (next === undefined || document.activeElement !== document.body) return;
    const left = own.current?.querySelectorAll<HTMLElement>('.to') ?? [];
    (left[Math.min(next, left.length - 1)] ?? own.current)?.focus({ preventScroll: true });
  }, [findings]);
  return (
    <aside ref={own} aria-label={say.findings} tabIndex={-1}>
      {findings.length === 0 && <p class="good">✓ {say.nothing}</p>}
      <ol>
        {findings.map((finding, index) => (
          <Item key={`${finding.code} ${finding.place} ${finding.message}`} say={say} finding={finding} chosen={finding.number === chosen} writable={writable}
            onFix={(finding, fix) => { mended.current = index; onFix(finding, fix); }} {...on} />
        ))}
      </ol>
    </aside>
  );
}

function Item({ say, finding, chosen, writable, onChoose, onFix, onExplain }: Omit<Props, 'findings' | 'chosen'> & { finding: Finding; chosen: boolean }) {
  const [page, setPage] = useState('');
  const own = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const [item, list] = [own.current, own.current?.closest('aside')];
    // In a narrow window the list has no scrolling of its own, and the page stays where it is.
    if (!chosen || !item || !list || list.scrollHeight <= list.clientHeight) return;
    const [inner, outer] = [item.getBoundingClientRect(), list.getBoundingClientRect()];
    if (inner.top < outer.top) list.scrollTop -= outer.top - inner.top;
    else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom;
  }, [chosen]);
  return (
    <li ref={own} class={finding.severity} aria-current={chosen}>
      <button type="button" class="to" onClick={() => onChoose(finding)}>
        <b>{finding.word}</b> <span class="place">{finding.place}</span> <span class="code">{finding.code}</span>
        <span class="message">{finding.message}</span>
      </button>
      {finding.others.map((other) => <p key={other}>{say.see}：{other}</p>)}
      {finding.unfixed && <p>{finding.unfixed}</p>}
      {writable && finding.fixes.map((fix, index) => (
        <button type="button" key={index} class={fix.preferred ? 'fix preferred' : 'fix'} onClick={() => onFix(finding, index)}>
          {fix.message}
        </button>
      ))}
      <details onToggle={(event) => { if (event.currentTarget.open && !page) void onExplain(finding.code).then(setPage); }}>
        <summary>{say.why}</summary>
        {/* The pages of the rules are the program's own. */}
        <div class="explanation" dangerouslySetInnerHTML={{ __html: marked.parse(page, { async: false }) }} />
      </details>
    </li>
  );
}
