import { writeSync } from 'node:fs';
import path from 'node:path';
import { workerData } from 'node:worker_threads';
import { FramedConnection } from '../../ipc/connection.ts';
import { publish, publishingDirectory } from '../../ipc/discovery.ts';
import { formatEndpoint, framingOf } from '../../ipc/endpoint.ts';
import { createToken } from '../../ipc/handshake.ts';
import { Links } from '../../ipc/link/acceptor.ts';
import { limitsOf } from '../../ipc/link/limits.ts';
import { watchProcess } from '../../ipc/link/peer-process.ts';
import type { Listener } from '../../ipc/listener.ts';
import { listeningPlace } from '../../ipc/listening-place.ts';
import { TransportFactory } from '../../ipc/transport-factory.ts';
import { TandemError } from '../../protocol/errors.ts';
import type { Hello } from '../../protocol/messages.ts';
import { Control, raise, when } from './engine/control-block.ts';
import type { ListeningSetup } from './thread-setup.ts';
import type { Visit } from './visit.ts';

declare const TANDEM_VERSION: string;

const setup = workerData as ListeningSetup;
const { control } = setup;
const token = setup.token ?? createToken();

/** Node ends a thread that has nothing to wait for, even while the inspector owes it an answer. */
setInterval(() => {}, 0x7fffffff);

const hello: Hello = {
  token: '',
  pid: process.pid,
  runtime: 'node',
  runtimeVersion: process.version,
  version: TANDEM_VERSION,
  main: setup.main,
};

/** How long a debugger that is cut off may take to come back, in milliseconds. */
const LOST_LIMIT = 15_000;

let visit: Visit | undefined;

async function main(): Promise<void> {
  // From here on the exit waits for us; if it has come already, there is nothing to begin.
  Atomics.store(control, Control.unattended, 0);
  if (Atomics.load(control, Control.exiting) === 1) return;
  const directory = privateDirectory();
  const { listener, notices } = await TransportFactory.createListener({
    ...listeningPlace(setup.place, 'program', directory),
    allowNonLoopback: setup.allowNonLoopback,
  });
  const published =
    directory !== undefined &&
    publish(directory, 'program', {
      endpoint: formatEndpoint(listener.endpoint),
      token,
      main: setup.main,
      cwd: setup.cwd,
      version: TANDEM_VERSION,
      startedAt: setup.startedAt,
    });
  void when(control, Control.exiting).then(async () => {
    if (published) published[Symbol.dispose]();
    // Before the listener closes, which ends what it has taken in.
    await visit?.end(Atomics.load(control, Control.exitCode));
    await listener.close();
    raise(control, Control.farewell);
  });
  for (const notice of notices) say(notice);
  if (!setup.quiet) announce(listener, published !== false);
  await receiveAll(listener);
}

/** Undefined where this user has none: then only who is told the endpoint and the token can come. */
function privateDirectory(): string | undefined {
  try {
    return publishingDirectory();
  } catch (error) {
    say(TandemError.from(error).text);
    return undefined;
  }
}

/** A line that can be run as it is. */
function announce({ endpoint }: Listener, isPublished: boolean): void {
  const where = formatEndpoint(endpoint);
  const id = isPublished ? String(process.pid) : where;
  say(`tandem attach ${id}  # ${setup.title}, ${where}`);
}

/** Past the program's own streams, which it may have replaced, and which only its own thread can write to. */
function say(line: string): void {
  try {
    writeSync(2, `${line}\n`);
  } catch {
    // Nobody reads it.
  }
}

/** Most of what there is: a program that nobody debugs should not have its processor busy with that. */
const loadVisits = (): typeof import('./visit.ts') => require(path.join(__dirname, 'visit.cjs'));

async function receiveAll(listener: Listener): Promise<void> {
  const limits = limitsOf(listener.endpoint);
  // A program that is stopped for somebody who has vanished should not have to wait for long.
  const waitMs = Math.min(limits.waitMs, LOST_LIMIT);
  const links = new Links({ token, limits: { ...limits, waitMs }, opening: 'open' });
  for (;;) {
    const stream = await listener.waitForClient(Number.POSITIVE_INFINITY);
    void receive(new FramedConnection(stream, 'launcher', framingOf(listener.endpoint)), links);
  }
}

async function receive(stranger: FramedConnection, links: Links): Promise<void> {
  try {
    const arrival = await links.receive(stranger);
    if (arrival.kind !== 'open') return;
    const { sayOccupied, Visit } = loadVisits();
    const link = links.begin(
      stranger,
      arrival.id,
      arrival.pid === undefined ? undefined : watchProcess(arrival.pid),
    );
    if (visit && !visit.isLeaving) return await sayOccupied(link);
    await visit?.over;
    const own = new Visit(link, { control, main: setup.main, hello });
    visit = own;
    await own.over;
    if (visit === own) visit = undefined;
  } catch {
    // A stranger, who was told so.
  }
}

process.on('exit', () => raise(control, Control.farewell));

main().catch((thrown: unknown) => {
  // It runs on as it would without us.
  const reason = TandemError.from(thrown);
  if (reason.code !== 'ipc.listenerClosed') say(`Tandem cannot wait for debuggers: ${reason.text}`);
  Atomics.store(control, Control.unattended, 1);
  raise(control, Control.released);
});
