import { describe, expect, it } from 'vitest';
import { program } from '../support/fixtures.ts';
import { WaitingProgram } from '../support/waiting-program.ts';
import { begin, serve, stopped } from './support/tasks.ts';

const TICKS = `let n = 0;
setInterval(() => {
  n += 1;
}, 5);
`;

describe('a program that was found running', () => {
  it('runs on when its task is cancelled', async () => {
    const path = program(TICKS);
    const waiting = new WaitingProgram(path, {});
    const endpoint = await waiting.waits();
    const { commander, event } = serve([]);
    const { taskId, first } = await begin(commander, {
      configuration: { request: 'attach', endpoint },
      breakpoints: [{ file: path, line: 3 }],
    });
    expect(stopped(first).stop).toMatchObject({ breakpoints: [1], source: { current: 3 } });
    const { task } = await commander.send('CancelTask', taskId);
    expect(task).toMatchObject({ state: 'ended', end: 'detached' });
    expect(task).not.toHaveProperty('error');
    expect(await event('TaskAborted')).toMatchObject({ task: { end: 'detached' } });
    expect(() => process.kill(waiting.child.pid!, 0)).not.toThrow();
    const again = await begin(commander, {
      configuration: { request: 'attach', endpoint },
      breakpoints: [{ file: path, line: 3, condition: 'n > 3' }],
    });
    stopped(again.first);
    await commander.send('CloseTask', again.taskId);
  });

  it('is let go when who holds it vanishes', async () => {
    const path = program(TICKS);
    const waiting = new WaitingProgram(path, {});
    const { service, commander, event } = serve([]);
    const { taskId, first } = await begin(commander, {
      configuration: { request: 'attach', endpoint: await waiting.waits() },
      breakpoints: [{ file: path, line: 3 }],
    });
    stopped(first);
    await service.left('c1', 'vanished');
    await event('Message', ({ message }) => message.kind === 'released');
    expect(await service.commanderFor({ id: 'c2' }).send('GetState', { taskId })).toMatchObject({
      state: 'running',
    });
  });
});

describe('a task', () => {
  it('may only run its program', async () => {
    const path = program('console.log("ran");\nprocess.exitCode = 3;\n');
    const { commander } = serve([]);
    const { first } = await begin(commander, {
      configuration: { program: path },
      noDebug: true,
      breakpoints: [{ file: path, line: 1 }],
    });
    expect(first).toMatchObject({ state: 'ended', task: { exitCode: 3, stops: 0 } });
  });

  it('may stop before the first statement', async () => {
    const path = program('// A comment.\nconsole.log("ran");\n');
    const { commander } = serve([]);
    const { taskId, first } = await begin(commander, { configuration: { program: path, stopOnEntry: true } });
    expect(stopped(first).stop).toMatchObject({ reason: 'entry', source: { current: 2 } });
    expect(await commander.send('Move', { taskId, action: 'continue' })).toMatchObject({ state: 'ended' });
  });

  it('has what its program starts in it', async () => {
    const path = program(`const { fork } = require('node:child_process');
if (process.argv[2]) {
  console.log('child');
} else {
  fork(__filename, ['child']).on('exit', (code) => console.log('exit', code));
}
`);
    const { commander } = serve([]);
    const { taskId, first } = await begin(commander, {
      configuration: { program: path },
      breakpoints: [{ file: path, text: "console.log('child')" }],
    });
    expect(stopped(first).stop).toMatchObject({ breakpoints: [1], source: { current: 3 } });
    expect(await commander.send('Evaluate', { taskId, expression: 'process.argv[2]' })).toMatchObject({
      value: "'child'",
    });
    expect(await commander.send('Move', { taskId, action: 'continue' })).toMatchObject({
      state: 'ended',
      task: { exitCode: 0 },
    });
  });

  it('runs TypeScript with breakpoints in its own lines', async () => {
    const path = program(
      'interface Order {\n  id: number;\n}\nconst order: Order = { id: 7 };\nconsole.log(order);\n',
      'app.mts',
    );
    const { commander } = serve([]);
    const { first } = await begin(commander, {
      configuration: { program: path },
      breakpoints: [{ file: path, text: 'console.log(order)' }],
    });
    if (first.state === 'ended')
      expect(first.task.error).toMatchObject({ code: 'launch.typescriptUnsupported' });
    else expect(stopped(first).stop).toMatchObject({ source: { current: 5 } });
  });
});
