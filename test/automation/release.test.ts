import { describe, expect, it } from 'vitest';
import { program } from '../support/fixtures.ts';
import { begin, serve, stopped } from './support/tasks.ts';

const TICKS = `let n = 0;
setInterval(() => {
  n += 1;
  console.log(n);
}, 2);
`;

describe.each([
  ['in a process of its own', {}],
  ['in this process', { inProcess: true }],
])('a client that vanishes %s', (_, ride) => {
  it('lets go what it holds stopped, and takes its breakpoints along', async () => {
    const { service, commander, event } = serve([]);
    const path = program(TICKS);
    const { taskId, first } = await begin(commander, {
      configuration: { program: path, ...ride },
      breakpoints: [{ file: path, line: 3 }],
    });
    expect(stopped(first).task.heldBy).toBe('c1');
    await service.left('c1', 'vanished');
    await event('Message', ({ message }) => message.kind === 'released' && message.by === 'c1');
    const other = service.commanderFor({ id: 'c2' });
    expect(await other.send('ListBreakpoints', {})).toEqual({ breakpoints: [] });
    await event('Message', ({ message }) => message.kind === 'output' && message.text === '5\n');
    const state = await other.send('GetState', { taskId });
    expect(state).toMatchObject({ state: 'running' });
    expect(state.task.heldBy).toBeUndefined();
  });

  it('does not leave a program behind that stops for nobody', async () => {
    const { service, commander, event } = serve([]);
    const path = program(`${TICKS}process.stdin.on('data', () => { throw new Error('x'); });\n`);
    const { taskId, first } = await begin(commander, {
      configuration: { program: path, ...ride },
      breakpoints: [{ file: path, line: 3, condition: 'n === 10' }],
    });
    stopped(first);
    await commander.send('Move', { taskId, action: 'continue', waitMs: 0 });
    await service.left('c1', 'vanished');
    const other = service.commanderFor({ id: 'c2' });
    await other.send('Request', { taskId, command: 'tandem.stdin', arguments: { text: 'x' } });
    expect(await event('TaskCompleted')).toMatchObject({ taskId, task: { exitCode: 1, stops: 1 } });
  });
});

describe('an abandoned program', () => {
  const source = `process.stdin.on('data', () => {
  debugger;
  console.log('on');
});
debugger;
`;

  it('goes on from where nobody has set a breakpoint, until somebody takes hold of it', async () => {
    const { service, commander, event } = serve([]);
    const path = program(source);
    const { taskId } = await begin(commander, { configuration: { program: path } });
    await service.left('c1', 'vanished');
    const other = service.commanderFor({ id: 'c2' });
    const type = () => other.send('Request', { taskId, command: 'tandem.stdin', arguments: { text: 'x' } });
    await type();
    const printed = await event(
      'Message',
      ({ message }) => message.kind === 'output' && message.text === 'on\n',
    );
    expect(printed).toBeDefined();
    await other.send('AddBreakpoints', { breakpoints: [{ file: path, text: "console.log('on')" }] });
    await type();
    const { stop } = stopped(await other.send('Wait', { taskId }));
    expect(stop.source).toMatchObject({ current: 3 });
    await other.send('Move', { taskId, action: 'continue', waitMs: 0 });
    await type();
    expect(stopped(await other.send('Wait', { taskId })).stop.source).toMatchObject({ current: 2 });
  });
});

describe('a client that vanishes', () => {
  it('lets all threads go on that stand together', async () => {
    const { service, commander, events, event } = serve([]);
    const path = program(`const { Worker, isMainThread, parentPort } = require('node:worker_threads');
if (isMainThread) {
  let goesOn = false;
  const heard = new Set();
  for (let n = 0; n < 3; n += 1) new Worker(__filename).on('message', () => {
    if (!goesOn || heard.has(n)) return;
    heard.add(n);
    if (heard.size === 3) console.log('on');
  });
  process.stdin.once('data', () => process.exit(6));
  setTimeout(() => { debugger; goesOn = true; }, 100);
} else {
  setInterval(() => parentPort.postMessage('here'), 5);
}
`);
    const { taskId, first } = await begin(commander, {
      configuration: { program: path, pauseAllThreads: true },
    });
    stopped(first);
    await service.left('c1', 'vanished');
    await event('Message', ({ message }) => message.kind === 'output' && message.text === 'on\n');
    const other = service.commanderFor({ id: 'c2' });
    expect(await other.send('GetState', { taskId })).toMatchObject({ state: 'running' });
    await other.send('Request', { taskId, command: 'tandem.stdin', arguments: { text: 'x' } });
    expect(await event('TaskCompleted')).toMatchObject({ task: { exitCode: 6, stops: 1 } });
    const told = events.flatMap((one) => (one.type === 'Message' ? one.message.kind : []));
    expect(told.filter((kind) => kind === 'released')).toHaveLength(1);
  });

  it('takes its breakpoints along, also when it has held nothing', async () => {
    const { service, commander } = serve(['/']);
    for (const id of ['c2', 'c3'])
      await service
        .commanderFor({ id })
        .send('AddBreakpoints', { breakpoints: [{ file: `${id}.js`, line: 1 }] });
    await service.left('c2', 'goodbye');
    await service.left('c3', 'vanished');
    const { breakpoints } = await commander.send('ListBreakpoints', {});
    expect(breakpoints.map(({ by }) => by)).toEqual(['c2']);
  });
});

describe('a client that vanishes before it is answered', () => {
  it('does not leave behind what it was just starting', async () => {
    const { service, commander, event } = serve([]);
    const path = program('debugger;\nconsole.log(1);\nprocess.exitCode = 5;\n');
    const begun = commander.send('StartNewTask', {
      configuration: { program: path },
      breakpoints: [{ file: path, line: 2 }],
    });
    await service.left('c1', 'vanished');
    expect(await event('TaskCompleted')).toMatchObject({ task: { exitCode: 5 } });
    await begun;
    expect(await commander.send('ListBreakpoints', {})).toEqual({ breakpoints: [] });
  });
});

describe('who holds a task', () => {
  it('keeps it stopped by saying goodbye', async () => {
    const { service, commander } = serve([]);
    const path = program(TICKS);
    const { taskId, first } = await begin(commander, {
      configuration: { program: path },
      breakpoints: [{ file: path, line: 3 }],
    });
    stopped(first);
    await service.left('c1', 'goodbye');
    const other = service.commanderFor({ id: 'c2' });
    const { stop, task } = stopped(await other.send('GetState', { taskId }));
    expect(stop.number).toBe(1);
    expect(task.heldBy).toBeUndefined();
    expect((await other.send('ListBreakpoints', {})).breakpoints).toHaveLength(1);
  });

  it('is who has moved it last, and whoever only looks holds nothing', async () => {
    const { service, commander } = serve([]);
    const path = program(TICKS);
    const { taskId } = await begin(commander, {
      configuration: { program: path },
      breakpoints: [{ file: path, line: 3 }],
    });
    const other = service.commanderFor({ id: 'c2' });
    await other.send('GetState', { taskId });
    await service.left('c2', 'vanished');
    stopped(await commander.send('GetState', { taskId }));
    expect(await other.send('Move', { taskId, action: 'next' })).toMatchObject({ task: { heldBy: 'c2' } });
    await service.left('c1', 'vanished');
    stopped(await other.send('GetState', { taskId }));
    expect((await other.send('ListBreakpoints', {})).breakpoints).toEqual([]);
  });

  it('is who it was when somebody else asks for a move that cannot be', async () => {
    const { service, commander } = serve([]);
    const path = program(`${TICKS}// No code here.\n`);
    const { taskId } = await begin(commander, {
      configuration: { program: path },
      breakpoints: [{ file: path, line: 3 }],
    });
    const other = service.commanderFor({ id: 'c2' });
    const refused = [
      other.send('Move', { taskId, action: 'next', threadId: 99 }),
      other.send('Move', { taskId, action: 'runTo', to: { file: path, line: 99 } }),
      other.send('Request', { taskId, command: 'restartFrame', arguments: { frameId: 99 } }),
    ];
    await Promise.all(refused.map((move) => expect(move).rejects.toThrow()));
    expect(stopped(await other.send('GetState', { taskId })).task.heldBy).toBe('c1');
    await service.left('c2', 'vanished');
    stopped(await commander.send('GetState', { taskId }));
  });

  it('is nobody when that vanishes while such a move is asked for', async () => {
    const { service, commander, event } = serve([]);
    const path = program(TICKS);
    const { taskId } = await begin(commander, {
      configuration: { program: path },
      breakpoints: [{ file: path, line: 3 }],
    });
    const other = service.commanderFor({ id: 'c2' });
    const refused = other.send('Request', { taskId, command: 'restartFrame', arguments: { frameId: 99 } });
    await Promise.all([expect(refused).rejects.toThrow(), service.left('c1', 'vanished')]);
    await event('Message', ({ message }) => message.kind === 'released' && message.by === 'c1');
    expect(await other.send('GetState', { taskId })).toMatchObject({ state: 'running' });
  });

  it('takes the line along that it runs to', async () => {
    const { service, commander, event } = serve([]);
    const path = program(
      `debugger;\nlet n = 0;\nsetInterval(() => {\n  n += 1;\n  if (n === 20) process.exit(4);\n}, 2);\n`,
    );
    const { taskId } = await begin(commander, { configuration: { program: path } });
    const to = { file: path, line: 5 };
    await commander.send('Move', { taskId, action: 'runTo', to, waitMs: 0 });
    await service.left('c1', 'vanished');
    expect(await event('TaskCompleted')).toMatchObject({ task: { exitCode: 4 } });
  });
});
