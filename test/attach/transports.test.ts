import { once } from 'node:events';
import { createServer } from 'node:net';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { attach } from '../support/attach.ts';
import { lineOf, program } from '../support/fixtures.ts';
import { ownMeetingPlace, WaitingProgram } from '../support/waiting-program.ts';

beforeEach(() => {
  vi.stubEnv('XDG_RUNTIME_DIR', ownMeetingPlace());
  return () => vi.unstubAllEnvs();
});

const LIVELY = `let count = 0;
setInterval(() => {
  count += 1; // turn
  console.log('turn', count);
}, 2);
`;

/** Joins, stops, and leaves. */
async function visit(file: string, endpoint: string): Promise<void> {
  const client = await attach({ endpoint }, { [file]: [{ line: lineOf(file, 'turn') }] });
  await client.waitFor('stopped');
  await client.request('disconnect', {});
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

describe('a program that waits for debuggers', () => {
  it.each(['tcp', 'ws', process.platform === 'win32' ? 'pipe' : 'unix'])(
    'can be joined, left and joined again over %s',
    async (place) => {
      const file = program(LIVELY);
      const waiting = new WaitingProgram(file, { env: { TANDEM_LISTEN: place } });
      const endpoint = await waiting.waits();
      expect(endpoint.startsWith(`${place}:`)).toBe(true);
      for (let visits = 0; visits < 3; visits += 1) {
        await visit(file, endpoint);
        await waiting.runs();
      }
    },
  );

  it('listens where a URL says', async () => {
    const file = program(LIVELY);
    const url = `ws://127.0.0.1:${await freePort()}/`;
    const waiting = new WaitingProgram(file, { env: { TANDEM_LISTEN: url } });
    expect(await waiting.waits()).toBe(url);
    await visit(file, url);
  });

  it.each([
    ['ws://0.0.0.0:9000/', /"0\.0\.0\.0" is not a loopback address/],
    ['wss://127.0.0.1:9000/', /nobody listens on "wss:" here/],
    ['pigeon:home', /"pigeon:home" is not an endpoint/],
    ['unix:../s', /the path "\.\.\/s" does not begin with "\/"/],
  ])('runs on without any, and says why, where it is told to listen on %s', async (place, reason) => {
    const waiting = new WaitingProgram(program(LIVELY), { env: { TANDEM_LISTEN: place } });
    await waiting.says(reason, 'stderr');
    await waiting.runs();
  });
});
