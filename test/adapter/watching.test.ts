import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { launch, type Settings } from '../support/session.ts';

const version = (number: number): string =>
  `const version = ${number};\nconsole.log('version', version);\nsetInterval(() => {}, 1e6);\n`;

/** What a watcher of the users' own (nodemon and its like) comes down to. */
const SUPERVISOR = `
const { spawn } = require('node:child_process');
const { watch } = require('node:fs');
const app = require('node:path').join(__dirname, 'app.js');
let child;
const start = () => { child = spawn(process.execPath, [app], { stdio: 'inherit' }); };
start();
let timer;
watch(app, () => {
  clearTimeout(timer);
  timer = setTimeout(() => { child.once('exit', start); child.kill(); }, 50);
});
`;

/** Until the file is saved once more, in milliseconds: longer than it takes to be started again. */
const PATIENCE = 6000;

describe('a program that is started again when its file changes', () => {
  const ways: Readonly<Record<string, (directory: string) => Settings>> = {
    'by node --watch': (directory) => ({ program: join(directory, 'app.js'), runtimeArgs: ['--watch'] }),
    'by a supervisor': (directory) => ({ program: join(directory, 'supervisor.js') }),
  };

  it.each(Object.entries(ways))('is joined again, with its breakpoints: %s', async (_, settings) => {
    const directory = files({ 'app.js': version(1), 'supervisor.js': SUPERVISOR });
    const app = join(directory, 'app.js');
    const { client, launched } = await launch(settings(directory));
    await client.request('setBreakpoints', { source: { path: app }, breakpoints: [{ line: 2 }] });
    await client.request('setFunctionBreakpoints', { breakpoints: [] });
    await client.request('configurationDone', {});
    await launched;
    for (const number of [1, 2, 3]) {
      const save = (): void => writeFileSync(app, version(number));
      if (number > 1) save();
      // A watcher may not watch yet. Whoever waits in vain saves once more.
      const again = setInterval(save, PATIENCE);
      const { threadId = 0, reason } = await client.waitFor('stopped').finally(() => clearInterval(again));
      expect(reason).toBe('breakpoint');
      const { stackFrames } = await client.request('stackTrace', { threadId });
      const { result } = await client.request('evaluate', {
        expression: 'version',
        frameId: stackFrames[0]!.id,
      });
      expect(result).toBe(String(number));
      await client.request('continue', { threadId });
    }
    await client.request('disconnect', {});
    await client.waitFor('terminated');
  });
});
