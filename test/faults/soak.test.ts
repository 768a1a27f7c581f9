import { describe } from 'vitest';
import { interpreters } from '../python/interpreters.ts';
import { soak } from './support/soak.ts';

soak('Node in all ways to start it and to attach', 'mixed');
soak('Node in-process, ended in the middle of something', 'interrupted');

describe.skipIf(process.platform !== 'linux' || interpreters.length === 0)('with Python', () => {
  soak('Python in all ways to start it', 'python', { python: interpreters.at(-1)?.path ?? '' });
});
