// Half a second of work, which times itself, so that starting and ending do not count. The result goes into the file
// that is named by the argument: what a debugger does with output must not count either.
'use strict';
const { writeFileSync } = require('node:fs');
const { calls } = require('./work.cjs');

function neverCalled() {
  return 'no'; // breakpoint
}

async function one(value) {
  return value + 1;
}

/** Where debuggers take their toll: they keep the stack across each `await`. */
async function awaits(rounds) {
  let sum = 0;
  for (let i = 0; i < rounds; i += 1) sum = await one(sum);
  return sum;
}

function throws(rounds) {
  let caught = 0;
  for (let i = 0; i < rounds; i += 1) {
    try {
      throw new Error(`round ${i}`);
    } catch {
      caught += 1;
    }
  }
  return caught;
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function main() {
  const result = {
    calls: await timed(() => calls(12_000_000)),
    awaits: await timed(() => awaits(600_000)),
    throws: await timed(() => throws(60_000)),
  };
  writeFileSync(process.argv[2], JSON.stringify(result));
  if (process.argv.length > 3) neverCalled();
}

main();
