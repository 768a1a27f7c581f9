import type { Handlers } from './handler.ts';

export const liveHandlers: Handlers<'tandem.hotReload'> = {
  'tandem.hotReload': {
    phase: 'running',
    needs: { path: 'string' },
    failsInPlace: true,
    handle: async (session, args) => (await session.backend()).request('hotReload', args),
  },
};
