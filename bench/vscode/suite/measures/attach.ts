import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// biome-ignore lint/style/noRestrictedImports: this runs inside VS Code.
import * as vscode from 'vscode';
import { median } from '../../../report/statistics.ts';
import { type BenchProgram, benchProgram } from '../../../sessions/program.ts';
import { type Bench, breakIn, clearAway } from '../bench.ts';
import { EditorSession } from '../editor-session.ts';
import { measure } from '../measure.ts';
import { RunningProgram, type StartOptions } from '../running-program.ts';
import { step } from './session.ts';

/** No more than the lines that follow the breakpoint. */
const STEPS = 3;
/** Rounds of calls that take a while, and those that take five seconds, beside which a thread's start is nothing. */
const WHILE = 12_000_000;
const LONG = 240_000_000;

const ALONE = 'nobody attached';
const WAITS = 'waits for debuggers';
const JS_DEBUG_PORT = 'js-debug by port';
const PORT = 'Tandem by port';
const PROCESS = 'Tandem by process id';
const ENDPOINT = 'Tandem by endpoint';

/** A way to a program that runs. */
interface Way {
  readonly name: string;
  readonly start: (place: string) => StartOptions;
  readonly settings: (program: RunningProgram, place: string) => vscode.DebugConfiguration;
}

const configuration = (type: string, where: object): vscode.DebugConfiguration => ({
  name: 'bench',
  request: 'attach',
  type,
  ...where,
});

const inspected = () => ({ nodeArgs: ['--inspect=0'] });

const WAYS: readonly Way[] = [
  {
    name: JS_DEBUG_PORT,
    // Unless it is told, it looks for `localhost` where that is an address of IPv6, and Node does not listen there.
    start: inspected,
    settings: ({ inspectorPort }) => configuration('node', { address: '127.0.0.1', port: inspectorPort }),
  },
  {
    name: PORT,
    start: inspected,
    settings: ({ inspectorPort }) => configuration('tandem', { port: inspectorPort }),
  },
  {
    name: PROCESS,
    // Its inspector has a port of its own, should another program have the usual one.
    start: () => ({ nodeArgs: ['--inspect-port=0'] }),
    settings: ({ pid }) => configuration('tandem', { processId: pid }),
  },
  {
    name: ENDPOINT,
    start: (place) => waiting(place),
    settings: (_, place) => configuration('tandem', { endpoint: place }),
  },
];

/** The launcher as a preload, which waits for debuggers at a place. */
function waiting(place: string): StartOptions {
  const { extensionPath } = vscode.extensions.getExtension('tandem.tandem-debug')!;
  return {
    nodeArgs: ['--require', join(extensionPath, 'dist/launcher/node/bootstrap.cjs')],
    env: { TANDEM_LISTEN: place, TANDEM_QUIET: '1' },
  };
}

/** A program that runs, and a debugger that comes, looks around, and goes. */
export const attach = measure({
  name: 'attach',
  reference: JS_DEBUG_PORT,
  rows: {
    firstStop: { label: 'attach to first stop' },
    firstLook: { label: 'stack, scopes, variables: first time' },
    step: { label: 'one step' },
    look: { label: 'stack, scopes, variables: after a step' },
    leave: { label: 'stop debugging, until the session is over' },
  },
  runners: (bench) =>
    WAYS.map((way) => ({
      name: way.name,
      run: () =>
        attached(bench, way, async (editor) => {
          const stop = await editor.stop();
          const firstLook = await editor.looked();
          const steps = [];
          for (let i = 0; i < STEPS; i += 1) steps.push(await step(bench, editor, stop));
          return {
            firstStop: stop.at - editor.launch.at,
            firstLook,
            step: median(steps.map(({ stopped }) => stopped)),
            look: median(steps.map(({ look }) => look)),
            leave: await editor.leave(),
          };
        }),
    })),
});

/** What a debugger costs that is attached and has nothing to do: it has been stopped at a breakpoint, which is gone. */
export const attachedWork = measure({
  name: 'attached-work',
  reference: ALONE,
  rows: { calls: { label: 'calls and objects, attached' } },
  runners: (bench) => [
    { name: ALONE, run: async () => ({ calls: await workAlone(bench, {}, WHILE) }) },
    ...WAYS.map((way) => ({
      name: way.name,
      run: () =>
        attached(bench, way, async (editor, program) => {
          const stop = await editor.stop();
          const { mark } = bench.recorder;
          vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
          await bench.recorder.response('setBreakpoints', mark);
          await bench.recorder.quiet();
          await stop.session.customRequest('continue', { threadId: stop.threadId });
          // What a debugger has to clear away after a stop is not what it costs to be there.
          await bench.recorder.quiet();
          const calls = await program.work(WHILE);
          await editor.leave();
          return { calls };
        }),
    })),
  ],
});

/** What it costs to wait for debuggers that do not come. */
export const waitingWork = measure({
  name: 'waiting',
  reference: ALONE,
  rows: {
    start: { label: 'start, until the program’s first words' },
    calls: { label: 'calls and objects, 5 s of them' },
  },
  runners: (bench) => [
    { name: ALONE, run: () => startAndWork(bench, {}) },
    { name: WAITS, run: () => startAndWork(bench, waiting('auto')) },
  ],
});

async function startAndWork(bench: Bench, options: StartOptions): Promise<{ start: number; calls: number }> {
  await using program = await RunningProgram.start(ticking(bench).path, options);
  return { start: program.startMs, calls: await program.work(LONG) };
}

async function workAlone(bench: Bench, options: StartOptions, rounds: number): Promise<number> {
  await using program = await RunningProgram.start(ticking(bench).path, options);
  return await program.work(rounds);
}

const ticking = ({ programs }: Bench): BenchProgram => benchProgram('ticking.cjs', programs);

/** Attaches to a program that was started for it, and leaves nothing of both. */
async function attached<Times>(
  bench: Bench,
  way: Way,
  use: (editor: EditorSession, program: RunningProgram) => Promise<Times>,
): Promise<Times> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-bench-'));
  try {
    const place = `unix:${join(folder, 'program')}`;
    const { path, line } = ticking(bench);
    await using program = await RunningProgram.start(path, way.start(place));
    breakIn(path, line);
    return await use(await EditorSession.start(bench.recorder, way.settings(program, place)), program);
  } finally {
    await clearAway();
    await rm(folder, { recursive: true, force: true });
  }
}
