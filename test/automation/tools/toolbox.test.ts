import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redactor } from '../../../automation/redaction/redactor.ts';
import { OutputBuffer } from '../../../automation/tasks/task/output-buffer.ts';
import { inputSchema } from '../../../automation/tools/input-schema.ts';
import { MAX_REPLY } from '../../../automation/tools/reply.ts';
import { tools } from '../../../automation/tools/table.ts';
import { Toolbox } from '../../../automation/tools/toolbox.ts';
import { quote } from '../../../launcher/node/engine/preview.ts';
import { errors } from '../../../protocol/errors.ts';
import type { Variable } from '../../../protocol/tasks/stop.ts';
import type { OutputSlice } from '../../../protocol/tasks/task.ts';
import { aBreakpoint, aStop, aTask, ended, FOLDER, output, stopped } from './answers.ts';
import { ScriptedCommander } from './scripted-commander.ts';

type Answers = ConstructorParameters<typeof ScriptedCommander>[0];

function toolbox(
  answers: Answers,
  {
    readOnly = false,
    redact = true,
    clientId,
  }: { readOnly?: boolean; redact?: boolean; clientId?: string } = {},
) {
  const commander = new ScriptedCommander(answers);
  const redactor = redact ? new Redactor() : undefined;
  const box = new Toolbox(
    () => ({ commander, name: 'a test', folder: FOLDER, ...(clientId && { clientId }) }),
    { readOnly, redactor },
  );
  const call = async (name: string, input?: unknown) => (await box.call(name, input)).text;
  return { box, call, asked: commander.asked };
}

const ONE_TASK: Answers = { ListTasks: () => ({ tasks: [aTask()] }) };

describe('the tools', () => {
  it('are described in little, and each input by a schema that every model understands', () => {
    const told = tools.map((tool) => ({ ...tool, schema: inputSchema(tool) }));
    // Each request of a model carries them all.
    expect(
      JSON.stringify(told.map(({ name, description, schema }) => [name, description, schema])).length,
    ).toBeLessThan(16_000);
    for (const { name, schema } of told) {
      expect(name).toMatch(/^debug_[a-z_]+$/);
      expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(JSON.stringify(schema)).not.toMatch(/\$ref|oneOf|allOf|9007199254740991/);
    }
  });

  it('tell a stop with all that is needed to go on', async () => {
    const { call, asked } = toolbox({
      ...ONE_TASK,
      Move: () =>
        stopped(
          { changed: [{ name: 'sum', before: '0', after: '9900' }] },
          output('#1 Ada\n', 'half', ' a line\n'),
        ),
    });
    expect(
      await call('debug_move', { action: 'next' }),
    ).toBe(`Task t1 (shop.js) is stopped at breakpoint 1. Stop 1, thread 1.

total  prices.js:18:18
    17    if (!order.coupon) return sum;
>   18    const coupon = 1;
    19  }

Changed since the last stop:
  sum: 0 → 9900

Variables (Local: total):
  order = {id: 3, customer: 'Linus'}  [ref 7]
  sum = 9900

Stack:
  #0 total  prices.js:18:18
  #1 printInvoices  shop.js:10:67

Printed meanwhile:
  out| #1 Ada
  out| half a line

Next: debug_evaluate tests an idea here, debug_variables opens a [ref]; debug_move goes on (next, stepIn, stepOut, continue, runTo).`);
    expect(asked.at(-1)).toEqual(['Move', { taskId: 't1', action: 'next' }]);
  });

  it('tell truthfully that a program still runs', async () => {
    const running = {
      state: 'running',
      task: aTask({ state: 'running' }),
      waitedMs: 20_000,
      note: '',
      output: output(),
    } as const;
    const { call } = toolbox({ ...ONE_TASK, Move: () => running });
    expect(await call('debug_move', { action: 'continue' })).toMatch(
      /^Task t1 \(shop\.js\) is still RUNNING: it did not stop within 20000 ms\.\n\nNext: debug_wait /,
    );
  });

  it('tell truthfully that a program which was attached to runs on', async () => {
    const left = aTask({ state: 'ended', end: 'detached' });
    const { call } = toolbox({ ...ONE_TASK, CancelTask: () => ({ task: left }) });
    expect(await call('debug_stop', {})).toMatch(
      /^Task t1 \(shop\.js\) .* its program was LEFT, and runs on\./,
    );
  });

  it('tell the end of what was printed, and how to see what is before it', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => `line ${i + 1}\n`);
    const call = (printed: OutputSlice) =>
      toolbox({ ...ONE_TASK, Move: () => stopped({}, printed) }).call('debug_move', { action: 'next' });
    const all = output(...lines);
    const short = await call(all);
    expect(short).toContain(
      'Printed meanwhile (the last 20 lines; before them 30 lines: debug_output with "cursor": 0):\n  out| line 31\n',
    );
    const entries = all.entries.map((entry) => ({ ...entry, cursor: entry.cursor + 500 }));
    const long = await call({ entries, cursor: 550, lost: 100, skipped: 300 });
    expect(long).toContain(
      'before them more than 30 lines, the first of which are no longer kept: debug_output with "cursor": 200):',
    );
    expect(long).toContain('  out| line 50\n');
  });

  it('tell all that was printed, in answers of which none loses anything', async () => {
    const buffer = new OutputBuffer();
    const lines = Array.from({ length: 3000 }, (_, i) => `${i + 1} ${'x'.repeat(300)}`);
    for (const line of lines) buffer.add({ category: 'stdout', output: `${line}\n` });
    const { call } = toolbox({
      ...ONE_TASK,
      GetOutput: ({ cursor = 0, entries = 1000, last = false }) =>
        last ? buffer.last(entries, cursor) : buffer.after(cursor, entries),
    });
    const linesIn = (text: string) => [...text.matchAll(/^ {2}out\| (.*)$/gm)].map(([, line]) => line);
    const end = await call('debug_output');
    const shown = linesIn(end);
    expect(shown.length).toBeGreaterThan(20);
    expect(shown).toEqual(lines.slice(-shown.length));
    expect(end).toContain('(more than ');
    const back = /debug_output with "cursor": (\d+); the oldest: "cursor": 0\.\)/.exec(end)!;
    const before = linesIn(await call('debug_output', { cursor: Number(back[1]) }));
    expect(before.at(-1)).toBe(lines.at(-shown.length - 1));
    expect(linesIn(await call('debug_output', { maxChars: 200_000 }))).toEqual(lines.slice(-200));

    const told: (string | undefined)[] = [];
    let cursor = 0;
    for (let more = true; more; ) {
      const text = await call('debug_output', { cursor, entries: 10_000, maxChars: 200_000 });
      expect(text).not.toContain('is cut');
      told.push(...linesIn(text));
      const next = /Next: debug_output with "cursor": (\d+) tells .*?(and there is more already)?\.$/.exec(
        text,
      )!;
      cursor = Number(next[1]);
      more = next[2] !== undefined;
    }
    expect(told).toEqual(lines);
  });

  it('tell of what was printed at once as much as fits, and that there is more of it', async () => {
    const chunks = output('1\n2\n', Array.from({ length: 20_000 }, (_, i) => `row ${i}\n`).join(''));
    const { call } = toolbox({
      ...ONE_TASK,
      GetOutput: ({ cursor = 0 }) => ({ ...chunks, entries: chunks.entries.slice(cursor) }),
    });
    const end = await call('debug_output');
    expect(end.length).toBeLessThan(9000);
    expect(end).toMatch(
      /^\(19802 lines before this; the last of them: debug_output with "cursor": 1, "skip": \d+; /,
    );
    expect(end).toMatch(/^ {2}out\| row 19800$/m);
    const first = await call('debug_output', { cursor: 0 });
    expect(first.length).toBeLessThan(9000);
    const [, rows, cursor, skip] =
      /row (\d+)\n\(\d+ lines after this\.\)\n\nNext: debug_output with "cursor": (\d+), "skip": (\d+) /.exec(
        first,
      )!;
    const on = await call('debug_output', { cursor: Number(cursor), skip: Number(skip) });
    expect(on.split('\n')[0]).toBe(`  out| row ${Number(rows) + 1}`);
  });

  it('tell a line that is longer than an answer part by part', async () => {
    const long = output(`begin${'x'.repeat(MAX_REPLY)}end`);
    const { call } = toolbox({ ...ONE_TASK, GetOutput: () => long });
    expect(await call('debug_output', { cursor: 0 })).toMatch(
      /^ {2}out\| beginx+\n {2}\(this line goes on\)\n\nNext: debug_output with "cursor": 0, "skip": 8000 /,
    );
    expect(await call('debug_output')).toMatch(/^\(1 line before this; .*\n {2}out\| x+end\n/);
    expect(await call('debug_output', { cursor: 0, skip: MAX_REPLY })).toMatch(/^ {2}out\| xxxxxend\n/);
  });

  it('tell of a file that does not parse what to do about it', async () => {
    const unparsed = { file: `${FOLDER}/shop.js`, line: 2, column: 11 };
    const exception = { type: 'SyntaxError', message: 'SyntaxError: no', uncaught: true, unparsed };
    const { call } = toolbox({
      ...ONE_TASK,
      Move: () => stopped({ reason: 'exception', breakpoints: [], exception }),
    });
    const text = await call('debug_move', { action: 'continue' });
    expect(text).toContain('a file does NOT PARSE');
    expect(text).toMatch(/Next: correct it, and debug_restart runs it\.$/);
  });

  it('tell with an end which breakpoints could not be set', async () => {
    const rejected = aBreakpoint({ id: 2, line: 99, state: 'rejected', message: 'The file ends before.' });
    const late = 'Not loaded yet: nothing came. It binds when the file is loaded.';
    const missed = aBreakpoint({ id: 3, line: 20, state: 'unused', message: late, neverBound: true });
    const { call } = toolbox({
      ...ONE_TASK,
      StartNewTask: () => ({ task: aTask(), breakpoints: [] }),
      Wait: () => ended({ exitCode: 3 }),
      GetOutput: () => output('all of it\n'),
      ListBreakpoints: () => ({ breakpoints: [aBreakpoint({ hits: 1 }), rejected, missed] }),
    });
    const text = await call('debug_start', { program: 'shop.js' });
    expect(text).toContain('has ENDED by itself with exit code 3.');
    expect(text).toContain('out| all of it');
    expect(text).toContain('NEVER hit:\n  2  prices.js:99  REJECTED. The file ends before.');
    expect(text).toContain('NEVER BOUND: the program could not stop there. Nothing came.');
    expect(text).not.toContain('prices.js:18');
  });

  it('follow a loop in one call, and stop early where something is worth a look', async () => {
    let line = 10;
    const step = () => {
      line += 1;
      if (line === 14)
        return stopped({
          reason: 'exception',
          breakpoints: [],
          exception: { type: 'E', message: 'E: no', uncaught: true },
        });
      const changed = [{ name: 'i', before: String(line - 1), after: String(line) }];
      return stopped({ reason: 'step', breakpoints: [], changed });
    };
    const GetOutput = () => output('on the way\n');
    const { call, asked } = toolbox({ ...ONE_TASK, Move: step, GetOutput });
    const text = await call('debug_move', { action: 'next', times: 50 });
    expect(asked.filter(([name]) => name === 'Move')).toHaveLength(4);
    expect(text).toContain('  1  prices.js:18  const coupon = 1;   [i: 10 → 11]');
    expect(text).toContain('UNCAUGHT');
    expect(text).toContain('  out| on the way');
  });

  it('find the task that is meant, and do not guess among several', async () => {
    const two = { tasks: [aTask(), aTask({ taskId: 't2', state: 'running' })] };
    expect(await toolbox({ ListTasks: () => two }).call('debug_wait')).toContain(
      'More than one task goes on:\n  t1',
    );
    expect(await toolbox({ ListTasks: () => ({ tasks: [] }) }).call('debug_wait')).toContain(
      'Start one with debug_start.',
    );
    const over = { tasks: [aTask({ state: 'ended' }), aTask({ taskId: 't0', state: 'ended' })] };
    const { call, asked } = toolbox({ ListTasks: () => over, GetOutput: () => output() });
    await call('debug_output');
    expect(asked.at(-1)).toEqual(['GetOutput', { taskId: 't1', last: true }]);
  });

  it('say in the words of the terminal how tasks are', async () => {
    const tasks = [
      aTask({ state: 'ended', end: 'completed', exitCode: 4 }),
      aTask({ taskId: 't2', state: 'ended', end: 'aborted', exitCode: 143 }),
      aTask({ taskId: 't3', state: 'ended', end: 'detached' }),
    ];
    const text = await toolbox({ ListTasks: () => ({ tasks }) }).call('debug_tasks');
    expect(text).toContain(
      '  t1  shop.js  exited with code 4\n  t2  shop.js  cancelled\n  t3  shop.js  left\n',
    );
  });

  it('say first that somebody else has moved the program', async () => {
    const { call } = toolbox({
      ...ONE_TASK,
      GetState: () => ({ ...stopped(), moved: { times: 1 } }),
      Move: () => ({ ...stopped(), moved: { by: 'c7', times: 3 } }),
    });
    expect(await call('debug_state')).toMatch(
      /^\(Since you last looked, the user of the editor has moved t1: it is not where you left it\.\)\n\nTask t1 /,
    );
    expect(await call('debug_move', { action: 'next' })).toMatch(/another client, c7, has moved t1 3 times:/);
  });

  it('tell what is around a function by its names', async () => {
    const outer = [{ scope: 'Module', reference: 12, names: ['total', 'add'], more: true as const }];
    const { call } = toolbox({ ...ONE_TASK, GetVariables: () => ({ variables: [], outer }) });
    expect(await call('debug_variables')).toContain('Around it (Module): total, add, …  [ref 12]');
  });

  it('mean tasks of their own, and do not take over those of others', async () => {
    const others: Answers = {
      ListTasks: () => ({ tasks: [aTask({ startedBy: 'c7' })] }),
      GetState: () => stopped(),
      GetOutput: () => output(),
    };
    const { call, asked } = toolbox(others, { clientId: 'c1' });
    const refused =
      /^None of your tasks is there.*\n {2}t1 .*, started by another client, c7\n\nNext: .*"task"/;
    expect(await call('debug_move', { action: 'next' })).toMatch(refused);
    expect(await call('debug_evaluate', { expressions: ['1'] })).toMatch(refused);
    expect(await call('debug_stop')).toMatch(refused);
    expect(await call('debug_restart')).toMatch(refused);
    expect(asked.every(([name]) => name === 'ListTasks')).toBe(true);
    expect(await call('debug_state')).toMatch(/^\(t1 was started by another client, c7\.\)\n\nTask t1 /);
    expect(await call('debug_output')).toMatch(/^\(t1 was started by/);

    const both = [aTask({ taskId: 't2', startedBy: 'c1' }), aTask({ startedBy: 'c7' })];
    const own = toolbox({ ...others, ListTasks: () => ({ tasks: both }) }, { clientId: 'c1' });
    expect(await own.call('debug_state')).toMatch(/^Task /);
    expect(own.asked.at(-1)).toEqual(['GetState', { taskId: 't2' }]);
    const held = toolbox(
      { ListTasks: () => ({ tasks: [aTask({ startedBy: 'c7', heldBy: 'c1' })] }), Move: () => stopped() },
      { clientId: 'c1' },
    );
    expect(await held.call('debug_move', { action: 'next' })).toMatch(/^Task t1 /);
  });

  it('answer what is wrong with a call, and what is right', async () => {
    const { box, call, asked } = toolbox(ONE_TASK);
    expect(await call('debug_mvoe')).toContain('Did you mean "debug_move"?');
    expect(await call('debug_move', { action: 'jump' })).toContain('action must be "continue", ');
    expect(await call('debug_move', { action: 'next', tiems: 2 })).toContain('tiems');
    expect(await call('debug_move', { action: 'runTo', file: 'a.js' })).toContain('either "line" or "text"');
    expect(await call('debug_move', { action: 'next', line: 3 })).toContain('"runTo"');
    expect(await call('debug_start', {})).toContain('exactly one of');
    expect(await call('debug_start', { program: 'a', command: ['b'] })).toContain('more than one way');
    expect(await call('debug_start', { attach: 'nowhere' })).toContain('"nowhere" is no place');
    expect(await call('debug_evaluate', { expressions: [] })).toContain('expressions');
    expect((await box.call('debug_start', {})).isError).toBe(true);
    expect(asked).toEqual([]);
  });

  it('speak of tools where errors speak of commands', async () => {
    const { call } = toolbox({
      ...ONE_TASK,
      GetVariables: () => {
        throw errors.taskNotStopped('t1', undefined);
      },
    });
    expect(await call('debug_variables')).toBe(
      'The task "t1" is not stopped: it runs.\n\nNext: Wait until it stops (debug_wait), or stop it where it is (debug_move with "action": "pause").',
    );
  });

  it('name a tool once where it does what two commands do', async () => {
    const { call } = toolbox({
      ...ONE_TASK,
      Request: () => {
        throw errors.taskRequestRefused('setBreakpoints', 'AddBreakpoints and RemoveBreakpoints');
      },
    });
    expect(await call('debug_request', { command: 'setBreakpoints' })).toMatch(
      /Use debug_set_breakpoints\.$/,
    );
  });

  it('refuse what is nested without end', async () => {
    const deep: unknown = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    const { call } = toolbox(ONE_TASK);
    expect(await call('debug_evaluate', { expressions: deep })).toMatch(
      /it is nested deeper than 100 levels/,
    );
  });

  it('cut an answer that is too long, and say so', async () => {
    const { call } = toolbox({ ...ONE_TASK, Request: () => ({ body: 'x'.repeat(MAX_REPLY * 2) }) });
    const text = await call('debug_request', { command: 'source' });
    expect(text.length).toBeLessThan(MAX_REPLY + 500);
    expect(text).toContain(`cut after ${MAX_REPLY} characters`);
    expect(text).toMatch(/\n\nNext: debug_state/);
  });

  it('make a configuration of what models say', async () => {
    const { call, asked } = toolbox({
      StartNewTask: () => ({ task: aTask(), breakpoints: [] }),
      Wait: () => stopped(),
      GetOutput: () => output(),
      ListBreakpoints: () => ({ breakpoints: [] }),
    });
    await call('debug_start', {
      command: ['npx', 'vitest', 'run'],
      env: { A: '1' },
      breakpoints: [{ file: 'a.ts', text: 'x = 1' }],
    });
    expect(asked[0]).toEqual([
      'StartNewTask',
      {
        configuration: {
          request: 'launch',
          name: 'npx vitest run',
          runtimeExecutable: 'npx',
          runtimeArgs: ['vitest', 'run'],
          env: { A: '1' },
        },
        breakpoints: [{ file: 'a.ts', text: 'x = 1' }],
      },
    ]);
    await call('debug_start', { attach: '4711' });
    await call('debug_start', { named: 'Shop' });
    const configurations = asked
      .filter(([name]) => name === 'StartNewTask')
      .map(([, data]) => (data as { configuration: unknown }).configuration);
    expect(configurations.slice(1)).toEqual([
      { request: 'attach', name: 'attached to 4711', processId: 4711 },
      'Shop',
    ]);
  });

  it('ask a person before code is run that was not agreed to', () => {
    const { box } = toolbox({});
    const question = (name: string, input: object) => box.ask(name, input)?.question?.message;
    expect(question('debug_start', { program: 'a.js' })).toMatch(/^Runs this under the debugger:\n/);
    expect(question('debug_start', { named: 'Shop' })).toContain('```\nShop\n```');
    expect(question('debug_evaluate', { expressions: ['f()'] })).toBe('```js\nf()\n```');
    const add = [{ file: 'a.js', line: 1, condition: 'f()', logMessage: '{g()}' }];
    const code = '```js\nf()\n```\n\n```js\n{g()}\n```';
    expect(question('debug_set_breakpoints', { add })).toBe(code);
    expect(question('debug_start', { program: 'a.js', breakpoints: add })).toContain(code);
    expect(question('debug_set_breakpoints', { add: [{ file: 'a.js', line: 1 }] })).toBeUndefined();
    expect(question('debug_move', { action: 'next' })).toBeUndefined();
    for (const { name } of tools.filter((tool) => tool.looks))
      expect(box.ask(name, {})?.question).toBeUndefined();
    expect(box.ask('debug_start', { program: 1 })).toBeUndefined();
  });

  it('show all that decides what is run', () => {
    const { box } = toolbox({});
    const question = (input: object) => box.ask('debug_start', input)!.question!;
    const configuration = {
      runtimeExecutable: './node',
      runtimeArgs: ['--require', './spy.js'],
      preLaunchTask: 'build',
      env: { NODE_OPTIONS: '--import ./spy.mjs' },
    };
    const settings = { args: ['--all'], cwd: '/tmp', env: { A: '1' } };
    const beside = question({ program: 'a.js', configuration, ...settings }).message;
    const all = { program: 'a.js', ...configuration, ...settings, env: { ...configuration.env, A: '1' } };
    expect(JSON.parse(beside.split('```json\n')[1]!.split('\n```')[0]!)).toEqual({
      request: 'launch',
      ...all,
    });

    const attached = question({ attach: '4711', configuration: { ...configuration, request: 'launch' } });
    expect(attached.title).toBe('Debug a running program?');
    for (const text of ['"request": "attach"', '"processId": 4711', '"preLaunchTask": "build"'])
      expect(attached.message).toContain(text);
  });

  it('ask in fences that nothing closes, of what nothing hides', () => {
    const { box } = toolbox({});
    const text = fc.string({
      unit: fc.constantFrom('`', '```', '\n', '\r', ' ', 'a', '\u202e', '\u200b', '\u0007', '~~~', '# '),
      minLength: 1,
    });
    const calls = text.chain((one) =>
      fc.constantFrom<[name: string, input: object]>(
        ['debug_start', { program: one }],
        ['debug_start', { command: [one, one] }],
        ['debug_start', { named: one }],
        ['debug_start', { program: 'a', args: [one], configuration: { [one]: one } }],
        ['debug_start', { program: 'a', breakpoints: [{ function: one, condition: one }] }],
        ['debug_evaluate', { expressions: [one, one] }],
        ['debug_request', { command: one, arguments: { [one]: one } }],
        ['debug_set_breakpoints', { add: [{ file: 'a', line: 1, condition: one, logMessage: one }] }],
      ),
    );
    fc.assert(
      fc.property(calls, ([name, input]) => {
        const { doing, question } = box.ask(name, input)!;
        const lines = question!.message.split('\n');
        for (let at = 0; at < lines.length; at += 1) {
          const fence = /^`{3,}/.exec(lines[at]!)?.[0];
          // Outside of fences there are our own words alone.
          if (fence === undefined) expect(lines[at]).toMatch(/^(?:[A-Z][\w ,.]+:)?$/);
          else {
            const end = lines.findIndex(
              (line, index) => index > at && new RegExp(`^ {0,3}\`{${fence.length},}\\s*$`).test(line),
            );
            expect(lines[end]).toBe(fence);
            at = end;
          }
        }
        expect(question!.message).not.toMatch(/[\r\p{Cf}]/u);
        expect(doing).not.toMatch(/[\n\r\p{Cf}]/u);
      }),
    );
  });

  it('set breakpoints before they remove any', async () => {
    const mine = aBreakpoint({ id: 2 });
    const { call, asked } = toolbox({
      AddBreakpoints: () => {
        throw errors.toolInput('debug_set_breakpoints', ['nope']);
      },
      ListBreakpoints: () => ({ breakpoints: [mine] }),
      RemoveBreakpoints: ({ ids }) => ({ removed: ids as number[] }),
    });
    await call('debug_set_breakpoints', { remove: 'all', add: [{ file: 'a.js', text: 'nope' }] });
    expect(await call('debug_set_breakpoints', { remove: [2, 9], add: [] })).toContain('no breakpoint 9');
    expect(asked.map(([name]) => name)).not.toContain('RemoveBreakpoints');
  });

  it("leave the user's breakpoints alone, but for those that are named, and tell which are gone", async () => {
    const { by: _, ...users } = aBreakpoint({ id: 1, condition: 'rare()' });
    const all = [users, aBreakpoint({ id: 2 }), aBreakpoint({ id: 3, taskId: 't1' })];
    const { call, asked } = toolbox({
      ListBreakpoints: () => ({ breakpoints: all }),
      AddBreakpoints: () => ({ breakpoints: [all[1]!] }),
      RemoveBreakpoints: ({ ids }) => ({ removed: ids as number[] }),
    });
    const removed = async (input: object) => {
      const text = await call('debug_set_breakpoints', input);
      const last = asked.findLast(([name]) => name === 'RemoveBreakpoints');
      return { ids: (last![1] as { ids: number[] }).ids, text };
    };
    expect((await removed({ remove: 'all' })).ids).toEqual([2, 3]);
    expect((await removed({ remove: 'all', task: 't1' })).ids).toEqual([3]);
    // What is there already, and wanted again, stays.
    expect((await removed({ remove: 'all', add: [{ file: 'prices.js', line: 18 }] })).ids).toEqual([3]);
    const { ids, text } = await removed({ remove: [1] });
    expect(ids).toEqual([1]);
    expect(text).toMatch(/^Removed:\n {2}1 {2}prices.js:18 if rare\(\) .*the user's own\n/);
  });

  it('do only what looks where they are read-only', async () => {
    const { box, call } = toolbox(ONE_TASK, { readOnly: true });
    expect(box.tools.map(({ name }) => name).sort()).toEqual([
      'debug_breakpoints',
      'debug_output',
      'debug_state',
      'debug_tasks',
      'debug_variables',
      'debug_wait',
    ]);
    for (const { name, looks } of tools.filter((tool) => !tool.looks)) {
      expect(looks).toBe(false);
      expect(await call(name, {})).toContain('read-only');
    }
  });

  it('are given up when nobody waits any more', async () => {
    const gone = new AbortController();
    let moves = 0;
    const { box } = toolbox({
      ...ONE_TASK,
      Move: () => {
        moves += 1;
        gone.abort();
        return stopped({ reason: 'step' });
      },
    });
    const { text } = await box.call('debug_move', { action: 'next', times: 9 }, gone.signal);
    expect(text).toContain('was given up');
    expect(moves).toBe(1);
  });
});

describe('a secret under a secret name', () => {
  const secret = fc
    .array(fc.constantFrom(...'0123456789§¶\'"\\\n '), { minLength: 8, maxLength: 60 })
    .map((characters) => `§${characters.join('')}§`);
  const name = fc.constantFrom(
    'password',
    'apiKey',
    'DB_PASSWORD',
    'x-api-key',
    'accessToken',
    'cookie',
    'credentials',
  );

  /** Everything that a server may say, with the secret in all places. */
  function leakyAnswers(key: string, value: string): Answers {
    const shown = quote(value);
    const object = `{id: 1, ${key}: ${shown}}`;
    const variables = [
      { name: key, value: shown, type: 'string' },
      { name: 'config', value: object, reference: 5 },
      { name: 'cut', value: `${object.slice(0, -5)}…`, truncated: true as const },
      { name: 'entries', value: `Map(1) {${quote(key)} => ${shown}}`, reference: 6 },
      { name: key, value: `Jar {inner: ${shown}}`, reference: 9 },
    ];
    const printed = output(`${JSON.stringify({ [key]: value })}\n`, `{ ${key}: ${shown} }\n`);
    const stop = aStop({
      variables,
      description: `Paused: ${object}`,
      changed: [
        { name: key, before: 'undefined', after: shown },
        { name: 'config', before: '{}', after: object },
      ],
      exception: {
        type: 'Error',
        message: `refused ${object}`,
        stack: `Error: ${object}\n    at x`,
        uncaught: true,
      },
      source: {
        first: 1,
        lines: [`const ${key.replaceAll('-', '_')} = ${shown};`, `const c = ${object};`],
        current: 1,
      },
    });
    const task = aTask({ error: { code: 'x', message: `failed ${object}`, hint: object } });
    const outcome = { state: 'stopped', task, stop, output: printed } as const;
    const breakpoints = [
      aBreakpoint({
        condition: `${key.replaceAll('-', '_')} = ${shown}`,
        logMessage: object,
        state: 'rejected',
      }),
    ];
    return {
      ListTasks: () => ({ tasks: [task] }),
      StartNewTask: () => ({ task, breakpoints }),
      CancelTask: () => ({ task }),
      CloseTask: () => ({ task }),
      RestartTask: () => ({ task }),
      Wait: () => outcome,
      Move: () => outcome,
      GetState: () => outcome,
      GetOutput: () => printed,
      ListBreakpoints: () => ({ breakpoints }),
      AddBreakpoints: () => ({ breakpoints }),
      // What is asked of the members of a secret object is secret, whatever it is called.
      GetVariables: ({ reference }) => ({
        variables:
          reference === 9
            ? [{ name: 'inner', value: shown }]
            : [
                { name: 'key', value: quote(key) },
                { name: 'value', value: shown },
              ],
      }),
      Evaluate: ({ expression }) =>
        expression === 'throws'
          ? fail(object)
          : { value: expression === 'config' ? object : shown, type: 'string' },
      Request: ({ command }) => ({
        body:
          command === 'variables'
            ? {
                variables: [
                  { name: key, value: shown, variablesReference: 0 },
                  { name: 'o', value: object, variablesReference: 5 },
                ],
              }
            : { [key]: value, list: [{ deep: { [key]: { inner: value } } }], text: object },
      }),
    };
  }

  function fail(object: string): never {
    throw errors.evaluationFailed(`Error: ${object}`);
  }

  const calls: [tool: string, input: object][] = [
    ['debug_start', { program: 'a.js' }],
    ['debug_move', { action: 'next', times: 3 }],
    ['debug_wait', {}],
    ['debug_state', {}],
    ['debug_variables', {}],
    ['debug_output', {}],
    ['debug_breakpoints', {}],
    ['debug_set_breakpoints', { add: [{ file: 'a.js', line: 1 }] }],
    ['debug_restart', {}],
    ['debug_stop', {}],
    ['debug_stop', { forget: true }],
    ['debug_tasks', {}],
    ['debug_request', { command: 'variables' }],
    ['debug_request', { command: 'anything' }],
  ];

  it('is not in any answer of any tool, nor is a part of it', async () => {
    expect(new Set([...calls.map(([tool]) => tool), 'debug_evaluate'])).toEqual(
      new Set(tools.map(({ name }) => name)),
    );
    await fc.assert(
      fc.asyncProperty(name, secret, async (key, value) => {
        // Each with eyes of its own: what was seen before is hidden in any case.
        const fresh = () => toolbox(leakyAnswers(key, value)).call;
        const evaluated = `config.${key.replaceAll('-', '_')}`;
        const texts = [await fresh()('debug_evaluate', { expressions: [evaluated, 'config', 'throws'] })];
        for (const [tool, input] of calls) texts.push(await fresh()(tool, input));
        for (const text of texts)
          for (const shown of [value, quote(value).slice(1, -1), JSON.stringify(value).slice(1, -1)])
            expect(text).not.toContain(shown);
        expect(texts[0]).toMatch(/3 values look like secrets .* a person can see it in the editor/);
      }),
      { numRuns: 200 },
    );
  });

  it('is not in the members of what is called so, however deep', async () => {
    const jar = { name: 'credentials', value: 'Jar', reference: 9 };
    const members: Readonly<Record<number, Variable[]>> = {
      9: [{ name: 'inner', value: "{deep: {…}, first: '§1'}", reference: 10 }],
      10: [{ name: 'deep', value: "'§12345678'", type: 'string' }],
      // An entry of a map that is not called so itself.
      11: [
        { name: 'key', value: "'password'" },
        { name: 'value', value: "'§3'" },
      ],
    };
    const { call } = toolbox({
      ...ONE_TASK,
      GetState: () => stopped({ variables: [jar] }),
      GetVariables: ({ reference }) => ({ variables: members[reference!]! }),
      Request: () => ({ body: { variables: [{ name: 'x', value: "'§2'", variablesReference: 0 }] } }),
    });
    expect(await call('debug_state')).toContain('credentials = Jar  [ref 9]');
    const texts = [
      await call('debug_variables', { ref: 9 }),
      await call('debug_variables', { ref: 10 }),
      await call('debug_variables', { ref: 11 }),
      await call('debug_request', { command: 'variables', arguments: { variablesReference: 10 } }),
    ];
    for (const text of texts) {
      expect(text).toContain('[redacted]');
      expect(text).not.toContain('§');
    }
  });

  it('says nothing of the next program that counts its objects from 1', async () => {
    let state: 'stopped' | 'ended' = 'stopped';
    const { call } = toolbox({
      ...ONE_TASK,
      GetState: () =>
        state === 'ended'
          ? ended()
          : stopped({ variables: [{ name: 'password', value: 'Jar', reference: 9 }] }),
      GetVariables: () => ({ variables: [{ name: 'sum', value: "'9900'" }] }),
    });
    await call('debug_state');
    expect(await call('debug_variables', { ref: 9 })).toContain('[redacted]');
    state = 'ended';
    await call('debug_state');
    expect(await call('debug_variables', { ref: 9 })).toContain("sum = '9900'");
  });

  it('is there for whoever has switched that off', async () => {
    const { call } = toolbox(leakyAnswers('password', '§12345678'), { redact: false });
    expect(await call('debug_state')).toContain("password = '§12345678'");
  });
});
