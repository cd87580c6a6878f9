// What a person does at the workbench, and what is to be seen there.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** So long a person would wait. */
const PATIENCE = 30_000;

export class Workbench {
  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE);
  }

  async open(address, folder) {
    await this.page.goto(`${address}/?folder=${encodeURIComponent(folder)}`);
    await this.page.waitForSelector('.monaco-workbench');
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  }

  /** Opens a file of the workspace by its name, so that it stays open. */
  async openFile(name) {
    await this.pick(name, name, 'Control+P');
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** Runs a command by its title. */
  async run(title) {
    await this.pick(`>${title}`, title, 'F1');
  }

  /** Picks an entry of the list that this key opens. A list that opened too early, in a window that is still starting, stays as it is: a person opens it again. */
  async pick(typed, entry, key) {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: entry }).first();
    await this.appears(row, async () => {
      await this.keys('Escape', key);
      await this.quickInput().fill(typed);
    });
    await row.click();
  }

  /** Does this until it makes something appear. */
  async appears(what, act) {
    await this.until(`${what}`, async () => {
      await act();
      return what.waitFor({ timeout: PATIENCE / 10 }).then(() => true, () => false);
    });
  }

  /** The titles that the palette offers for some words. */
  async offered(words) {
    await this.keys('F1');
    await this.quickInput().fill(`>${words}`);
    await sleep(500);
    const titles = await this.page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
    await this.keys('Escape');
    return titles.map(flat);
  }

  quickInput() {
    return this.page.locator('.quick-input-widget input').first();
  }

  async answer(text) {
    if (text !== undefined) await this.quickInput().fill(text);
    await this.keys('Enter');
  }

  /** Puts the cursor into a line of the active editor, behind this text. */
  async goTo(line, before = '') {
    await this.keys('Control+G');
    // The editor counts columns as wide as they are seen here.
    const column = [...before].reduce((width, character) => width + (/[\u2e80-\uffff]/.test(character) ? 2 : 1), 1);
    await this.quickInput().fill(`:${line}:${column}`);
    await this.keys('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  async keys(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Opens the list of quick fixes at the cursor: the entry with these words. The list closes when diagnostics arrive; a person opens it again. */
  async quickFix(words) {
    const entry = this.page.locator('.action-widget .monaco-list-row', { hasText: words }).first();
    await this.appears(entry, () => this.keys('Escape', 'Control+.'));
    return entry;
  }

  /** The item of the extension in the status bar: its words for those who do not see, with its counts. */
  status() {
    return this.page.locator('.statusbar-item[id="gouji.gouji.status"]');
  }

  async statusSays(expected) {
    await this.until(`the status bar says ${expected}`, async () => {
      const item = this.status();
      if (expected === undefined) return !(await item.isVisible());
      return (await item.isVisible()) && (await item.locator('[aria-label]').first().getAttribute('aria-label')).includes(expected);
    });
  }

  /** The rows of the Problems panel, their blanks made one. */
  async problems() {
    return (await this.page.locator('.markers-panel .monaco-list-row').allInnerTexts()).map(flat);
  }

  async problemsShow(...expected) {
    let rows = [];
    const all = async () => {
      rows = await this.problems();
      return expected.every((words) => rows.some((row) => words.every((word) => row.includes(word))));
    };
    await this.until(() => `${JSON.stringify(expected)} in the Problems panel: ${JSON.stringify(rows)}`, all);
  }

  /** The names of the files in the Problems panel; only rows that are in view are there at all, so others are folded first. */
  async files() {
    await this.page.locator('.panel .codicon-collapse-all:visible').click();
    const names = (await this.problems()).map((row) => /^\S+?\.(md|txt)/.exec(row)?.[0]);
    return names.sort();
  }

  async notification(words) {
    const toast = this.page.locator('.notification-list-item', { hasText: words });
    await toast.first().waitFor();
    return toast.first();
  }

  async notifications() {
    return (await this.page.locator('.notification-list-item-message').allInnerTexts()).map(flat);
  }

  /** Puts the notifications away. */
  async clear() {
    for (let row; (row = this.page.locator('.notifications-toasts .notification-list-item').first()), await row.isVisible(); ) {
      await row.hover();
      await row.locator('.codicon-notifications-clear').click();
      await sleep(200);
    }
  }

  /** The text of the active editor as the editor shows it, line by line, where a line has some words. */
  async lineWith(words) {
    const line = this.page.locator('.editor-instance .view-line', { hasText: words }).first();
    await line.waitFor();
    return (await line.innerText()).replaceAll('\u00a0', ' ');
  }

  async until(what, holds) {
    const end = Date.now() + PATIENCE;
    while (!(await holds())) {
      assert.ok(Date.now() < end, `not within ${PATIENCE / 1000} s: ${typeof what === 'function' ? what() : what}`);
      await sleep(100);
    }
  }
}

function flat(text) {
  return text.replace(/\s+/g, ' ').trim();
}
