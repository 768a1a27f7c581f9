import { execFileSync } from 'node:child_process';

/** The interpreter that \`python3\` is, if it is one that can be debugged. */
export function python3(): string | undefined {
  const asked = 'import sys; assert sys.version_info >= (3, 9); print(sys.executable)';
  try {
    return execFileSync('python3', ['-c', asked], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return undefined;
  }
}
