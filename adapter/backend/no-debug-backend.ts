import type { Arguments, Body, CommandName } from '../../protocol/commands.ts';
import { errors, type TandemError } from '../../protocol/errors.ts';
import { deferred } from '../util/deferred.ts';
import type { Backend, BackendState } from './backend.ts';

type Answers = { readonly [C in CommandName]?: (args: Arguments<C>) => Body<C> };

const nothing = (): Record<string, never> => ({});

const NO_EFFECT = 'The program runs without debugging: breakpoints have no effect.';

/** What a client may ask of every session and must not be scolded for. */
const POLITE: Answers = {
  ready: nothing,
  detach: nothing,
  setExceptionBreakpoints: nothing,
  threads: () => ({ threads: [] }),
  loadedSources: () => ({ sources: [] }),
  breakpointLocations: () => ({ breakpoints: [] }),
  breakpointStories: () => ({ stories: [] }),
  setFunctionBreakpoints: ({ breakpoints }) => ({
    breakpoints: breakpoints.map(() => ({ verified: false, reason: 'failed', message: NO_EFFECT })),
  }),
  dataBreakpointInfo: () => ({ dataId: null, description: NO_EFFECT }),
  setDataBreakpoints: ({ breakpoints }) => ({
    breakpoints: breakpoints.map(() => ({ verified: false, reason: 'failed', message: NO_EFFECT })),
  }),
  setBreakpoints: ({ breakpoints = [] }) => ({
    breakpoints: breakpoints.map(({ line }) => ({
      verified: false,
      line,
      reason: 'failed',
      message: NO_EFFECT,
    })),
  }),
};

/** The backend of a run without debugging: there is no engine, and nothing to wait for. */
export class NoDebugBackend implements Backend {
  readonly #closed = deferred<TandemError>();
  readonly closed = this.#closed.promise;
  state: BackendState = 'connected';

  async request<C extends CommandName>(command: C, args: Arguments<C>): Promise<Body<C>> {
    const answer = POLITE[command];
    if (!answer) throw errors.notDebugging(command);
    return answer(args);
  }

  onEvent(): Disposable {
    return { [Symbol.dispose]() {} };
  }

  async letGo(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {
    this.close(errors.sessionEnded());
  }

  close(reason: TandemError): void {
    this.state = 'closed';
    this.#closed.resolve(reason);
  }
}
