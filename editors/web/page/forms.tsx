// Small forms: a pasted text, a new report.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Words } from './words';

/** Escape closes a form. */
const escape = (cancel: () => void) => (event: KeyboardEvent) => { if (event.key === 'Escape' && !event.isComposing) cancel(); };

export function Paste({ say, onText, onCancel }: { say: Words; onText(text: string): void; onCancel(): void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  return (
    <form class="form" onKeyDown={escape(onCancel)} onSubmit={(event) => { event.preventDefault(); onText(area.current?.value ?? ''); }}>
      <label>{say.pasteHere}<textarea ref={area} rows={12} required /></label>
      <button type="submit" class="main">{say.check}</button>
      <button type="button" onClick={onCancel}>{say.cancel}</button>
    </form>
  );
}

export function FreshReport({ say, onMake, onCancel }: { say: Words; onMake(issuer: string, year: number): void; onCancel(): void }) {
  // A report is about the year before it is written.
  const [year, setYear] = useState(new Date().getFullYear() - 1);
  const issuer = useRef<HTMLInputElement>(null);
  useEffect(() => issuer.current?.focus(), []);
  return (
    <form class="form" onKeyDown={escape(onCancel)} onSubmit={(event) => { event.preventDefault(); onMake(issuer.current?.value ?? '', year); }}>
      <label>{say.issuer}<input ref={issuer} required pattern=".*\S.*" maxLength={80} /></label>
      <label>{say.year}<input type="number" min={2019} max={2199} required value={year} onInput={(event) => setYear(event.currentTarget.valueAsNumber)} /></label>
      <button type="submit" class="main">{say.make}</button>
      <button type="button" onClick={onCancel}>{say.cancel}</button>
    </form>
  );
}
