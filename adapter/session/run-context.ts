import type { TandemError } from '../../protocol/errors.ts';
import { offerTo, type StartDebugging } from '../children/offers.ts';
import type { RunContext } from '../run/run.ts';
import type { RunPlan } from '../run/run-plan.ts';
import { sourceMapSettings } from '../settings/debug-settings.ts';
import type { LogLine } from '../util/log-line.ts';
import type { ShowProgress } from '../util/progress.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { Client, ClientTraits, SendEvent } from './client.ts';
import type { Threads } from './threads.ts';

/** What a session lends to its programs. */
export interface SessionParts {
  readonly client: Client;
  readonly traits: ClientTraits;
  readonly send: SendEvent;
  /** The `type` of the configuration, by which a client finds the adapter of a further session. */
  readonly debugType: string;
  readonly breakpoints: Breakpoints;
  readonly threads: Threads;
  readonly launcherDirectory: string | undefined;
  /** All that is said to the program and by it is logged, whatever its settings say. */
  readonly isTraced: boolean;
  /** Whether further sessions of the client come to this very process. */
  readonly sessionsOfOneProcess: boolean;
  readonly log: LogLine;
  readonly notify: (text: string) => void;
  readonly progress: ShowProgress;
  /** Aborted when the session ends. */
  readonly signal: AbortSignal;
  readonly onLost: (reason: TandemError) => void;
}

/** Connects a program that is about to be started with the client of its session. */
export function runContext(plan: RunPlan, session: SessionParts): RunContext {
  const { client, traits, send, breakpoints, threads, launcherDirectory, log, notify, onLost } = session;
  const {
    skipFiles,
    smartStep,
    stopOnEntry,
    showAsyncStacks,
    pauseAllThreads,
    customDescriptions,
    justMyCode,
    trace,
  } = plan.settings;
  const sourceMaps = sourceMapSettings(plan.settings);
  const { linesStartAt1, columnsStartAt1, showsTypes, showsMemory } = traits;
  return {
    plan,
    engine: {
      skipFiles,
      smartStep,
      stopOnEntry,
      sourceMaps,
      showAsyncStacks,
      pauseAllThreads,
      customDescriptions,
      justMyCode,
      linesStartAt1,
      columnsStartAt1,
      showsTypes,
      showsMemory,
    },
    launcherDirectory,
    runInTerminal: traits.supportsRunInTerminal ? client.runInTerminal : undefined,
    adopt: canAdopt(session) ? offerTo(sessionStarter(session), () => plan) : undefined,
    onOutput: (body) => send('output', body),
    plainOutput: traits.plainOutput,
    clientBehind: client.behind,
    onEvent: (event) => {
      if (event.event === 'invalidated' && !traits.supportsInvalidated) return;
      threads.observe(event);
      const { event: name, body } = breakpoints.toClient(event);
      send(name, body);
    },
    onLost,
    notify,
    progress: session.progress,
    signal: session.signal,
    log,
    trace: trace || session.isTraced ? (line) => log(line, 'trace') : undefined,
  };
}

const canAdopt = ({ traits, sessionsOfOneProcess }: SessionParts): boolean =>
  traits.supportsStartDebugging && sessionsOfOneProcess;

const sessionStarter =
  ({ client, debugType }: SessionParts): StartDebugging =>
  (name, settings) =>
    client.startDebugging({
      request: 'attach',
      configuration: { type: debugType, request: 'attach', name, ...settings },
    });
