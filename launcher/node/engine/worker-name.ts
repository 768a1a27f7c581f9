import path from 'node:path';
import { pathOfUrl } from './paths.ts';
import type { WorkerInfo } from './worker-channel.ts';

/** What Node calls a worker that nobody has named. */
const UNNAMED = 'WorkerThread';

/** How the user knows a worker: by the name it was given, else by its file; with its `threadId`. */
export function workerName({ title, url, workerId }: WorkerInfo): string {
  const [, id = workerId, given = ''] = /^\[worker (\d+)\] ?(.*)$/s.exec(title) ?? [];
  const file = pathOfUrl(url);
  const name = given !== '' && given !== UNNAMED ? given : file ? path.basename(file) : 'worker';
  return `${name} [${id}]`;
}
