import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join as path } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { holderOf, listeningPorts } from '../../../adapter/processes/listening-ports.ts';
import { streamChannel } from '../../support/dap-channel.ts';
import { DapClient, type RefusedError } from '../../support/dap-client.ts';
import { files, program } from '../../support/fixtures.ts';
import { connect, type Settings } from '../../support/session.ts';
import { standalone } from '../../support/standalone.ts';
import { join, RunningProgram } from './support.ts';

const NOBODY = 65534;
/** Whether there is another user as whom this Node can be run. */
const hasNobody =
  process.getuid?.() === 0 &&
  spawnSync(process.execPath, ['--version'], { uid: NOBODY, gid: NOBODY }).status === 0;

/** What a client is told that tries to attach. */
async function refusal(
  settings: Settings,
  client?: DapClient,
): Promise<{ code: string | undefined; text: string }> {
  const asked = (client ?? (await connect())).request('attach', settings as never);
  return asked.then(
    () => {
      throw new Error('it was let in');
    },
    (error: RefusedError) => ({ code: error.code, text: error.message }),
  );
}

/** Something that is not Node. */
function other(command: string, ...args: string[]): ChildProcess {
  const child = spawn(command, args, { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

const FOREVER = "setInterval(() => {}, 1000); console.log('ready');";

describe('attaching says what is in the way, and leaves the process as it is', () => {
  it('when there is no such process', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    expect(await refusal({ processId: pid })).toMatchObject({
      code: 'attach.processUnknown',
      text: expect.stringContaining(`There is no process ${pid}.`),
    });
  });

  it('when it is not Node', async () => {
    const child = other('sleep', '60');
    expect(await refusal({ processId: child.pid })).toMatchObject({
      code: 'attach.processNotNode',
      text: expect.stringMatching(/is neither Node\.js nor Python, but \S+\/sleep\./),
    });
    expect(isRunning(child)).toBe(true);
  });

  it('when the signal would end it', async () => {
    // As a Node that was started with --disable-sigusr1, which this one may not know.
    const directory = files({});
    copyFileSync('/bin/sleep', path(directory, 'node'));
    const child = other(path(directory, 'node'), '60');
    expect(await refusal({ processId: child.pid })).toMatchObject({ code: 'attach.processDeaf' });
    expect(isRunning(child)).toBe(true);
  });

  it('when it is the debugger itself', async () => {
    expect(await refusal({ processId: process.pid })).toMatchObject({ code: 'attach.processOwn' });
  });

  it('when it is stopped as a whole', async () => {
    const running = await RunningProgram.start([program(FOREVER)]);
    running.process.kill('SIGSTOP');
    while (!/^State:\sT/m.test(readFileSync(`/proc/${running.pid}/status`, 'utf8')))
      await new Promise((resolve) => setImmediate(resolve));
    expect(await refusal({ processId: running.pid })).toMatchObject({
      code: 'attach.processStopped',
      text: expect.stringContaining(`kill -CONT ${running.pid}`),
    });
    running.process.kill('SIGCONT');
    await join({ processId: running.pid });
  });

  it('when it has a use of its own for the signal', async () => {
    const running = await RunningProgram.start([program(`process.on('SIGUSR1', () => {}); ${FOREVER}`)]);
    expect(await refusal({ processId: running.pid, timeout: 1000 })).toMatchObject({
      code: 'attach.processHandlesSignal',
    });
    expect(running.isAlive).toBe(true);
  });

  it('when another process holds its port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await holderOf(port)).toBe(process.pid);
    const running = await RunningProgram.start([`--inspect-port=${port}`, program(FOREVER)]);
    expect(await refusal({ processId: running.pid, timeout: 600 })).toMatchObject({
      code: 'attach.processPortHeld',
      text: expect.stringContaining(`port ${port}, which process ${process.pid} holds`),
    });
    expect(running.output).not.toContain('address already in use');
    server.close();
    await join({ processId: running.pid });
  });

  it('when its permission model keeps the debugger out', async () => {
    const flag = process.allowedNodeEnvironmentFlags.has('--permission')
      ? '--permission'
      : '--experimental-permission';
    const running = await RunningProgram.start([flag, '--allow-fs-read=*', program(FOREVER)]);
    expect(await refusal({ processId: running.pid, timeout: 3000 })).toMatchObject({
      code: 'attach.processForbids',
    });
    while ((await listeningPorts(running.pid))!.length > 0)
      await new Promise((resolve) => setImmediate(resolve));
    expect(running.isAlive).toBe(true);
  });

  it('when it is in a synchronous call, and closes what it opens too late', async () => {
    const source = `
      console.log('ready');
      require('node:child_process').execSync('sleep 2');
      console.log('back');
      setInterval(() => {}, 1000);`;
    const running = await RunningProgram.start([program(source)]);
    expect(await refusal({ processId: running.pid, timeout: 500 })).toMatchObject({
      code: 'attach.processSilent',
      text: expect.stringContaining('did not react within 0.5 s'),
    });
    await running.mentioned('back');
    await running.mentioned('Debugger attached');
    while ((await listeningPorts(running.pid))!.length > 0)
      await new Promise((resolve) => setImmediate(resolve));
    expect(running.isAlive).toBe(true);
  });

  it.runIf(hasNobody)('when it belongs to another user', async () => {
    const running = await RunningProgram.start([program(FOREVER)]);
    const adapter = spawn(process.execPath, [path(standalone, 'adapter.js')], { uid: NOBODY, gid: NOBODY });
    onTestFinished(() => void adapter.kill('SIGKILL'));
    const client = new DapClient(streamChannel(adapter.stdout, adapter.stdin));
    await client.request('initialize', { adapterID: 'tandem' });
    expect(await refusal({ processId: running.pid }, client)).toMatchObject({
      code: 'attach.processForeign',
      text: expect.stringContaining('belongs to another user'),
    });
    expect(running.output).not.toContain('Debugger');
  });
});

describe('an attach that is given up', () => {
  it('leaves the process running', async () => {
    const source = `
      console.log('ready');
      require('node:child_process').execSync('sleep 3');
      setInterval(() => console.log('alive'), 10);`;
    const running = await RunningProgram.start([program(source)]);
    const client = await connect();
    const attached = client.request('attach', { processId: running.pid } as never);
    attached.catch(() => {});
    await client.request('disconnect', {});
    await running.printed('alive');
    while ((await listeningPorts(running.pid))!.length > 0)
      await new Promise((resolve) => setImmediate(resolve));
    running.skip();
    await running.printed('alive');
  });
});

describe.runIf(hasNobody)('root', () => {
  it("attaches to another user's process", async () => {
    const file = program(FOREVER);
    for (const directory of [path(file, '..'), standalone]) chmodSync(directory, 0o755);
    const running = await RunningProgram.start([file], process.execPath, { uid: NOBODY, gid: NOBODY });
    const client = await join({ processId: running.pid });
    const { result } = await client.request('evaluate', { expression: 'process.getuid()', context: 'repl' });
    expect(result).toBe(String(NOBODY));
  });
});
