/** The gouji program: its path, and whether its version fits. */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { type ExtensionContext, workspace } from 'vscode';
import type { Problem } from './problems';
import * as settings from './settings';
import { fits, parseProgramVersion, parseVersion, wanted } from './version';

const NAME = process.platform === 'win32' ? 'gouji.exe' : 'gouji';

/** Time limit for the version of the program, in milliseconds. A slower program is not gouji. */
const PATIENCE_MS = 10_000;

export interface Program {
  readonly command: string;
}

/** The program to use: the program in the settings, otherwise the program in the extension, otherwise the program in PATH. */
export async function findProgram(context: ExtensionContext): Promise<Program | Problem> {
  const set = settings.path();
  const bundled = context.asAbsolutePath(join('server', NAME));
  const command = set !== '' ? absolute(set) : existsSync(bundled) ? bundled : NAME;
  const answer = await run(command, ['--version']);
  if (answer.failed?.code === 'ENOENT') {
    return { problem: set === '' ? 'missing' : 'missingAsSet', values: [command] };
  }
  if (answer.failed?.code !== undefined) {
    return { problem: 'unusable', values: [command, answer.failed.code] };
  }
  const found = parseProgramVersion(answer.output);
  if (answer.failed || !found) {
    return { problem: 'foreign', values: [command] };
  }
  const own = parseVersion(String((context.extension.packageJSON as { version: unknown }).version));
  if (own && !fits(found, own)) {
    return { problem: 'incompatible', values: [command, found.full, wanted(own)] };
  }
  return { command };
}

/** A new report from the form, written by the program. */
export async function newReport(program: Program, issuer: string, year: string): Promise<{ text: string } | { error: string }> {
  const answer = await run(program.command, ['new', '--lang', settings.language(), '--issuer', issuer, '--year', year]);
  return answer.failed ? { error: answer.errors.trim() || answer.failed.message } : { text: answer.output };
}

interface Answer {
  readonly output: string;
  readonly errors: string;
  readonly failed?: { readonly message: string; readonly code?: string };
}

function run(command: string, args: readonly string[]): Promise<Answer> {
  return new Promise((done) => {
    const answered = (error: Error | null, output: string, errors: string): void => {
      if (error) {
        // A string is the reason of the system why the program did not run. A number is the exit status of the program.
        const code: unknown = 'code' in error ? error.code : undefined;
        done({ output, errors, failed: { message: error.message, ...(typeof code === 'string' ? { code } : {}) } });
      } else {
        done({ output, errors });
      }
    };
    try {
      execFile(command, args, { timeout: PATIENCE_MS, windowsHide: true, encoding: 'utf8' }, answered).stdin?.end();
    } catch (error) {
      // Some failures are thrown, for example for a name with a zero byte.
      answered(error instanceof Error ? error : new Error(String(error)), '', '');
    }
  });
}

/** A name without a path is searched in PATH. A relative path starts at the home folder or at the first workspace folder. */
function absolute(set: string): string {
  if (set.startsWith('~/') || set.startsWith('~\\')) {
    return join(homedir(), set.slice(2));
  }
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  return isAbsolute(set) || !/[\\/]/.test(set) || folder === undefined ? set : resolve(folder, set);
}
