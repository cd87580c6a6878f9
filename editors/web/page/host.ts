// The editor around the page, such as VS Code. It holds the file, asks for the bytes when it saves, and shows the findings in its own list.
import type { Finding } from './protocol';

export type FromHost =
  | { type: 'open'; name: string; bytes: Uint8Array; english: boolean }
  | { type: 'undo' | 'redo' }
  | { type: 'bytes'; id: number };

export type ToHost =
  | { type: 'ready' | 'edited' }
  | { type: 'bytes'; id: number; bytes?: Uint8Array; problem?: string }
  | { type: 'findings'; findings: Pick<Finding, 'code' | 'severity' | 'message' | 'place'>[] }
  | { type: 'give'; name: string; bytes: Uint8Array };

declare const acquireVsCodeApi: undefined | (() => { postMessage(message: ToHost): void });

/** `undefined` for a page in a browser. */
export const host = typeof acquireVsCodeApi === 'function' ? acquireVsCodeApi() : undefined;

/** Whether a key takes back a change of the report, or repeats it. */
export const isUndo = (event: KeyboardEvent): boolean => !host && (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key);
