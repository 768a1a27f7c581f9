import { resolve } from 'node:path';
import { isAbsoluteSomewhere } from './roots.ts';

type Settings = Readonly<Record<string, unknown>>;

/** A program that runs in another place, or may: its files have two names, if any is given. */
export const isFar = ({ pipe, remoteRoot }: Settings): boolean => Boolean(pipe || remoteRoot);

/**
 * What is called here as well as there, as a user means it: without more words, the workspace folder is the place there.
 * Other paths are those of the place there, or become so by the roots; they stay as they are.
 */
export function resolveFarPaths<S extends Settings>(configuration: S, folder: string | undefined): S {
  if (folder === undefined) return configuration;
  const { localRoot, remoteRoot, program, envFile } = configuration;
  const root = resolve(folder, isText(localRoot) ? localRoot : '');
  return {
    ...configuration,
    ...(isText(remoteRoot) && { localRoot: root }),
    // One that is relative is named as it is here: where it is there, is for the roots to say.
    ...(isText(remoteRoot) && isText(program) && { program: farOrHere(root, program) }),
    ...(isText(envFile) && { envFile: resolve(folder, envFile) }),
  };
}

/** A path of either system that is absolute stays, whichever system this one is. */
const farOrHere = (root: string, path: string): string =>
  isAbsoluteSomewhere(path) ? path : resolve(root, path);

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
