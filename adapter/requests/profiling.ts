import { basename, dirname, extname, resolve } from 'node:path';
import type { ProfileKind } from '../../protocol/commands.ts';
import { NO_LIMIT } from '../backend/backend.ts';
import type { Program } from '../program/program.ts';
import type { Handlers } from './handler.ts';

/** What viewers recognize each kind of recording by. */
const EXTENSIONS: Readonly<Record<ProfileKind | 'heap-snapshot', string>> = {
  cpu: '.cpuprofile',
  'heap-sampling': '.heapprofile',
  'heap-snapshot': '.heapsnapshot',
};

const TITLES: Readonly<Record<ProfileKind, string>> = {
  cpu: 'CPU profile',
  'heap-sampling': 'allocation profile',
};

/** V8 cannot be interrupted in it. */
const inV8 = { cancellable: false } as const;

/** Taking and writing them takes as long as the program is large. */
const options = { limit: NO_LIMIT } as const;

export const profilingHandlers: Handlers<
  'tandem.startProfile' | 'tandem.stopProfile' | 'tandem.heapSnapshot'
> = {
  'tandem.startProfile': {
    phase: 'running',
    needs: { kind: 'string' },
    failsInPlace: true,
    handle: async (session, args) => (await session.backend()).request('startProfile', args),
  },

  'tandem.stopProfile': {
    phase: 'running',
    needs: { kind: 'string' },
    failsInPlace: true,
    async handle(session, args) {
      const path = pathFor(await session.program(), EXTENSIONS[args.kind], args.path);
      const backend = await session.backend();
      const save = () => backend.request('stopProfile', { ...args, path }, options);
      return session.progress.show(`Saving the ${TITLES[args.kind]}`, save, inV8);
    },
  },

  'tandem.heapSnapshot': {
    phase: 'running',
    failsInPlace: true,
    async handle(session, args) {
      const path = pathFor(await session.program(), EXTENSIONS['heap-snapshot'], args.path);
      const backend = await session.backend();
      const take = () => backend.request('heapSnapshot', { ...args, path }, options);
      return session.progress.show('Taking a heap snapshot', take, inV8);
    },
  },
};

/** Beside the program, unless the client says where. */
function pathFor({ name }: Program, extension: string, wanted: string | undefined): string {
  if (wanted !== undefined) return resolve(dirname(name), wanted);
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  return resolve(dirname(name), `${basename(name, extname(name))}-${time}${extension}`);
}
