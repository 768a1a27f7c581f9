import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { FramedConnection } from '../../ipc/connection.ts';
import { framingOf } from '../../ipc/endpoint.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';

const [, file, count, isOther] = process.argv;
const lines = Number(count);

/** A program that writes while its debugger talks over the same pipe; and another process that writes there as well. */
async function main(): Promise<void> {
  const { listener } = await TransportFactory.createListener({ transport: 'stdio' });
  const stream = await listener.waitForClient(1000);
  const connection = new FramedConnection(stream, 'launcher', framingOf(listener.endpoint));
  const other = spawn(process.execPath, [file!, count!, 'other'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise((resolve) => other.once('close', resolve));
  let seq = 0;
  const say = () => {
    seq += 1;
    const body = 'x'.repeat(seq % 5 === 0 ? 100_000 : seq * 37);
    connection.send({ seq, type: 'event', event: 'output', body });
  };
  for (let line = 0; line < lines; line += 1) {
    write(`A${line}\r\n`);
    if (line % 4 === 0) say();
    await setImmediate();
  }
  await ended;
  write('half a line');
  say();
  connection.onMessage(async () => {
    await connection.flush(10_000);
    process.exit(0);
  });
}

async function writeAlone(): Promise<void> {
  for (let line = 0; line < lines; line += 1) {
    write(`B${line} no newline;`);
    await setImmediate();
  }
}

/** Whoever opens a pipe makes it one that does not wait, for all who have it. */
function write(text: string): void {
  for (;;) {
    try {
      writeSync(1, text);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

void (isOther ? writeAlone() : main());
