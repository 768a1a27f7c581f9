import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { attach } from '../support/attach.ts';
import { files } from '../support/fixtures.ts';
import { expectEnd, run } from '../support/session.ts';
import { WaitingProgram } from '../support/waiting-program.ts';
import { found } from './support/finding.ts';
import { PROGRAMS } from './support/host.ts';
import { filesIn } from './support/left-behind.ts';

const system = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

/** A file system of four files and 16 KiB as a user's runtime directory; undefined where none can be mounted. */
function tinyPlace(): { path: string; release(): void } | undefined {
  const path = files({});
  const isMounted = system('mount', '-t', 'tmpfs', '-o', 'size=16k,nr_inodes=4,mode=700', 'tmpfs', path);
  return isMounted ? { path, release: () => system('umount', '-l', path) } : undefined;
}

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const directory = '/dev/shm';
  return existsSync(directory) && system('unshare', '-m', 'mount', '-t', 'tmpfs', 'tmpfs', directory);
}

const STATES: Readonly<Record<string, (path: string) => void>> = {
  'is full': (path) => writeFileSync(join(path, 'all'), Buffer.alloc(16 * 1024)),
  'has no room for another file': (path) => {
    for (const name of ['one', 'two']) writeFileSync(join(path, name), '');
  },
  'is read-only': (path) => void system('mount', '-o', 'remount,ro', path),
};

describe.skipIf(!canMount())('a runtime directory (needs root, to mount one)', () => {
  describe.each(Object.keys(STATES))('that %s', (state) => {
    const filled = (): string => {
      const place = tinyPlace()!;
      onTestFinished(() => place.release());
      mkdirSync(join(place.path, 'tandem'), { mode: 0o700 });
      STATES[state]!(place.path);
      vi.stubEnv('XDG_RUNTIME_DIR', place.path);
      onTestFinished(() => void vi.unstubAllEnvs());
      return place.path;
    };

    it('keeps no program from being debugged', async (context) => {
      const path = filled();
      const before = filesIn(path);
      const client = await run({ program: join(PROGRAMS, 'ends.cjs') });
      await expectEnd(client, 3);
      expect(filesIn(path)).toEqual(before);
      found(context, {
        fault: `runtime directory that ${state}`,
        times: 1,
        seen: 'programs are debugged all the same; nothing is left in it',
      });
    });

    it('keeps no program from waiting for debuggers', async () => {
      const path = filled();
      const before = filesIn(path);
      const waiting = new WaitingProgram(join(PROGRAMS, 'ticks.cjs'));
      await waiting.waits();
      const client = await attach({ processId: waiting.pid });
      await client.request('disconnect', {});
      await waiting.runs();
      expect(filesIn(path)).toEqual(before);
    });
  });
});
