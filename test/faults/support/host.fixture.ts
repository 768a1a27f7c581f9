// A process with an adapter in it, as an editor has one, through which many sessions go. One line of JSON on standard
// output for each part of them. Arguments: the scenario, how many rounds, the seed, where the launcher is, where the
// programs are, and the directories that must be empty in the end.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { settlesWithin } from '../../../adapter/util/time.ts';
import { publications } from '../../../ipc/discovery.ts';
import { inlineChannel } from '../../support/dap-channel.ts';
import { DapClient } from '../../support/dap-client.ts';
import { holdings } from './left-behind.ts';
import { pick, seeded } from './random.ts';
import { StartedProgram, WAYS, type WayName } from './started-program.ts';

const [scenario, roundsText, seedText, launcherDirectory = '', programs = '', ...directories] =
  process.argv.slice(2);
const rounds = Number(roundsText);
const random = seeded(Number(seedText));

type Settings = Readonly<Record<string, unknown>>;
type Drive = (client: DapClient, random: () => number) => Promise<unknown>;

interface Session {
  readonly name: string;
  readonly program: string;
  readonly settings: Settings;
  readonly drive: Drive;
  /** The program is started by somebody else, and attached to in this way. */
  readonly way?: WayName;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** As a user does it: stop, look around, go on. */
const look: Drive = async (client) => {
  const threadId = (await client.waitFor('stopped')).threadId!;
  const { stackFrames } = await client.request('stackTrace', { threadId });
  const { scopes } = await client.request('scopes', { frameId: stackFrames[0]!.id });
  const { variablesReference } = scopes[0]!;
  await client.request('variables', { variablesReference });
  await client.request('evaluate', { expression: '1 + 1', frameId: stackFrames[0]!.id });
  await client.request('next', { threadId });
  await client.waitFor('stopped');
  await client.request('continue', { threadId });
};
const nothing: Drive = async () => {};
const untilUp: Drive = (client) => client.waitFor('output', ({ output }) => output.includes('up'));
const restart: Drive = async (client) => {
  await untilUp(client, random);
  await client.request('restart', {});
  await untilUp(client, random);
  await client.request('disconnect', {});
};
const vanish: Drive = async (client) => {
  await untilUp(client, random);
  client.vanish();
};
/** Many requests, of which the end finds some unanswered. */
const interrupt: Drive = async (client, random) => {
  if (random() < 0.8) await untilUp(client, random);
  const path = join(programs, STOPS);
  const asked = Array.from({ length: 1 + Math.floor(random() * 30) }, () => {
    switch (Math.floor(random() * 6)) {
      case 0:
        return client.request('threads', {});
      case 1:
        return client.request('evaluate', { expression: '[1, 2].map((it) => ({ it }))', context: 'repl' });
      case 2:
        return client.request('pause', { threadId: 1 });
      case 3:
        return client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'nobody' }] });
      case 4:
        return client.request('continue', { threadId: 1 });
      default:
        return client.request('setBreakpoints', { source: { path }, breakpoints: [{ line: 1 }] });
    }
  });
  const settled = Promise.allSettled(asked);
  await wait(random() * 10);
  if (random() < 0.5) client.vanish();
  else await client.request('disconnect', {});
  await settled;
};
/** Before a program that has used up its memory is ended, V8 stops it. */
const hoard: Drive = async (client, random) => {
  if (random() < 0.5) {
    const { threadId } = await client.waitFor('stopped');
    await client.request('continue', { threadId: threadId! });
    return client.waitFor('exited');
  }
  void Promise.allSettled(
    Array.from({ length: 10 }, () => client.request('evaluate', { expression: '1', context: 'repl' })),
  );
  await wait(random() * 200);
  return client.request('disconnect', {});
};

/** The program is left at a stop, or while it runs. */
const visit: Drive = async (client, random) => {
  if (random() < 0.5) await look(client, random);
  else await client.waitFor('stopped');
  if (random() < 0.3) client.vanish();
  else await client.request('disconnect', {});
};

const inProcess = { inProcess: true };
const noDebug = { noDebug: true };
/** Has a breakpoint in its third line. */
const STOPS = 'stops.cjs';
/** Has one in its fourth. */
const TICKS = 'ticks.cjs';
const BREAKPOINTS: Readonly<Record<string, number>> = { [STOPS]: 3, [TICKS]: 4, 'stops.py': 3 };
/** Those of a program that there is not. */
const MISSING = {};
const MIXED: readonly Session[] = [
  { name: 'external', program: STOPS, settings: {}, drive: look },
  { name: 'external, without debugging', program: 'ends.cjs', settings: noDebug, drive: nothing },
  { name: 'in-process', program: STOPS, settings: inProcess, drive: look },
  {
    name: 'in-process, without debugging',
    program: 'ends.cjs',
    settings: { ...inProcess, ...noDebug },
    drive: nothing,
  },
  { name: 'with processes', program: 'forks.cjs', settings: {}, drive: nothing },
  { name: 'in a terminal', program: STOPS, settings: { console: 'integratedTerminal' }, drive: look },
  {
    name: 'in a terminal, without debugging',
    program: 'ends.cjs',
    settings: { console: 'integratedTerminal', ...noDebug },
    drive: nothing,
  },
  { name: 'restarted', program: 'forever.cjs', settings: {}, drive: restart },
  { name: 'given up', program: 'forever.cjs', settings: {}, drive: vanish },
  { name: 'given up in-process', program: 'busy.cjs', settings: inProcess, drive: vanish },
  { name: 'not begun', program: 'missing.cjs', settings: MISSING, drive: nothing },
  ...(Object.keys(WAYS) as WayName[]).map((way) => ({
    name: `attached to ${way}`,
    program: TICKS,
    settings: {},
    drive: visit,
    way,
  })),
];
const INTERRUPTED: readonly Session[] = [
  ...['forever.cjs', 'busy.cjs', 'paused.cjs', 'throws.cjs', 'workers.cjs', 'ends.cjs'].map((program) => ({
    name: `interrupted, ${program}`,
    program,
    settings: inProcess,
    drive: interrupt,
  })),
  {
    name: 'out of memory',
    program: 'hoards.cjs',
    settings: { ...inProcess, resourceLimits: { maxOldGenerationSizeMb: 24 } },
    drive: hoard,
  },
];
const python = { python: process.env.TANDEM_FAULT_PYTHON };
const PYTHON: readonly Session[] = [
  { name: 'Python', program: 'stops.py', settings: python, drive: look },
  {
    name: 'Python, without debugging',
    program: 'ends.py',
    settings: { ...python, ...noDebug },
    drive: nothing,
  },
  { name: 'Python, with processes', program: 'forks.py', settings: python, drive: nothing },
  {
    name: 'Python, in a terminal',
    program: 'stops.py',
    settings: { ...python, console: 'integratedTerminal' },
    drive: look,
  },
  {
    name: 'Python, in a terminal without debugging',
    program: 'ends.py',
    settings: { ...python, ...noDebug, console: 'integratedTerminal' },
    drive: nothing,
  },
  { name: 'Python, restarted', program: 'forever.py', settings: python, drive: restart },
  { name: 'Python, with processes that stay', program: 'family.py', settings: python, drive: restart },
  { name: 'Python, whose client vanishes', program: 'busy.py', settings: python, drive: vanish },
  { name: 'Python, in the middle of something', program: 'throws.py', settings: python, drive: interrupt },
  { name: 'Python, not begun', program: 'missing.py', settings: MISSING, drive: nothing },
];
const SCENARIOS: Readonly<Record<string, readonly Session[]>> = {
  mixed: MIXED,
  interrupted: INTERRUPTED,
  python: PYTHON,
};

async function session(what: Session): Promise<void> {
  const file = join(programs, what.program);
  if (!what.way)
    return debug(what, (client, settings) => client.send('launch', { program: file, ...settings }));
  const { program, reach } = await StartedProgram.start(WAYS[what.way], file, launcherDirectory);
  await debug(what, (client, settings) => client.send('attach', { ...settings, ...reach }));
  // Whoever has not started it leaves it running.
  await program.runs();
  program.kill();
  await program.ended;
}

async function debug(
  { program, settings, drive }: Session,
  begin: (client: DapClient, settings: Settings) => Promise<unknown>,
): Promise<void> {
  const channel = inlineChannel({ launcherDirectory });
  const client = new DapClient(channel);
  client.onReverseRequest('runInTerminal', (args) => {
    const { args: command, env, cwd } = args as DebugProtocol.RunInTerminalRequestArguments;
    const [file = '', ...rest] = command;
    const all = { ...process.env, ...env } as NodeJS.ProcessEnv;
    spawn(file, rest, { cwd, env: all, stdio: 'ignore' });
    return {};
  });
  await client.request('initialize', { adapterID: 'tandem', supportsRunInTerminalRequest: true });
  const begun = begin(client, { killTimeout: 2000, ...settings });
  begun.catch(() => {});
  if (settings !== MISSING) {
    await Promise.race([client.waitFor('initialized'), begun]);
    const line = BREAKPOINTS[program];
    if (line !== undefined) {
      const source = { path: join(programs, program) };
      await client.request('setBreakpoints', { source, breakpoints: [{ line }] });
    }
    await client.request('configurationDone', {});
    await begun;
    await drive(client, random);
  }
  if (await settlesWithin(channel.ended, END_LIMIT_MS)) await client.waitFor('terminated');
  else throw new Error(`It does not end. What passed:\n${client.transcript.join('\n')}`);
}

/** How long a session may take to end by itself, or when it was asked to. */
const END_LIMIT_MS = 30_000;
const PARALLEL = 4;

async function main(): Promise<void> {
  // Node makes these when they are first used: they are there from the beginning, to be counted each time.
  for (const stream of [process.stdout, process.stderr]) stream.write('');
  // The same goes for the source map of this bundle, some 20 MB, which the first stack that is looked at needs.
  String(new Error('none').stack);
  const sessions = SCENARIOS[scenario ?? ''] ?? INTERRUPTED.filter(({ program }) => program === scenario);
  const part = Math.max(sessions.length, Math.ceil(rounds / 10));
  let next = 0;
  while (next < rounds) {
    const end = Math.min(rounds, next + part);
    const drivers = Array.from({ length: PARALLEL }, async () => {
      while (next < end) {
        const current =
          scenario === 'mixed' || scenario === 'python'
            ? sessions[next % sessions.length]!
            : pick(random, sessions);
        next += 1;
        await session(current).catch((cause: unknown) => {
          throw new Error(`a session "${current.name}" failed`, { cause });
        });
      }
    });
    await Promise.all(drivers);
    // What programs leave that are killed is removed by whoever next looks for programs.
    publications('program');
    console.log(JSON.stringify({ sessions: next, ...(await holdings(directories)) }));
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
