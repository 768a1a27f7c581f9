import { toEngine } from './engine-request.ts';
import type { Handlers } from './handler.ts';

const needs = { threadId: 'number' } as const;

export const executionHandlers: Handlers<
  'continue' | 'next' | 'stepIn' | 'stepOut' | 'stepInTargets' | 'restartFrame' | 'pause' | 'terminateThreads'
> = {
  continue: toEngine('continue', { needs }),
  next: toEngine('next', { needs }),
  stepIn: toEngine('stepIn', { needs }),
  stepOut: toEngine('stepOut', { needs }),
  stepInTargets: toEngine('stepInTargets', {
    needs: { frameId: 'number' },
    failsInPlace: true,
    cancellable: true,
  }),
  restartFrame: toEngine('restartFrame', { needs: { frameId: 'number' } }),
  pause: toEngine('pause', { needs }),
  terminateThreads: toEngine('terminateThreads', { needs: { threadIds: 'object' } }),
};
