// Tests the page in a real Chromium, from a disk, without a network.
// usage: node test/page.mjs GOUJI.html GOUJI_BINARY [PICTURES]
// ONLY names a part of the names of the tests to run.
import { rmSync } from 'node:fs';
import { browser, work } from './harness.mjs';
import { keeping } from './keeping.mjs';
import { mending } from './mending.mjs';
import { reading } from './reading.mjs';
import { sessions } from './sessions.mjs';
import { writing } from './writing.mjs';

const begun = performance.now();
let failed = 0;
for (const [name, test] of Object.entries({ ...reading, ...mending, ...writing, ...keeping, ...sessions })) {
  if (process.env.ONLY && !name.includes(process.env.ONLY)) continue;
  try {
    await test();
    console.log(`${((performance.now() - begun) / 1000).toFixed(1).padStart(5)} s  ${name}`);
  } catch (error) {
    failed++;
    console.error(`FAILED ${name}\n${error.stack ?? error}`);
  }
}
await browser.close();
rmSync(work, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
