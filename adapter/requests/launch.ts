import type { Handlers } from './handler.ts';

export const launchHandlers: Handlers<'launch'> = {
  /** Answered when the program runs, or will not. */
  launch: {
    phase: 'start',
    async handle(session, args) {
      await session.launch(args);
      return {};
    },
    afterFailure: (session) => void session.endUnlessStarted(),
  },
};
