import { setTimeout as delay } from 'node:timers/promises';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { expect, onTestFinished } from 'vitest';
import type { RequestArguments } from '../../adapter/requests/requests.ts';
import { isAlive } from '../../ipc/is-alive.ts';
import { inlineChannel } from './dap-channel.ts';
import { DapClient } from './dap-client.ts';
import { devChannel } from './dev-channel.ts';
import { launcherDirectory } from './standalone.ts';
import { WaitingProgram } from './waiting-program.ts';

/** Any settings, also wrong ones. */
export type Settings = Readonly<Record<string, unknown>>;

export const launchArguments = (settings: Settings): RequestArguments<'launch'> =>
  settings as DebugProtocol.LaunchRequestArguments;

/**
 * A client of an inline session that has introduced itself. When the test is over the session is ended, and must have
 * come to its end: nothing that it started lives on. With `TANDEM_TEST_WAY` in the environment it is a session of the dev
 * adapter that runs, and is reached in that way.
 */
export async function connect(traits: Partial<RequestArguments<'initialize'>> = {}): Promise<DapClient> {
  const way = process.env.TANDEM_TEST_WAY;
  const channel = way ? await devChannel(way) : inlineChannel({ launcherDirectory });
  const client = new DapClient(channel);
  onTestFinished(async () => {
    channel.close();
    await channel.ended;
    client.giveUp();
  });
  await client.request('initialize', { adapterID: 'tandem', ...traits });
  return client;
}

export interface Launching {
  readonly client: DapClient;
  /** Resolves when the program runs. */
  readonly launched: Promise<unknown>;
}

/**
 * Launches and comes to the point where the client configures; `run` goes on from there. With `TANDEM_TEST_RIDE=attached`
 * in the environment, a program in a process of its own is started by itself instead, held before its first line, and
 * attached to.
 */
export async function launch(settings: Settings, traits?: Parameters<typeof connect>[0]): Promise<Launching> {
  const client = await connect(traits);
  const attaches = process.env.TANDEM_TEST_RIDE === 'attached' && settings.inProcess !== true;
  const launched = attaches
    ? attachInstead(client, settings)
    : client.request('launch', launchArguments(settings));
  launched.catch(() => {});
  await client.waitFor('initialized');
  return { client, launched };
}

async function attachInstead(client: DapClient, settings: Settings): Promise<unknown> {
  const {
    program,
    args,
    env,
    inProcess: _,
    ...others
  } = settings as {
    inProcess?: boolean;
    program: string;
    args?: string[];
    env?: Record<string, string>;
  };
  const waiting = new WaitingProgram(program, { args: args ?? [], env: { TANDEM_WAIT: '1', ...env } });
  const attached = { endpoint: await waiting.waits(), ...others } as DebugProtocol.AttachRequestArguments;
  return client.request('attach', attached);
}

/** Launches and runs, with nothing configured. */
export async function run(settings: Settings, traits?: Parameters<typeof connect>[0]): Promise<DapClient> {
  const { client, launched } = await launch(settings, traits);
  await client.request('configurationDone', {});
  await launched;
  return client;
}

/**
 * Resolves when the process is gone; never, when it stays: then the test runs into its limit. Of a process that is not our
 * child nobody tells us its end: it is asked for, but not so often that this keeps it from ending.
 */
export async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await delay(10);
}

/** With `TANDEM_TEST_MODE=inspector`, tests of the engine attach to programs by the inspector that Node opens for them. */
export const overInspector = process.env.TANDEM_TEST_MODE === 'inspector';

/** The end of a session, as every session must end. */
export async function expectEnd(client: DapClient, exitCode: number): Promise<void> {
  await client.waitFor('terminated');
  // Who has not started the program need not know how it ended.
  if (overInspector && !client.eventNames.includes('exited')) return;
  expect(await client.waitFor('exited')).toEqual({ exitCode });
  expect(client.eventNames.filter((name) => name === 'exited' || name === 'terminated')).toEqual([
    'exited',
    'terminated',
  ]);
  expect(client.eventNames.at(-1)).toBe('terminated');
}
