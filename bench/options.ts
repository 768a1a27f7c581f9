import { parseArgs } from 'node:util';

/** An adapter to compare with. What its command contains decides how it is spoken to. */
export interface Peer {
  readonly name: string;
  /** `{port}` in it: over TCP. `{socket}`: over a Unix socket. Neither: on stdin and stdout. */
  readonly command: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface BenchOptions {
  readonly runs: number;
  readonly warmUp: number;
  /** The build of Tandem that is measured. */
  readonly dist: string;
  readonly peers: readonly Peer[];
  readonly loop: boolean;
  readonly json: boolean;
  /** Put the tables into the documentation. */
  readonly write: boolean;
}

export const HELP = `Measures Tandem's two backends and its standalone server, and other debug adapters beside them.

npm run bench -- [options]
  --adapter 'NAME=COMMAND'   compare with the adapter that COMMAND starts, which speaks DAP on stdin and stdout,
                             or on the TCP port or Unix socket that {port} or {socket} in COMMAND becomes
  --settings 'NAME=JSON'     what that adapter's launch configuration needs besides, such as {"type":"pwa-node"}
  --runs N                   how often each is measured (15)
  --warm-up N                how often each runs before that (2)
  --dist DIRECTORY           the build to measure (dist)
  --no-loop                  leave out what debugging costs the program
  --json                     print all samples as JSON
  --write                    put the tables into docs/PERFORMANCE.md as well

Ratios are to the first adapter given; without one, to Tandem external.
`;

/** How often, unless the user says otherwise. */
const DEFAULTS = { runs: 15, warmUp: 2 };

/** Throws with a message for the user. Undefined: help is wanted. */
export function parseOptions(args: readonly string[], defaults = DEFAULTS): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      adapter: { type: 'string', multiple: true, default: [] },
      settings: { type: 'string', multiple: true, default: [] },
      runs: { type: 'string', default: `${defaults.runs}` },
      'warm-up': { type: 'string', default: `${defaults.warmUp}` },
      dist: { type: 'string', default: 'dist' },
      loop: { type: 'boolean', default: true },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const settings = new Map(values.settings.map((text) => named('--settings', text)));
  const peers = values.adapter.map((text) => {
    const [name, command] = named('--adapter', text);
    const json = settings.get(name) ?? '{}';
    settings.delete(name);
    return { name, command: words(command), settings: JSON.parse(json) as Record<string, unknown> };
  });
  for (const name of settings.keys()) throw new Error(`--settings ${name}: there is no --adapter ${name}`);
  const { dist, loop, json, write } = values;
  const runs = count('--runs', values.runs, 1);
  return { runs, warmUp: count('--warm-up', values['warm-up'], 0), dist, peers, loop, json, write };
}

function named(option: string, text: string): [name: string, value: string] {
  const [, name, value] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (!name || !value) throw new Error(`${option} must be NAME=…, and not ${JSON.stringify(text)}`);
  return [name, value];
}

/** Split at white space, where quotes keep text together. */
function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
}

function count(option: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new Error(`${option} must be a number from ${least} on`);
  return value;
}
