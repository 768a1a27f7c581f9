import type { Contender } from '../adapters/contender.ts';
import { inlineTandem } from '../adapters/inline.ts';
import { openStdio } from '../adapters/stdio-server.ts';
import { hasDebugpy, interpreterOf, versionOf } from './interpreters.ts';

/** One of those that run Python, with how the program runs alone where there is such a thing. */
export interface PythonContender {
  readonly contender: Contender;
  /** The interpreter, if it is a program of its own. */
  readonly python?: string;
}

const OTHERS = ['3.9', '3.11', '3.12', '3.13', '3.14'];

/** debugpy first, if it is there. `others` are versions, or paths. */
export function pythonContenders(
  python: string,
  others: readonly string[] = OTHERS,
  dist: string,
): PythonContender[] {
  const paths = others.flatMap((other) =>
    /^\d+\.\d+$/.test(other) ? (interpreterOf(other) ?? []) : [other],
  );
  return [
    ...(hasDebugpy(python) ? [{ contender: debugpy(python), python }] : []),
    ...[python, ...paths].map((path) => ({ contender: tandem(path, dist), python: path })),
  ];
}

const tandem = (python: string, dist: string): Contender =>
  inlineTandem(`Tandem, ${versionOf(python)}`, dist, false, { python });

const debugpy = (python: string): Contender => ({
  name: `debugpy, ${versionOf(python)}`,
  settings: { type: 'python', python: [python] },
  userUncaught: 'userUnhandled',
  open: () => openStdio([python, '-m', 'debugpy.adapter']),
});
