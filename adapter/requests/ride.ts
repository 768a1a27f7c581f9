import type { Handlers } from './handler.ts';

export const rideHandlers: Handlers<'tandem.ride'> = {
  'tandem.ride': {
    phase: 'program',
    failsInPlace: true,
    handle: async (session) => (await session.ride()) ?? {},
  },
};
