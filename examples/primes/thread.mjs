import { parentPort, workerData } from 'node:worker_threads';
import { countPrimes } from './count.mjs';

parentPort.postMessage(countPrimes(...workerData));
