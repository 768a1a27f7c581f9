#!/usr/bin/env node
import type { WriteStream } from 'node:tty';
import { TandemError } from '../../protocol/errors.ts';
import { runCommand } from './commands.ts';
import { forgetEditor } from './editors-node.ts';
import { exitCodeOf } from './exit-code.ts';

async function main(): Promise<number> {
  forgetEditor(process.env);
  try {
    return await runCommand(process.argv.slice(2));
  } catch (thrown) {
    const error = TandemError.from(thrown);
    const internal = error.audience === 'internal';
    process.stderr.write(
      `tandem: ${internal ? ((error.cause as Error)?.stack ?? error.text) : error.text}\n`,
    );
    return exitCodeOf(error);
  }
}

/** What was written to a pipe may still be on its way. */
const flushed = (stream: WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()));

// Nobody reads any more, as in "tandem tasks | head -1". Commands that go on for long listen for that themselves.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

void main().then(async (code) => {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  // Not left to the event loop: an open standard input would hold it.
  process.exit(code);
});
