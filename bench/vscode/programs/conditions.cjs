// Passes a breakpoint as often as the second argument says, or as often as it can in three seconds. How often that was,
// and how long it took, goes into the file that the first argument names.
'use strict';
const { writeFileSync } = require('node:fs');

const [, , file, wanted] = process.argv;
const BATCH = 1000;
const LIMIT_MS = 3000;

function batch(sum) {
  for (let i = 0; i < BATCH; i += 1) {
    sum += i; // breakpoint
  }
  return sum;
}

let hits = 0;
let sum = 0;
const began = performance.now();
while (hits < Number(wanted) && performance.now() - began < LIMIT_MS) {
  sum = batch(sum);
  hits += BATCH;
}
writeFileSync(file, JSON.stringify({ hits, ms: performance.now() - began, sum }));
