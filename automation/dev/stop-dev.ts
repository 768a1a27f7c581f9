import { connect } from 'node:net';
import { settlesWithin } from '../../adapter/util/time.ts';
import { errors } from '../../protocol/errors.ts';
import type { DevState } from './dev-state.ts';

/** So long the programs of its sessions may take to end, in seconds. */
const LIMIT_S = 10;

/** Ends a dev adapter; resolves when it is gone with all it had. Throws `dev.stays`. */
export async function stopDev({ pid, endpoints }: DevState): Promise<void> {
  const connection = connect(endpoints.socket);
  // The system closes it with the process: that is the last thing of it.
  const gone = new Promise<void>((resolve) => {
    connection.on('error', () => {}).on('close', () => resolve());
  });
  await new Promise((resolve) => connection.once('connect', resolve).once('close', resolve));
  process.kill(pid, 'SIGTERM');
  const isGone = await settlesWithin(gone, LIMIT_S * 1000);
  connection.destroy();
  if (!isGone) throw errors.devStays(pid, LIMIT_S);
}
