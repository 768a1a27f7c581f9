'use strict';
const { Worker } = require('node:worker_threads');

function helper(value) {
  return value + 1;
}

function work(count) {
  const point = { x: count };
  const bytes = new Uint8Array(8);
  const more = helper(point.x); // breakpoint
  return more + bytes.length + count;
}

new Function('return 1; // a text that has no file')();
new Worker('setInterval(() => {}, 1000)', { eval: true });
work(1);
work(2);
setInterval(() => work(3), 20);
