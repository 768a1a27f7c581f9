// Preload: V8's own debugger, on and otherwise unused. It is what every debugger of this runtime costs at least.
'use strict';
const { Session } = require('node:inspector');
const { isMainThread, Worker, workerData } = require('node:worker_threads');

if (isMainThread) {
  const enabled = new Int32Array(new SharedArrayBuffer(4));
  new Worker(__filename, { workerData: enabled, execArgv: [] }).unref();
  // Woken often: the main thread has to take the session's messages.
  while (Atomics.load(enabled, 0) === 0) Atomics.wait(enabled, 0, 0, 1);
} else if (workerData instanceof Int32Array) {
  setInterval(() => {}, 0x7fffffff);
  const session = new Session();
  session.connectToMainThread();
  session.post('Debugger.enable', () => {
    Atomics.store(workerData, 0, 1);
    Atomics.notify(workerData, 0);
  });
}
