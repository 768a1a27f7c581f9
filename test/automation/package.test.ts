import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { privatePlaces } from '../support/private-places.ts';
import { standalone } from '../support/standalone.ts';
import { project } from './support/project.ts';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

const DRIVE = `
  await using server = await startServer({ folders: [process.argv[2]] });
  await using client = await TandemClient.connect({ folder: process.argv[2], env: {} });
  const printed = [];
  client.on('output', ({ text }) => printed.push(text));
  const task = await client.start({ program: 'program.js' }, { breakpoints: [{ file: 'program.js', text: 'console.log(sum)' }] });
  const { state, stop } = await task.wait();
  const { value } = await task.evaluate('sum + 1');
  const ended = task.ended;
  await task.continue();
  const refused = await task.evaluate('1').catch((error) => [error instanceof TandemError, error.code]);
  console.log(JSON.stringify({ state, line: stop.stack[0].line, value, exitCode: (await ended).exitCode, printed, refused }));
`;
/** Node 20 does not know "await using". */
const plain = DRIVE.replaceAll('await using', 'const').concat('await client.close(); await server.close();');

const CONSUMERS = {
  'esm.mjs': `import { TandemClient, TandemError } from 'tandem-debug/client';
import { startServer } from 'tandem-debug/server';
${plain}`,
  'cjs.cjs': `const { TandemClient, TandemError } = require('tandem-debug/client');
const { startServer } = require('tandem-debug/server');
(async () => { ${plain} })();`,
};

const TYPED = `import { type Outcome, TandemClient, TandemError } from 'tandem-debug/client';
import { startServer } from 'tandem-debug/server';

await using server = await startServer({ folders: ['.'] });
await using client = await TandemClient.connect(server);
client.on('output', ({ taskId, text, cursor }) => [taskId satisfies string, text satisfies string, cursor satisfies number]);
client.on('TaskCompleted', ({ task }) => task.exitCode satisfies number | undefined);
client.on('stopped', (event) => event.breakpoints satisfies number[]);
const task = await client.start({ program: 'x.js' }, { breakpoints: [{ file: 'x.js', line: 1, condition: 'a' }], exceptions: 'all' });
const outcome: Outcome = await task.wait({ waitMs: 5 });
if (outcome.state === 'stopped') outcome.stop.variables[0]?.value satisfies string | undefined;
else if (outcome.state === 'running') outcome.note satisfies string;
(await client.send('ListTasks', {})).tasks[0]?.name satisfies string | undefined;
(await task.ended).exitCode satisfies number | undefined;
new TandemError({ code: 'a', message: 'b', audience: 'user' }).hint satisfies string | undefined;
client.isReady satisfies boolean;

// @ts-expect-error there is no such event
client.on('stoped', () => {});
// @ts-expect-error nor such a command
client.send('Explode', {});
// @ts-expect-error nor such a field
client.start({}, { breakpionts: [] });
// @ts-expect-error nor such an exception mode
client.start({}, { exceptions: 'some' });
// @ts-expect-error what is stopped is known only of what has stopped
outcome.stop;
`;

const PROGRAM =
  'let sum = 0;\nfor (const n of [1, 2, 3]) sum += n;\nconsole.log(sum);\nprocess.exitCode = 4;\n';

describe('the package', () => {
  it.each(Object.keys(CONSUMERS))('starts a server and drives it: %s', async (name) => {
    privatePlaces();
    const directory = project({ 'program.js': PROGRAM, ...CONSUMERS });
    const { stdout } = await run(process.execPath, [join(directory, name), directory], { cwd: '/' });
    expect(JSON.parse(stdout)).toEqual({
      state: 'stopped',
      line: 3,
      value: '7',
      exitCode: 4,
      printed: ['6\n'],
      refused: [true, 'task.ended'],
    });
  });

  it('brings neither the adapter nor VS Code into what only is a client', () => {
    const map = readFileSync(join(standalone, 'client.js.map'), 'utf8');
    const { sources } = JSON.parse(map) as { sources: string[] };
    const rooms = new Set(sources.map((source) => /^(?:\.\.\/)+(.*)\/[^/]+$/.exec(source)?.[1]));
    const named = [...rooms].filter((room) => !room?.startsWith('node_modules/zod/'));
    expect(named.map((room) => room?.split('/').slice(0, 2).join('/')).sort()).toEqual(
      expect.arrayContaining(['automation/client', 'ipc', 'protocol']),
    );
    expect(named.filter((room) => /adapter|extension|launcher|node_modules/.test(room ?? ''))).toEqual([]);
    const required = readFileSync(join(standalone, 'client.js'), 'utf8').matchAll(/require\("([^"]+)"\)/g);
    const foreign = [...required].map(([, name]) => name!).filter((name) => !name.startsWith('node:'));
    expect([...new Set(foreign)]).toEqual(['./ws.cjs']);
  });

  it('has the adapter once, whoever debugs by it', () => {
    const bundles = readdirSync(standalone).filter((name) => name.endsWith('.js.map'));
    const having = bundles.filter((name) =>
      readFileSync(join(standalone, name), 'utf8').includes('adapter/session/debug-session.ts"'),
    );
    expect(having).toEqual(['adapter.js.map']);
  });

  it('has types that need nothing else, and tell of mistakes', async () => {
    const directory = project({ 'use.mts': TYPED });
    const options = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--module',
      'nodenext',
      '--target',
      'es2023',
    ];
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const outcome = await run(process.execPath, [tsc, '--noEmit', '--types', '', ...options, 'use.mts'], {
      cwd: directory,
    }).catch(({ stdout }) => ({ stdout }));
    expect(outcome.stdout).toBe('');
  });
});
