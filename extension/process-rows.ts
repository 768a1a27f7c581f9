import { basename, relative, sep } from 'node:path';
import type { RunningProgram } from '../adapter/processes/running-programs.ts';

/** By what a program is known again when it has been started anew. */
export interface ChosenBefore {
  readonly script: string | undefined;
  readonly cwd: string | undefined;
}

export interface ProcessRow {
  readonly program: RunningProgram;
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

export interface RowGroup {
  readonly title: string;
  readonly rows: readonly ProcessRow[];
}

export interface Surroundings {
  /** Paths of the workspace's folders. */
  readonly folders: readonly string[];
  readonly home: string;
  readonly chosen: ChosenBefore | undefined;
  /** In milliseconds since 1970. */
  readonly now: number;
}

type IsIn = (program: RunningProgram) => boolean;

/** In the order in which they are shown. Each program is in the first that takes it. */
const GROUPS: readonly (readonly [title: string, isIn: IsIn])[] = [
  ['cannot be attached to', ({ hindrance }) => hindrance !== undefined],
  ['waiting for debuggers', ({ publication }) => publication !== undefined],
  ['Node.js', ({ runtime }) => runtime === 'node'],
  ['Python', ({ runtime }) => runtime === 'python'],
];

/** What a person sees of programs, the newest first: the one chosen last, what is of the workspace, and the others. */
export function rowGroups(programs: readonly RunningProgram[], surroundings: Surroundings): RowGroup[] {
  const { chosen } = surroundings;
  const again = chosen && programs.find((program) => isSame(program, chosen));
  const groups = GROUPS.map(([title], index) => {
    const members = programs.filter((program) => program !== again && groupOf(program) === index);
    const [near, far] = [true, false].map((isNear) =>
      members.filter((program) => isInWorkspace(program, surroundings) === isNear),
    );
    return { title, programs: [...near!, ...far!] };
  });
  // What cannot be chosen is asked first where a program belongs, and shown last.
  const [hindered, ...others] = groups;
  return [{ title: 'chosen last', programs: again ? [again] : [] }, ...others, hindered!]
    .filter(({ programs }) => programs.length > 0)
    .map(({ title, programs }) => ({
      title,
      rows: programs.map((program) => rowOf(program, surroundings)),
    }));
}

const groupOf = (program: RunningProgram): number => GROUPS.findIndex(([, isIn]) => isIn(program));

const isSame = ({ script, cwd, hindrance }: RunningProgram, chosen: ChosenBefore): boolean =>
  hindrance === undefined && script !== undefined && script === chosen.script && cwd === chosen.cwd;

const isInWorkspace = ({ script, cwd }: RunningProgram, { folders }: Surroundings): boolean =>
  folders.some((folder) => [script, cwd].some((path) => path !== undefined && isBelow(path, folder)));

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

const RUNTIMES: Readonly<Record<RunningProgram['runtime'], string>> = { node: 'Node.js', python: 'Python' };

function rowOf(program: RunningProgram, surroundings: Surroundings): ProcessRow {
  const { pid, runtime, version, started, startedBy, cwd, command, hindrance, publication } = program;
  const icon = hindrance !== undefined ? 'circle-slash' : publication ? 'plug' : 'debug-alt';
  const [executable = runtime, ...words] = command;
  const facts = [
    version === undefined ? RUNTIMES[runtime] : `${RUNTIMES[runtime]} ${version}`,
    pid,
    started > 0 && `for ${duration(surroundings.now - started)}`,
    startedBy && `by ${startedBy}`,
  ];
  const details = [hindrance, cwd && placeOf(cwd, surroundings), [basename(executable), ...words].join(' ')];
  return {
    program,
    label: `$(${icon}) ${nameOf(program)}`,
    description: facts.filter(Boolean).join(' · '),
    detail: details.filter(Boolean).join(' · '),
  };
}

/** Longer ones are whole in the detail. */
const LONGEST_NAME = 60;

/** The script with its arguments, or what there is instead. */
export function nameOf({ script, args, runtime, command }: RunningProgram): string {
  const words = script === undefined ? [runtime, ...command.slice(1)] : [basename(script), ...args];
  const name = words.join(' ').replaceAll(/\s+/g, ' ');
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

/** A directory, as it is called in the workspace if it is there. */
function placeOf(path: string, { folders, home }: Surroundings): string {
  const folder = folders.find((folder) => isBelow(path, folder));
  if (folder !== undefined) return [basename(folder), relative(folder, path)].filter(Boolean).join(sep);
  return isBelow(path, home) ? `~${path.slice(home.length)}` : path;
}

const UNITS: readonly (readonly [name: string, milliseconds: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
];

/** In the largest unit of which there is a whole one. */
function duration(milliseconds: number): string {
  const [name, length] = UNITS.find(([, length]) => milliseconds >= length) ?? ['s', 1000];
  return `${Math.max(0, Math.floor(milliseconds / length))} ${name}`;
}
