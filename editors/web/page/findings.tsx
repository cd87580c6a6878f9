// The list of findings, errors first.
import { useEffect, useRef, useState } from 'preact/hooks';
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
  onFix(finding: number, fix: number): void;
  onExplain(code: string): Promise<string>;
}

export function FindingList({ say, findings, chosen, writable, ...on }: Props) {
  return (
    <aside aria-label={say.findings}>
      {findings.length === 0 && <p class="good">✓ {say.nothing}</p>}
      <ol>
        {findings.map((finding) => (
          <Item key={`${finding.code} ${finding.place} ${finding.message}`} say={say} finding={finding} chosen={finding.number === chosen} writable={writable} {...on} />
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
      {finding.unfixed && <p>{finding.unfixed}</p>}
      {writable && finding.fixes.map((fix, index) => (
        <button type="button" key={index} class={fix.preferred ? 'fix preferred' : 'fix'} onClick={() => onFix(finding.number, index)}>
          {fix.message}
        </button>
      ))}
      <details onToggle={(event) => { if (event.currentTarget.open && !page) void onExplain(finding.code).then(setPage); }}>
        <summary>{say.why}</summary>
        <pre>{page.replace(/^#+ */gm, '').replace(/`{1,3}|\*\*/g, '')}</pre>
      </details>
    </li>
  );
}
