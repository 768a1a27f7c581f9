import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a program keeps what it remembers of its user, by the customs of each system. */
export function stateDirectory(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'tandem');
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'tandem');
}
