import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readDevState } from '../../automation/dev/dev-state.ts';
import { DEV_WAYS } from '../support/dev-channel.ts';
import { program } from '../support/fixtures.ts';
import { expectEnd, launchArguments } from '../support/session.ts';
import { DevProcess } from './support.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');
const IS_WINDOWS = process.platform === 'win32';

/** What comes back when these bytes are said to a socket that is closed then. */
async function told(where: { path: string } | { port: number; host: string }, text: string): Promise<string> {
  const socket = connect(where);
  onTestFinished(() => void socket.destroy());
  // It may be closed before all of it is read.
  socket.on('error', () => {}).end(text);
  let said = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  await once(socket, 'close');
  return said;
}

describe('a dev adapter', () => {
  let dev: DevProcess;
  let home: string;
  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'tandem-dev-'));
    dev = await new DevProcess(REPOSITORY, join(home, 'state'), process.env).ready();
  });
  afterAll(async () => {
    await dev.end();
    rmSync(home, { recursive: true, force: true });
  });

  it.each(Object.keys(DEV_WAYS))('carries sessions by %s, one after the other', async (way) => {
    for (const exitCode of [0, 3]) {
      const client = await dev.connect(way);
      const file = program(`console.log('näh, ${way}'); process.exitCode = ${exitCode};`);
      const launched = client.request('launch', launchArguments({ program: file }));
      await client.waitFor('initialized');
      await client.request('configurationDone', {});
      await launched;
      await expectEnd(client, exitCode);
      expect(client.output('stdout')).toBe(`näh, ${way}\n`);
      await client.request('disconnect', {});
    }
  });

  it('lets in by TCP who knows the token, and says to others where it is', async () => {
    const { tcp } = readDevState(dev.state)!.endpoints;
    const initialize = '{"seq":1,"type":"request","command":"initialize","arguments":{"adapterID":"me"}}\n';
    const [answer] = (await told(tcp, `token ${tcp.token}\n${initialize}`)).split('\n');
    expect(JSON.parse(answer!)).toMatchObject({ success: true });
    for (const wrong of [initialize, 'token abc\n', `token ${'x'.repeat(1e6)}`, '']) {
      const refusal = await told(tcp, wrong);
      expect(refusal).toContain('"dev.token"');
      expect(refusal).not.toContain(tcp.token);
      expect(refusal).toContain(join(dev.state, 'dev.json'));
    }
    await dev.connect();
  });

  it('says what is wrong with what it is told, and goes on', async () => {
    const path = readDevState(dev.state)!.endpoints.socket;
    const initialize = '{"seq":7,"type":"request","command":"initialize","arguments":{"adapterID":"me"}}';
    const answers = await told({ path }, `{nonsense}\n{"type":5}\n${initialize}\n`);
    const outcomes = answers
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; request_seq: number; success: boolean })
      .filter(({ type }) => type === 'response')
      .map(({ request_seq, success }) => [request_seq, success]);
    expect(outcomes).toEqual([
      [0, false],
      [0, false],
      [7, true],
    ]);
    expect(await told({ path }, `<html>${'x'.repeat(1e6)}`)).toContain('"frame.start"');
    expect(await told({ path }, '0000xyz')).toContain('"frame.length"');
    expect(await told({ path }, 'Content-Length: many\r\n\r\n')).toContain('"frame.header"');
    expect(await told({ path }, '{"seq":1')).toContain('"frame.truncated"');
    expect(await told({ path }, '')).toBe('');
    await dev.connect();
  });

  it.skipIf(IS_WINDOWS)('is spoken to by echo and cat, each message by another process', async () => {
    const { fifo } = readDevState(dev.state)!.endpoints;
    const reader = spawn('cat', [fifo!.out]);
    onTestFinished(() => void reader.kill());
    let said = '';
    reader.stdout.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    const echo = (...messages: object[]): Promise<unknown> => {
      const lines = messages.map((message) => `'${JSON.stringify(message)}'`).join(' ');
      return promisify(execFile)('sh', ['-c', `printf '%s\\n' ${lines} > "$0"`, fifo!.in]);
    };
    const until = async (text: string): Promise<void> => {
      while (!said.includes(text)) await once(reader.stdout, 'data');
    };
    for (const session of [1, 2]) {
      said = '';
      await echo(
        // Who leaves without having come leaves no session to who comes next.
        { seq: 9, type: 'request', command: 'disconnect' },
        { seq: 1, type: 'request', command: 'initialize', arguments: { adapterID: 'me' } },
      );
      await until('"initialize"');
      const file = program(`console.log('said ' + ${session} * 111)`);
      await echo({ seq: 2, type: 'request', command: 'launch', arguments: { program: file, noDebug: true } });
      await until('"initialized"');
      await echo({ seq: 3, type: 'request', command: 'configurationDone' });
      await until(`said ${session * 111}`);
      await until('"terminated"');
    }
  });

  it('takes files in the order of their names, and those that are still being written', async () => {
    const { queue } = readDevState(dev.state)!.endpoints;
    const initialize = '{"seq":1,"type":"request","command":"initialize","arguments":{"adapterID":"me"}}';
    // What was said to those who came before.
    for (const name of readdirSync(queue.out)) rmSync(join(queue.out, name));
    const watcher = watch(queue.out);
    onTestFinished(() => watcher.close());
    writeFileSync(join(queue.in, '.hidden.json'), 'not a message');
    writeFileSync(join(queue.in, '1.json'), initialize.slice(0, 20));
    writeFileSync(join(queue.in, '2.json'), '{"seq":2,"type":"request","command":"threads"}');
    writeFileSync(join(queue.in, '1.json'), initialize);
    const answered = (): object[] =>
      readdirSync(queue.out)
        .filter((name) => !name.startsWith('.'))
        .sort()
        .map((name) => JSON.parse(readFileSync(join(queue.out, name), 'utf8')) as object);
    while (answered().length < 2) await once(watcher, 'change');
    expect(answered()).toMatchObject([
      { command: 'initialize', success: true },
      { command: 'threads', success: false },
    ]);
    expect(dev.has('queue/in/1.json')).toBe(false);
    expect(dev.has('queue/in/.hidden.json')).toBe(true);
  });
});
