import { describe, expect, it } from 'vitest';
import { fixture, lineOf, program } from '../support/fixtures.ts';
import { expectEnd, launch, run } from '../support/session.ts';

const counter = fixture('counter.js');

describe.each([false, true])('a debugged program, inProcess %s', (inProcess) => {
  async function stopAt(marker: string) {
    const line = lineOf(counter, marker);
    const { client, launched } = await launch({ program: counter, inProcess });
    await client.request('setBreakpoints', { source: { path: counter }, breakpoints: [{ line }] });
    await client.request('configurationDone', {});
    await launched;
    const { threadId } = await client.waitFor('stopped');
    return { client, threadId: threadId!, line };
  }

  it('stops at a breakpoint, with its output before the stop', async () => {
    const { client, threadId, line } = await stopAt('sum');
    expect(client.output('stdout')).toBe('adding 1\n');
    const { stackFrames } = await client.request('stackTrace', { threadId });
    expect(stackFrames[0]).toMatchObject({ name: 'add', line });
    expect(
      await client.request('evaluate', { expression: 'a + b', frameId: stackFrames[0]!.id }),
    ).toMatchObject({
      result: '1',
    });
    await client.request('continue', { threadId });
    await client.waitFor('stopped');
    expect(client.output('stdout')).toBe('adding 1\nadding 2\n');
    await client.request('terminate', {});
    await client.waitFor('terminated');
  });

  it('keeps breakpoints and their ids in a restart', async () => {
    const { client } = await stopAt('sum');
    const bound = await client.waitFor('breakpoint', ({ breakpoint }) => breakpoint.verified);
    await client.request('restart', {});
    const { hitBreakpointIds } = await client.waitFor('stopped');
    expect(hitBreakpointIds).toEqual([bound.breakpoint.id]);
    expect(client.output('stdout')).toBe('adding 1\nadding 1\n');
    expect(client.eventNames).not.toContain('exited');
  });

  it('tells a breakpoint by its id that was set while others were still being taken away', async () => {
    const { client, threadId } = await stopAt('sum');
    const set = (...lines: number[]) =>
      client.request('setBreakpoints', {
        source: { path: counter },
        breakpoints: lines.map((line) => ({ line })),
      });
    const [, { breakpoints }] = await Promise.all([set(), set(lineOf(counter, 'end'))]);
    await client.request('continue', { threadId });
    const { hitBreakpointIds } = await client.waitFor('stopped');
    expect(hitBreakpointIds).toEqual([breakpoints[0]!.id]);
  });

  it('gets a new id for a breakpoint that is set after a restart', async () => {
    const { client } = await stopAt('end');
    await client.request('restart', {});
    await client.waitFor('stopped');
    const lines = [lineOf(counter, 'end'), lineOf(counter, 'sum')];
    const { breakpoints } = await client.request('setBreakpoints', {
      source: { path: counter },
      breakpoints: lines.map((line) => ({ line })),
    });
    expect(breakpoints.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('refuses a bad configuration in a restart, and runs on', async () => {
    const { client, threadId } = await stopAt('end');
    const restart = client.request('restart', { arguments: { program: '/nowhere.js' } as never });
    await expect(restart).rejects.toThrow('does not exist');
    await client.request('continue', { threadId });
    await expectEnd(client, 0);
  });

  it('stops on entry', async () => {
    const client = await run({ program: counter, inProcess, stopOnEntry: true });
    expect(await client.waitFor('stopped')).toMatchObject({ reason: 'entry' });
    expect(client.output('stdout')).toBe('');
    await client.request('disconnect', {});
    await client.waitFor('terminated');
  });

  it('ends where it is stopped, and runs not one line more', async () => {
    const client = await run({ program: program('debugger; console.log("on"); process.exit(0)'), inProcess });
    await client.waitFor('stopped');
    await client.request('terminate', {});
    await expectEnd(client, inProcess ? 1 : 143);
    expect(client.output('stdout')).toBe('');
  });

  it('tells the exit code of a program that was let go', async () => {
    const client = await run({ program: program('debugger; process.exitCode = 4'), inProcess });
    const { threadId } = await client.waitFor('stopped');
    await client.request('continue', { threadId: threadId! });
    await expectEnd(client, 4);
  });

  // What is written after it may overtake it: a logpoint does not stop the program.
  it('tells of a logpoint after the output that was before it', async () => {
    const line = lineOf(counter, 'sum');
    const { client } = await launch({ program: counter, inProcess });
    await client.request('setBreakpoints', {
      source: { path: counter },
      breakpoints: [{ line, logMessage: 'sum {b}' }],
    });
    await client.request('configurationDone', {});
    await expectEnd(client, 0);
    expect(client.output()).toMatch(/adding 1.*sum 1.*sum 2.*sum 3/s);
    expect(client.output()).toMatch(/adding 2.*sum 2/s);
    expect(client.output()).toMatch(/adding 3.*sum 3/s);
  });
});

describe('a program that goes on to a sudden end', () => {
  it.each(['continue', 'next'] as const)('has gone on: %s', async (command) => {
    const client = await run({ program: program("debugger; process.kill(process.pid, 'SIGKILL');") });
    const { threadId } = await client.waitFor('stopped');
    await client.request(command, { threadId: threadId! });
    if (command === 'next') await client.request('next', { threadId: threadId! }).catch(() => {});
    await expectEnd(client, 137);
  });
});

describe('a program that is killed while it is stopped', () => {
  it('ends its session', async () => {
    const client = await run({ program: program('debugger;') });
    const { systemProcessId } = await client.waitFor('process');
    await client.waitFor('stopped');
    process.kill(systemProcessId!, 'SIGKILL');
    await expectEnd(client, 137);
  });
});
