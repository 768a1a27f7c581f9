import { errors } from '../protocol/errors.ts';
import type { Endpoint } from './transport-config.ts';
import { allTransports, transportOf } from './transports/registry.ts';

/** The launcher's arguments for an endpoint, for example `--ipc tcp --ipc-host 127.0.0.1 --ipc-port 5`. */
export function toLauncherArgs(endpoint: Endpoint): string[] {
  const options = transportOf(endpoint).toOptions(endpoint);
  return ['--ipc', endpoint.transport, ...Object.entries(options).flat()];
}

/**
 * The inverse of {@link toLauncherArgs}. Arguments are pairs of an option and its value; a missing, unknown, repeated or
 * unfit one throws `ipc.launcherArguments`.
 */
export function parseLauncherArgs(argv: readonly string[]): Endpoint {
  const options = readOptions(argv);
  const read = (option: string): string => {
    const value = options.get(option);
    if (!value) throw errors.launcherArguments(`"${option}" is missing`);
    options.delete(option);
    return value;
  };
  const name = read('--ipc');
  const transport = allTransports().find((known) => known.name === name);
  if (!transport) throw errors.launcherArguments(`"--ipc ${name}" is none of ${names()}`);
  const endpoint = transport.fromOptions(read);
  const [unused] = options.keys();
  if (unused) throw errors.launcherArguments(`"${unused}" means nothing to the transport "${name}"`);
  const problem = transport.problem(endpoint);
  if (problem) throw errors.launcherArguments(problem);
  return endpoint;
}

const names = (): string =>
  allTransports()
    .map(({ name }) => name)
    .join(', ');

function readOptions(argv: readonly string[]): Map<string, string> {
  const options = new Map<string, string>();
  for (let index = 0; index < argv.length; index += 2) {
    const option = argv[index]!;
    const value = argv[index + 1];
    if (!/^--ipc(-|$)/.test(option)) throw errors.launcherArguments(`"${option}" is unknown`);
    if (options.has(option)) throw errors.launcherArguments(`"${option}" is repeated`);
    if (value === undefined) throw errors.launcherArguments(`"${option}" has no value`);
    options.set(option, value);
  }
  return options;
}
