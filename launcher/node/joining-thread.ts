import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '../../ipc/connect.ts';
import { FramedConnection } from '../../ipc/connection.ts';
import { parseLauncherArgs } from '../../ipc/launcher-args.ts';
import { Control, raise, when } from './engine/control-block.ts';
import { SessionChannel } from './engine/session-channel.ts';
import { takeFoothold } from './foothold.ts';
import { part } from './parting.ts';
import type { JoiningSetup } from './thread-setup.ts';
import { Visit } from './visit.ts';

declare const TANDEM_VERSION: string;

const { control, launcherArgs, token, main, foothold: key } = workerData as JoiningSetup;

/** Node ends a thread that has nothing to wait for, even while the inspector owes it an answer. */
const keepAlive = setInterval(() => {}, 0x7fffffff);

/** One debugger in a program that ran before it came: it reports to its adapter, and leaves no trace when it goes. */
async function join(): Promise<void> {
  const session = SessionChannel.toMainThread();
  const foothold = await takeFoothold(session, key);
  try {
    const connection = new FramedConnection(await connect(parseLauncherArgs(launcherArgs)), 'launcher');
    await foothold.closePort();
    parentPort?.postMessage({ joined: true });
    const hello = {
      token,
      pid: process.pid,
      runtime: 'node',
      runtimeVersion: process.version,
      version: TANDEM_VERSION,
      main,
    } as const;
    const visit = new Visit(connection, { control, main, hello });
    void when(control, Control.exiting).then(async () => {
      await visit.end(Atomics.load(control, Control.exitCode));
      session.close();
      raise(control, Control.farewell);
    });
    await visit.over;
  } catch (error) {
    parentPort?.postMessage({ failed: (error as Error).message });
  }
  await foothold.leave();
  session.close();
  await part(control);
  clearInterval(keepAlive);
}

process.on('exit', () => raise(control, Control.farewell));

void join();
