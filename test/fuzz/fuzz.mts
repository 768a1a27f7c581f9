// Looks for inputs that a reader of bytes from outside cannot cope with: `npm run fuzz -- [--seconds N] [TARGET…]`.
// Inputs that come to code where none has come are kept in corpus/, which the tests replay, and changed further. What
// breaks a reader is kept too, so that the tests fail until it is mended.
import { parseArgs } from 'node:util';
import { corpusOf, keep } from './corpus.ts';
import { Coverage } from './coverage.ts';
import { Mutator } from './mutate.ts';
import { watchdog } from './watchdog.ts';

/** How long one input may take, in milliseconds. */
const PATIENCE = 5000;
/** Inputs that are tried before V8 is asked what code has run. */
const BATCH = 200;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } },
});

const coverage = new Coverage();
// Not earlier: what is loaded before V8 counts is not counted.
const { targets } = await import('./targets.ts');
const names = positionals.length > 0 ? positionals : Object.keys(targets);
const watch = watchdog(PATIENCE);
const seed = Number(values.seed ?? Date.now());
console.log(`seed ${seed}`);

for (const name of names) {
  const target = targets[name];
  if (!target) throw new Error(`There is no target "${name}", but ${Object.keys(targets).join(', ')}.`);
  const mutator = new Mutator(seed);
  const corpus: Uint8Array[] = [...target.seeds, ...corpusOf(name)];
  let failed = false;
  const attempt = (input: Uint8Array): void => {
    if (failed) return;
    watch(input);
    try {
      target.run(input);
    } catch (failure) {
      failed = true;
      process.exitCode = 1;
      console.error(`${name} fails with ${keep(name, input)}: ${(failure as Error).message}`);
    }
  };

  for (const input of corpus) coverage.add(coverage.of(() => attempt(input)));
  const known = { inputs: corpus.length, code: coverage.size };
  const end = performance.now() + (Number(values.seconds) * 1000) / names.length;
  let count = 0;
  while (!failed && performance.now() < end) {
    // To ask V8 takes much longer than to run one.
    const batch = Array.from({ length: BATCH }, () => mutator.mutated(corpus, target.words));
    count += batch.length;
    if (!coverage.isNew(coverage.of(() => batch.forEach(attempt)))) continue;
    for (const input of batch) {
      const reach = coverage.of(() => attempt(input));
      if (!coverage.isNew(reach)) continue;
      coverage.add(reach);
      corpus.push(input);
      keep(name, input);
    }
  }
  const [kept, code] = [corpus.length - known.inputs, coverage.size - known.code];
  console.log(
    `${name}: ${count} inputs, ${kept} of them kept, for ${code} characters of code that had not run`,
  );
}
process.exit();
