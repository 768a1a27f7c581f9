import { type Accepted, IpcManager } from '../../ipc/ipc-manager.ts';
import type { TransportConfig } from '../../ipc/transport-config.ts';

/** What the processes of a program need to find their way to us. Holds the session's secret: not for a log. */
export interface Meeting {
  readonly launcherArgs: readonly string[];
  readonly token: string;
}

/** A place to meet for the processes that a program starts which runs in this one. */
export async function listenForChildren(
  where: TransportConfig,
  take: (accepted: Accepted) => void,
  log: (line: string) => void,
): Promise<AsyncDisposable & { readonly meeting: Meeting; readonly notices: readonly string[] }> {
  const manager = new IpcManager({
    onStranger: (reason) => log(`turned away: ${reason.text}`),
    onAnother: take,
  });
  const { launcherArgs, token, notices } = await manager.listen(where);
  notices.forEach(log);
  manager.admit();
  return {
    meeting: { launcherArgs, token },
    notices,
    [Symbol.asyncDispose]: () => manager[Symbol.asyncDispose](),
  };
}
