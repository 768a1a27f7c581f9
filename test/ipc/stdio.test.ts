import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { connect } from '../../ipc/connect.ts';
import { FramedConnection } from '../../ipc/connection.ts';
import { JoinedStreams } from '../../ipc/stdio/joined-streams.ts';
import { WholeLines } from '../../ipc/stdio/whole-lines.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import { bundled } from './bundled.ts';
import { closed, command, expectNoLeaks, LIMIT_MS, messages } from './support.ts';

const LINES = 400;
const MESSAGES = LINES / 4 + 1;

describe('standard output that a program shares with its debugger', () => {
  expectNoLeaks();

  test.runIf(process.platform !== 'win32')(
    'comes apart again, byte for byte, whoever wrote it when',
    async () => {
      const output: Buffer[] = [];
      const program = [process.execPath, bundled('talkative-program.fixture.ts'), String(LINES)];
      // What Node gives a child is a socket, which is kinder than a pipe; and who reads slowly has it full most of the time.
      const behindPipe = ['sh', '-c', '"$@" | dd bs=64 status=none', 'sh', ...program];
      await using connection = await TransportFactory.createConnection(
        { transport: 'stdio', command: behindPipe },
        'adapter',
        LIMIT_MS,
        (bytes) => output.push(Buffer.from(bytes)),
      );
      const said = await messages(connection, MESSAGES);
      expect(said).toEqual(
        Array.from({ length: MESSAGES }, (_, index) => ({
          seq: index + 1,
          type: 'event',
          event: 'output',
          body: 'x'.repeat((index + 1) % 5 === 0 ? 100_000 : (index + 1) * 37),
        })),
      );
      connection.send(command(1));
      expect((await closed(connection)).code).toBe('ipc.peerClosed');
      const text = Buffer.concat(output).toString();
      expect(text.endsWith('half a line')).toBe(true);
      const ours = text.match(/A\d+\r\n/g)!.join('');
      const others = text.match(/B\d+ no newline;/g)!.join('');
      const numbers = Array.from({ length: LINES }, (_, index) => index);
      expect(ours).toBe(numbers.map((number) => `A${number}\r\n`).join(''));
      expect(others).toBe(numbers.map((number) => `B${number} no newline;`).join(''));
      expect(text.length).toBe(ours.length + others.length + 'half a line'.length);
    },
  );
});

describe('a command that is talked to', () => {
  expectNoLeaks();
  const node = (source: string) =>
    ({ transport: 'stdio', command: [process.execPath, '-e', source] }) as const;

  test('that does not exist is told', async () => {
    const command = ['/does/not/exist', 'at all'];
    await expect(connect({ transport: 'stdio', command })).rejects.toMatchObject({
      code: 'ipc.connectFailed',
      message: expect.stringMatching(/the command \/does\/not\/exist at all: .*ENOENT/),
    });
  });

  test('that fails tells how, with its last words', async () => {
    const stream = await connect(node('console.error("No such container: web"); process.exitCode = 3'));
    const connection = new FramedConnection(stream, 'adapter');
    expect(await closed(connection)).toMatchObject({
      code: 'ipc.lost',
      message: expect.stringContaining('it ended with the exit code 3: No such container: web'),
    });
  });

  test('that ends as it should is a peer that ended the connection', async () => {
    const connection = new FramedConnection(await connect(node('')), 'adapter');
    expect((await closed(connection)).code).toBe('ipc.peerClosed');
  });

  test('is ended with the connection, also when it does not want to', async () => {
    const stubborn = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6); console.log(process.pid)';
    const stream = await connect(node(stubborn));
    const [pid] = await once(stream, 'data');
    stream.destroy();
    await once(stream, 'close');
    expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
  });

  test('hears what was said last before it is ended', async () => {
    const echo =
      'process.stdin.on("data", (text) => setTimeout(() => { console.error("heard " + text); process.exit(1); }, 50))';
    const stream = await connect(node(echo));
    const failure = once(stream, 'error');
    stream.end('goodbye');
    expect(String((await failure)[0])).toContain('heard goodbye');
  });
});

describe('lines that share a stream', () => {
  test('are written whole, as many at once as a pipe takes in one piece', async () => {
    const target = new PassThrough();
    const written: Buffer[] = [];
    target.on('data', (chunk) => written.push(chunk));
    const lines = new WholeLines(target);
    const line = `${'x'.repeat(499)}\n`;
    lines.end(line.repeat(20) + 'y'.repeat(10_000));
    await once(lines, 'finish');
    expect(Buffer.concat(written).toString()).toBe(line.repeat(20) + 'y'.repeat(10_000));
    expect(Math.max(...written.map(({ length }) => length))).toBeLessThanOrEqual(4096);
    const whole = written.slice(0, Math.floor(10_000 / written[0]!.length));
    for (const piece of whole) expect(piece.at(-1)).toBe(0x0a);
    // Whoever else writes there goes on.
    expect(target.writable).toBe(true);
  });
});

describe('two streams that are one', () => {
  test('end with the readable one, and take the other along', async () => {
    const [readable, writable] = [new PassThrough(), new PassThrough()];
    const joined = new JoinedStreams(readable, writable);
    readable.end('last words');
    expect(String((await once(joined, 'data'))[0])).toBe('last words');
    await once(joined, 'close');
    expect([readable.destroyed, writable.destroyed]).toEqual([true, true]);
  });

  test('fail with the readable one', async () => {
    const readable = new PassThrough();
    const joined = new JoinedStreams(readable, new PassThrough());
    readable.destroy(new Error('torn'));
    expect((await once(joined, 'error'))[0]).toMatchObject({ message: 'torn' });
  });

  test('hold the readable one back while nobody reads', async () => {
    const readable = new PassThrough();
    const joined = new JoinedStreams(readable, new PassThrough());
    const chunk = Buffer.alloc(joined.readableHighWaterMark);
    joined.read(0);
    for (let index = 0; index < 8; index += 1) readable.write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
    expect(joined.readableLength).toBeLessThanOrEqual(2 * chunk.length);
    joined.destroy();
    await once(joined, 'close');
  });
});
