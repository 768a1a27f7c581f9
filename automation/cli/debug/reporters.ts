import { painter, widthOf } from '../render/style.ts';
import { jsonReporter } from './json-reporter.ts';
import type { Reporter } from './reporter.ts';
import { textReporter } from './text-reporter.ts';

/** For a run that nobody attends: in words, or as JSON. */
export function reporterFor({
  json,
  inProcess,
}: {
  readonly json: boolean;
  readonly inProcess: boolean;
}): Reporter {
  if (json) return jsonReporter((text) => void process.stdout.write(text), inProcess);
  const { stdout, stderr } = process;
  return textReporter({ stdout, stderr, canvas: { paint: painter(stderr), width: widthOf(stderr) } });
}
