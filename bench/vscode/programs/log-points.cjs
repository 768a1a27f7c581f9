// Passes a log point as often as the second argument says. When it began goes into the file that the first one names.
'use strict';
const { writeFileSync } = require('node:fs');

const [, , file, count] = process.argv;

function passAll(times) {
  let sum = 0;
  for (let i = 0; i < times; i += 1) {
    sum += i; // breakpoint
  }
  return sum;
}

writeFileSync(file, JSON.stringify({ began: performance.timeOrigin + performance.now() }));
passAll(Number(count));
