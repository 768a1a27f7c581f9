import type { Handlers } from './handler.ts';

export const configurationHandlers: Handlers<
  | 'setBreakpoints'
  | 'setFunctionBreakpoints'
  | 'setDataBreakpoints'
  | 'setExceptionBreakpoints'
  | 'configurationDone'
> = {
  setBreakpoints: {
    phase: 'program',
    needs: { source: 'object' },
    failsInPlace: true,
    async handle(session, args) {
      const breakpoints = await session.configuration.register(
        session.breakpoints.set(args, session.backend()),
      );
      return { breakpoints };
    },
  },

  setFunctionBreakpoints: {
    phase: 'program',
    needs: { breakpoints: 'object' },
    failsInPlace: true,
    async handle(session, args) {
      const breakpoints = await session.configuration.register(
        session.breakpoints.setFunctions(args, session.backend()),
      );
      return { breakpoints };
    },
  },

  setDataBreakpoints: {
    phase: 'program',
    needs: { breakpoints: 'object' },
    failsInPlace: true,
    async handle(session, args) {
      const breakpoints = await session.configuration.register(
        session.breakpoints.setData(args, session.backend()),
      );
      return { breakpoints };
    },
  },

  setExceptionBreakpoints: {
    phase: 'program',
    needs: { filters: 'object' },
    async handle(session, args) {
      return session.configuration.register(session.breakpoints.setExceptions(args, session.backend()));
    },
  },

  configurationDone: {
    phase: 'program',
    handle(session) {
      session.configuration.done();
      return {};
    },
  },
};
