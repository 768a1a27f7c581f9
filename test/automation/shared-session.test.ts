import { describe, expect, it, onTestFinished } from 'vitest';
import { createDebugSession } from '../../adapter/session/create-session.ts';
import { DapClient } from '../../automation/dap/dap-client.ts';
import { SharedSession } from '../../automation/dap/shared/shared-session.ts';
import { DapClient as Editor } from '../support/dap-client.ts';
import { fixture, lineOf, program } from '../support/fixtures.ts';
import { launcherDirectory } from '../support/standalone.ts';

/** An editor's session of `counter.js`, stopped at its entry, and a client beside the editor. */
async function shareStopped({
  program = fixture('counter.js'),
  onConfigured,
}: {
  program?: string;
  onConfigured?: (beside: DapClient) => void;
} = {}) {
  const session = createDebugSession({ launcherDirectory });
  const shared = new SharedSession(session);
  onTestFinished(async () => {
    shared.dispose();
    await shared.ended;
  });
  const editor = new Editor({
    send: (message) => shared.fromEditor(message as never),
    onMessage: (listener) => void shared.onMessageToEditor((message) => listener(message as never)),
    close: () => shared.dispose(),
  });
  const beside = new DapClient(shared.beside);
  const heard: string[] = [];
  for (const event of ['process', 'stopped', 'continued', 'output', 'exited'] as const)
    beside.on(event, () => heard.push(event));
  shared.onConfigured = () => onConfigured?.(beside);

  await editor.request('initialize', { adapterID: 'tandem', supportsInvalidatedEvent: true });
  const launched = editor.request('launch', { program, stopOnEntry: true, inProcess: true } as never);
  await editor.waitFor('initialized');
  await editor.request('setExceptionBreakpoints', { filters: [] });
  await editor.request('configurationDone', {});
  await launched;
  const { threadId } = await editor.waitFor('stopped');
  return { shared, editor, beside, heard, threadId: threadId! };
}

describe('a session that an editor shares', () => {
  it('keeps what was said until there is somebody beside the editor to hear it', async () => {
    const { shared, heard } = await shareStopped();
    expect(heard).toEqual([]);
    shared.catchUp();
    expect(heard).toEqual(['process', 'stopped']);
  });

  it('answers each of the two alone, whatever the numbers of their requests', async () => {
    const { shared, editor, beside, threadId } = await shareStopped();
    shared.catchUp();
    const before = editor.transcript.length;
    const [{ threads }, { stackFrames }] = await Promise.all([
      beside.request('threads', {}),
      beside.request('stackTrace', { threadId }),
    ]);
    expect(threads).toHaveLength(1);
    expect(stackFrames[0]!.line).toBe(6);
    expect(editor.transcript.slice(before)).toEqual([]);
    expect(await editor.request('threads', {})).toEqual({ threads });
  });

  it('tells the editor that the program goes on when it was moved from beside, and of the next stop', async () => {
    const { shared, editor, beside, heard, threadId } = await shareStopped();
    shared.catchUp();
    await beside.request('next', { threadId });
    expect(await editor.waitFor('continued')).toEqual({ threadId, allThreadsContinued: false });
    expect((await editor.waitFor('stopped')).reason).toBe('step');
    // Whoever has moved it knows.
    expect(heard).toEqual(['process', 'stopped', 'stopped']);
  });

  it('tells whoever is beside that the editor has moved the program', async () => {
    const { shared, editor, beside, heard, threadId } = await shareStopped();
    shared.catchUp();
    const exited = beside.next('exited');
    await editor.request('continue', { threadId });
    expect(heard.slice(0, 3)).toEqual(['process', 'stopped', 'continued']);
    expect(await exited).toEqual({ exitCode: 0 });
    await editor.waitFor('terminated');
    await editor.request('disconnect', {});
    expect(shared.isStopping).toBe(false);
  });

  it('knows whether somebody has asked the program to end', async () => {
    for (const who of ['editor', 'beside'] as const) {
      const { shared, editor, beside } = await shareStopped();
      await (who === 'editor' ? editor : beside).request('terminate', {});
      await shared.ended;
      expect(shared.isStopping).toBe(true);
    }
  });

  it('tells one who asks for the stack that the other has moved the program', async () => {
    const path = program('class Shape { area() { debugger; } }\nnew Shape().area();\n');
    const { shared, editor, beside, threadId } = await shareStopped({ program: path });
    shared.catchUp();
    const stopped = beside.next('stopped');
    await beside.request('continue', { threadId });
    await stopped;
    const asked = editor.request('stackTrace', { threadId });
    const moved = beside.request('continue', { threadId });
    await expect(asked).rejects.toMatchObject({ code: 'engine.threadRunning' });
    await moved;
  });

  it('lets the editor look again when a value was assigned from beside', async () => {
    const { shared, editor, beside, threadId } = await shareStopped();
    shared.catchUp();
    await beside.request('next', { threadId });
    await editor.waitFor('stopped');
    const { stackFrames } = await beside.request('stackTrace', { threadId });
    const frameId = stackFrames[0]!.id;
    await beside.request('evaluate', { expression: 'total', frameId, context: 'watch' });
    expect(editor.transcript.some((line) => line.includes('invalidated'))).toBe(false);
    await beside.request('evaluate', { expression: 'total = 40', frameId, context: 'repl' });
    expect(await editor.waitFor('invalidated')).toEqual({ areas: ['variables'] });
  });

  it('stops in passing where the editor knows of no breakpoint', async () => {
    const { shared, editor, beside, threadId } = await shareStopped();
    shared.catchUp();
    const path = fixture('counter.js');
    const own = { source: { path }, breakpoints: [{ line: lineOf(path, 'end') }] };
    const [known] = (await editor.request('setBreakpoints', own)).breakpoints;
    const { state, remove } = await shared.passing.add(beside, path, { line: lineOf(path, 'sum') });
    expect(state).toMatchObject({ verified: true, line: lineOf(path, 'sum') });
    // What the editor sets now does not take it away, and the editor is told of its own only.
    expect((await editor.request('setBreakpoints', own)).breakpoints).toEqual([known]);

    const stopped = beside.next('stopped');
    await beside.request('continue', { threadId });
    expect(await stopped).toMatchObject({ reason: 'step', hitBreakpointIds: [] });
    await remove();
    const end = beside.next('stopped');
    await beside.request('continue', { threadId });
    expect((await end).hitBreakpointIds).toEqual([known!.id]);
  });

  it('knows what the editor was told of its breakpoints', async () => {
    const { shared, editor } = await shareStopped();
    const path = fixture('counter.js');
    const line = lineOf(path, 'sum');
    const answered = shared.breakpoints.until({ path, line }, true);
    await editor.request('setBreakpoints', { source: { path }, breakpoints: [{ line: line + 7 }, { line }] });
    await answered;
    const state = shared.breakpoints.find({ path, line })!;
    expect(state).toMatchObject({ verified: true, line });
    expect(shared.breakpoints.placeOf(state.id!)).toEqual({ path, line });
    expect(shared.breakpoints.find({ path, line: line + 1 })).toBeUndefined();
    const removed = shared.breakpoints.until({ path, line }, false);
    await editor.request('setBreakpoints', { source: { path }, breakpoints: [] });
    await removed;
    await editor.request('setFunctionBreakpoints', { breakpoints: [{ name: 'add' }] });
    expect(shared.breakpoints.find({ function: 'add' })).toMatchObject({ verified: true });
  });

  it('has the last word before the program runs from beside', async () => {
    const answers: Promise<unknown>[] = [];
    const { editor } = await shareStopped({
      onConfigured: (beside) =>
        answers.push(beside.request('setExceptionBreakpoints', { filters: ['uncaught'] })),
    });
    expect(answers).toHaveLength(1);
    await answers[0];
    expect(editor.transcript.filter((line) => line.includes('setExceptionBreakpoints'))).toHaveLength(2);
  });

  it('tells what the launch was answered, to whoever wants to know', async () => {
    const { shared } = await shareStopped();
    expect(await shared.launched).toMatchObject({ command: 'launch', success: true });

    const over = new SharedSession(createDebugSession());
    over.dispose();
    expect(await over.launched).toBeUndefined();
  });
});
