import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { DapClient } from '../support/dap-client.ts';
import { program } from '../support/fixtures.ts';
import { gone, type Settings } from '../support/session.ts';
import { JAVASCRIPT, type Language } from './languages.ts';
import { type Ride, rides } from './rides.ts';

class Debuggee {
  readonly path: string;
  readonly client: DapClient;
  readonly language: Language;
  threadId = 1;

  private constructor(path: string, language: Language, client: DapClient) {
    this.path = path;
    this.language = language;
    this.client = client;
  }

  static async join(ride: Ride, marks: readonly Mark[] = [], settings: Settings = {}): Promise<Debuggee> {
    const { language = JAVASCRIPT } = ride;
    const path = program(language.source, language.file);
    const { client, started } = await ride.join(path, settings);
    const debuggee = new Debuggee(path, language, client);
    if (marks.length > 0) await debuggee.breakpoints(marks);
    await client.request('setExceptionBreakpoints', { filters: ['all'] });
    await client.request('configurationDone', {});
    await started;
    return debuggee;
  }

  breakpoints(marks: readonly Mark[]) {
    const breakpoints = marks.map(({ mark, ...rest }) => ({ line: this.lineOf(mark), ...rest }));
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

  lineOf(mark: string): number {
    return this.#lines.findIndex((line) => line.endsWith(` ${this.language.comment} ${mark}`)) + 1;
  }

  markOf(line: number): string {
    const text = this.#lines[line - 1]!;
    return text.split(` ${this.language.comment} `)[1] ?? text.trim();
  }

  get #lines(): string[] {
    return readFileSync(this.path, 'utf8').split('\n');
  }

  /** Gives one of the program's own variables a value. */
  set(name: string, value: number | true): Promise<string> {
    return this.evaluate(this.language.set(name, value));
  }

  async pid(): Promise<number> {
    return Number(await this.evaluate(this.language.pid));
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
    await this.set('end', exitCode);
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
      { mark: 'after', condition: (ride.language ?? JAVASCRIPT).everyFifth },
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
    await debuggee.set('fail', true);
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
    process.kill(await debuggee.pid(), 'SIGKILL');
    await debuggee.client.waitFor('terminated');
  });

  it.runIf(ride.hasProcess && !ride.attaches)('ends with the session that has launched it', async () => {
    const debuggee = await Debuggee.join(ride, [{ mark: 'turn' }]);
    await debuggee.stop();
    const pid = await debuggee.pid();
    await debuggee.client.request('disconnect', {});
    await gone(pid);
  });

  it.runIf(ride.attaches)('is left running, with no breakpoint in it', async () => {
    const debuggee = await Debuggee.join(ride, [{ mark: 'turn' }]);
    await debuggee.stop();
    await debuggee.set('tell', true);
    const before = Number(await debuggee.evaluate('turns'));
    await debuggee.client.request('disconnect', {});
    await vi.waitFor(
      () => expect(Number(readFileSync(`${debuggee.path}.turns`, 'utf8'))).toBeGreaterThan(before + 3),
      { timeout: 10_000, interval: 20 },
    );
  });
});
