import { runningServers } from '../../../../../automation/discovery/find-server.ts';
import type { ServerPublication } from '../../../../../ipc/publication.ts';
import { within } from '../wait.ts';

/** What this window has published of itself, once it has. */
export const publication = (): Promise<ServerPublication> =>
  within(
    until(() => runningServers().find(({ pid }) => pid === process.pid)),
    'publication of this window',
  );

/** Looks now and then: of what goes on in the file system, or in VS Code's UI, nobody tells reliably. */
export async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
