import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { definitions } from './scripts/definitions.mjs';
import { FlakyReporter } from './test/support/flaky-reporter.mts';
import { WAIT_LIMIT_MS } from './test/support/wait-limit.mts';

export default defineConfig({
  // Node 20 does not know `using`.
  oxc: { target: 'es2022' },
  // As the bundles have it.
  define: definitions,
  test: {
    globalSetup: 'test/support/build.ts',
    setupFiles: 'test/support/late-awaits.ts',
    include: ['test/**/*.test.ts'],
    // These run inside VS Code, see test/vscode/run.mjs.
    exclude: ['test/vscode/**'],
    // Most of a test is waiting for the program that it debugs.
    maxWorkers: availableParallelism() + 1,
    // Longer than any wait, which says what was seen instead.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: WAIT_LIMIT_MS } },
    // On a machine that is not ours to keep quiet; what needs it is named at the end.
    retry: process.env.CI ? 1 : 0,
    reporters: [
      'default',
      new FlakyReporter(),
      ...(process.env.TANDEM_FAULT_WRITE ? ['./test/faults/support/findings-reporter.mts'] : []),
    ],
  },
});
