import { basename, resolve } from 'node:path';
import { resolvePaths } from '../../../adapter/launch/configuration-paths.ts';
import { errors } from '../../../protocol/errors.ts';
import type { StartRequest } from '../host.ts';
import { forPlatform } from './for-platform.ts';
import { configurationNamed } from './launch-json.ts';
import { substituted } from './substitute.ts';

type Settings = Readonly<Record<string, unknown>>;

export interface Prepared {
  /** What the adapter is given. */
  readonly configuration: Settings;
  /** What those should know who read the output. */
  readonly notes: readonly string[];
}

/** VS Code's debuggers of Node and of Python, by the names that they have had. */
const OTHER_TYPES: ReadonlySet<unknown> = new Set(['node', 'pwa-node', 'debugpy', 'python']);

/** Makes of a configuration what an editor would give to the adapter, as far as that can be without an editor. */
export function prepare(request: StartRequest, folders: readonly string[]): Prepared {
  const home = request.folder === undefined ? undefined : resolve(folders[0] ?? '', request.folder);
  const looked = home === undefined ? folders : [home];
  const { settings, folder } =
    typeof request.configuration === 'string'
      ? configurationNamed(request.configuration, looked)
      : { settings: request.configuration, folder: looked[0] };
  const platform = forPlatform(settings);
  const { type } = platform;
  if (type !== undefined && type !== 'tandem' && !OTHER_TYPES.has(type))
    throw errors.configurationType(String(type));
  const filled = substituted(platform, { folder, folders });
  const configuration = resolvePaths(
    {
      ...filled,
      type: 'tandem',
      request: filled.request ?? 'launch',
      name: nameOf(filled),
      ...(request.noDebug && { noDebug: true }),
      ...(filled.console !== undefined && { console: 'internalConsole' }),
    },
    folder,
  );
  return { configuration, notes: notesOn(filled) };
}

function nameOf({ name, program }: Settings): string {
  if (typeof name === 'string' && name !== '') return name;
  return typeof program === 'string' && program !== '' ? basename(program) : 'Task';
}

function notesOn({ type, console: place, preLaunchTask, postDebugTask }: Settings): string[] {
  return [
    ...(OTHER_TYPES.has(type) ? [`A configuration of the type "${String(type)}" is run by Tandem.`] : []),
    ...(place !== undefined && place !== 'internalConsole'
      ? [`There is no terminal here for "console": "${String(place)}": the output is in this task.`]
      : []),
    ...(preLaunchTask === undefined ? [] : [skippedTask('preLaunchTask', preLaunchTask)]),
    ...(postDebugTask === undefined ? [] : [skippedTask('postDebugTask', postDebugTask)]),
  ];
}

const skippedTask = (setting: string, value: unknown): string =>
  `"${setting}": ${JSON.stringify(value)} is a task of VS Code, and is not run here.`;
