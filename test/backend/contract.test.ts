import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { DapClient } from '../support/dap-client.ts';
import { lineOf, program } from '../support/fixtures.ts';
import { gone, type Settings } from '../support/session.ts';
import { type Ride, rides } from './rides.ts';

/** Runs until it is told to stop, so that a debugger may come at any time. */
const SOURCE = `
let turns = 0;
let end;

function double(n) {
  let doubled = n * 2; // doubled
  return doubled; // result
}

function turn() {
  turns += 1; // turn
  const twice = double(turns); // call
  if (globalThis.fail) fails(); // after
  if (end !== undefined) clearInterval(timer), (process.exitCode = end); // last
  if (globalThis.tell) told();
  return twice;
}

function told() {
  require('node:fs').writeFileSync(__filename + '.turns', String(turns));
}

function fails() {
  globalThis.fail = false;
  throw new TypeError('as asked'); // throw
}

process.on('uncaughtException', () => {});
const timer = setInterval(turn, 10);
`;

class Debuggee {
  readonly path: string;
  readonly client: DapClient;
  threadId = 1;

  private constructor(path: string, client: DapClient) {
    this.path = path;
    this.client = client;
  }

  static async join(ride: Ride, marks: readonly Mark[] = [], settings: Settings = {}): Promise<Debuggee> {
    const path = program(SOURCE);
    const { client, started } = await ride.join(path, settings);
    const debuggee = new Debuggee(path, client);
    if (marks.length > 0) await debuggee.breakpoints(marks);
    await client.request('setExceptionBreakpoints', { filters: ['all'] });
    await client.request('configurationDone', {});
    await started;
    return debuggee;
  }

  breakpoints(marks: readonly Mark[]) {
    const breakpoints = marks.map(({ mark, ...rest }) => ({ line: lineOf(this.path, mark), ...rest }));
    return this.client.request('setBreakpoints', { source: { path: this.path }, breakpoints });
  }

  async stop(): Promise<string> {
    const { reason, threadId } = await this.client.waitFor('stopped');
    this.threadId = threadId!;
    const { name, line } = await this.top();
    return `${reason} in ${name}: ${this.markOf(line)}`;
  }

  async top() {
    const { stackFrames } = await this.client.request('stackTrace', { threadId: this.threadId });
    return stackFrames[0]!;
  }

  markOf(line: number): string {
    const text = readFileSync(this.path, 'utf8').split('\n')[line - 1]!;
    return /\/\/ (\w+)$/.exec(text)?.[1] ?? text.trim();
  }

  async evaluate(expression: string): Promise<string> {
    const { id } = await this.top();
    return (await this.client.request('evaluate', { expression, frameId: id, context: 'repl' })).result;
  }

  async step(how: 'next' | 'stepIn' | 'stepOut'): Promise<string> {
    await this.client.request(how, { threadId: this.threadId });
    return this.stop();
  }

  resume() {
    return this.client.request('continue', { threadId: this.threadId });
  }

  /** Ends the program from within. */
  async finish(exitCode: number): Promise<void> {
    await this.breakpoints([{ mark: 'turn' }]);
    await this.stop();
    await this.evaluate(`end = ${exitCode}`);
    await this.breakpoints([]);
    await this.resume();
  }
}

interface Mark {
  readonly mark: string;
  readonly condition?: string;
  readonly logMessage?: string;
}

describe.each(rides)('a program by way of $name', (ride) => {
  it('is stopped at a breakpoint, looked into, changed, and runs on', async () => {
    const debuggee = await Debuggee.join(ride, [{ mark: 'result' }]);
    expect(await debuggee.stop()).toBe('breakpoint in double: result');
    const { client } = debuggee;
    const { id } = await debuggee.top();
    const { scopes } = await client.request('scopes', { frameId: id });
    const { variablesReference } = scopes[0]!;
    const { variables } = await client.request('variables', { variablesReference });
    const [n, doubled] = ['n', 'doubled'].map((name) =>
      Number(variables.find((it) => it.name === name)!.value),
    );
    expect(doubled).toBe(2 * n!);
    await client.request('setVariable', { variablesReference, name: 'doubled', value: '-1' });
    expect(await debuggee.evaluate('doubled')).toBe('-1');
    await debuggee.breakpoints([{ mark: 'after' }]);
    await debuggee.resume();
    expect(await debuggee.stop()).toBe('breakpoint in turn: after');
    expect(await debuggee.evaluate('twice')).toBe('-1');
  });

  it('is stepped through', async () => {
    const debuggee = await Debuggee.join(ride, [{ mark: 'call' }]);
    await debuggee.stop();
    await debuggee.breakpoints([]);
    expect(await debuggee.step('stepIn')).toBe('step in double: doubled');
    expect(await debuggee.step('next')).toBe('step in double: result');
    expect(await debuggee.step('stepOut')).toBe('step in turn: after');
    expect(await debuggee.step('next')).toBe('step in turn: last');
  });

  it('keeps conditions, and says what it is to log', async () => {
    const debuggee = await Debuggee.join(ride, [
      { mark: 'doubled', logMessage: 'now {n}' },
      { mark: 'after', condition: 'turns % 5 === 0' },
    ]);
    await debuggee.stop();
    const turns = Number(await debuggee.evaluate('turns'));
    expect(turns % 5).toBe(0);
    expect(debuggee.client.output()).toContain(`now ${turns}\n`);
  });

  it('is paused while it runs', async () => {
    const debuggee = await Debuggee.join(ride, [{ mark: 'turn' }]);
    await debuggee.stop();
    await debuggee.breakpoints([]);
    await debuggee.resume();
    await debuggee.client.request('pause', { threadId: debuggee.threadId });
    expect(await debuggee.stop()).toMatch(/^pause in /);
    expect((await debuggee.client.request('threads', {})).threads).toContainEqual({
      id: debuggee.threadId,
      name: expect.any(String),
    });
  });

  it('is stopped where it throws', async () => {
    const debuggee = await Debuggee.join(ride, [{ mark: 'call' }]);
    await debuggee.stop();
    await debuggee.evaluate('globalThis.fail = true');
    await debuggee.breakpoints([]);
    await debuggee.resume();
    expect(await debuggee.stop()).toBe('exception in fails: throw');
    expect(await debuggee.client.request('exceptionInfo', { threadId: debuggee.threadId })).toMatchObject({
      exceptionId: 'TypeError',
      description: expect.stringContaining('as asked'),
    });
  });

  it('takes breakpoints while it runs', async () => {
    const debuggee = await Debuggee.join(ride);
    await debuggee.breakpoints([{ mark: 'turn' }]);
    expect(await debuggee.stop()).toBe('breakpoint in turn: turn');
  });

  it('refuses what cannot be answered, and stays as it was', async () => {
    const debuggee = await Debuggee.join(ride, [{ mark: 'turn' }]);
    await debuggee.stop();
    const { client } = debuggee;
    await expect(client.request('stackTrace', { threadId: 999 })).rejects.toThrow();
    await expect(client.send('nonsense')).rejects.toThrow();
    await expect(client.request('evaluate', { expression: 'no.such', frameId: 123_456 })).rejects.toThrow();
    expect(await debuggee.step('next')).toBe('step in turn: call');
  });

  it('tells its end once, and what was asked meanwhile is answered', async () => {
    const debuggee = await Debuggee.join(ride);
    const { client } = debuggee;
    const ended = client.waitFor('terminated');
    await debuggee.finish(3);
    const asked = client.request('evaluate', { expression: '1' }).catch(() => 'refused');
    await ended;
    await asked;
    const ends = client.eventNames.filter((name) => name === 'exited' || name === 'terminated');
    expect(ends).toEqual(ride.tellsExit ? ['exited', 'terminated'] : ['terminated']);
    if (ride.tellsExit) expect(client.events('exited')).toEqual([{ exitCode: 3 }]);
    expect(client.eventNames.at(-1)).toBe('terminated');
    await expect(client.request('threads', {})).rejects.toThrow();
  });

  it.runIf(ride.hasProcess)('may be killed while it is stopped', async () => {
    const debuggee = await Debuggee.join(ride, [{ mark: 'turn' }]);
    await debuggee.stop();
    process.kill(Number(await debuggee.evaluate('process.pid')), 'SIGKILL');
    await debuggee.client.waitFor('terminated');
  });

  it.runIf(ride.hasProcess && !ride.attaches)('ends with the session that has launched it', async () => {
    const debuggee = await Debuggee.join(ride, [{ mark: 'turn' }]);
    await debuggee.stop();
    const pid = Number(await debuggee.evaluate('process.pid'));
    await debuggee.client.request('disconnect', {});
    await gone(pid);
  });

  it.runIf(ride.attaches)('is left running, with no breakpoint in it', async () => {
    const debuggee = await Debuggee.join(ride, [{ mark: 'turn' }]);
    await debuggee.stop();
    await debuggee.evaluate('globalThis.tell = true');
    const before = Number(await debuggee.evaluate('turns'));
    await debuggee.client.request('disconnect', {});
    await vi.waitFor(
      () => expect(Number(readFileSync(`${debuggee.path}.turns`, 'utf8'))).toBeGreaterThan(before + 3),
      { timeout: 10_000, interval: 20 },
    );
  });
});
