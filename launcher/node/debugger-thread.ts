import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { CommandReceiver } from '../../ipc/command-channel.ts';
import { connect } from '../../ipc/connect.ts';
import { type Connection, FramedConnection } from '../../ipc/connection.ts';
import { framingOf } from '../../ipc/endpoint.ts';
import { parseLauncherArgs } from '../../ipc/launcher-args.ts';
import { removeLeftover } from '../../ipc/leftovers.ts';
import { dialLink } from '../../ipc/link/dialler.ts';
import { limitsOf } from '../../ipc/link/limits.ts';
import type { Link } from '../../ipc/link/link.ts';
import type { Arguments, CommandName } from '../../protocol/commands.ts';
import { errors } from '../../protocol/errors.ts';
import { Control, raise, when } from './engine/control-block.ts';
import { Engine } from './engine/engine.ts';
import { SessionChannel } from './engine/session-channel.ts';
import { FLUSH_LIMIT, sayLastWords } from './last-words.ts';
import { part } from './parting.ts';
import { takeControl } from './take-control.ts';
import { tellEvents } from './tell-events.ts';
import type { ThreadSetup } from './thread-setup.ts';

declare const TANDEM_VERSION: string;

const setup = workerData as ThreadSetup;
const { control } = setup;

/** One that the program has started: it comes to the adapter if it can, and is nobody's business otherwise. */
const isChild = setup.parent !== undefined;

/** Node ends a thread that has nothing to wait for, even while the inspector owes it an answer. */
const keepAlive = setInterval(() => {}, 0x7fffffff);

/** Why the connection ends when the program does. */
const FAREWELL = errors.connectionClosed();

async function main(): Promise<void> {
  const session = SessionChannel.toMainThread();
  let detached = false;
  let leave: () => void = () => {};
  const mayExit = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const engine = new Engine({
    main: setup.main,
    release: () => raise(control, Control.released),
    mayExit: () => leave(),
    detached: () => {
      detached = true;
      raise(control, Control.alone);
      session.close();
    },
  });
  // Both take tens of milliseconds, and neither needs the other.
  const underControl = takeControl(engine, session, control);
  const connection = await dial().catch((error: unknown) => {
    if (!isChild) throw error;
  });
  if (!connection) return runAlone(engine, underControl);
  let wanted = false;
  const receiver = new CommandReceiver(connection, async (command, args) => {
    wanted = true;
    await underControl;
    return engine.request(command as CommandName, args as Arguments<CommandName>);
  });
  receiver.emit('hello', {
    token: setup.token,
    pid: process.pid,
    runtime: 'node',
    runtimeVersion: process.version,
    version: TANDEM_VERSION,
    main: setup.main,
    ...(isChild && { parentPid: setup.parent }),
    ...(setup.apart && { apart: true }),
    link: connection.id,
  });
  tellEvents(engine, receiver);
  connection.onClose((reason) => {
    if (reason === FAREWELL) return;
    leave();
    if (detached) void end();
    else if (isChild && !wanted) void runAlone(engine, underControl);
    else void abandoned(engine);
  });
  reportLostChildren(receiver);
  void farewell(engine, receiver, connection, session, mayExit);
}

/** The program's thread posts each command whose Node processes will not come to the debugger. Each is told once. */
function reportLostChildren(receiver: CommandReceiver): void {
  const told = new Set<unknown>();
  parentPort?.on('message', (command: string) => {
    if (told.has(command)) return;
    told.add(command);
    const output = `${errors.childrenLost(command).text}\n`;
    receiver.emit('output', { category: 'important', output });
  });
  parentPort?.unref();
}

/** Nobody waits for this process: the session that its parent belonged to is over. */
async function runAlone(engine: Engine, underControl: Promise<void>): Promise<void> {
  await underControl;
  await engine.detach();
  await end();
}

/** The program runs on, and this thread ends. */
async function end(): Promise<void> {
  await part(control);
  clearInterval(keepAlive);
}

function dial(): Promise<Link> {
  const endpoint = parseLauncherArgs(setup.launcherArgs);
  return dialLink({
    dial: async () => new FramedConnection(await connect(endpoint), 'launcher', framingOf(endpoint)),
    token: setup.token,
    limits: limitsOf(endpoint),
    opening: 'hello',
  });
}

/** Waits for the program's exit, sends what is left to say and steps aside. */
async function farewell(
  engine: Engine,
  receiver: CommandReceiver,
  connection: Connection,
  session: SessionChannel,
  mayExit: Promise<void>,
): Promise<void> {
  await when(control, Control.exiting);
  await engine.caughtUp();
  if (Atomics.load(control, Control.located) === 1) {
    // Only we know where its last output was written.
    receiver.emit('exiting', {});
    await Promise.race([mayExit, new Promise((resolve) => setTimeout(resolve, FLUSH_LIMIT))]);
  }
  if (setup.reportExit) receiver.emit('exited', { exitCode: Atomics.load(control, Control.exitCode) });
  await sayLastWords(receiver, connection);
  await connection.close(FAREWELL);
  session.close();
  raise(control, Control.farewell);
}

/**
 * The adapter has vanished. The program must neither stay frozen nor stay behind: it is let go, asked to end as a
 * terminal would ask it, and killed when it does not.
 */
async function abandoned(engine: Engine): Promise<void> {
  await Promise.all([engine.detach(), cleanUpAfterAdapter()]);
  if (Atomics.load(control, Control.exiting) === 1) return;
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), setup.killTimeout);
}

/** One that was killed has left its socket. */
async function cleanUpAfterAdapter(): Promise<void> {
  const endpoint = parseLauncherArgs(setup.launcherArgs);
  if (endpoint.transport === 'unix') await removeLeftover(dirname(endpoint.path));
}

process.on('exit', () => raise(control, Control.farewell));

main().catch(async (error: unknown) => {
  // The adapter reports a program that ends before its handshake; the program itself must not hang.
  process.stderr.write(
    `Tandem could not reach its debug adapter: ${error instanceof Error ? error.message : error}\n`,
  );
  await cleanUpAfterAdapter();
  process.kill(process.pid, 'SIGTERM');
});
