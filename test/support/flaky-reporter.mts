import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Names the tests that have passed only at their second attempt, as CI allows: each is a race that is to be found. */
export class FlakyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const flaky = modules.flatMap((module) =>
      [...module.children.allTests()].filter((test) => test.diagnostic()?.flaky),
    );
    if (flaky.length === 0) return;
    console.log(`\nPassed at the second attempt only (${flaky.length}):`);
    for (const test of flaky)
      console.log(`  ${test.module.relativeModuleId} > ${test.fullName}\n${firstFailure(test)}`);
  }
}

const firstFailure = (test: TestCase): string =>
  (test.result().errors ?? []).map(({ message }) => `    ${message.replaceAll('\n', '\n    ')}`).join('\n');
