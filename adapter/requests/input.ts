import { errors } from '../../protocol/errors.ts';
import type { Handlers } from './handler.ts';

export const inputHandlers: Handlers<'tandem.stdin'> = {
  'tandem.stdin': {
    phase: 'program',
    failsInPlace: true,
    async handle(session, { text, end }) {
      const program = await session.program();
      const parts = [...(text ? [text] : []), ...(end ? [null] : [])];
      if (!parts.every((part) => program.writeInput(part))) throw errors.stdinClosed();
      return {};
    },
  },
};
