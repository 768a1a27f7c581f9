import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { breakpoint } from '../../protocol/tasks/breakpoints.ts';
import { type CommandName, taskCommands } from '../../protocol/tasks/commands.ts';
import { outcome } from '../../protocol/tasks/task.ts';
import { files } from '../support/fixtures.ts';
import { WaitingProgram } from '../support/waiting-program.ts';
import { MANY_COMMANDS_MS } from './support/cli.ts';
import { counterDirectory } from './support/programs.ts';
import { type Serving, serving } from './support/serving.ts';

/** Until it is told to end. */
const ENDLESS = `let n = 0;
function tick() {
  n += 1;
  console.log('tick', n);
}
setInterval(tick, 50);
`;

/** Fails where an answer is not of the shape that the protocol says; returns it. */
const answerOf = <C extends CommandName>(name: C, answer: unknown) =>
  taskCommands[name].answer.parse(answer) as z.output<(typeof taskCommands)[C]['answer']>;

describe('a program that is driven from the terminal', { timeout: MANY_COMMANDS_MS }, () => {
  it('stays stopped between one command and the next, and tells each time where it is', async () => {
    const server = await serving(counterDirectory());
    const start = await server.run('start', '--break', '3:value === 2', 'counter.js', '4');
    expect(start).toMatchObject({ code: 0, stderr: '' });
    expect(start.stdout).toMatch(/^│ sum 1\n● Breakpoint 1 {2}in add {2}counter\.js:3\n/);
    expect(start.stdout).toContain(' ▶ 3    total.sum += value; // add\n');
    expect(start.stdout).toMatch(/locals +value {2}2\n/);
    expect(start.stdout).toMatch(/t1 is stopped: tandem next, step, out, continue/);

    const next = await server.run('next');
    expect(next.stdout).toContain(' ▶ 4    return total.sum;\n');
    expect((await server.run('eval', 'total.sum + value')).stdout).toBe('5\n');
    expect((await server.run('eval', '--frame', '1', 'i')).stdout).toBe('2\n');
    expect((await server.run('stack')).stdout).toMatch(/#0 {2}add +counter\.js:4\n +#1 .*counter\.js:7\n$/);
    expect(await server.run('vars')).toMatchObject({
      stdout: 'value  2\n',
      stderr: expect.stringMatching(/^around, in Module: .*total.*\n"tandem vars NAME" tells/),
    });
    expect((await server.run('vars', 'total.sum')).stdout).toBe('sum  3\n');
    expect((await server.run('vars', '--frame', '1')).stdout).toContain('total  {sum: 3}');
    expect((await server.run('vars', '--frame', '1', 'total')).stdout).toBe('sum  3\n');
    expect((await server.run('vars', '--frame', '1', 'total.sum')).stdout).toBe('sum  3\n');
    expect((await server.run('vars', '--frame', '1', 'total.sun')).stderr).toBe(
      'tandem: There is no "sun" in "total". Did you mean "sum"?\n',
    );
    expect((await server.run('vars', '--frame', '1', 'total.sum.of')).stderr).toContain(
      '"sum" is 3: there is',
    );
    expect((await server.run('tasks')).stdout).toMatch(/^t1 {2}stopped {2}counter\.js {2}process \d+\n$/);

    const out = await server.run('out');
    expect(out.stdout).toContain('● ');
    expect(out.stdout).toContain('counter.js:7');
    const end = await server.run('continue');
    expect(end).toMatchObject({ code: 4, stderr: '' });
    expect(end.stdout).toMatch(/^│ sum 3\n│ sum 6\n│ done\n● Exited with code 4\n/);
    expect(await server.run('output')).toMatchObject({
      code: 0,
      stdout: 'sum 1\nsum 3\nsum 6\ndone\n',
    });
    expect((await server.run('tasks')).stdout).toMatch(/^t1 {2}exited with code 4/);
  });

  it('answers in the shapes of the protocol, when it is asked for JSON', async () => {
    const folder = counterDirectory();
    const server = await serving(folder);
    const started = await server.ask('start', '--break', '3', 'counter.js');
    const begin = outcome.parse(started.answer);
    expect(breakpoint.array().parse((started.answer as { breakpoints: unknown }).breakpoints)).toHaveLength(
      1,
    );
    expect(begin).toMatchObject({
      state: 'stopped',
      task: { taskId: 't1', program: join(folder, 'counter.js') },
      stop: { reason: 'breakpoint', stack: [{ name: 'add', line: 3 }, { line: 7 }] },
    });
    const stepped = await server.ask('next');
    expect(outcome.parse(stepped.answer)).toMatchObject({ stop: { stack: [{ line: 4 }, {}] } });
    const vars = answerOf('GetVariables', (await server.ask('vars', '--frame', '1')).answer);
    const { reference } = vars.variables.find(({ name }) => name === 'total')!;
    const members = answerOf('GetVariables', (await server.ask('vars', String(reference))).answer);
    expect(members.variables).toMatchObject([{ name: 'sum', value: '1' }]);
    expect(answerOf('GetStack', (await server.ask('stack')).answer).stack).toHaveLength(2);
    expect(answerOf('Evaluate', (await server.ask('eval', 'total')).answer)).toMatchObject({
      value: '{sum: 1}',
      type: 'Object',
    });
    expect(answerOf('ListTasks', (await server.ask('tasks')).answer).tasks).toHaveLength(1);
    expect(answerOf('ListBreakpoints', (await server.ask('break')).answer).breakpoints).toHaveLength(1);
    const removed = answerOf('RemoveBreakpoints', (await server.ask('break', '--remove', 'all')).answer);
    expect(removed).toEqual({ removed: [1] });
    const ended = await server.ask('continue');
    expect(ended.code).toBe(0);
    expect(outcome.parse(ended.answer)).toMatchObject({ state: 'ended', task: { exitCode: 0 } });
    const output = answerOf('GetOutput', (await server.ask('output', '--since', '2')).answer);
    expect(output.entries.map(({ text }) => text)).toEqual(['sum 6\n', 'done\n']);
    expect(answerOf('CancelTask', (await server.ask('cancel')).answer).task.state).toBe('ended');
    expect(answerOf('CloseTask', (await server.ask('close', 't1')).answer).task.taskId).toBe('t1');
    expect(answerOf('ListTasks', (await server.ask('tasks')).answer).tasks).toEqual([]);
  });

  it('is told with the end of what it has printed, and how to see the rest', async () => {
    const noisy = `debugger;
for (let i = 1; i <= 3000; i += 1) console.log('line', i);
setTimeout(() => { throw new Error('here is why'); });
`;
    const server = await serving(files({ 'noisy.js': noisy }));
    await server.run('start', 'noisy.js');
    const { stdout } = await server.run('continue', '--timeout', '60');
    const note = /^┊ … .*before these.*: tandem output --since (\d+)\n(?:│ line \d+\n){20}● Uncaught/.exec(
      stdout,
    );
    expect(note, stdout).not.toBeNull();
    expect(stdout).toContain('│ line 3000\n●');
    const rest = await server.run('output', '--since', note![1]!);
    expect(rest.stdout.match(/^line \d+$/gm)).toHaveLength(3000);
  });

  it('is told to be running, truthfully, when it does not stop in time', async () => {
    const server = await serving(files({ 'endless.js': ENDLESS }));
    const start = await server.run('start', '--timeout', '0.2', 'endless.js');
    expect(start.code).toBe(124);
    expect(start.stdout).toMatch(
      /--no-wait.*\n● Running after 0\.\d s {2}endless\.js, process \d+\nt1 goes on: tandem wait/,
    );
    expect((await server.run('wait', '--timeout', '0.1')).code).toBe(124);
    expect((await server.run('next')).stderr).toMatch(/"t1" is not stopped.*"tandem pause"/);
    expect((await server.run('pause')).stdout).toMatch(/● Paused .*endless\.js/);
    const toLine = await server.run('run-to', 'endless.js:4');
    expect(toLine).toMatchObject({ code: 0 });
    expect(toLine.stdout).toMatch(/^(?:│.*\n)*● Paused after run to line {2}in tick {2}endless\.js:4\n/);
    expect(toLine.stdout).toContain(" ▶ 4    console.log('tick', n);\n");
    expect((await server.run('run-to', '--text', 'n += 1')).stdout).toContain(' ▶ 3    n += 1;\n');
    expect((await server.run('continue', '--no-wait')).code).toBe(0);
    const cancel = await server.run('cancel');
    expect(cancel).toMatchObject({ code: 0, stdout: expect.stringMatching(/^● Cancelled/) });
  });

  it('is left, and said to run on, where it was only attached to', async () => {
    const folder = files({ 'endless.js': ENDLESS });
    const server = await serving(folder);
    const waiting = new WaitingProgram(join(folder, 'endless.js'));
    const endpoint = await waiting.waits();
    expect((await server.run('start', '--no-wait', '--attach', endpoint)).code).toBe(0);
    const waitingForEnd = server.run('wait', '--until', 'ended');
    const cancel = await server.run('cancel');
    expect(cancel).toMatchObject({ code: 0, stdout: '● Left: the program runs on  task t1\n' });
    expect((await waitingForEnd).code).toBe(0);
    expect((await server.run('tasks')).stdout).toMatch(/^t1 {2}left /);
    expect(waiting.child.exitCode).toBeNull();
  });

  it('starts again: when it has ended, as another task; before that, as the same', async () => {
    const server = await serving(counterDirectory());
    await server.run('start', '--break', '3:value === 3', 'counter.js');
    const restart = await server.run('restart');
    expect(restart).toMatchObject({ code: 0, stderr: '' });
    expect(restart.stdout).toMatch(/● Breakpoint 1 {2}in add[\s\S]*t1 is stopped/);
    expect((await server.run('continue')).code).toBe(0);
    const resume = await server.run('resume');
    expect(resume.stdout).toMatch(/● Breakpoint \d {2}in add[\s\S]*t2 is stopped/);
    expect((await server.run('wait', '--until', 'ended', '--timeout', '0.1')).code).toBe(124);
    const waiting = server.run('wait', '--until', 'ended', '--json');
    await server.run('continue', '--no-wait');
    expect(await waiting).toMatchObject({ code: 0, stdout: expect.stringContaining('"state":"ended"') });
  });
});

describe('breakpoints from the terminal', { timeout: MANY_COMMANDS_MS }, () => {
  it('are set by line, by text, by function, and with a message; they are listed and removed', async () => {
    const server = await serving(counterDirectory());
    const set = await server.run('break', 'counter.js:3:value > 1', 'counter.js:7');
    expect(set.stdout).toBe(
      '● Breakpoint 1 at counter.js:3 if value > 1: waits for a program\n' +
        '● Breakpoint 2 at counter.js:7: waits for a program\n',
    );
    expect((await server.run('break', 'counter.js', '--text', 'return total')).stdout).toContain(
      'counter.js:4',
    );
    expect((await server.run('break', '--function', 'add', '--hit', '2')).stdout).toContain('in add hit 2');
    await server.run('break', 'counter.js:9', '--log', 'the end of {total.sum}');
    expect((await server.run('break', '--remove', '1', '2', '3')).stdout).toBe('Removed 1, 2, 3.\n');
    const start = await server.run('start', 'counter.js');
    expect(start.stdout).toMatch(/in add {2}counter\.js:3/);
    expect(start.stdout).toMatch(/locals +value {2}2\n/);
    expect((await server.run('break')).stdout).toMatch(/Breakpoint 4 in add hit 2 \(stopped once\)\n/);
    expect((await server.run('continue')).stdout).toContain('│ the end of 6\n');
    expect((await server.run('break', '--remove', '77')).code).toBe(120);
  });

  it('are not set where there is no such file or line', async () => {
    const server = await serving(counterDirectory());
    for (const [place, why] of [
      ['nofile.js:3', 'cannot be read (ENOENT)'],
      ['counter.js:700', 'has 10 lines'],
    ] as const) {
      const run = await server.run('break', 'counter.js:3', place);
      const stderr = `tandem: There is no "${place}": the file ${why}. Nothing was set.\n`;
      expect(run).toMatchObject({ code: 120, stdout: '', stderr });
    }
    expect((await server.run('break')).stdout).toContain('There are no breakpoints.');
  });

  it('that could never have stopped the program are told at its end, by the exit code too', async () => {
    const folder = files({
      'app.js': "require('./part.js');\nprocess.exitCode = Number(process.argv[2] ?? 0);\n",
      'part.js': 'debugger;\n',
      'other.js': '',
    });
    const server = await serving(folder);
    const outside = ['--break', 'app.js:700', '--break', 'other.js:1'];
    const { answer } = await server.ask('start', ...outside, 'app.js');
    expect(answer).toMatchObject({ state: 'stopped' });
    expect(answer).not.toHaveProperty('neverBound');
    const end = await server.run('continue');
    expect(end.stdout).toBe(
      '● Breakpoint 1 at app.js:700 was NEVER BOUND: The file has only 2 lines.\n' +
        '● Breakpoint 2 at other.js:1 was NEVER BOUND: No script that has run so far comes from this file.\n' +
        '● Exited with code 0\nt1 has ended: tandem resume, output, close\n',
    );
    expect(end.code).toBe(123);
    const waited = await server.ask('wait');
    expect(waited).toMatchObject({ code: 123, answer: { neverBound: [{ id: 1, line: 700 }, { id: 2 }] } });
    expect((await server.run('break')).stdout).toContain('app.js:700 (task t1): was never bound: The file');
    // What the program itself says is not hidden, nor is one complained of whose file came late, or whose line was passed by.
    await server.run('start', ...outside, 'app.js', '3');
    expect((await server.run('continue')).code).toBe(3);
    const late = await server.run('start', '--break', 'part.js:1', '--break', 'app.js:2:false', 'app.js');
    expect(late.stdout).toContain('● Breakpoint');
    expect(await server.run('continue')).toMatchObject({
      code: 0,
      stdout: expect.not.stringContaining('NEVER'),
    });
  });

  it('that never stopped the program are told at its end', async () => {
    const server = await serving(counterDirectory());
    const start = await server.run('start', '--break', '3:value > 5', 'counter.js');
    expect(start.stdout).toContain(
      '● Breakpoint 1 at counter.js:3 if value > 5 (task t1): was never reached\n',
    );
    const late = await server.run('start', 'counter.js', '--break=3');
    expect(late.stderr).toBe(
      '"--break" after PROGRAM is the program\'s; if Tandem is meant, put it before. "--" before PROGRAM says that this is so.\n',
    );
  });
});

describe('what contradicts itself', { timeout: MANY_COMMANDS_MS }, () => {
  it.each([
    [['break', '--function', 'add', '--log', 'x'], '--log is for lines, not for functions'],
    [['break', 'a.js:3:x > 1', '--condition', 'y'], 'A condition is given twice'],
    [['break', 'a.js:3', '--text', 'x'], 'Either "a.js:3" or --text says which line.'],
    [['break', '--remove', '--function', 'add', '1'], '--function does not go with --remove.'],
    [['run-to', '42', '--text', 'x'], 'Either "42" or --text says which line.'],
  ])('is refused, and nothing is done: %j', async (words, reason) => {
    const server = await serving(files({ 'a.js': '' }));
    expect(await server.run(...words)).toMatchObject({ code: 2, stderr: expect.stringContaining(reason) });
    expect((await server.ask('break')).answer).toEqual({ breakpoints: [] });
  });
});

describe('which program is meant', { timeout: MANY_COMMANDS_MS }, () => {
  const both = async (): Promise<Serving> => {
    const server = await serving(files({ 'endless.js': ENDLESS }));
    await server.run('start', '--no-wait', 'endless.js');
    await server.run('start', '--no-wait', 'endless.js');
    return server;
  };

  it('is not guessed where more than one runs', async () => {
    const server = await both();
    const { code, answer } = await server.ask('pause');
    expect(code).toBe(122);
    expect(answer).toMatchObject({ event: 'error', code: 'cli.taskAmbiguous', exitCode: 122 });
    expect((await server.run('pause')).stderr).toMatch(/--task t2 {2}running.*\n {2}--task t1 {2}running/);
    expect((await server.run('pause', '--task', 't2')).stdout).toContain('t2 is stopped');
    expect((await server.run('cancel', 't2')).code).toBe(0);
    expect((await server.run('pause')).stdout).toContain('t1 is stopped');
  });
});

describe('tandem output', { timeout: MANY_COMMANDS_MS }, () => {
  it('tells of the program that was started last, and which that is', async () => {
    const server = await serving(
      files({ 'stops.js': 'debugger;\n', 'lines.js': "console.log('one');\n", 'quiet.js': '' }),
    );
    expect((await server.run('start', 'stops.js')).code).toBe(0);
    expect((await server.run('output')).stderr).toBe('Nothing was printed so far.\n');
    await server.run('start', 'lines.js');
    const told = await server.run('output');
    expect(told.stdout).toBe('one\n');
    expect(told.stderr).toMatch(/^of t2, lines\.js\ntandem output t2 --since \d+ tells/);
    await server.run('start', 'quiet.js');
    expect((await server.run('output')).stderr).toMatch(/^of t3, quiet\.js\nNothing was printed\.\n$/);
  });
});

describe('what goes wrong', { timeout: MANY_COMMANDS_MS }, () => {
  it('exits with a code of its own, and says what to do', async () => {
    const server = await serving(files({ 'ok.js': 'debugger;\n', 'endless.js': ENDLESS }));
    expect(await server.run('continue')).toMatchObject({
      code: 120,
      stderr: 'tandem: Nothing has been started here yet. Start a program: "tandem start PROGRAM".\n',
    });
    expect(await server.run('start', 'gone.js')).toMatchObject({
      code: 125,
      stdout: expect.stringMatching(/^● The program ".*gone\.js" does not exist/),
    });
    expect((await server.run('start', '--config', 'gone')).code).toBe(120);
    expect((await server.run('start', '--config', 'a', 'b.js')).code).toBe(2);
    expect((await server.run('start', '--config', 'a', '--cwd', '.')).stderr).toContain(
      '--cwd is for a PROGRAM only',
    );
    await server.run('start', 'ok.js');
    expect(await server.run('eval', 'nothing.here')).toMatchObject({
      code: 120,
      stderr: 'tandem: ReferenceError: nothing is not defined\n',
    });
    expect((await server.run('vars', 'nothing')).stderr).toContain('There is no "nothing" here.');
    expect((await server.run('stack', '--task', 't9')).stderr).toContain('There is no task "t9".');
    expect((await server.run('next', '--timeout', 'soon')).stderr).toContain(
      '--timeout must be a number of seconds',
    );
    expect((await server.run('next', '--timeout', '1', '--no-wait')).code).toBe(2);
    expect((await server.run('continue')).code).toBe(0);
    expect((await server.run('continue')).stderr).toContain('Start it again with "tandem resume"');
  });
});
