'use strict';
const { Worker } = require('node:worker_threads');

const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
worker.on('online', () => {
  throw new Error('on purpose');
});
