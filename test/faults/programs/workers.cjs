const { Worker, isMainThread } = require('node:worker_threads');
if (isMainThread) for (let i = 0; i < 2; i += 1) new Worker(__filename);
console.log('up');
setInterval(() => {}, 1e6);
