// What all parts of a drawn report share.
import type { Editing, Target } from './editing';
import type { Finding } from './protocol';
import type { Words } from './words';

/** What stands around a part of a report. */
export interface Around {
  say: Words;
  onChoose(finding: Finding, quiet?: boolean): void;
  writable: boolean;
  editing: Editing;
  /** The paragraph whose typing goes on, and the place of the cursor. */
  resumed: { block: number; at: number } | undefined;
  onPoint(start: number | undefined): void;
  shown(target: Target): string | undefined;
  onEdit(target: Target, text: string, group: number, base: string): Promise<unknown>;
  /** Inserts lines below a block, and begins a line below them if the person goes on. */
  onLines(below: number, lines: string[], goesOn: boolean): void;
  /** Parts a paragraph. The second half is typed then. */
  onPart(block: number, whole: string, place: number): void;
}

/** What is typed in one place without a stop is a group, and is undone at once. */
let groups = 0;
export const newGroup = (): number => ++groups;

export const worst = (findings: Finding[]): string =>
  ['error', 'warning', 'information', 'hint'].find((severity) => findings.some((finding) => finding.severity === severity)) ?? '';

export const numbers = (findings: Finding[]): string | undefined => findings.map((finding) => finding.number).join(' ') || undefined;

/** The end of what an input method writes. Preact knows no such event and takes the name as it is. */
export const composed = (edit: (value: string) => void) => ({
  oncompositionend: (event: CompositionEvent) => edit((event.target as HTMLInputElement | HTMLTextAreaElement).value),
});
