import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { pack } from '../../scripts/npm-package.mjs';
import { streamChannel } from '../support/dap-channel.ts';
import { DapClient } from '../support/dap-client.ts';
import { privatePlaces } from '../support/private-places.ts';
import { expectEnd, launchArguments } from '../support/session.ts';
import { cleanEnvironment } from './support/cli.ts';

const run = promisify(execFile);
const TSC = resolve(import.meta.dirname, '../../node_modules/typescript/bin/tsc');

const PROGRAM = 'let sum = 0;\nfor (const n of [1, 2, 3]) sum += n;\nconsole.log(sum);\n';

const DRIVE = `import { TandemClient } from 'tandem-debug/client';
import { startServer } from 'tandem-debug/server';
const server = await startServer({ folders: [import.meta.dirname] });
const client = await TandemClient.connect({ folder: import.meta.dirname, env: {} });
const task = await client.start({ program: 'program.js' }, { breakpoints: [{ file: 'program.js', line: 3 }] });
const { stop } = await task.wait();
console.log(stop?.stack[0]?.line, (await task.evaluate('sum')).value);
await client.close();
await server.close();
`;

const USE = `import { TandemClient } from 'tandem-debug/client';
import { startServer } from 'tandem-debug/server';
const server = await startServer({ folders: ['.'] });
const client = await TandemClient.connect({ folder: '.' });
const task = await client.start({ program: 'program.js' });
(await task.evaluate('sum')).value satisfies string;
await server.close();
// @ts-expect-error there is no such setting of a start
client.start({}, { breakpionts: [] });
export {};
`;

let home: string;
let packed: Awaited<ReturnType<typeof pack>>;

const npm = (...args: string[]): Promise<unknown> =>
  run('npm', [...args, '--offline', '--no-audit', '--no-fund', '--cache', join(home, 'cache')], {
    cwd: join(home, 'project'),
    shell: process.platform === 'win32',
  });

const installed = (name: string): string =>
  process.platform === 'win32' ? join(home, 'prefix', `${name}.cmd`) : join(home, 'prefix/bin', name);

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tandem-packed-'));
  packed = await pack(home);
  mkdirSync(join(home, 'project'));
  const project = {
    'package.json': '{"type": "module"}',
    'program.js': PROGRAM,
    'drive.js': DRIVE,
    'use.ts': USE,
  };
  for (const [name, text] of Object.entries(project)) writeFileSync(join(home, 'project', name), text);
  await npm('install', '--global', '--prefix', join(home, 'prefix'), packed.file);
  await npm('install', packed.file);
}, 120_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the npm package', { timeout: 60_000 }, () => {
  it('has what runs outside VS Code, and nothing else', () => {
    const kinds = new Set(packed.files.map((name) => name.replace(/[^/]+$/, '')));
    expect([...kinds].filter((kind) => !kind.startsWith('dist/launcher/')).sort()).toEqual([
      '',
      'dist/',
      'docs/',
    ]);
    expect(packed.files).toEqual(
      expect.arrayContaining([
        'README.md',
        'LICENSE',
        'CHANGELOG.md',
        'dist/adapter.js',
        'dist/cli.js',
        'dist/client.d.ts',
      ]),
    );
    // Its own bundles alone read the API of VS Code.
    const dist = join(home, 'project/node_modules/tandem-debug/dist');
    const readsEditor = (name: string): boolean =>
      /require\(["']vscode["']\)/.test(readFileSync(join(dist, name), 'utf8'));
    expect(readdirSync(dist).filter((name) => name.endsWith('.js') && readsEditor(name))).toEqual([]);
    expect(packed.files.filter((name) => /\.map$|\.ts$|extension|test/.test(name))).toEqual([
      'dist/client.d.ts',
      'dist/server.d.ts',
    ]);
    expect(packed.size).toBeLessThan(2_000_000);
  });

  it('needs no other package, runs nothing when it is installed, and can be published', () => {
    const manifest = JSON.parse(
      readFileSync(join(home, 'project/node_modules/tandem-debug/package.json'), 'utf8'),
    ) as object;
    for (const field of ['dependencies', 'devDependencies', 'scripts', 'private', 'main', 'contributes'])
      expect(manifest).not.toHaveProperty(field);
    expect(manifest).toMatchObject({ name: 'tandem-debug', bin: { tandem: './dist/cli.js' } });
  });

  it('gives a command that runs a program under the debugger', async () => {
    const args = ['debug', '--batch', '--break', 'program.js:3', 'program.js'];
    const { stdout, stderr } = await run(installed('tandem'), args, {
      cwd: join(home, 'project'),
      env: cleanEnvironment(),
      shell: process.platform === 'win32',
    });
    expect(stdout).toBe('6\n');
    expect(stderr).toMatch(/program\.js:3[\s\S]*sum +6/);
  });

  it('gives editors a debug adapter', async () => {
    const child = spawn(installed('tandem'), ['dap'], { shell: process.platform === 'win32' });
    onTestFinished(() => void child.kill('SIGKILL'));
    const client = new DapClient(streamChannel(child.stdout!, child.stdin!));
    await client.request('initialize', { adapterID: 'tandem' });
    const launched = client.request('launch', launchArguments({ program: join(home, 'project/program.js') }));
    await client.waitFor('initialized');
    await client.request('configurationDone', {});
    await launched;
    await expectEnd(client, 0);
    expect(client.output('stdout')).toBe('6\n');
    await client.request('disconnect', {});
  });

  it('gives other programs a client and a server', async () => {
    privatePlaces();
    const { stdout } = await run(process.execPath, ['drive.js'], { cwd: join(home, 'project') });
    expect(stdout).toBe('3 6\n');
  });

  it.each([
    ['node16', 'node16'],
    ['bundler', 'preserve'],
  ])('has types that are found by "moduleResolution": "%s"', async (moduleResolution, module) => {
    const options = [
      '--moduleResolution',
      moduleResolution,
      '--module',
      module,
      '--target',
      'es2023',
      '--strict',
    ];
    const { stdout } = await run(process.execPath, [TSC, '--noEmit', '--types', '', ...options, 'use.ts'], {
      cwd: join(home, 'project'),
    }).catch((failure: { stdout: string }) => failure);
    expect(stdout).toBe('');
  });
});
