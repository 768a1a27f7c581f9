import { toEngine } from './engine-request.ts';
import type { Handlers } from './handler.ts';

const needs = { threadId: 'number' } as const;

export const executionHandlers: Handlers<'continue' | 'next' | 'stepIn' | 'stepOut' | 'pause'> = {
  continue: toEngine('continue', { needs }),
  next: toEngine('next', { needs }),
  stepIn: toEngine('stepIn', { needs }),
  stepOut: toEngine('stepOut', { needs }),
  pause: toEngine('pause', { needs }),
};
