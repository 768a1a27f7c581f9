// Calls a function every millisecond, as a program does that a debugger attaches to. When it is told so, it works for as
// many rounds as it is told, and tells how many milliseconds that has taken, by its own clock.
'use strict';
const { calls } = require('./work.cjs');

function add(a, b) {
  return a + b;
}

function tick(count) {
  const point = { count, name: `point ${count}`, nested: { deep: [1, 2, 3] } };
  const label = `${count} ticks`;
  let sum = 0;
  sum = add(sum, count); // breakpoint
  sum = add(sum, label.length);
  sum = add(sum, point.count);
  sum = add(sum, point.name.length);
  sum = add(sum, point.nested.deep.length);
  sum = add(sum, 5);
  sum = add(sum, 6);
  return sum;
}

let count = 0;
const ticking = setInterval(() => {
  count += 1;
  tick(count);
}, 1);

process.on('message', (rounds) => {
  clearInterval(ticking);
  const began = performance.now();
  calls(rounds);
  process.send(performance.now() - began);
});
process.send('ready');
