import type { RequestArguments } from '../../adapter/requests/requests.ts';
import { TandemError } from '../../protocol/errors.ts';
import type { DapClient } from '../dap/dap-client.ts';
import type { BreakpointList, WantedBreakpoint } from './breakpoint-list.ts';

export type ExceptionMode = 'all' | 'uncaught' | 'none';

export interface Start {
  /** A configuration as in a launch.json, to launch a program or to attach to one. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly breakpoints: readonly WantedBreakpoint[];
  readonly exceptions: ExceptionMode;
}

const FILTERS: Readonly<Record<ExceptionMode, readonly string[]>> = {
  all: ['all', 'uncaught'],
  uncaught: ['uncaught'],
  none: [],
};

/**
 * Starts a program in a fresh session, everything in force before its first line, or joins one that runs. Rejects when it
 * will not run.
 */
export async function startProgram(client: DapClient, list: BreakpointList, start: Start): Promise<void> {
  await client.request('initialize', {
    adapterID: 'tandem',
    clientID: 'tandem-cli',
    linesStartAt1: true,
    columnsStartAt1: true,
    pathFormat: 'path',
    'tandem.plainOutput': true,
    supportsVariableType: true,
  });
  const configured = client.next('initialized').then(() => configure(client, list, start));
  const isAttach = start.configuration.request === 'attach';
  const launched = client.request(
    isAttach ? 'attach' : 'launch',
    start.configuration as RequestArguments<'launch'>,
  );
  await Promise.all([launched, configured.catch(ignoreEnd)]);
}

/** As {@link startProgram}; resolves with the error of a start that failed, if it did. */
export async function tryStart(
  client: DapClient,
  list: BreakpointList,
  start: Start,
): Promise<TandemError | undefined> {
  try {
    await startProgram(client, list, start);
  } catch (thrown) {
    const error = TandemError.from(thrown);
    // A session that is ended in its first moments answers so. That is no failure.
    if (error.audience !== 'expected') return error;
  }
  return undefined;
}

async function configure(client: DapClient, list: BreakpointList, start: Start): Promise<void> {
  await list.add(start.breakpoints);
  await client.request('setExceptionBreakpoints', { filters: [...FILTERS[start.exceptions]] });
  await client.request('configurationDone', {});
}

/** A program may have ended while it was being configured; how, its own events tell, or the launch's answer. */
function ignoreEnd(error: unknown): void {
  if (!(error instanceof TandemError && error.audience === 'expected')) throw error;
}
