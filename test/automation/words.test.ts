import { describe, expect, it } from 'vitest';
import type { Commander } from '../../automation/tasks/commander.ts';
import { parseCommand } from '../../automation/tasks/parse-command.ts';
import { taskDefinitions } from '../../protocol/schema/tasks.ts';
import { type CommandName, taskCommands } from '../../protocol/tasks/commands.ts';
import { program } from '../support/fixtures.ts';
import { begin, serve, stopped } from './support/tasks.ts';

const say = (commander: Commander, name: string, data?: unknown): Promise<unknown> =>
  commander.send(name as CommandName, data as never);

describe('a command', () => {
  it.each([
    ['StartNewTsk', 'task.commandUnknown', 'Did you mean "StartNewTask"?'],
    ['frobnicate', 'task.commandUnknown', undefined],
    ['constructor', 'task.commandUnknown', undefined],
  ])('that does not exist is refused: %s', async (name, code, hint) => {
    const error = expect.objectContaining({ code, ...(hint && { hint }) });
    await expect(say(serve([]).commander, name, {})).rejects.toEqual(error);
  });

  it.each<[CommandName, unknown, string]>([
    [
      'Move',
      {},
      'taskId is missing; action is missing: "continue", "next", "stepIn", "stepOut", "pause" or "runTo"',
    ],
    [
      'Move',
      { taskId: 't1', action: 'nxt' },
      'action must be "continue", "next", "stepIn", "stepOut", "pause" or "runTo", but is "nxt" (did you mean "next"?)',
    ],
    ['Move', { taskId: 't1', action: 'next', wait: 5 }, 'wait is not known (did you mean "waitMs"?)'],
    [
      'Move',
      { taskId: 't1', action: 'next', limits: { vars: 5 } },
      'limits.vars is not known (there are value, variables, frames, context)',
    ],
    ['Move', { taskId: 't1', action: 'runTo' }, 'For "runTo", "to" says where'],
    [
      'Move',
      { taskId: 't1', action: 'next', to: { file: 'a.js', line: 1 } },
      '"to" is for "runTo", not for "next"',
    ],
    [
      'Move',
      { taskId: 't1', action: 'next', waitMs: 1e9 },
      'waitMs must be at most 600000, but is 1000000000',
    ],
    ['Move', { taskId: 't1', action: 'next', waitMs: 1.5 }, 'waitMs must be a whole number, but is 1.5'],
    ['Wait', { taskId: 1 }, 'taskId must be a text, but is 1'],
    ['Wait', { taskId: '' }, 'taskId must not be empty'],
    ['Wait', 't1', 'it must be an object, but is "t1"'],
    ['CancelTask', { taskId: 't1' }, 'it must be a text, but is {"taskId":"t1"}'],
    ['ListTasks', { all: true }, 'all is not known (it takes nothing)'],
    ['StartNewTask', {}, 'configuration is missing: an object or a text'],
    ['StartNewTask', { configuration: 5 }, 'configuration must be an object or a text, but is 5'],
    [
      'StartNewTask',
      {
        configuration: {},
        breakpoints: [
          { file: 'a.js', line: 1 },
          { file: 'b.js', lin: 2 },
        ],
      },
      'breakpoints[1].lin is not known (did you mean "line"?)',
    ],
    ['StartNewTask', { configuration: {}, breakpoints: {} }, 'breakpoints must be a list, but is {}'],
    ['AddBreakpoints', { breakpoints: [] }, 'breakpoints must not be empty'],
    [
      'AddBreakpoints',
      { breakpoints: [{ file: 'a.js' }] },
      'breakpoints[0]: Of "line", "text" and "function" exactly one says where the breakpoint is',
    ],
    ['AddBreakpoints', { breakpoints: [{ line: 3 }] }, 'breakpoints[0]: "file" is missing'],
    [
      'AddBreakpoints',
      { breakpoints: [{ file: 'a.js', line: 0 }] },
      'breakpoints[0].line must be more than 0, but is 0',
    ],
    [
      'AddBreakpoints',
      { breakpoints: [{ function: 'f', logMessage: 'x' }] },
      'breakpoints[0]: A breakpoint at a "function" has no "column" and no "logMessage": give the line where it begins',
    ],
    ['RemoveBreakpoints', { ids: 'some' }, 'ids must be a list or "all", but is "some"'],
    [
      'SetExceptions',
      { taskId: 't1', mode: 'uncought' },
      'mode must be "all", "uncaught" or "none", but is "uncought" (did you mean "uncaught"?)',
    ],
  ])('that is wrong is told what is wrong with it: %s %j', (name, data, problem) => {
    expect(() => parseCommand(name, data)).toThrow(
      expect.objectContaining({
        code: 'task.commandInvalid',
        message: `The command "${name}" was not understood: ${problem}.`,
      }),
    );
  });

  it('that takes nothing need not be given anything', async () => {
    expect(await say(serve([]).commander, 'ListTasks')).toEqual({ tasks: [] });
  });

  it('about a task that does not exist names those that do', async () => {
    const { commander } = serve([]);
    await expect(say(commander, 'GetState', { taskId: 't9' })).rejects.toMatchObject({
      code: 'task.unknown',
      hint: 'None has been started yet.',
    });
    await commander.send('StartNewTask', { configuration: { program: program('') } });
    await expect(say(commander, 'GetState', { taskId: 't9' })).rejects.toMatchObject({
      hint: 'There are: "t1".',
    });
  });
});

describe('an answer', () => {
  it('is as the words say, for every command', async () => {
    const path = program(
      'function f(a) {\n  debugger;\n  return a;\n}\nf(1);\nf(2);\nsetInterval(() => {}, 1000);\n',
    );
    const { commander } = serve([]);
    const { taskId, first } = await begin(commander, {
      configuration: { program: path },
      breakpoints: [{ file: path, line: 3 }],
    });
    const { id } = stopped(first).stop.stack[0]!;
    const said: [CommandName, unknown][] = [
      ['ListTasks', {}],
      ['GetState', { taskId }],
      ['Wait', { taskId, waitMs: 0 }],
      ['Move', { taskId, action: 'next' }],
      ['Move', { taskId, action: 'runTo', to: { file: path, line: 6 } }],
      ['Evaluate', { taskId, expression: '({ a: 1 })' }],
      ['GetVariables', { taskId }],
      ['GetStack', { taskId }],
      ['GetOutput', { taskId }],
      ['AddBreakpoints', { breakpoints: [{ function: 'f' }] }],
      ['ListBreakpoints', {}],
      ['RemoveBreakpoints', { ids: [2] }],
      ['SetExceptions', { taskId, mode: 'all' }],
      ['Request', { taskId, command: 'scopes', arguments: { frameId: id } }],
      ['Move', { taskId, action: 'continue', waitMs: 0 }],
      ['RestartTask', taskId],
      ['CancelTask', taskId],
      ['StartNewTask', { configuration: { program: path } }],
      ['ResumeTask', taskId],
      ['CloseTask', taskId],
    ];
    for (const [name, data] of said) {
      const answer = await say(commander, name, data).catch((error: Error) => error);
      if (name === 'Request') continue;
      const { success, error } = taskCommands[name].answer.safeParse(answer);
      expect([name, success, error?.message]).toEqual([name, true, undefined]);
    }
    expect(new Set(said.map(([name]) => name))).toEqual(new Set(Object.keys(taskCommands)));
  });
});

describe('a service that is read-only', () => {
  it('carries out what looks, and nothing else', async () => {
    const path = program('let calls = 0;\nconst a = { get b() { calls += 1; return 1; } };\ndebugger;\n');
    let readOnly = false;
    const { commander } = serve([], { readOnly: () => readOnly });
    const { taskId, first } = await begin(commander, { configuration: { program: path } });
    readOnly = true;
    stopped(await commander.send('GetState', { taskId }));
    const [, a] = (await commander.send('GetVariables', { taskId })).variables;
    const [b] = (await commander.send('GetVariables', { taskId, reference: a!.reference! })).variables;
    expect([a!.name, b!.name]).toEqual(['a', 'b']);
    const look = { taskId, command: 'variables', arguments: { variablesReference: b!.reference } };
    for (const [name, data] of [
      ['GetVariables', { taskId, reference: b!.reference }],
      ['Request', look],
    ] as const)
      await expect(say(commander, name, data)).rejects.toMatchObject({ code: 'engine.sideEffects' });
    const frameId = stopped(first).stop.stack[0]!.id;
    await commander.send('Request', { taskId, command: 'scopes', arguments: { frameId } });
    const refused: [CommandName, unknown][] = [
      ['Move', { taskId, action: 'next' }],
      ['Evaluate', { taskId, expression: 'a' }],
      ['StartNewTask', { configuration: { program: path } }],
      ['AddBreakpoints', { breakpoints: [{ file: path, line: 1, condition: 'process.exit()' }] }],
      ['CancelTask', taskId],
      ['Request', { taskId, command: 'evaluate', arguments: { expression: 'a' } }],
      ['Request', { taskId, command: 'continue', arguments: { threadId: 1 } }],
    ];
    for (const [name, data] of refused)
      await expect(say(commander, name, data)).rejects.toMatchObject({ code: 'task.readOnly' });
    stopped(await commander.send('GetState', { taskId }));
    readOnly = false;
    expect(await commander.send('Evaluate', { taskId, expression: 'calls' })).toMatchObject({ value: '0' });
    expect(await say(commander, 'Request', look)).toMatchObject({ body: { variables: [{ value: '1' }] } });
  });
});

describe('the JSON Schemas', () => {
  it('have every command, and everything that they refer to', () => {
    const definitions = taskDefinitions();
    const commands = Object.keys(taskCommands).flatMap((name) => [`${name}.data`, `${name}.answer`]);
    expect(Object.keys(definitions)).toEqual(expect.arrayContaining(commands));
    const references = [...JSON.stringify(definitions).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    for (const [, name] of references) expect(definitions).toHaveProperty([name!]);
  });
});
