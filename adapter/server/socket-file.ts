import { lstatSync, rmSync } from 'node:fs';
import { isListening } from '../../ipc/is-listening.ts';
import { errors } from '../../protocol/errors.ts';

/** Makes way for a new socket file: removes one that nobody listens on, and throws when there is anything else. */
export async function clearSocketFile(path: string): Promise<void> {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return;
  if (!stats.isSocket()) throw errors.listenFailed(path, 'there is a file of that name which is no socket');
  if (await isListening(path)) throw errors.serverBusy(path);
  rmSync(path, { force: true });
}
