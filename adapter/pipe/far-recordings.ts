import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errors } from '../../protocol/errors.ts';
import type { Carrier } from '../attach/far-backend.ts';
import type { FarPlace } from './far-place.ts';

/** Has recordings written in a directory of the agent's, and brings them here. */
export const carrierFrom = (place: () => FarPlace): Carrier => ({
  async place(name) {
    const far = place();
    const { directory } = await far.request('write', { files: {} });
    return (far.hello.platform === 'win32' ? win32 : posix).join(directory, name);
  },

  async bring(from, to) {
    const far = place();
    try {
      const { stream } = await far.request('read', { path: from });
      await pipeline(far.stream(stream), createWriteStream(to));
    } catch (error) {
      await rm(to, { force: true });
      throw errors.profileUnwritable(to, (error as Error).message);
    } finally {
      await far.request('remove', { path: from }).catch(() => {});
    }
  },
});
