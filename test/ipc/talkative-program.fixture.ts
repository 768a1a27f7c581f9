import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { FramedConnection } from '../../ipc/connection.ts';
import { framingOf } from '../../ipc/endpoint.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';

/** A program that writes while its debugger talks over the same pipe: from this process, and from another. */
async function main(): Promise<void> {
  const { listener } = await TransportFactory.createListener({ transport: 'stdio' });
  const stream = await listener.waitForClient(1000);
  const connection = new FramedConnection(stream, 'launcher', framingOf(listener.endpoint));
  const lines = Number(process.argv[2]);
  const shell = `i=0; while [ $i -lt ${lines} ]; do printf 'B%s no newline;' $i; i=$((i+1)); done`;
  const other = spawn('sh', ['-c', shell], { stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise((resolve) => other.once('close', resolve));
  let seq = 0;
  const say = () =>
    connection.send({ seq: ++seq, type: 'event', event: 'output', body: 'x'.repeat(seq * 37) });
  for (let line = 0; line < lines; line += 1) {
    write(`A${line}\r\n`);
    if (line % 4 === 0) say();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await ended;
  write('half a line');
  say();
  connection.onMessage(async () => {
    await connection.flush(10_000);
    process.exit(0);
  });
}

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

void main();
