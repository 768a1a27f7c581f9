import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TandemError } from '../../../protocol/errors.ts';
import type { LaunchPlan } from '../plan.ts';
import { findPython } from './find-python.ts';
import { isFile } from './python-environments.ts';

/** The directories of packages in the virtual environment that a program would run in, if there is one. */
export function packagesFor({ program, cwd, env }: LaunchPlan): readonly string[] {
  const home = program ? dirname(program.path) : cwd;
  try {
    const environment = dirname(dirname(findPython({ asked: undefined, cwd, home, env })));
    return isFile(join(environment, 'pyvenv.cfg')) ? packagesIn(environment) : [];
  } catch (error) {
    // A program that runs in-process needs no interpreter.
    if (error instanceof TandemError) return [];
    throw error;
  }
}

function packagesIn(environment: string): readonly string[] {
  const libraries = join(environment, 'lib');
  if (!statSync(libraries, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(libraries)
    .filter((name) => name.startsWith('python'))
    .map((name) => join(libraries, name, 'site-packages'))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
}
