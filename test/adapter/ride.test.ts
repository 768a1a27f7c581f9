import { describe, expect, it } from 'vitest';
import { program } from '../support/fixtures.ts';
import { run } from '../support/session.ts';

const WAITS = 'setInterval(() => {}, 1000);\n';
const VERSION = /^\d+\.\d+\.\d+$/;

describe('what a program rides in', () => {
  it('is told of a process, with the version that its launcher has said', async () => {
    const client = await run({ program: program(WAITS), transport: 'tcp' });
    expect(await client.request('tandem.ride', {})).toEqual({
      runtime: 'node',
      version: process.versions.node,
      transport: 'tcp',
    });
  });

  it('is told of a worker, which no channel leads to', async () => {
    const client = await run({ program: program(WAITS), inProcess: true });
    const ride = await client.request('tandem.ride', {});
    expect(ride).toEqual({ runtime: 'node', version: expect.stringMatching(VERSION) });
  });

  it('is told of Python', async () => {
    const client = await run({ program: program('import time\ntime.sleep(60)\n', 'program.py') });
    const ride = await client.request('tandem.ride', {});
    expect(ride).toMatchObject({ runtime: 'python', version: expect.stringMatching(VERSION) });
  });

  it('is nothing that anybody could tell where the program is only run', async () => {
    const client = await run({ program: program(WAITS), noDebug: true });
    expect(await client.request('tandem.ride', {})).toBeUndefined();
  });
});
