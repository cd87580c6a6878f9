// Tests the queue of edits with an engine that answers late: random sessions, against a plain model. Needs no browser.
// usage: node test/editing.mjs
import assert from 'node:assert';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entry = fileURLToPath(new URL('../page/editing.ts', import.meta.url));
const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'esm', write: false });
const { Editing, at } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`);

/** Numbers from 0 to `below`, always the same for a seed. */
function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor(state / 2 ** 32 * below);
  };
}

/** A file of lines, with the undo of the real engine. Each answer comes late. */
class LateEngine {
  lines = ['title', 'one', 'two', 'three'];
  past = [];
  future = [];
  group;
  constructor(pick) { this.pick = pick; }

  async late() { for (let turn = this.pick(4); turn > 0; turn--) await new Promise((next) => setImmediate(next)); }

  async draw() {
    await this.late();
    let start = 0;
    const blocks = this.lines.map((text) => ({ kind: 'paragraph', text, start: (start += text.length + 1) - text.length - 1 }));
    return { drawing: { blocks } };
  }

  async change(_, { change, start, length, from, to, text, group }) {
    await this.late();
    if (change === 'undo' || change === 'redo') {
      const [own, other] = change === 'undo' ? [this.past, this.future] : [this.future, this.past];
      if (own.length === 0) return { changed: 0 };
      other.push(this.lines);
      this.lines = own.pop();
      this.group = undefined;
      return { changed: 1 };
    }
    let begin = 0;
    const index = this.lines.findIndex((line) => { const is = begin === start; begin += line.length + 1; return is; });
    assert.equal(this.lines[index]?.length, length, 'the place is that of the drawing');
    const line = this.lines[index];
    const joined = group === this.group;
    if (!joined) this.past.push(this.lines);
    this.future = [];
    this.group = group;
    const made = change === 'edit' ? [line.slice(0, from) + text + line.slice(to)] : change === 'insert' ? [line, text] : [line.slice(0, from), line.slice(from)];
    this.lines = this.lines.toSpliced(index, 1, ...made);
    return { changed: 1, joined };
  }
}

async function session(seed) {
  const pick = random(seed);
  const engine = new LateEngine(pick);
  const editing = new Editing(engine);
  let drawn;
  const told = [];
  editing.listener = {
    drawn: (own) => { drawn = own; },
    edited() {},
    refused: (reason) => { if (reason !== '') told.push(`refused: ${reason}`); },
    failed: (error) => told.push(String(error)),
  };
  await editing.draw(1, 0);
  const model = engine.lines.map((text, index) => ({ block: drawn.numbers[index], text }));
  let groups = 0;
  const steps = [];
  const acts = [
    function type() {
      const own = model[pick(model.length)];
      const group = ++groups;
      for (let more = 1 + pick(4); more > 0; more--) {
        const text = own.text + 'abcdefgh'[pick(8)];
        void editing.type(1, 0, { block: own.block }, text, group, own.text);
        own.text = text;
      }
    },
    function insert() {
      const index = pick(model.length);
      const lines = Array.from({ length: 1 + pick(3) }, (_, more) => `new ${steps.length} ${more}`);
      const made = editing.insert(1, 0, model[index].block, lines, ++groups);
      model.splice(index + 1, 0, ...made.map((block, more) => ({ block, text: lines[more] })));
    },
    function part() {
      const index = pick(model.length);
      const { block, text } = model[index];
      const place = 1 + pick(text.length - 1);
      if (text[place] === ' ' || text[place - 1] === ' ') return;
      const { number } = editing.part(1, 0, block, text, place, ++groups);
      model.splice(index, 1, { block, text: text.slice(0, place) }, { block: number, text: text.slice(place) });
    },
    function pair() {
      for (const change of ['undo', 'redo']) void editing.change(1, 0, { request: 'change', change, file: 1 });
    },
    function wait() { return editing.settled(); },
    function waitTwice() { return Promise.all([editing.settled(), editing.settled()]); },
    function draw() { void editing.draw(1, 0); },
  ];
  const often = [0, 0, 0, 0, 1, 1, 2, 3, 3, 4, 5, 6];
  for (let turn = 0; turn < 40; turn++) {
    const act = acts[often[pick(often.length)]];
    steps.push(act.name);
    await act();
    // Nothing, or a few answers, come between.
    for (let more = pick(3); more > 0; more--) await new Promise((next) => setImmediate(next));
  }
  await editing.settled();
  const done = `seed ${seed}: ${steps.join(' ')}`;
  assert.deepEqual(told, [], done);
  assert.deepEqual(engine.lines, model.map(({ text }) => text), done);
  for (const { block, text } of model) assert.equal(at(drawn, { block })?.text, text, done);
  assert.equal(editing.isBusy, false);
}

const SESSIONS = 300;
for (let seed = 1; seed <= SESSIONS; seed++) await session(seed);
console.log(`${SESSIONS} random sessions with a late engine`);
