import { resolve } from 'node:path';
import { findProgram } from '../../../adapter/launch/files.ts';
import { isInterpreter } from '../../../adapter/launch/runtimes/python-command.ts';
import { findExecutable } from '../../../adapter/launch/search-path.ts';
import { type NamedLocation, resolveSource } from '../../session/location.ts';

/** Whether PROGRAM is no program but a command that runs programs: `npm`, `tsx`, `.venv/bin/python`. */
export const isRuntime = (named: string): boolean =>
  (isInterpreter(named) || (!/[/\\]/.test(named) && fileOf(named) === undefined)) &&
  findExecutable(named, '.', process.env) !== undefined;

/** The file and line that somebody means who names them beside a program. */
export function placeIn(
  program: string | undefined,
  { file, line, condition }: NamedLocation,
): { file: string; line: number; condition: string | undefined } {
  const named =
    file === undefined
      ? mainFile(program!)
      : program === undefined
        ? resolve(file)
        : resolveSource(file, program);
  return { file: named, line, condition };
}

/** One that does not exist is for the launch to complain about. */
const mainFile = (program: string): string => fileOf(program) ?? program;

/** The file that Node makes of a program's name. */
function fileOf(program: string): string | undefined {
  try {
    return findProgram(program, process.cwd()).file;
  } catch {
    return undefined;
  }
}
