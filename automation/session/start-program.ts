import type { RequestArguments } from '../../adapter/requests/requests.ts';
import { TandemError } from '../../protocol/errors.ts';
import type { ExceptionMode } from '../../protocol/tasks/breakpoints.ts';
import type { DapClient } from '../dap/dap-client.ts';
import type { BreakpointList, WantedBreakpoint } from './breakpoint-list.ts';

export type { ExceptionMode };

export interface Start {
  /** A configuration as in a launch.json, to launch a program or to attach to one. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly breakpoints: readonly WantedBreakpoint[];
  readonly exceptions: ExceptionMode;
}

/** The filters of `setExceptionBreakpoints`. */
export const exceptionFilters = (mode: ExceptionMode): string[] => [...FILTERS[mode]];

const FILTERS: Readonly<Record<ExceptionMode, readonly string[]>> = {
  all: ['all', 'uncaught'],
  uncaught: ['uncaught'],
  none: [],
};

/**
 * Starts a program in a fresh session, everything in force before its first line, or joins one that runs. Rejects when it
 * will not run.
 *
 * @param setBreakpoints sends them; called once, when it is time for them
 */
export async function startProgram(
  client: DapClient,
  { configuration, exceptions }: Pick<Start, 'configuration' | 'exceptions'>,
  setBreakpoints: () => Promise<void>,
): Promise<void> {
  await client.request('initialize', {
    adapterID: 'tandem',
    clientID: 'tandem-cli',
    linesStartAt1: true,
    columnsStartAt1: true,
    pathFormat: 'path',
    'tandem.plainOutput': true,
    supportsVariableType: true,
    supportsProgressReporting: true,
  });
  const configured = client.next('initialized').then(async () => {
    await setBreakpoints();
    await client.request('setExceptionBreakpoints', { filters: exceptionFilters(exceptions) });
    await client.request('configurationDone', {});
  });
  const isAttach = configuration.request === 'attach';
  const launched = client.request(
    isAttach ? 'attach' : 'launch',
    configuration as RequestArguments<'launch'>,
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
    await startProgram(client, start, () => list.add(start.breakpoints));
  } catch (thrown) {
    const error = TandemError.from(thrown);
    // A session that is ended in its first moments answers so. That is no failure.
    if (error.audience !== 'expected') return error;
  }
  return undefined;
}

/** A program may have ended while it was being configured; how, its own events tell, or the launch's answer. */
function ignoreEnd(error: unknown): void {
  if (!(error instanceof TandemError && error.audience === 'expected')) throw error;
}
