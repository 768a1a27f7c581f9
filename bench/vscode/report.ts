import { resultTable } from '../report/print.ts';
import type { Result } from '../report/rounds.ts';
import type { Measured } from './suite/index.ts';

interface Machine {
  readonly vscode: string;
  readonly node: string;
  readonly cores: number;
  readonly runs: number;
}

/** All results in Markdown: a table for each column that ratios are to. */
export function reportText({ vscode, node, cores, runs }: Machine, measured: readonly Measured[]): string {
  const head = `VS Code ${vscode}, Node ${node}, ${cores} cores, ${runs} runs each, in turns.`;
  const references = [...new Set(measured.map(({ reference }) => reference))];
  const tables = references.map((reference) => {
    const those = measured.filter((one) => one.reference === reference && one.results);
    const rows = Object.assign({}, ...those.map((one) => prefixed(one.name, one.rows)));
    return those.length === 0 ? '' : resultTable(rows, merged(those), reference);
  });
  const failures = measured.flatMap(({ name, failure }) => (failure ? [`${name} failed: ${failure}`] : []));
  return [head, ...tables.filter(Boolean), ...failures].join('\n\n');
}

/** The results of several measures, by contender. */
function merged(measured: readonly Measured[]): Result<string>[] {
  const names = [...new Set(measured.flatMap(({ results = [] }) => results.map(({ name }) => name)))];
  return names.map((name) => ({
    name,
    times: Object.assign(
      {},
      ...measured.map((one) => prefixed(one.name, one.results?.find((it) => it.name === name)?.times ?? {})),
    ),
  }));
}

const prefixed = (name: string, values: object): object =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${name}.${key}`, value]));
