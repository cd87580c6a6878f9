// Random sessions of a person who is faster than the engine: what is shown and what is saved is what a plain model says.
import assert from 'node:assert';
import { join } from 'node:path';
import { cli, downloaded, fresh, opened, work } from './harness.mjs';

const SECTIONS = ['一、总体情况', '五、存在的主要问题及改进情况', '六、其他需要报告的事项'];
const COLUMNS = 7;
const CELLS = 3 * COLUMNS;

/** Numbers from 0 to `below`, always the same for a seed. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * below);
  };
}

/** Each message reaches the worker late, in its order. */
const late = (seed) => {
  let state = seed;
  let last = 0;
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...message) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    last = Math.max(last, performance.now() + state / 2 ** 32 * 60);
    setTimeout(() => post.apply(this, message), last - performance.now());
  };
};

async function session(seed) {
  const pick = random(seed);
  const { page, open, close } = await opened({}, (page) => page.addInitScript(late, seed));
  cli(['new', '--issuer', '云溪县园林局', '--year', '2023', '-o', `session-${seed}.docx`]);
  await open([join(work, `session-${seed}.docx`)]);
  const cells = page.locator('article table').nth(1).locator('td input');
  await cells.first().waitFor();
  const numbers = Array(CELLS).fill('0');
  const sections = SECTIONS.map(() => []);
  const steps = [];
  const words = () => `${'甲乙丙丁戊己庚辛'[pick(8)]}${steps.length}项。`;
  const type = (text) => page.keyboard.type(text, { delay: pick(3) });

  /** Sets the cursor behind the last letter of a line, which may be open. */
  const enter = async (line) => {
    await page.locator('article .text', { hasText: line }).or(page.locator('textarea.typing')).first().waitFor();
    const open = page.locator('textarea.typing');
    if (await open.count() && await open.inputValue() === line) return page.keyboard.press('Control+End');
    await page.locator('article .text', { hasText: line }).focus();
    await page.keyboard.press('Enter');
  };
  const acts = {
    async cell() {
      let at = pick(CELLS);
      // With the keyboard: a late undo may scroll the page under the mouse.
      await cells.nth(at).focus();
      await page.keyboard.press('Control+A');
      for (let more = pick(3); more >= 0; more--) {
        const number = String(pick(900) + 1);
        await type(number);
        numbers[at] = number;
        steps.push(`cell ${at} ${number}`);
        if (at + COLUMNS >= CELLS) break;
        await page.keyboard.press('Enter');
        at += COLUMNS;
      }
    },
    async section() {
      const at = pick(SECTIONS.length);
      const own = sections[at];
      const last = own.at(-1);
      if (last === undefined) {
        const left = sections.filter((lines) => lines.length === 0).length;
        await page.waitForFunction((left) => document.querySelectorAll('article .empty').length === left, left);
        const before = sections.slice(0, at).filter((lines) => lines.length === 0).length;
        await page.locator('article .empty').nth(before).focus();
        await page.keyboard.press('Enter');
      } else {
        await enter(last);
        await page.keyboard.press('Enter');
      }
      for (let more = pick(3); more >= 0; more--) {
        const line = words();
        await type(line);
        own.push(line);
        steps.push(`section ${at} ${line}`);
        if (more > 0) await page.keyboard.press('Enter');
      }
    },
    async line() {
      const [at, index] = [pick(SECTIONS.length), pick(3)];
      const old = sections[at][index];
      if (old === undefined) return;
      await enter(old);
      const more = words();
      await type(more);
      sections[at][index] = old + more;
      steps.push(`line ${at} ${index} ${more}`);
    },
    async part() {
      const at = pick(SECTIONS.length);
      const index = sections[at].findIndex((line) => /。./.test(line));
      if (index < 0) return;
      const old = sections[at][index];
      const place = old.indexOf('。') + 1;
      await enter(old);
      await page.locator('textarea.typing').evaluate((area, place) => area.setSelectionRange(place, place), place);
      await page.keyboard.press('Enter');
      const more = words();
      await type(more);
      sections[at].splice(index, 1, old.slice(0, place), more + old.slice(place));
      steps.push(`part ${at} ${index} ${more}`);
    },
    /** Takes back the last change and repeats it. */
    async pair() {
      await cells.nth(pick(CELLS)).focus();
      await page.keyboard.press('Control+z');
      if (pick(2)) await page.waitForTimeout(pick(150));
      await page.keyboard.press('Control+y');
      steps.push('pair');
    },
  };
  const names = ['cell', 'cell', 'section', 'line', 'line', 'part', 'part', 'pair', 'pair'];
  for (let turn = 0; turn < 18; turn++) await acts[names[pick(names.length)]]();
  const { bytes } = await downloaded(page, '保存改好的文件');
  const text = cli(['text', fresh(`session-${seed}-saved.docx`, bytes)]).stdout;
  const done = `seed ${seed}: ${steps.join('; ')}`;
  const saved = text.match(/(\t\d+){7}(?=\n)/g).slice(0, CELLS / COLUMNS).flatMap((row) => row.trim().split('\t'));
  assert.deepEqual(saved, numbers, `${done}\nsaved: ${saved}\nmodel: ${numbers}`);
  for (const [index, name] of SECTIONS.entries()) {
    const own = text.slice(text.indexOf(name) + name.length).split('\n').slice(1, 1 + sections[index].length);
    assert.deepEqual(own, sections[index], `${done}\nsaved: ${own.join(" | ")}\nmodel: ${sections[index].join(" | ")}`);
  }
  await page.locator('.dot.is').waitFor({ state: 'detached' });
  assert.deepEqual(await cells.evaluateAll((inputs, count) => inputs.slice(0, count).map((input) => input.value), CELLS), numbers, `shown: ${done}`);
  const shown = await page.locator('article p .text').allInnerTexts();
  assert.deepEqual(shown.filter((line) => /^[甲乙丙丁戊己庚辛]\d+项/.test(line)), sections.flat(), `shown: ${done}`);
  await close();
}

export const sessions = {
  async 'a late engine, random sessions'() {
    for (let seed = 1; seed <= 4; seed++) await session(seed);
  },
};
