import type * as vscode from 'vscode';
import { errors } from '../../protocol/errors.ts';
import { nearest } from '../../protocol/nearest.ts';
import { DEBUG_TYPE } from '../debug-type.ts';
import { configurationsIn, launchesIn } from '../launch-configurations.ts';

/** Types of configurations that Tandem runs as if they were its own. */
const TYPES: ReadonlySet<unknown> = new Set([DEBUG_TYPE, 'node', 'pwa-node', 'debugpy', 'python', undefined]);

/**
 * The configuration of that name in the launch.json of a folder, or in the settings of the workspace or the user. Throws
 * when there is none, or it is not one run.
 */
export function namedConfiguration(
  name: string,
  folder: vscode.WorkspaceFolder | undefined,
): vscode.DebugConfiguration {
  const configurations = configurationsIn(folder);
  const compounds = launchesIn(folder).flatMap(({ compounds = [] }) => compounds);
  const compound = compounds.find((one) => one.name === name);
  const configuration = configurations.find((one) => one.name === name);
  if (configuration) return configuration;
  if (compound) throw errors.configurationCompound(name, compound.configurations.map(nameOf));
  const known = configurations.map((one) => one.name);
  throw errors.configurationUnknown(name, known, nearest(name, known));
}

/** One that VS Code can start, of what somebody has written. Throws for what it would answer in a dialog. */
export function complete(configuration: Readonly<Record<string, unknown>>): vscode.DebugConfiguration {
  const { type, request = 'launch', name = nameFor(configuration) } = configuration;
  if (!TYPES.has(type)) throw errors.configurationType(String(type));
  if (request !== 'launch' && request !== 'attach')
    throw errors.settingInvalid('request', '"launch" or "attach"', JSON.stringify(request));
  return { ...configuration, type: DEBUG_TYPE, request, name: String(name) };
}

const nameOf = (part: unknown): string =>
  typeof part === 'string' ? part : String((part as { readonly name?: unknown }).name);

function nameFor({ program, processId, port }: Readonly<Record<string, unknown>>): string {
  const what = program ?? processId ?? port;
  return what === undefined ? 'Tandem' : String(what).replace(/^.*[\\/]/, '');
}
