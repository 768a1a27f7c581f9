import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Tandem from '../../adapter/main.ts';
import type { Contender, Settings } from './contender.ts';

/** Tandem in this very process, out of the bundle that the extension loads and as it loads it: no message is copied. */
export function inlineTandem(
  name: string,
  dist: string,
  inProcess: boolean,
  settings: Settings = inProcess ? { inProcess } : { runtimeExecutable: process.execPath },
): Contender {
  const { createDebugSession } = createRequire(import.meta.url)(join(dist, 'adapter.js')) as typeof Tandem;
  return {
    name,
    settings,
    async open() {
      const adapter = createDebugSession();
      return {
        adapter,
        async [Symbol.asyncDispose]() {
          adapter.dispose();
          await adapter.ended;
        },
      };
    },
  };
}
