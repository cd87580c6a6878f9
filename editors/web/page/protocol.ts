// The requests of the page and the answers of the engine: see engine/src/request.rs.

export interface Words { start: number; text: string }

export interface Cell {
  text: string;
  across?: number;
  down?: number;
  row?: string;
  column?: string;
  range?: [number, number];
  is_value: boolean;
}

export type Block =
  | ({ kind: 'title' | 'heading' | 'paragraph' } & Words)
  | { kind: 'table'; name: string; rows: Cell[][] }
  | { kind: 'rows'; rows: Words[] };

export interface Fix { message: string; safe: boolean; preferred: boolean }

/** Where a finding stands in the drawing, in code units of its block or row. */
export interface Spot { block: number | null; line?: number; from: number; to: number }

export interface Finding {
  number: number;
  code: string;
  severity: 'error' | 'warning' | 'information' | 'hint';
  word: string;
  message: string;
  unfixed: string | null;
  place: string;
  part: string;
  row: string | null;
  column: string | null;
  report: number;
  fixes: Fix[];
  /** Where the finding stands in other files. */
  others: string[];
  spot?: Spot;
}

/** An open file. A file with a problem has no report. */
export interface State {
  name: string;
  problem?: string;
  format?: string;
  writable?: boolean;
  word?: boolean;
  past?: number;
  future?: number;
  /** Whether edits are not saved. */
  changed?: boolean;
  reports?: { organ: string | null; year: number | null }[];
  findings?: Finding[];
  drawing?: { blocks: Block[]; is_cut: boolean };
}

export interface Unit {
  file: number | null;
  name: string;
  organ: string | null;
  year: number | null;
  kind: 'report' | 'settings' | 'absent' | 'not-checked';
  state: string;
  errors: number;
  warnings: number;
  hints: number;
  missing: string[];
  across: { code: string; severity: Finding['severity']; message: string; place: string; others: string[] }[];
}

export interface Hover { text?: string | null; cells?: { start: number; total: boolean }[] }

/** What a change did: the number of changes, the first changed byte, and whether the change is undone with the one before; or why it was refused. */
export interface Changed { changed?: number; at?: number; joined?: boolean; refused?: string }

/** A change of a file. `start` and `length` are the bytes of a block, `from` and `to` its code units. */
export type Change = { request: 'change'; file: number } & (
  | { change: 'edit'; start: number; from: number; to: number; length: number; text: string; group: number }
  | { change: 'insert'; start: number; length: number; text: string; group: number }
  | { change: 'part'; start: number; from: number; length: number; group: number }
  | { change: 'fix'; finding: number; fix: number }
  | { change: 'fix-all'; all: boolean }
  | { change: 'undo' | 'redo' }
);

export type Request =
  | Change
  | { request: 'open'; name: string }
  | { request: 'close'; file: number }
  | { request: 'draw'; file: number; report: number }
  | { request: 'hover'; file: number; start: number; from: number }
  | { request: 'save'; file: number; form: 'plain' | 'tracked'; date: string }
  | { request: 'new'; issuer: string; year: number; word: boolean }
  | { request: 'explain'; code: string }
  | { request: 'language'; english: boolean }
  | { request: 'units'; members: string[] }
  | { request: 'review'; members: string[]; workbook: boolean; now: number };

/** To the worker: the engine in base 64, and requests. */
export type ToWorker = { engine: string } | { id: number; request: Request; bytes?: Uint8Array };
/** From the worker. */
export type FromWorker = { id: number; value: unknown; bytes: Uint8Array } | { id: number; failed: string };
