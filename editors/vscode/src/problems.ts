/** The problems that prevent the check of reports. A problem is shown once, and only if a report is open. */

import { type LogOutputChannel, commands, window } from 'vscode';
import { looksLikeReport, LOOKED_AT } from './looks';
import { say } from './settings';

type Kind = 'missing' | 'missingAsSet' | 'unusable' | 'foreign' | 'incompatible' | 'died' | 'crashed';

export interface Problem {
  readonly problem: Kind;
  readonly values: readonly string[];
}

export class Problems {
  private current: Problem | undefined;
  private isTold = false;

  constructor(private readonly log: LogOutputChannel) {}

  clear(): void {
    this.current = undefined;
    this.isTold = false;
  }

  /** Sets the current problem, and shows the problem if the active text looks like a report. */
  set(problem: Problem): void {
    if (this.current?.problem === problem.problem) {
      return;
    }
    this.current = problem;
    this.isTold = false;
    this.log.error(this.words(problem));
    this.tellIfItMatters();
  }

  /** The author of a README should not see messages about a program for reports. */
  tellIfItMatters(): void {
    const document = window.activeTextEditor?.document;
    if (document && !this.isTold && ['file', 'untitled'].includes(document.uri.scheme) && looksLikeReport(beginning(document))) {
      this.tell();
    }
  }

  /** Shows the problem, because the problem prevents a requested action. */
  tell(): void {
    if (this.current) {
      this.isTold = true;
      void this.show(this.current);
    }
  }

  private async show(problem: Problem): Promise<void> {
    const canRestart = problem.problem === 'died' || problem.problem === 'crashed';
    const buttons = canRestart ? [say('restart'), say('showLog')] : [say('openSetting'), say('showLog')];
    const pressed = await window.showErrorMessage(this.words(problem), ...buttons);
    if (pressed === undefined) {
      return;
    }
    if (pressed === buttons[1]) {
      await commands.executeCommand('gouji.showLog');
    } else if (canRestart) {
      await commands.executeCommand('gouji.restart');
    } else {
      await commands.executeCommand('workbench.action.openSettings', '@id:gouji.path');
    }
  }

  private words(problem: Problem): string {
    return say(problem.problem, ...problem.values);
  }
}

function beginning(document: { getText(): string }): string {
  return document.getText().slice(0, LOOKED_AT);
}
