/** Prevents commands of the server from changing a read-only document. */

import { access, constants, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Uri, commands, window } from 'vscode';
import { say } from './settings';

const CHANGING = new Set(['gouji.recompute', 'gouji.addMissing', 'gouji.applyFix', 'gouji.correct', 'gouji.fixAll']);

/** Whether a command is refused because its document is read-only. Shows a message if the command is refused. */
export async function refusesChanges(command: string, args: readonly unknown[]): Promise<boolean> {
  const [uri] = args;
  if (!CHANGING.has(command) || typeof uri !== 'string' || !(await isReadOnly(Uri.parse(uri)))) {
    return false;
  }
  const saveAs = say('saveAs');
  void window.showWarningMessage(say('readOnly', basename(Uri.parse(uri).fsPath)), saveAs).then((pressed) => {
    if (pressed === saveAs) {
      void commands.executeCommand('workbench.action.files.saveAs');
    }
  });
  return true;
}

async function isReadOnly(uri: Uri): Promise<boolean> {
  if (uri.scheme !== 'file') {
    return false;
  }
  try {
    // Check the mode as well: an administrator may write to every file, but somebody has marked this file as read-only.
    if (((await stat(uri.fsPath)).mode & 0o222) === 0) {
      return true;
    }
  } catch {
    // A deleted file can be written again.
    return false;
  }
  return access(uri.fsPath, constants.W_OK).then(
    () => false,
    () => true,
  );
}
