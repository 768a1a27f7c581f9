import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import { ScriptedService } from '../automation/support/scripted-service.ts';
import { serve } from '../automation/support/serving.ts';
import { interpreters } from '../python/interpreters.ts';
import { program } from '../support/fixtures.ts';
import { launch } from '../support/session.ts';
import { WaitingProgram } from '../support/waiting-program.ts';
import { type Attempts, canBeAnother, tryAsAnother } from './attacker.ts';

const DENIED = expect.stringMatching(/^(EACCES|EPERM)$/);

/** As `/tmp` is: all may come in, and none may take what is another's. */
let shared: string;

beforeEach(() => {
  shared = mkdtempSync(join(tmpdir(), 'tandem-shared-'));
  chmodSync(shared, 0o1777);
  const { TMPDIR, XDG_RUNTIME_DIR } = process.env;
  process.env.TMPDIR = shared;
  delete process.env.XDG_RUNTIME_DIR;
  return () => {
    restore('TMPDIR', TMPDIR);
    restore('XDG_RUNTIME_DIR', XDG_RUNTIME_DIR);
    rmSync(shared, { recursive: true, force: true });
  };
});

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}

/** The one directory that was made in the shared one, of those that begin so, and its socket. */
function ours(start: RegExp): { directory: string; names: string[] } {
  const directory = join(shared, readdirSync(shared).find((name) => start.test(name))!);
  return { directory, names: readdirSync(directory).map((name) => join(directory, name)) };
}

/** What another may try with a program or server that is published: at its directory, its socket, and its secret. */
function waysToWhatIsPublished(): Attempts {
  const { directory, names } = ours(/^tandem-\d+$/);
  const socket = names.find((name) => !name.endsWith('.json'))!;
  const publication = names.find((name) => name.endsWith('.json'))!;
  return {
    list: ['list', directory],
    write: ['write', directory],
    take: ['take', directory],
    connect: ['connect', socket],
    publication: ['read', publication],
  };
}

describe.skipIf(!canBeAnother)('another user of this machine (needs root, to be two users)', () => {
  it('can do all this where it is allowed', async () => {
    const open = join(shared, 'open');
    const server = createServer().listen(open);
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    chmodSync(open, 0o666);
    const outcome = tryAsAnother({
      list: ['list', shared],
      read: ['read', '/proc/self/stat'],
      connect: ['connect', open],
      write: ['write', shared],
    });
    expect(outcome).toEqual({ list: 'ok', read: 'ok', connect: 'ok', write: 'ok' });
  });

  it('does not get into a debug session, nor at its secret', async () => {
    const { client } = await launch({ program: program('setInterval(() => {}, 1e6)') });
    const { systemProcessId } = await client.waitFor('process');
    const { directory, names } = ours(/^tandem-(?!fixture)/);
    expect(names).toHaveLength(1);
    const outcome = tryAsAnother({
      list: ['list', directory],
      write: ['write', directory],
      take: ['take', directory],
      connect: ['connect', names[0]!],
      adapter: ['read', `/proc/${process.pid}/environ`],
      program: ['read', `/proc/${systemProcessId}/environ`],
      inspector: ['signal', String(systemProcessId)],
    });
    expect(outcome).toEqual({
      list: DENIED,
      write: DENIED,
      take: DENIED,
      connect: DENIED,
      adapter: DENIED,
      program: DENIED,
      inspector: DENIED,
    });
  });

  const PROGRAMS: readonly (readonly [string, string, string?])[] = [
    ['Node', 'setInterval(() => {}, 1e6)'],
    ...interpreters.map(({ name, path }) => [name, 'import time\ntime.sleep(1e6)', path] as const),
  ];

  it.each(PROGRAMS)(
    'does not find a program of %s that waits for debuggers, nor its secret',
    async (...of) => {
      const [, source = '', python] = of;
      const waiting = new WaitingProgram(program(source), { python });
      await waiting.waits();
      const outcome = tryAsAnother({
        ...waysToWhatIsPublished(),
        environment: ['read', `/proc/${waiting.pid}/environ`],
      });
      expect(Object.values(outcome)).toEqual(Array(6).fill(DENIED));
    },
  );

  it('does not find a task server, nor its secret', async () => {
    await serve(new ScriptedService());
    expect(Object.values(tryAsAnother(waysToWhatIsPublished()))).toEqual(Array(5).fill(DENIED));
  });

  it('does not get at a socket whose path the user has chosen, where all may come in', async () => {
    const path = join(shared, 'chosen');
    const { listener } = await TransportFactory.createListener({ transport: 'unix', path });
    onTestFinished(() => listener.close());
    expect(tryAsAnother({ connect: ['connect', path], take: ['take', path] })).toEqual({
      connect: DENIED,
      take: DENIED,
    });
  });
});
