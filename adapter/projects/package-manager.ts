import type { ProjectFolder } from './project-folder.ts';

export interface PackageManager {
  readonly command: string;
  /** What comes between the command and the name of a script. */
  readonly run: readonly string[];
}

const NPM: PackageManager = { command: 'npm', run: ['run'] };

/** By the files that they leave in a project. */
const OTHERS: Readonly<Record<string, PackageManager>> = {
  'pnpm-lock.yaml': { command: 'pnpm', run: ['run'] },
  'yarn.lock': { command: 'yarn', run: ['run'] },
};

/** The one that a project is managed with: what its package.json says, or whose lock file is there or above it. */
export async function packageManagerOf(
  folder: ProjectFolder,
  { packageManager }: Readonly<Record<string, unknown>>,
): Promise<PackageManager> {
  const [, named] = /^([a-z]+)@/.exec(String(packageManager)) ?? [];
  if (named) return Object.values(OTHERS).find(({ command }) => command === named) ?? NPM;
  if (await folder.has('package-lock.json')) return NPM;
  for (const [lock, manager] of Object.entries(OTHERS)) if (await folder.findUpwards(lock)) return manager;
  return NPM;
}
