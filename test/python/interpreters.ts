import { describe, it } from 'vitest';
import { interpreters } from './find-interpreters.ts';

export * from './find-interpreters.ts';

// A file of tests must have one.
if (interpreters.length === 0)
  describe.skip('Python', () =>
    it('is not on this machine: install python3 to have these tests run', () => {}));
