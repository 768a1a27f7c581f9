import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  newSocketPath,
  publicationOf,
  publications,
  publish,
  publishingDirectory,
  withdraw,
} from '../../ipc/discovery.ts';
import { privatePlaces } from '../support/private-places.ts';
import { deadPid } from './dead-pid.ts';

const OWN = {
  endpoint: 'unix:/nowhere',
  token: 'secret',
  main: '/app/server.js',
  cwd: '/app',
  version: '0.0.0',
  startedAt: 1,
};

const isPosix = process.platform !== 'win32';
let home: string;

beforeEach(() => {
  ({ home } = privatePlaces());
});

const code = (name: string) => expect.objectContaining({ code: name });

describe('a publication', () => {
  it('is found by the process id until it is withdrawn, and leaves nothing', () => {
    const directory = publishingDirectory();
    const published = publish(directory, 'program', OWN);
    expect(publicationOf('program', process.pid)).toEqual({ pid: process.pid, ...OWN });
    expect(publications('program')).toEqual([{ pid: process.pid, ...OWN }]);
    published[Symbol.dispose]();
    expect(publicationOf('program', process.pid)).toBeUndefined();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('replaces what the process has published before', () => {
    const directory = publishingDirectory();
    publish(directory, 'program', OWN);
    publish(directory, 'program', { ...OWN, token: 'another' });
    expect(publications('program').map(({ token }) => token)).toEqual(['another']);
  });

  it('can be forgotten by whoever finds it wrong', () => {
    publish(publishingDirectory(), 'program', OWN);
    withdraw('program', process.pid);
    expect(publications('program')).toEqual([]);
  });

  it('of a dead process is swept, with its socket and its drafts', async () => {
    const directory = publishingDirectory();
    const pid = await deadPid();
    for (const name of [`program-${pid}.json`, `program-${pid}-abc`, `program-${pid}-x.draft`]) {
      writeFileSync(join(directory, name), '{}', { mode: 0o600 });
    }
    expect(publicationOf('program', pid)).toBeUndefined();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is not swept while its process lives', () => {
    const directory = publishingDirectory();
    const socket = newSocketPath(directory, 'program');
    writeFileSync(socket, '');
    publications('program');
    expect(existsSync(socket)).toBe(true);
  });

  it('is found where the publisher knew of no runtime directory', () => {
    vi.stubEnv('XDG_RUNTIME_DIR', '');
    publish(publishingDirectory(), 'program', OWN);
    vi.stubEnv('XDG_RUNTIME_DIR', join(home, 'run'));
    expect(publicationOf('program', process.pid)).toMatchObject(OWN);
  });

  it.each([
    ['{', 'ipc.publicationInvalid'],
    ['null', 'ipc.publicationInvalid'],
    [JSON.stringify({ pid: process.pid }), 'ipc.publicationInvalid'],
    [JSON.stringify({ pid: 1, ...OWN }), 'ipc.publicationInvalid'],
    [JSON.stringify({ pid: process.pid, ...OWN, main: 5 }), 'ipc.publicationInvalid'],
    ['x'.repeat(100_000), 'ipc.publicationInvalid'],
  ])('that says %.20s is refused', (text, refused) => {
    const file = join(publishingDirectory(), `program-${process.pid}.json`);
    writeFileSync(file, text, { mode: 0o600 });
    expect(() => publicationOf('program', process.pid)).toThrow(code(refused));
    expect(publications('program')).toEqual([]);
  });
});

describe.runIf(isPosix)('who else can see it', () => {
  it('nobody: the directory is 0700 and the file 0600, whatever the umask', () => {
    const mask = process.umask(0);
    try {
      const directory = publishingDirectory();
      publish(directory, 'program', OWN);
      expect(statSync(directory).mode & 0o777).toBe(0o700);
      expect(statSync(join(directory, `program-${process.pid}.json`)).mode & 0o777).toBe(0o600);
    } finally {
      process.umask(mask);
    }
  });

  it('a file that others can read is not trusted', () => {
    const directory = publishingDirectory();
    publish(directory, 'program', OWN);
    chmodSync(join(directory, `program-${process.pid}.json`), 0o644);
    expect(() => publicationOf('program', process.pid)).toThrow(code('ipc.publicationUnsafe'));
    expect(publications('program')).toEqual([]);
  });

  it('a symbolic link is not followed', () => {
    const directory = publishingDirectory();
    publish(directory, 'program', OWN);
    const file = join(directory, `program-${process.pid}.json`);
    renameSync(file, join(home, 'elsewhere'));
    symlinkSync(join(home, 'elsewhere'), file);
    expect(() => publicationOf('program', process.pid)).toThrow(code('ipc.publicationUnsafe'));
  });

  it('a directory that others can use, or that is a link, is passed over', () => {
    mkdirSync(join(home, 'run/tandem'), { mode: 0o755 });
    chmodSync(join(home, 'run/tandem'), 0o755);
    expect(publishingDirectory()).toBe(join(home, `tmp/tandem-${process.getuid!()}`));
    mkdirSync(join(home, 'private'), { mode: 0o700 });
    rmSync(join(home, `tmp/tandem-${process.getuid!()}`), { recursive: true });
    symlinkSync(join(home, 'private'), join(home, `tmp/tandem-${process.getuid!()}`));
    expect(() => publishingDirectory()).toThrow(code('ipc.directoryUnsafe'));
    expect(publications('program')).toEqual([]);
  });
});
