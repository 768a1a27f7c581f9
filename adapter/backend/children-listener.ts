import { type Accepted, IpcManager } from '../../ipc/ipc-manager.ts';

/** What the processes of a program need to find their way to us. Holds the session's secret: not for a log. */
export interface Meeting {
  readonly launcherArgs: readonly string[];
  readonly token: string;
}

/** A place to meet for the processes that a program starts which runs in this one. */
export async function listenForChildren(
  take: (accepted: Accepted) => void,
  log: (line: string) => void,
): Promise<AsyncDisposable & { readonly meeting: Meeting }> {
  const manager = new IpcManager({
    onStranger: (reason) => log(`turned away: ${reason.text}`),
    onAnother: take,
  });
  const { launcherArgs, token, notices } = await manager.listen({ transport: 'auto' });
  notices.forEach(log);
  manager.admit();
  return {
    meeting: { launcherArgs, token },
    [Symbol.asyncDispose]: () => manager[Symbol.asyncDispose](),
  };
}
