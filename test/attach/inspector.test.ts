import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileNames } from '../../adapter/attach/far-names.ts';
import { isAlive } from '../../ipc/is-alive.ts';
import { attach } from '../support/attach.ts';
import type { DapClient } from '../support/dap-client.ts';
import { files, lineOf, program } from '../support/fixtures.ts';
import { inspected, inspectorPort, running } from '../support/inspected.ts';
import { connect, gone } from '../support/session.ts';
import { Tunnel } from '../support/tunnel.ts';

const TICKING = `
let turns = 0;
function turn() {
  turns += 1; // turn
  console.log('turn', turns, { turns });
}
setInterval(turn, 20);
`;

const at = (file: string, mark: string) => ({ [file]: [{ line: lineOf(file, mark) }] });

async function where(client: DapClient): Promise<string> {
  const { threadId, reason } = await client.waitFor('stopped');
  const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
  const [{ name, source, line }] = stackFrames as [(typeof stackFrames)[0]];
  return `${reason} in ${name} ${source?.path}:${line}`;
}

/** Resolves with a port at which nobody listens any more. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('who attaches to a port', () => {
  it('waits for a program that is just being started', async () => {
    const file = program(TICKING);
    const port = await freePort();
    const joined = attach({ port }, at(file, 'turn'));
    await inspectorPort(running(['node', `--inspect=${port}`, file]));
    expect(await where(await joined)).toBe(`breakpoint in turn ${file}:${lineOf(file, 'turn')}`);
  });

  it('is told when nobody listens', async () => {
    const port = await freePort();
    await expect(attach({ port, timeout: 0 })).rejects.toMatchObject({
      code: 'attach.nobody',
      message: expect.stringContaining(`localhost:${port}`),
    });
  });

  it('is told that it waits, and may give up', async () => {
    const client = await connect();
    const port = await freePort();
    const answer = client.send('attach', { port, timeout: 600_000 }).catch(() => 'refused');
    const { output } = await client.waitFor('output');
    expect(output).toBe(`Nobody listens at localhost:${port}. Tandem waits for 600 s in all.\n`);
    await client.request('disconnect', {});
    expect(await answer).toBe('refused');
    await client.waitFor('terminated');
  });

  it('is told that the far end of a tunnel is missing', async () => {
    const port = await portOf(createServer((socket) => socket.destroy()));
    await expect(attach({ port, timeout: 0 })).rejects.toMatchObject({ code: 'attach.closes' });
  });

  it('is told that a web server is no inspector', async () => {
    const port = await portOf(createHttpServer((_, response) => response.writeHead(404).end()));
    await expect(attach({ port })).rejects.toMatchObject({ code: 'attach.noInspector' });
  });

  it.each([
    ['Chrome/130.0.0.0', 'attach.foreign'],
    ['Deno/2.5.0', 'attach.foreign'],
    ['node.js/v18.20.8', 'attach.tooOld'],
  ])('is told what cannot be debugged: %s', async (product, code) => {
    const port = await portOf(
      createHttpServer((_, response) => response.end(JSON.stringify({ Browser: product }))),
    );
    await expect(attach({ port })).rejects.toMatchObject({ code });
  });

  it('is told that a machine is unknown', async () => {
    await expect(attach({ port: 9229, host: 'no-such-host.invalid' })).rejects.toMatchObject({
      code: 'attach.unreachable',
    });
  });
});

describe('a program that waits for its debugger', () => {
  it.each([
    ['program.js', "const fs = require('node:fs'); // first\nfs.statSync('.');\n"],
    ['program.mjs', "import './other.mjs';\nglobalThis.x = 1; // first\n"],
  ])('stops before its first statement: %s', async (name, source) => {
    const directory = files({ [name]: source, 'other.mjs': 'export const other = 1;\n' });
    const file = join(directory, name);
    const { port } = await inspected(file, '--inspect-brk');
    const client = await attach({ port, stopOnEntry: true });
    expect(await where(client)).toBe(`entry in (anonymous) ${file}:${lineOf(file, 'first')}`);
    await client.request('next', { threadId: 1 });
    await client.waitFor('stopped');
  });

  it.each(['program.js', 'program.mjs'])('stops at a breakpoint on its first statement: %s', async (name) => {
    const file = program('globalThis.x = 1; // first\nglobalThis.x = 2;\n', name);
    const { port } = await inspected(file, '--inspect-brk');
    const client = await attach({ port }, at(file, 'first'));
    expect(await where(client)).toBe(`breakpoint in (anonymous) ${file}:1`);
  });

  it('runs when it is let go, and ends', async () => {
    const { port, child } = await inspected(program("console.log('done');\n"), '--inspect-brk');
    const client = await attach({ port });
    await client.waitFor('terminated');
    expect(client.output('stdout')).toBe('done\n');
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(0);
  });

  it('says what it has crashed of', async () => {
    const { port } = await inspected(program("throw new RangeError('far');\n"), '--inspect-brk');
    const client = await attach({ port });
    expect(await client.waitFor('exited')).toEqual({ exitCode: 1 });
    expect(client.output('stderr')).toMatch(/^Uncaught RangeError: far\n {4}at /);
  });

  it('says how it has ended where it can', async () => {
    const { port } = await inspected(program('process.exit(3);\n'), '--inspect-brk');
    const client = await attach({ port });
    expect(await client.waitFor('exited')).toEqual({ exitCode: 3 });
  });
});

describe('a program that is attached to', () => {
  it('tells what it prints, with what is inside', async () => {
    const file = program(TICKING);
    const { port } = await inspected(file);
    const client = await attach({ port });
    const { output, variablesReference, line } = await client.waitFor('output', (it) =>
      it.output.startsWith('turn'),
    );
    expect(output).toMatch(/^turn \d+ \{turns: \d+\}\n$/);
    expect(line).toBe(5);
    const { variables } = await client.request('variables', { variablesReference: variablesReference! });
    expect(variables).toHaveLength(1);
  });

  it('is left running, with no breakpoint in it', async () => {
    const file = program(TICKING);
    const { port, child } = await inspected(file);
    const client = await attach({ port }, { [file]: [{ line: 4, condition: 'turns > 0' }] });
    await client.waitFor('stopped');
    await client.request('disconnect', {});
    await once(child.stdout!, 'data');
    await once(child.stdout!, 'data');
    expect(isAlive(child.pid!)).toBe(true);
  });

  it('is ended when that is asked for', async () => {
    const { port, child } = await inspected(program(TICKING));
    const client = await attach({ port });
    await client.request('disconnect', { terminateDebuggee: true });
    await gone(child.pid!);
    await client.waitFor('terminated');
  });

  it('is joined again by a restart of the session', async () => {
    const file = program(TICKING);
    const { port } = await inspected(file);
    const client = await attach({ port }, at(file, 'turn'));
    await client.waitFor('stopped');
    await client.request('restart', {});
    expect(await where(client)).toContain('breakpoint in turn');
  });

  it('is waited for where it comes back', async () => {
    const file = program(TICKING);
    const { port, child } = await inspected(file);
    const client = await attach({ port, restart: true }, at(file, 'turn'));
    await client.waitFor('stopped');
    child.kill('SIGKILL');
    await client.waitFor('output', ({ output }) => output.includes('waits for it'));
    await inspectorPort(running(['node', `--inspect=${port}`, file]));
    expect(await where(client)).toContain('breakpoint in turn');
    expect(client.events('terminated')).toEqual([]);
  });

  it('is given up when it does not come back often enough', async () => {
    const { port, child } = await inspected(program(TICKING));
    const client = await attach({ port, restart: { delay: 0, maxAttempts: 1 } });
    child.kill('SIGKILL');
    await client.waitFor('terminated');
    expect(client.output('important')).toContain('Nobody listens');
  });

  it('runs on when the connection is lost, which is told', async () => {
    const file = program(TICKING);
    const { port, child } = await inspected(file);
    const tunnel = await Tunnel.to(port);
    const client = await attach({ port: tunnel.port }, at(file, 'turn'));
    await client.waitFor('stopped');
    tunnel.cut();
    await client.waitFor('terminated');
    expect(client.output('console')).toContain('connection to the program');
    const other = await attach({ port });
    await other.waitFor('output', ({ output }) => output.startsWith('turn'));
    expect(isAlive(child.pid!)).toBe(true);
  });

  it('shows its workers, those that run already too', async () => {
    const file = program(`
const { Worker, isMainThread } = require('node:worker_threads');
if (isMainThread) new Worker(__filename);
setInterval(() => {
  globalThis.turn = isMainThread; // turn
}, 20);
`);
    const { port } = await inspected(file);
    const client = await attach({ port });
    await client.waitFor('thread', ({ reason }) => reason === 'started');
    const { threads } = await client.request('threads', {});
    expect(threads.map(({ name }) => name)).toEqual(['main', expect.stringContaining('program.js')]);
    await client.request('setBreakpoints', { source: { path: file }, breakpoints: [{ line: 5 }] });
    const stops = [await client.waitFor('stopped'), await client.waitFor('stopped')];
    expect(new Set(stops.map(({ threadId }) => threadId)).size).toBe(2);
  });
});

describe('a program behind a slow tunnel', () => {
  it('costs a round trip for a step, one for a stack, and a few for variables', async () => {
    const file = program(`
let n = 0;
function turn() {
  n += 1; // turn
  const list = [1, 2, { a: new Map([[1, n]]) }];
  return list.length;
}
setInterval(turn, 20);
`);
    const { port } = await inspected(file);
    const tunnel = await Tunnel.to(port);
    tunnel.delay = 5;
    const client = await attach({ port: tunnel.port }, at(file, 'turn'));
    await client.waitFor('stopped');
    const turns = async (work: () => Promise<unknown>): Promise<number> => {
      tunnel.turns = 0;
      await work();
      return tunnel.turns;
    };
    const ask = () => client.request('stackTrace', { threadId: 1 });
    const step = async () => {
      await client.request('next', { threadId: 1 });
      await client.waitFor('stopped');
    };
    await ask();
    expect(await turns(step)).toBeLessThanOrEqual(2);
    expect(await turns(ask)).toBeLessThanOrEqual(2);
    const { stackFrames } = await ask();
    const { scopes } = await client.request('scopes', { frameId: stackFrames[0]!.id });
    const { variablesReference } = scopes[0]!;
    expect(await turns(() => client.request('variables', { variablesReference }))).toBeLessThanOrEqual(6);
  });
});

describe('a program whose files are elsewhere', () => {
  it('is shown, and stopped, by the files that are here', async () => {
    const remoteRoot = files({ 'src/app.js': TICKING });
    const localRoot = files({});
    cpSync(remoteRoot, localRoot, { recursive: true });
    const { port } = await inspected(join(remoteRoot, 'src/app.js'), '--inspect-brk');
    const file = join(localRoot, 'src/app.js');
    const client = await attach(
      { port, localRoot, remoteRoot },
      { [file]: [{ line: lineOf(file, 'turn'), condition: 'turns === 3' }] },
    );
    expect(await where(client)).toBe(`breakpoint in turn ${file}:${lineOf(file, 'turn')}`);
    expect(client.output('stdout')).toContain('turn 2');
  });

  it.each(['here too', 'there only'])('is mapped by what its compiler wrote there: %s', async (place) => {
    const map = {
      version: 3,
      sourceRoot: '',
      sources: ['../src/app.ts'],
      names: [],
      mappings: 'AAAA;AACA;AACA;AACA;AACA;AACA',
    };
    const compiled = `let n = 0;
function turn() {
  n += 1;
}
setInterval(turn, 20);
//# ${'sourceMappingURL'}=app.js.map
`;
    const output = { 'dist/app.js': compiled, 'dist/app.js.map': JSON.stringify(map) };
    const remoteRoot = files(place === 'there only' ? output : { 'dist/app.js': compiled });
    const localRoot = files({ 'src/app.ts': compiled, ...(place === 'here too' && output) });
    const { port } = await inspected(join(remoteRoot, 'dist/app.js'), '--inspect-brk');
    const file = join(localRoot, 'src/app.ts');
    const client = await attach({ port, localRoot, remoteRoot }, { [file]: [{ line: 3 }] });
    expect(await where(client)).toBe(`breakpoint in turn ${file}:3`);
  });

  it.each([
    ['/app', '/home/me/app', 'file:///app/a%20b.js', 'file:///home/me/app/a%20b.js'],
    ['/app', 'C:\\work\\app', 'file:///app/src/x.js', 'file:///C:/work/app/src/x.js'],
    ['C:\\app', '/home/me', 'file:///c:/app/src/x.js', 'file:///home/me/src/x.js'],
    ['C:\\app', '/home/me', 'C:\\app\\src\\x.js', '/home/me/src/x.js'],
    ['/app', '/home/me', '/app/src/x.js', '/home/me/src/x.js'],
    ['/app', '/home/me', 'file:///application/x.js', 'file:///application/x.js'],
    ['/app', '/home/me', 'node:fs', 'node:fs'],
    ['/a[b]', '/home/me', 'file:///a%5Bb%5D/x.mjs', 'file:///home/me/x.mjs'],
  ])('calls them by their names here: %s is %s, so %s is %s', (remote, local, far, near) => {
    const names = fileNames({ local, remote });
    expect(names.near(far)).toBe(near);
  });
});
