import { type Accepted, IpcManager } from '../../ipc/ipc-manager.ts';
import type { TransportConfig } from '../../ipc/transport-config.ts';
import type { LogLine } from '../util/log-line.ts';

/** What the processes of a program need to find their way to us. Holds the session's secret: not for a log. */
export interface Meeting {
  readonly launcherArgs: readonly string[];
  readonly token: string;
}

/** A place to meet for the processes that a program starts which runs in this one. */
export async function listenForChildren(
  where: TransportConfig,
  take: (accepted: Accepted) => void,
  log: LogLine,
): Promise<AsyncDisposable & { readonly meeting: Meeting; readonly notices: readonly string[] }> {
  const manager = new IpcManager({
    onStranger: (reason) => log(`turned away: ${reason.text}`, 'warn'),
    onAnother: take,
  });
  const { launcherArgs, token, notices } = await manager.listen(where);
  for (const notice of notices) log(notice, 'warn');
  manager.admit();
  return {
    meeting: { launcherArgs, token },
    notices,
    [Symbol.asyncDispose]: () => manager[Symbol.asyncDispose](),
  };
}
