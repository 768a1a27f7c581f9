import { join } from 'node:path';
import { inject } from 'vitest';

/** Everything that is shipped, as `build.ts` has bundled it for this run. */
export const standalone = inject('bundles');

export const launcherDirectory = join(standalone, 'launcher/node');
