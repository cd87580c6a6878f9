/** What keeps reports from being checked, and how a person is told: once, and only where a report is at hand. */

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

  /** Takes what is wrong now, and tells it if the text at hand looks like a report. */
  set(problem: Problem): void {
    if (this.current?.problem === problem.problem) {
      return;
    }
    this.current = problem;
    this.isTold = false;
    this.log.error(this.words(problem));
    this.tellIfItMatters();
  }

  /** Somebody who writes a README is not to hear of a program that checks reports. */
  tellIfItMatters(): void {
    const document = window.activeTextEditor?.document;
    if (document && !this.isTold && ['file', 'untitled'].includes(document.uri.scheme) && looksLikeReport(beginning(document))) {
      this.tell();
    }
  }

  /** Tells what is wrong because something was asked for that it keeps from being done. */
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
