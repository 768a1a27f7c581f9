import { isMainThread, type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { comingTo, type Following } from './child-environment.ts';
import { holdUntilReleased } from './engine/control-block.ts';
import { watchExit } from './exit-watch.ts';
import { followChildren, followChildrenOfWorker } from './follow-children.ts';
import { recordConsole } from './output/console-records.ts';
import { PortOutput } from './output/port-output.ts';
import { announceReading } from './output/reading.ts';
import { pythonFollower } from './python-children.ts';
import { beforeSelfKill } from './self-kill.ts';

interface Meeting {
  readonly launcherArgs: readonly string[];
  readonly token: string;
  readonly preload: string;
  readonly apart: boolean;
}

/** The one message that the adapter posts before anything else. */
interface Setup {
  readonly tandem: {
    /** The shared memory of `engine/control-block.ts`. */
    readonly control: Int32Array;
    /** Whether a debugger is there to say farewell to. */
    readonly debug: boolean;
    /** Takes a `PostedWrite` for each write to stdout or stderr. */
    readonly output: MessagePort;
    /** How much of it is still to be read. */
    readonly unread: Int32Array;
    /** What its child processes need to come to the debugger; absent when they are not to. */
    readonly following?: Meeting | undefined;
  };
}

/** Runs before the program in the worker of an in-process session; leaves no trace in its module cache. */
function preload(port: MessagePort): void {
  delete require.cache[__filename];
  // A worker of the program's has the same preload; the messages that it finds are none of ours.
  if (followChildrenOfWorker()) return;
  const setup = (receiveMessageOnPort(port) as { message: Setup } | undefined)?.message.tandem;
  if (!setup) return;
  const output = new PortOutput(setup.output, setup.unread);
  redirect(process.stdout, 0, output);
  redirect(process.stderr, 1, output);
  if (setup.debug) recordConsole(output);
  announceReading(output);
  // A signal would take the whole process along, which is the editor's.
  beforeSelfKill((signal) => process.exit(128 + signal));
  if (setup.debug) watchExit(setup.control);
  followChildren({ following: setup.following && followingTo(setup.following), control: setup.control });
  holdUntilReleased(setup.control);
}

const followingTo = ({ launcherArgs, token, preload, apart }: Meeting): Following => ({
  preload,
  python: pythonFollower(),
  apart,
  variables: comingTo(launcherArgs, token),
});

/**
 * A worker's own streams hand their data over in turns of its event loop, which stands still while it is paused, and
 * they lose what is left when it exits. A port takes each write at once, and both streams in their true order.
 */
function redirect(stream: NodeJS.WriteStream, number: 0 | 1, output: PortOutput): void {
  stream._write = (chunk: Buffer | string, encoding, done) => {
    output.write(number, typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
    done();
  };
  delete (stream as { _writev?: unknown })._writev;
  (stream as { _writev?: unknown })._writev = undefined;
}

if (!isMainThread && parentPort) preload(parentPort);
