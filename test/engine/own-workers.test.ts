import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { deferred } from '../../adapter/util/deferred.ts';
import { OwnWorkers } from '../../launcher/node/engine/own-workers.ts';
import type { WorkerChannel } from '../../launcher/node/engine/worker-channel.ts';

const IDLE = `
  const { parentPort, workerData } = require('node:worker_threads');
  Object.assign(globalThis, { parentPort, go: workerData });
  parentPort.on('message', () => {}).postMessage('up');`;

/** An idle worker, in the hand of a debugger of its own. */
async function debugged(title: string) {
  const attached = deferred<WorkerChannel>();
  const claim = { title, onAttached: attached.resolve, onEnded: () => {} };
  const workers = OwnWorkers.claim(claim);
  const go = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(IDLE, { eval: true, name: title, workerData: go });
  await once(worker, 'message');
  const end = async () => {
    await worker.terminate();
    workers.release(claim);
  };
  return { channel: await attached.promise, worker, go, end };
}

// Node delivers nothing to a worker any more that was told something by anybody between the beginning of an evaluation
// and a pause in it.
it('a worker that comes and goes is not noticed by another that evaluates', async () => {
  const { channel, worker, go, end } = await debugged('the one');
  channel.onNotification((method) => {
    if (method === 'Debugger.paused') void channel.post('Debugger.resume');
  });
  await channel.post('Debugger.enable');
  const expression =
    'parentPort.postMessage("begun"); while (!Atomics.load(go, 0)) Atomics.wait(go, 0, 0, 1); debugger; 7';
  const begun = once(worker, 'message');
  const evaluated = channel.post('Runtime.evaluate', { expression });
  await begun;

  await (await debugged('the other')).end();

  Atomics.store(go, 0, 1);
  expect(await evaluated).toMatchObject({ result: { value: 7 } });
  await end();
});
