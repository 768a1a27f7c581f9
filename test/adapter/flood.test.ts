import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cuttingProxy, HAS_SHELL } from '../support/cutting-proxy.ts';
import { files, lineOf } from '../support/fixtures.ts';
import { launch } from '../support/session.ts';

// What a worker logs has no place in the program's own output: it goes over the wire.
const MAIN = `new (require('node:worker_threads').Worker)(require('node:path').join(__dirname, 'worker.js'));`;
const WORKER = `
const { writeFileSync } = require('node:fs');
const progress = require('node:path').join(__dirname, 'progress');
let i = 0;
while (i < 10_000_000) {
  i += 1;
  if (i % 10 === 0) writeFileSync(progress, String(i)); // here
}
`;
/** Long enough for the system to be full of them soon. */
const LONG = 'x'.repeat(5000);

const COMPILED = 'compiled into the program';
const BY_V8 = 'evaluated by V8';

describe.runIf(HAS_SHELL)('a flood of log points', () => {
  it.each([COMPILED, BY_V8])(
    'is held up at its source, loses nothing, and delays no pause: %s',
    async (how) => {
      await using proxy = await cuttingProxy();
      const directory = files({ 'main.js': MAIN, 'worker.js': WORKER });
      const worker = join(directory, 'worker.js');
      const progress = () => {
        const file = join(directory, 'progress');
        return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
      };
      const { client, launched } = await launch({
        program: join(directory, 'main.js'),
        runtimeExecutable: proxy.runtimeExecutable,
      });
      const breakpoints = [{ line: lineOf(worker, 'here'), logMessage: `line {i} ${LONG}` }];
      const log = () => client.request('setBreakpoints', { source: { path: worker }, breakpoints });
      // A script that runs already has no checks compiled into it.
      if (how === COMPILED) await log();
      await client.request('configurationDone', {});
      await launched;
      await expect.poll(progress, { timeout: 10_000 }).toBeGreaterThan(0);
      if (how === BY_V8) await log();
      await client.waitFor('output', ({ output }) => output.startsWith('line '));

      proxy.pause();
      const started = progress();
      let before = -1;
      for (let now = started; now !== before; now = progress()) {
        before = now;
        await setTimeout(500);
      }
      // The launcher and the system keep so many for us, and no more.
      expect(before - started).toBeLessThan(5000);
      proxy.resume();

      const { threads } = await client.request('threads', {});
      const { id: threadId } = threads.find(({ name }) => name !== 'main')!;
      await client.request('pause', { threadId });
      await client.waitFor('stopped');
      const lines = client
        .events('output')
        .filter(({ output }) => output.startsWith('line '))
        .map(({ output }) => Number(output.split(' ')[1]));
      expect(lines).toEqual(lines.map((_, index) => lines[0]! + index));
      const { stackFrames } = await client.request('stackTrace', { threadId });
      const { result } = await client.request('evaluate', { expression: 'i', frameId: stackFrames[0]!.id });
      expect(Number(result) - lines.at(-1)!).toBeLessThanOrEqual(1);
      await client.request('disconnect', {});
      await client.waitFor('terminated');
    },
  );
});
