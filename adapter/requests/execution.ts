import { errors, TandemError } from '../../protocol/errors.ts';
import { toEngine } from './engine-request.ts';
import type { Handler, Handlers } from './handler.ts';
import type { Execution } from './requests.ts';

const needs = { threadId: 'number' } as const;

const ENDS: ReadonlySet<string> = new Set([errors.backendLost('').code, errors.sessionEnded().code]);

/** A program that goes on to its end may take the answer along. It has gone on all the same. */
function goesOn<R extends 'continue' | 'next' | 'stepIn' | 'stepOut'>(command: R): Handler<R> {
  const handler = toEngine(command, { needs });
  return {
    ...handler,
    async handle(session, args, signal) {
      try {
        return await handler.handle(session, args, signal);
      } catch (error) {
        if (ENDS.has(TandemError.from(error).code)) return {};
        throw error;
      }
    },
  };
}

export const executionHandlers: Handlers<Execution> = {
  continue: goesOn('continue'),
  next: goesOn('next'),
  stepIn: goesOn('stepIn'),
  stepOut: goesOn('stepOut'),
  stepInTargets: toEngine('stepInTargets', {
    needs: { frameId: 'number' },
    failsInPlace: true,
    cancellable: true,
  }),
  restartFrame: toEngine('restartFrame', { needs: { frameId: 'number' } }),
  gotoTargets: toEngine('gotoTargets', { needs: { source: 'object', line: 'number' }, cancellable: true }),
  goto: toEngine('goto', { needs: { threadId: 'number', targetId: 'number' } }),
  pause: toEngine('pause', { needs }),
  terminateThreads: toEngine('terminateThreads', { needs: { threadIds: 'object' } }),
};
