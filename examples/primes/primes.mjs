// Counts primes in three places at once: here, in a worker thread, and in another process. A breakpoint in count.mjs stops
// each of them.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { countPrimes } from './count.mjs';

const worker = new Worker(new URL('thread.mjs', import.meta.url), { workerData: [1000, 2000] });
const child = fork(new URL('process.mjs', import.meta.url), ['2000', '3000']);
const answers = Promise.all([once(worker, 'message'), once(child, 'message')]);

const here = countPrimes(2, 1000);
const [[inThread], [inProcess]] = await answers;
console.log(`There are ${here} + ${inThread} + ${inProcess} primes below 3000.`);
