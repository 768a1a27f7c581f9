import { arch, availableParallelism } from 'node:os';
import type { Reporter, TestModule } from 'vitest/node';
import { writeGenerated } from '../../../bench/report/generated.ts';
import { aligned } from '../../../bench/report/table.ts';
import { scale } from './scale.ts';

const DOCUMENT = new URL('../../../docs/RELIABILITY.md', import.meta.url);

/** Writes what was found into the document, unless something has failed. */
export default class FindingsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    if (tests.some((test) => test.result().state === 'failed')) return;
    const rows = tests
      .map((test) => test.meta().finding)
      .filter((finding) => finding !== undefined)
      .map(({ fault, times, seen }) => [fault, times.toLocaleString('en'), seen])
      .sort(([one = ''], [other = '']) => one.localeCompare(other));
    const where = `Node ${process.version}, ${process.platform} on ${arch()}, ${availableParallelism()} cores; seed ${scale.seed}.`;
    writeGenerated(DOCUMENT, 'faults', `${where}\n\n${aligned([['what', 'times', 'seen'], ...rows])}`);
    console.log(`\nWritten: docs/RELIABILITY.md, ${rows.length} rows`);
  }
}
