import { nearest } from '../../protocol/nearest.ts';
import { toldOfDebugpys } from './debugpy-settings.ts';

/** Settings that belong to the editor, which sends them along. */
const EDITOR_SETTINGS = new Set([
  'name',
  'type',
  'request',
  'preLaunchTask',
  'postDebugTask',
  'internalConsoleOptions',
  'presentation',
  'serverReadyAction',
  'debugServer',
  'suppressMultipleSessionWarning',
]);

/** A setting of other debuggers that people bring along: everything that the program writes is shown, whatever it writes with. */
const ALWAYS_SO: ReadonlySet<string> = new Set(['outputCapture']);

/** One line for each setting that nobody knows, with the known one that was probably meant. */
export function unknownSettings(raw: object, settingNames: readonly string[]): string[] {
  const known = new Set<string>(settingNames);
  return Object.entries(raw)
    .filter(
      ([name]) =>
        !known.has(name) && !EDITOR_SETTINGS.has(name) && !ALWAYS_SO.has(name) && !name.startsWith('__'),
    )
    .flatMap(([name, value]) => {
      const told = toldOfDebugpys(name, value);
      if (told) return told;
      const meant = nearest(name, settingNames);
      return `Unknown setting "${name}" is ignored.${meant ? ` Did you mean "${meant}"?` : ''}`;
    });
}
