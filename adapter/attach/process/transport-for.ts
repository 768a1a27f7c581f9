import type { TransportConfig } from '../../../ipc/transport-config.ts';
import type { ProcessInfo } from '../../processes/process-info.ts';

/** A socket in a directory that is ours alone is out of reach for another user, whom root may debug. */
export const transportFor = ({ user }: ProcessInfo): TransportConfig =>
  user === undefined || user === process.geteuid?.() ? { transport: 'auto' } : { transport: 'tcp' };
