import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { interpreters } from '../python/interpreters.ts';
import { inlineChannel } from '../support/dap-channel.ts';
import { DapClient } from '../support/dap-client.ts';
import { files } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { launcherDirectory } from '../support/standalone.ts';

/** How an editor speaks: what it says of itself, and how it says that there is nothing to say. */
interface Editor {
  readonly name: string;
  readonly initialize: object;
  /** What its launch configurations hold beside the program. */
  readonly configuration: object;
  readonly firstSeq: number;
  /** The arguments of a request that has none. */
  readonly nothing: null | undefined | object;
  readonly stackTrace: object;
  readonly variables: object;
  readonly breakpoint: object;
  readonly step: object;
  /** What it says when the program has ended, in its order. */
  readonly goodbye: readonly (readonly [command: string, args?: unknown])[];
}

/** As their sources have them. What they do not do is as telling as what they do. */
const EDITORS: readonly Editor[] = [
  {
    name: 'nvim-dap',
    initialize: {
      clientID: 'neovim',
      clientName: 'neovim',
      adapterID: 'nvim-dap',
      pathFormat: 'path',
      columnsStartAt1: true,
      linesStartAt1: true,
      supportsRunInTerminalRequest: true,
      supportsVariableType: true,
      supportsProgressReporting: true,
      supportsStartDebuggingRequest: true,
      locale: 'en_US.UTF-8',
    },
    configuration: { type: 'tandem', request: 'launch', name: 'Tandem' },
    firstSeq: 1,
    nothing: undefined,
    stackTrace: { startFrame: 0 },
    variables: {},
    breakpoint: {},
    step: { granularity: 'statement' },
    goodbye: [],
  },
  {
    name: 'dape',
    initialize: {
      clientID: 'dape',
      adapterID: 'tandem',
      pathFormat: 'path',
      linesStartAt1: true,
      columnsStartAt1: true,
      supportsRunInTerminalRequest: true,
      supportsArgsCanBeInterpretedByShell: true,
      supportsProgressReporting: true,
      supportsStartDebuggingRequest: true,
    },
    configuration: { type: 'tandem', request: 'launch', args: null, env: null, stopOnEntry: false },
    firstSeq: 1,
    nothing: {},
    stackTrace: { startFrame: 0, levels: 1 },
    variables: {},
    breakpoint: {},
    step: {},
    goodbye: [['terminate', {}]],
  },
  {
    name: 'Helix',
    initialize: {
      clientID: 'hx',
      clientName: 'helix',
      adapterID: 'tandem',
      locale: 'en-us',
      linesStartAt1: true,
      columnsStartAt1: true,
      pathFormat: 'path',
      supportsVariableType: true,
      supportsVariablePaging: false,
      supportsRunInTerminalRequest: true,
      supportsMemoryReferences: false,
      supportsProgressReporting: false,
      supportsInvalidatedEvent: false,
    },
    configuration: { console: 'internalConsole' },
    firstSeq: 0,
    nothing: null,
    stackTrace: {},
    variables: {},
    breakpoint: {},
    step: {},
    goodbye: [['disconnect', { restart: false }]],
  },
  {
    name: 'Zed',
    initialize: {
      clientID: 'zed',
      clientName: 'Zed',
      adapterID: 'Tandem',
      locale: 'en-US',
      pathFormat: 'path',
      supportsVariableType: true,
      supportsVariablePaging: false,
      supportsRunInTerminalRequest: true,
      supportsMemoryReferences: true,
      supportsProgressReporting: false,
      supportsInvalidatedEvent: false,
      linesStartAt1: true,
      columnsStartAt1: true,
      supportsMemoryEvent: false,
      supportsArgsCanBeInterpretedByShell: false,
      supportsStartDebuggingRequest: true,
      supportsANSIStyling: true,
    },
    configuration: { type: 'tandem', request: 'launch' },
    firstSeq: 1,
    nothing: {},
    stackTrace: {},
    variables: {},
    breakpoint: {},
    step: { granularity: 'statement', singleThread: true },
    goodbye: [['terminate', { restart: false }]],
  },
  {
    name: 'one that has no other word for nothing than null',
    initialize: {
      adapterID: null,
      clientID: null,
      linesStartAt1: null,
      columnsStartAt1: null,
      pathFormat: null,
      supportsVariableType: null,
      supportsRunInTerminalRequest: null,
      supportsStartDebuggingRequest: null,
    },
    configuration: { args: null, cwd: null, env: null, console: null, stopOnEntry: null, skipFiles: null },
    firstSeq: 1,
    nothing: null,
    stackTrace: { startFrame: null, levels: null, format: null },
    variables: { filter: null, start: null, count: null, format: null },
    breakpoint: { column: null, condition: null, hitCondition: null, logMessage: null },
    step: { granularity: null, singleThread: null },
    goodbye: [
      ['terminate', null],
      ['terminate', null],
      ['disconnect', null],
    ],
  },
];

const JAVASCRIPT = `function add(a, b) {
  const sum = a + b;
  return sum;
}
console.log(add(1, 2));
`;
const PYTHON = `def add(a, b):
    sum = a + b
    return sum

print(add(1, 2))
`;

const RUNTIMES = [
  { runtime: 'Node', file: 'add.js', source: JAVASCRIPT, settings: {} },
  ...interpreters
    .slice(-1)
    .map(({ name, settings }) => ({ runtime: name, file: 'add.py', source: PYTHON, settings })),
];

async function connect(initialize: object, firstSeq = 1): Promise<DapClient> {
  const channel = inlineChannel({ launcherDirectory });
  const client = new DapClient(channel, firstSeq);
  onTestFinished(async () => {
    channel.close();
    await channel.ended;
  });
  await client.send('initialize', initialize);
  return client;
}

interface Started {
  readonly client: DapClient;
  readonly path: string;
}

/** Launches, sets a breakpoint on the second line and comes to it, as the editor does it. */
async function start(
  editor: Editor,
  { file, source, settings }: (typeof RUNTIMES)[number],
): Promise<Started> {
  const path = `${files({ [file]: source })}/${file}`;
  const client = await connect(editor.initialize, editor.firstSeq);
  const launched = client.send('launch', { ...editor.configuration, ...settings, program: path });
  launched.catch(() => {});
  await client.waitFor('initialized');
  const breakpoints = [{ ...editor.breakpoint, line: 2 }];
  await client.send('setBreakpoints', { source: { path }, breakpoints, sourceModified: false, lines: [2] });
  await client.send('setExceptionBreakpoints', { filters: ['uncaught'] });
  await client.send('configurationDone', editor.nothing);
  await launched;
  return { client, path };
}

describe.each(EDITORS)('$name', (editor) => {
  it.each(RUNTIMES)('debugs a program in $runtime from its first stop to its end', async (runtime) => {
    const { client, path } = await start(editor, runtime);
    const { threadId } = await client.waitFor('stopped', ({ reason }) => reason === 'breakpoint');
    const { threads } = (await client.send('threads', editor.nothing)) as { threads: { id: number }[] };
    expect(threads.map(({ id }) => id)).toContain(threadId);
    const stack = (await client.send('stackTrace', { ...editor.stackTrace, threadId })) as {
      stackFrames: { id: number; line: number; source: object }[];
    };
    expect(stack.stackFrames[0]).toMatchObject({ line: 2, source: { path } });
    const frameId = stack.stackFrames[0]!.id;
    const { scopes } = (await client.send('scopes', { frameId })) as {
      scopes: { variablesReference: number }[];
    };
    const { variables } = (await client.send('variables', {
      ...editor.variables,
      variablesReference: scopes[0]!.variablesReference,
    })) as { variables: { name: string; value: string }[] };
    expect(variables).toContainEqual(expect.objectContaining({ name: 'a', value: '1' }));
    await client.send('next', { ...editor.step, threadId });
    await client.waitFor('stopped', ({ reason }) => reason === 'step');
    const two = await client.send('evaluate', { expression: '1 + 1', context: 'repl', frameId: null });
    expect(two).toMatchObject({ result: '2' });
    await client.send('continue', { threadId });
    await expectEnd(client, 0);
    for (const [command, args] of editor.goodbye) await client.send(command, args);
  });

  it('takes its program along when it says so in its own way, or only goes', async () => {
    const { client } = await start(editor, RUNTIMES[0]!);
    await client.waitFor('stopped');
    if (editor.goodbye.length === 0) return client.vanish();
    for (const [command, args] of editor.goodbye) await client.send(command, args);
    await client.waitFor('terminated');
    expect((await client.waitFor('exited')).exitCode).not.toBe(0);
  });
});

describe('a client', () => {
  const [node] = RUNTIMES;

  it.each(RUNTIMES)('that counts from 0 reads its own numbers in $runtime', async (runtime) => {
    const path = `${files({ [runtime.file]: runtime.source })}/${runtime.file}`;
    const client = await connect({ adapterID: 'lean', linesStartAt1: false, columnsStartAt1: false });
    const launched = client.send('launch', { ...runtime.settings, program: path });
    await client.waitFor('initialized');
    const set = (await client.send('setBreakpoints', { source: { path }, breakpoints: [{ line: 1 }] })) as {
      breakpoints: { line: number }[];
    };
    expect(set.breakpoints[0]!.line).toBe(1);
    await client.send('configurationDone');
    await launched;
    const { threadId } = await client.waitFor('stopped');
    const { stackFrames } = (await client.send('stackTrace', { threadId })) as {
      stackFrames: { id: number; line: number; column: number }[];
    };
    const column = runtime.runtime === 'Node' ? JAVASCRIPT.split('\n')[1]!.indexOf('a + b') : 0;
    expect(stackFrames[0]).toMatchObject({ line: 1, column });
    expect(stackFrames[1]!.line).toBe(4);
    const completed = (await client.send('completions', {
      frameId: stackFrames[0]!.id,
      text: 'x = 1\nsu',
      line: 1,
      column: 2,
    })) as {
      targets: { label: string; start: number }[];
    };
    expect(completed.targets).toContainEqual(expect.objectContaining({ label: 'sum', start: 0 }));
  });

  it('that wants no breakpoints, and does not wait for any answer, has its program run', async () => {
    const path = `${files({ 'add.js': JAVASCRIPT })}/add.js`;
    const client = await connect({ adapterID: 'lean' });
    const launched = client.send('launch', { program: path });
    const configured = client.waitFor('initialized').then(() => client.send('configurationDone'));
    await Promise.all([launched, configured]);
    await expectEnd(client, 0);
    expect(client.output('stdout')).toBe('3\n');
  });

  it('is sent nothing that it has not said to understand', async () => {
    const path = `${files({ 'add.js': JAVASCRIPT })}/add.js`;
    const client = await connect({ adapterID: 'lean' });
    const launched = client.send('launch', { program: path });
    await client.waitFor('initialized');
    await client.send('setBreakpoints', { source: { path }, breakpoints: [{ line: 2 }] });
    await client.send('configurationDone');
    await launched;
    const { threadId } = await client.waitFor('stopped');
    const { stackFrames } = (await client.send('stackTrace', { threadId })) as {
      stackFrames: { id: number }[];
    };
    const frameId = stackFrames[0]!.id;
    const value = await client.send('evaluate', { expression: 'a = [1]', frameId, context: 'repl' });
    expect(value).not.toHaveProperty('type');
    expect(value).not.toHaveProperty('memoryReference');
    await client.send('continue', { threadId });
    await expectEnd(client, 0);
    expect(client.eventNames.filter((name) => /progress|invalidated|memory/.test(name))).toEqual([]);
    expect(client.transcript.filter((line) => line.startsWith('⇠'))).toEqual([]);
  });

  it('is acknowledged without a body, which strict ones would refuse', async () => {
    const channel = inlineChannel({ launcherDirectory });
    const answers: object[] = [];
    channel.onMessage((message) => answers.push(message));
    channel.send({ type: 'request', seq: 0, command: 'disconnect', arguments: null });
    await vi.waitFor(() => expect(answers.some((message) => 'command' in message)).toBe(true));
    const answer = answers.find((message) => 'command' in message);
    expect(answer).toMatchObject({ command: 'disconnect', request_seq: 0, success: true });
    expect(answer).not.toHaveProperty('body');
  });

  it('that sends ids as text is told so, and can go on', async () => {
    const { client } = await start(EDITORS[0]!, node!);
    const { threadId } = await client.waitFor('stopped');
    await expect(client.send('stackTrace', { threadId: `${threadId}` })).rejects.toThrow(
      'needs the argument "threadId", a number',
    );
    await client.send('continue', { threadId });
    await expectEnd(client, 0);
  });

  it('that ends a program with "terminateDebuggee": null has ended it', async () => {
    const { client } = await start(EDITORS[0]!, node!);
    await client.waitFor('stopped');
    await client.send('disconnect', { restart: false, terminateDebuggee: null });
    expect((await client.waitFor('exited')).exitCode).not.toBe(0);
  });

  it('that keeps silent when it is to begin a session is asked once, and no child stays held', async () => {
    const directory = files({
      'parent.js': `const { fork } = require('node:child_process');
fork(__dirname + '/child.js').on('exit', () => fork(__dirname + '/child.js'));`,
      'child.js': 'console.log("child")',
    });
    const client = await connect({ adapterID: 'lean', supportsStartDebuggingRequest: true });
    const asked: unknown[] = [];
    client.onReverseRequest('startDebugging', (args) => {
      asked.push(args);
      return new Promise(() => {});
    });
    const launched = client.send('launch', { type: 'theirs', program: `${directory}/parent.js` });
    await client.waitFor('initialized');
    await client.send('configurationDone');
    await launched;
    await expectEnd(client, 0);
    expect(client.output('stdout')).toBe('child\nchild\n');
    expect(asked).toEqual([expect.objectContaining({ request: 'attach' })]);
    // The type of the configuration is what the editor knows the adapter by; it may call the adapter something else.
    expect(asked).toMatchObject([{ configuration: { type: 'theirs' } }]);
  }, 30_000);
});
