import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { files } from '../support/fixtures.ts';
import { launch } from '../support/session.ts';

/** A program whose source map is a pipe that nobody writes to. */
function programWithSlowMap() {
  const directory = files({
    'program.mjs':
      "console.log('running');\nsetInterval(() => {}, 1000);\n//# sourceMappingURL=program.mjs.map\n",
    'source.ts': 'console.log(1);\n',
  });
  const map = join(directory, 'program.mjs.map');
  execFileSync('mkfifo', [map]);
  // Whoever waits for it has it come to its end: a read that waits keeps its process from ending.
  const finish = (): void => closeSync(openSync(map, 'r+'));
  onTestFinished(finish);
  return { program: join(directory, 'program.mjs'), source: join(directory, 'source.ts'), finish };
}

describe.skipIf(process.platform === 'win32').each([false, true])(
  'a slow source map, inProcess %s',
  (inProcess) => {
    async function start() {
      const { program, source, finish } = programWithSlowMap();
      const { client, launched } = await launch({ program, inProcess }, { supportsProgressReporting: true });
      await client.request('setBreakpoints', { source: { path: source }, breakpoints: [{ line: 1 }] });
      await client.request('configurationDone', {});
      const { progressId, title, cancellable } = await client.waitFor('progressStart');
      expect([title, cancellable]).toEqual(['Reading the source map of program.mjs', true]);
      expect(client.output('stdout')).toBe('');
      return { client, launched, progressId, finish };
    }

    it('is told of, and the program runs without it when that is cancelled', async () => {
      const { client, launched, progressId, finish } = await start();
      await client.request('cancel', { progressId });
      expect(await client.waitFor('progressEnd')).toEqual({ progressId });
      await launched;
      await expect.poll(() => client.output('stdout')).toBe('running\n');
      const { text } = await client.request('tandem.breakpointStory', {});
      expect(text).toContain('was not read: it took long, and was cancelled');
      finish();
    });

    it('is told of no more when the program is ended', async () => {
      const { client, progressId } = await start();
      await client.request('disconnect', {});
      expect(await client.waitFor('progressEnd')).toEqual({ progressId });
    });
  },
);
