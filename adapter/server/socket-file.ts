import { lstatSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { errors } from '../../protocol/errors.ts';

/** Makes way for a new socket file: removes one that nobody listens on, and throws when there is anything else. */
export async function clearSocketFile(path: string): Promise<void> {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return;
  if (!stats.isSocket()) throw errors.listenFailed(path, 'there is a file of that name which is no socket');
  if (await answers(path)) throw errors.serverBusy(path);
  rmSync(path, { force: true });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('error', () => resolve(false));
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
  });
}
