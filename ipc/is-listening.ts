import { connect } from 'node:net';

/** Whether somebody listens on a socket file or named pipe: the system answers for one that is busy. */
export function isListening(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('error', () => resolve(false));
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
  });
}
