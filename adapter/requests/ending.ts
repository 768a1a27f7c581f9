import { presentFields } from '../util/present-fields.ts';
import type { Handlers } from './handler.ts';

export const endingHandlers: Handlers<'terminate' | 'disconnect' | 'restart'> = {
  /** Asks the program to end; the events tell when it has. Asked again, the program is not asked any more. */
  terminate: {
    phase: 'always',
    handle(session) {
      void session.end(session.isEnding ? 'kill' : 'stop');
      return {};
    },
  },

  /** Answered when the session is over: the answer is the last thing that the client hears. */
  disconnect: {
    phase: 'always',
    async handle(session, { terminateDebuggee = session.ending === 'stop' }) {
      await session.end(session.isEnding ? 'kill' : terminateDebuggee ? 'stop' : 'release');
      return {};
    },
  },

  restart: {
    phase: 'running',
    takesNull: true,
    async handle(session, args) {
      const raw = args.arguments as object | null | undefined;
      await session.restart(raw ? presentFields(raw) : undefined);
      return {};
    },
    // A configuration that is refused leaves the program running; only one that was given up is an end.
    afterFailure: (session) => void session.endUnlessStarted(),
  },
};
