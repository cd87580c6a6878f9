// A window of the editor: the actions of a person, and the visible content.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyOf } from './editor.mjs';
import { MOMENT, PATIENCE, achieve, until } from './patience.mjs';
import { lastServer, logs, servers } from './servers.mjs';

const ATTEMPT = { timeout: MOMENT };

export class Workbench {
  /** Opens a folder in a new window without content from earlier windows. All earlier windows must be closed. */
  static async open(browser, editor, folder, work) {
    const older = new Set(logs(editor.user));
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'zh-CN' });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(`${editor.address}/?folder=${encodeURIComponent(folder)}`);
    await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
    return new Workbench(page, () => logs(editor.user).find((file) => !older.has(file)), work);
  }

  constructor(page, log, work) {
    Object.assign(this, { page, findLog: log, work });
  }

  /** Closes the window, and waits for its server to end. */
  async close() {
    await this.page.context().close();
    await until(() => `no server is left: ${JSON.stringify(servers(this.work))}`, () => servers(this.work).length === 0);
  }

  /** The log of the extension in this window. */
  log() {
    const file = this.findLog();
    return file ? readFileSync(file, 'utf8') : '';
  }

  /**
   * Waits for the server of this window: a ready server with a higher number than `after` and a program in this folder. No other server
   * may run, neither an earlier server nor the server of another window.
   */
  async server({ after = 0, program = this.work } = {}) {
    const seen = () => `a server after ${after} alone: ${JSON.stringify(servers(this.work))}, ${JSON.stringify(lastServer(this.log()))}`;
    return until(seen, () => {
      const [last, [running, ...others]] = [lastServer(this.log()), servers(this.work)];
      const isIt = last?.isReady && last.number > after && running?.pid === last.pid && running.program.startsWith(program);
      return isIt && others.length === 0 && { ...running, number: last.number };
    });
  }

  async keys(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Runs a command with its key until the effect holds. */
  async run(command, effect) {
    return achieve(`the effect of ${command}`, () => this.keys(keyOf(command)), effect);
  }

  /** Runs a command with its title in the palette until the effect holds. */
  async choose(title, effect) {
    return this.pick('workbench.action.showCommands', `>${title}`, title, effect);
  }

  /** Opens a file of the workspace by name. The file stays open. */
  async openFile(name) {
    const isOpen = async () => (await this.visible('.tab.active', name)) && this.visible('.editor-instance .view-line');
    await this.pick('workbench.action.quickOpen', name, name, isOpen);
  }

  /** Opens a list, types, and picks the first entry if the entry has these words. Repeats until the effect holds. */
  async pick(list, typed, words, effect) {
    const attempt = async () => {
      await this.type(list, typed);
      await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: words }).waitFor(ATTEMPT);
      await this.keys('Enter');
    };
    await achieve(`the effect of “${words}” in the list that opens with ${typed}`, attempt, effect);
  }

  /** Opens a list again and types. A list opened during the start of the window may stay empty. */
  async type(list, typed) {
    await this.keys(keyOf('workbench.action.closeQuickOpen'), keyOf(list));
    await this.page.locator('.quick-input-widget input:visible').first().fill(typed, ATTEMPT);
  }

  /** The titles in the palette for some words, as soon as this title is in the list. */
  async offered(words, title) {
    let titles = [];
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    const seen = async () => {
      titles = (await rows.allInnerTexts()).map(flat);
      return titles.some((offer) => offer.includes(title));
    };
    await achieve(() => `“${title}” is offered: ${titles}`, () => this.type('workbench.action.showCommands', `>${words}`), seen);
    await this.keys(keyOf('workbench.action.closeQuickOpen'));
    return titles;
  }

  /** Answers the question with this title until the effect holds. */
  async answer(title, text, effect) {
    const question = this.page.locator('.quick-input-widget:visible', { hasText: title });
    const attempt = async () => {
      await question.locator('input').first().fill(text, ATTEMPT);
      await this.keys('Enter');
    };
    await achieve(`the effect of “${text}” for ${title}`, attempt, effect);
  }

  /** Whether an element with these words is visible. */
  async visible(selector, hasText) {
    return this.page.locator(`${selector}:visible`, { hasText }).first().isVisible();
  }

  /** Moves the cursor into a line of the active editor, behind this text. */
  async goTo(line, before = '') {
    // A typed column counts wide characters twice, but the status bar counts wide characters once.
    const column = [...before].reduce((width, character) => width + (/[\u2e80-\uffff]/.test(character) ? 2 : 1), 1);
    const attempt = async () => {
      await this.type('workbench.action.gotoLine', `:${line}:${column}`);
      await this.keys('Enter');
    };
    let seen;
    const isThere = async () => {
      seen = await this.selection();
      return seen === `Ln ${line}, Col ${before.length + 1}` && !(await this.visible('.quick-input-widget'));
    };
    await achieve(() => `the cursor is in line ${line}, behind “${before}”: ${seen}`, attempt, isThere);
  }

  /** The cursor or the selection in the status bar. */
  async selection() {
    return flat((await this.page.locator('[id="status.editor.selection"]').allInnerTexts()).join());
  }

  /** Overwrites the character behind this text in a line until the line with these words also has this part. */
  async overwrite(line, before, character, words, part) {
    const attempt = async () => {
      await this.goTo(line, before);
      await this.keys('Shift+ArrowRight');
      // Otherwise the text may be inserted, and a second attempt would insert the text again.
      await until('one character is selected', async () => (await this.selection()).endsWith('(1 selected)'), MOMENT);
      await this.keys(character);
    };
    await achieve(`“${part}” in the line with “${words}”`, attempt, () => this.hasLine(words, part));
  }

  /** Whether a line of the active editor has both parts, regardless of inlay hints behind numbers. */
  async hasLine(words, part) {
    const lines = await this.page.locator('.editor-instance .view-line').allInnerTexts();
    return lines.map((line) => line.replaceAll('\u00a0', ' ')).some((line) => line.includes(words) && line.includes(part));
  }

  /** Applies the quick fix with these words at the cursor until the effect holds. The list closes when diagnostics arrive. */
  async quickFix(words, effect, whenOpen = () => {}) {
    const entry = this.page.locator('.action-widget .monaco-list-row', { hasText: words }).first();
    const attempt = async () => {
      await this.keys('Escape', 'Control+.');
      await entry.waitFor(ATTEMPT);
      await whenOpen();
      await entry.click(ATTEMPT);
    };
    await achieve(`the effect of the quick fix “${words}”`, attempt, effect);
  }

  /** The text of the extension in the status bar for screen readers. Undefined if the item is hidden. */
  async status() {
    return this.page.evaluate(() => {
      const item = document.querySelector('.statusbar-item[id="gouji.gouji.status"]');
      return item?.checkVisibility() ? item.querySelector('[aria-label]')?.getAttribute('aria-label') : undefined;
    });
  }

  /** Clicks or hovers the item of the extension in the status bar until the effect holds. */
  async atStatus(act, effect) {
    const item = this.page.locator('.statusbar-item[id="gouji.gouji.status"] a').first();
    return achieve(`the effect of a ${act} in the status bar`, () => item[act](ATTEMPT), effect);
  }

  async statusSays(expected) {
    let said;
    await until(() => `the status bar says ${expected}: ${said}`, async () => {
      said = await this.status();
      return expected === undefined ? said === undefined : said?.includes(expected);
    });
  }

  /** Opens the Problems panel, and waits for rows with these words. */
  async problemsShow(...expected) {
    let rows = [];
    const all = async () => {
      rows = await this.problems();
      return expected.every((words) => rows.some((row) => words.every((word) => row.includes(word))));
    };
    await achieve(() => `${JSON.stringify(expected)} in the Problems panel: ${JSON.stringify(rows)}`, () => this.keys(keyOf('workbench.panel.markers.view.focus')), all);
  }

  /** The rows of the Problems panel, with single blanks. */
  async problems() {
    return (await this.page.locator('.markers-panel .monaco-list-row').allInnerTexts()).map(flat);
  }

  /** Waits for exactly these files in the open Problems panel. The panel has only visible rows, so the files are folded first. */
  async filesAre(...expected) {
    let names = [];
    const fold = () => this.page.locator('.panel .codicon-collapse-all:visible').click(ATTEMPT);
    const areThere = async () => {
      names = (await this.problems()).map((row) => /^\S+?\.(docx|html|md|txt|toml)/.exec(row)?.[0]).sort();
      return names.join() === [...expected].sort().join();
    };
    await achieve(() => `${expected} in the Problems panel: ${names}`, fold, areThere);
  }

  /** The visible notifications of the extension. The editor has English notifications, for example about a slow machine, and may keep a closed notification in the page. */
  async notifications() {
    return (await this.page.locator('.notification-list-item-message:visible').allInnerTexts()).map(flat).filter((text) => /\p{Script=Han}|gouji/u.test(text));
  }

  /** Whether a notification has these words. */
  async tells(words) {
    return (await this.notifications()).some((text) => text.includes(words));
  }

  /** Clears the notifications. The list of notifications, open and empty, shows that no notification is left out of sight. */
  async clear() {
    await achieve('no notification is left', () => this.keys(keyOf('notifications.clearAll'), keyOf('notifications.showList')), () => this.listIsEmpty());
    await this.run('notifications.hideList', async () => !(await this.visible('.notifications-center')));
  }

  /** Opens the list of notifications while the list is empty. New notifications then stand in the list, all of them. */
  async openEmptyList() {
    await this.run('notifications.showList', () => this.listIsEmpty());
  }

  async listIsEmpty() {
    const titles = await this.page.locator('.notifications-center-header-title:visible').allInnerTexts();
    return titles.some((title) => /no new notifications/i.test(title));
  }
}

function flat(text) {
  return text.replace(/\s+/g, ' ').trim();
}
