import { presentFields } from '../util/present-fields.ts';
import type { Handlers } from './handler.ts';

export const launchHandlers: Handlers<'launch' | 'attach'> = {
  /** Answered when the program runs, or will not. */
  launch: {
    phase: 'start',
    takesNull: true,
    async handle(session, args) {
      await session.launch(presentFields(args));
      return {};
    },
    afterFailure: (session) => void session.endUnlessStarted(),
  },

  /** Of a program that runs already; or of a session that we have asked the client for, for a process that a program has started. */
  attach: {
    phase: 'start',
    takesNull: true,
    async handle(session, args) {
      await session.attach(presentFields(args));
      return {};
    },
    afterFailure: (session) => void session.endUnlessStarted(),
  },
};
