import { DEFAULT_LIMIT, NO_LIMIT } from '../backend/backend.ts';
import type { Handlers } from './handler.ts';
import { sendInput, typedInput } from './input.ts';

/** What the user typed may take as long as it takes; what the editor asks on its own may not. */
const UNLIMITED = new Set<string | undefined>(['repl', 'watch']);

export const evaluationHandlers: Handlers<'evaluate' | 'tandem.inlineValues'> = {
  evaluate: {
    phase: 'program',
    needs: { expression: 'string' },
    failsInPlace: true,
    cancellable: true,
    async handle(session, args, signal) {
      const input = args.context === 'repl' ? typedInput(args.expression) : undefined;
      if (input) {
        await sendInput(session, input);
        return { result: '', variablesReference: 0 };
      }
      const backend = await session.backend();
      return backend.request('evaluate', args, {
        signal,
        limit: UNLIMITED.has(args.context) ? NO_LIMIT : DEFAULT_LIMIT,
      });
    },
  },

  'tandem.inlineValues': {
    phase: 'program',
    needs: { frameId: 'number', expressions: 'object' },
    failsInPlace: true,
    handle: async (session, args) => (await session.backend()).request('inlineValues', args),
  },
};
