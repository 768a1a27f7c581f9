import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inProcess as inPyodide, interpreters, type Python } from '../python/pythons.ts';
import { beginAttach } from '../support/attach.ts';
import type { DapClient } from '../support/dap-client.ts';
import { inspected, running } from '../support/inspected.ts';
import { connect, launchArguments, type Settings } from '../support/session.ts';
import { WaitingProgram } from '../support/waiting-program.ts';
import { type Language, PYTHON } from './languages.ts';

/** What differs between the ways to debug a program; everything else must not. */
export interface Ride {
  readonly name: string;
  /** JavaScript, unless said otherwise. */
  readonly language?: Language;
  /** The program runs already, and runs on when the debugger leaves it. */
  readonly attaches: boolean;
  /** How the program ended is known. */
  readonly tellsExit: boolean;
  /** A process of its own that can be killed. */
  readonly hasProcess: boolean;
  /** Comes to where the client configures. What was asked for resolves once `configurationDone` has been answered. */
  join(program: string, settings?: Settings): Promise<Joined>;
}

export interface Joined {
  readonly client: DapClient;
  readonly started: Promise<unknown>;
}

async function launched(client: DapClient, settings: Settings): Promise<Joined> {
  const started = client.request('launch', launchArguments(settings));
  started.catch(() => {});
  await client.waitFor('initialized');
  return { client, started };
}

const external: Ride = {
  name: 'launch',
  attaches: false,
  tellsExit: true,
  hasProcess: true,
  join: async (program, settings) => launched(await connect(), { program, ...settings }),
};

const inProcess: Ride = {
  name: 'launch, in-process',
  attaches: false,
  tellsExit: true,
  hasProcess: false,
  join: async (program, settings) => launched(await connect(), { program, inProcess: true, ...settings }),
};

const terminal: Ride = {
  name: 'launch in a terminal',
  attaches: false,
  tellsExit: true,
  hasProcess: true,
  async join(program, settings) {
    const client = await connect({ supportsRunInTerminalRequest: true });
    client.onReverseRequest('runInTerminal', (args) => {
      const { args: words, cwd, env } = args as { args: string[]; cwd: string; env: Record<string, string> };
      const wanted = Object.entries({ ...process.env, ...env }).filter(([, value]) => value !== null);
      spawn(words[0]!, words.slice(1), { cwd, env: Object.fromEntries(wanted), stdio: 'ignore' });
      return { shellProcessId: 1 };
    });
    return launched(client, { program, console: 'integratedTerminal', ...settings });
  },
};

const endpoint: Ride = {
  name: 'attach to its endpoint',
  attaches: true,
  tellsExit: true,
  hasProcess: true,
  async join(program, settings) {
    const { python, ...others } = settings ?? {};
    const waiting = new WaitingProgram(program, { python: python as string | undefined });
    return beginAttach({ endpoint: await waiting.waits(), ...others });
  },
};

const inspector = (option: string): Ride => ({
  name: `attach to ${option}`,
  attaches: true,
  tellsExit: false,
  hasProcess: true,
  async join(program, settings) {
    const { port } = await inspected(program, option);
    return beginAttach({ port, ...settings });
  },
});

const byProcessId: Ride = {
  name: 'attach by process id',
  attaches: true,
  tellsExit: true,
  hasProcess: true,
  async join(program, settings) {
    const up = ['--import', 'data:text/javascript,console.log("up")'];
    const child = running([process.env.TANDEM_TEST_NODE ?? 'node', ...up, program]);
    await once(child.stdout!, 'data');
    return beginAttach({ processId: child.pid, ...settings });
  },
};

/** A command that leads back here: the agent has a process of its own, and everything goes over its pipes. */
const PIPE = { pipe: ['sh', '-c', 'exec "$@"', '--'], runtimeExecutable: process.execPath };

const overPipe: Ride = {
  name: 'launch over a pipe',
  attaches: false,
  tellsExit: true,
  hasProcess: true,
  join: async (program, settings) => launched(await connect(), { program, ...PIPE, ...settings }),
};

const intoPipe: Ride = {
  name: 'attach over a pipe',
  attaches: true,
  tellsExit: true,
  hasProcess: true,
  async join(program, settings) {
    const { python, ...others } = settings ?? {};
    const waiting = new WaitingProgram(program, { python: python as string | undefined });
    await waiting.waits();
    return beginAttach({ ...PIPE, processId: waiting.pid, ...others });
  },
};

const python = (ride: Ride, { name, settings: own }: Python): Ride => ({
  ...ride,
  name: `${ride.name} of ${name}`,
  language: PYTHON,
  join: (program, settings) => ride.join(program, { ...own, ...settings }),
});

/** Every way of `docs/ATTACH.md` and every launch that has an engine. */
export const rides: readonly Ride[] = [
  external,
  inProcess,
  terminal,
  endpoint,
  byProcessId,
  inspector('--inspect'),
  inspector('--inspect-brk'),
  overPipe,
  intoPipe,
  ...interpreters.flatMap((one) => [python(external, one), python(terminal, one), python(endpoint, one)]),
  // What comes between does not know what the program runs in.
  ...interpreters.slice(-1).map((one) => python(intoPipe, one)),
  ...inPyodide.map((one) => python(inProcess, one)),
];
