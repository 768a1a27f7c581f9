import type { CommandName } from '../../protocol/commands.ts';
import type { Handler } from './handler.ts';
import type { RequestName } from './requests.ts';

/** Requests that mean to the engine exactly what they mean to the client; by `locations` the two mean different things. */
export type EngineRequest = Exclude<RequestName & CommandName, 'locations'>;

type Traits<R extends RequestName> = Omit<Handler<R>, 'handle' | 'phase'>;

/** A request that is passed on, and answered with what the engine says. */
export function toEngine<R extends EngineRequest>(command: R, traits: Traits<R> = {}): Handler<R> {
  return {
    phase: 'program',
    ...traits,
    handle: async (session, args, signal) => (await session.backend()).request(command, args, { signal }),
  };
}
