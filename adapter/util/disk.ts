import { readdirSync, realpathSync } from 'node:fs';

/** What is in a directory; nothing where it cannot be read. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** The real path, or the path itself when there is none. */
export function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
