import { type Summary, summarise } from './statistics.ts';

type Times<Key extends string> = Readonly<Record<Key, number>>;

export interface Runner<Key extends string> {
  readonly name: string;
  run(): Promise<Times<Key>>;
}

export interface Result<Key extends string> {
  readonly name: string;
  readonly times: Readonly<Record<Key, Summary>>;
}

/** In turns (A B C A B C …), so that what else the machine does meets all alike. */
export async function rounds<Key extends string>(
  runners: readonly Runner<Key>[],
  { warmUp, runs }: { readonly warmUp: number; readonly runs: number },
  progress: (round: number) => void,
): Promise<Result<Key>[]> {
  const all = runners.map((): Times<Key>[] => []);
  for (let round = -warmUp; round < runs; round += 1) {
    progress(round);
    for (const [index, { name, run }] of runners.entries()) {
      const times = await run().catch((cause: unknown) => {
        throw new Error(`${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
      });
      if (round >= 0) all[index]!.push(times);
    }
  }
  return runners.map(({ name }, index) => ({ name, times: summaries(all[index]!) }));
}

function summaries<Key extends string>(runs: readonly Times<Key>[]): Record<Key, Summary> {
  const keys = Object.keys(runs[0]!) as Key[];
  const entries = keys.map((key) => [key, summarise(runs.map((times) => times[key]))]);
  return Object.fromEntries(entries) as Record<Key, Summary>;
}
