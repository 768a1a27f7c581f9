import { advisedOverride, type OverrideAdvice } from '../../launcher/node/engine/override-advice.ts';

/** What can be done about a breakpoint by one click. */
export type Fix =
  | { readonly kind: 'override'; readonly label: string; readonly override: OverrideAdvice }
  | { readonly kind: 'configure'; readonly label: string }
  | { readonly kind: 'move'; readonly label: string; readonly line: number }
  | { readonly kind: 'edit'; readonly label: string }
  | { readonly kind: 'open'; readonly label: string; readonly path: string }
  | { readonly kind: 'remove'; readonly label: string };

/** What there is for a fix to work with. */
export interface Means {
  /** The session was begun by a configuration of a launch.json. */
  readonly hasLaunchJson: boolean;
  /** The nearest line with code, where the program could be asked for it. */
  readonly nearestLine?: number | undefined;
}

/** Engines tell reasons in words alone, those of JavaScript and of Python in the same ones. */
const NO_CODE = /has only \d+ lines?\b|no code on this line or after it/;
const SETTING = /"(?:sourceMaps|resolveSourceMapLocations)"/;
const NO_FILE = /^The file .* does not exist/;
const CONDITION = /^The (?:hit )?condition\b/i;
const INSTEAD = /Note that (\S.*?) was loaded/;

/** Whether a line with code near this one would help. */
export const wantsLine = (message: string): boolean => NO_CODE.test(message);

/** What can be done about a breakpoint of which this is said. */
export function fixesFor(message: string, { hasLaunchJson, nearestLine }: Means): Fix[] {
  const override = advisedOverride(message);
  const [, instead] = INSTEAD.exec(message) ?? [];
  return [
    ...(override
      ? [
          {
            kind: 'override',
            label: hasLaunchJson
              ? 'Add sourceMapPathOverrides to launch.json'
              : 'Copy sourceMapPathOverrides',
            override,
          } as const,
        ]
      : []),
    ...(hasLaunchJson && SETTING.test(message)
      ? [{ kind: 'configure', label: 'Open launch.json' } as const]
      : []),
    ...(nearestLine !== undefined && wantsLine(message)
      ? [{ kind: 'move', label: `Move to Line ${nearestLine}`, line: nearestLine } as const]
      : []),
    ...(CONDITION.test(message) ? [{ kind: 'edit', label: 'Edit Breakpoint' } as const] : []),
    ...(instead ? [{ kind: 'open', label: `Open ${baseOf(instead)}`, path: instead } as const] : []),
    ...(NO_FILE.test(message) ? [{ kind: 'remove', label: 'Remove Breakpoint' } as const] : []),
  ];
}

const baseOf = (file: string): string => file.replace(/^.*[\\/]/, '');
