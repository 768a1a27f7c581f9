import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { settlesWithin } from '../../adapter/util/time.ts';
import { createToken } from '../../ipc/handshake.ts';
import { LOOPBACK } from '../../ipc/loopback.ts';
import { checkedPath } from '../../ipc/transports/unix.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import { type Build, Builder } from './builder.ts';
import { endBuilder, ownBuilder } from './builder-process.ts';
import { type Client, Conversation, type Sessions } from './conversation.ts';
import type { DevEvent } from './dev-events.ts';
import { type DevEndpoints, type DevState, writeDevState } from './dev-state.ts';
import { type Generation, Generations } from './generations.ts';
import type { LogFile } from './log-file.ts';
import type { DevPlaces } from './places.ts';
import { ServedSession } from './served-session.ts';
import { serveFifos } from './ways/fifos.ts';
import { serveQueue } from './ways/queue.ts';
import { serveSockets } from './ways/sockets.ts';
import type { Way } from './ways/way.ts';

export interface DevOptions {
  readonly checkout: string;
  readonly places: DevPlaces;
  readonly log: LogFile;
  readonly onEvent: (event: DevEvent) => void;
}

/** How long it may take to end what builds, in milliseconds. */
const BUILDER_LIMIT_MS = 1000;

const IS_WINDOWS = process.platform === 'win32';

/** An adapter beside the one in production: built from a checkout, reached in its own ways, and loaded anew when it changes. */
export class DevServer {
  readonly #options: DevOptions;
  readonly #generations: Generations;
  readonly #conversations = new Set<Conversation>();
  readonly #ways: Way[] = [];
  /** By the id of a child process: the generation whose session has asked for a session for it. */
  readonly #offers = new Map<string, Generation>();
  readonly #startedAt = Date.now();
  #builder: Builder | undefined;
  #state: DevState | undefined;
  #sessions = 0;
  /** Somebody has asked for a build, and is told of it in any case. */
  #isAsked = false;

  constructor(options: DevOptions) {
    this.#options = options;
    this.#generations = new Generations(options.places.generations);
  }

  /** Resolves when it listens; the first build may not be done yet. Throws what is in the way. */
  async start(): Promise<void> {
    const { checkout, places } = this.#options;
    mkdirSync(places.generations);
    const { nextDirectory } = this.#generations;
    const [endpoints, builder] = await Promise.all([
      this.#listen(),
      Builder.start(checkout, nextDirectory, (build) => this.#load(build)),
    ]);
    this.#builder = builder;
    this.#state = {
      pid: process.pid,
      startedAt: this.#startedAt,
      checkout,
      builder: IS_WINDOWS ? undefined : await ownBuilder(),
      generation: this.#generations.current?.number,
      endpoints,
      log: places.log,
      stateFile: places.state,
    };
    writeDevState(places, this.#state);
    this.#tell({ event: 'listening', state: this.#state });
  }

  /** Builds now, for whoever does not want to wait until a change is noticed. */
  reload(): void {
    this.#isAsked = true;
    void this.#builder?.rebuild();
  }

  /** Something has thrown where nobody catches it. */
  fault(error: unknown): void {
    this.#tell({
      event: 'fault',
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }

  /** Ends all sessions and resolves when their programs have ended; called again, these are killed. */
  async close(): Promise<void> {
    for (const way of this.#ways.splice(0)) way.close();
    this.#tell({ event: 'ending', sessions: this.#conversations.size });
    const ends = [...this.#conversations].map((conversation) => {
      conversation.end();
      return conversation.ended;
    });
    await Promise.all(ends);
    await this.#endBuilder();
    this.#tell({ event: 'ended' });
  }

  async #endBuilder(): Promise<void> {
    // It may have been ended by the same Ctrl+C, or wait for an answer to what it has asked.
    await settlesWithin(this.#builder?.dispose() ?? Promise.resolve(), BUILDER_LIMIT_MS);
    if (this.#state?.builder) await endBuilder(this.#state.builder);
  }

  async #listen(): Promise<DevEndpoints> {
    const { places } = this.#options;
    const token = createToken();
    const socket = IS_WINDOWS ? `\\\\.\\pipe\\tandem-dev-${token}` : checkedPath(places.socket);
    const open = (client: Client, how: () => string): Conversation => this.#open(client, how);
    const [local, tcp] = await Promise.all([
      serveSockets('socket', { path: socket }, open),
      serveSockets('tcp', { port: 0, host: LOOPBACK }, open, { token, file: places.state }),
    ]);
    const queue = { in: join(places.queue, 'in'), out: join(places.queue, 'out') };
    this.#ways.push(local.way, tcp.way, serveQueue(queue.in, queue.out, open));
    if (!IS_WINDOWS) this.#ways.push(await serveFifos(places.inFifo, places.outFifo, open));
    return {
      socket,
      tcp: { host: LOOPBACK, port: tcp.port, token },
      fifo: IS_WINDOWS ? undefined : { in: places.inFifo, out: places.outFifo },
      queue,
    };
  }

  #load({ files, problems, durationMs }: Build): void {
    try {
      if (problems) throw problems;
      const generation = this.#generations.add(files)?.number;
      // A file that was only touched is nobody's concern, unless somebody waits for it.
      if (generation !== undefined || this.#isAsked) this.#tell({ event: 'built', generation, durationMs });
    } catch (thrown) {
      const text = typeof thrown === 'string' ? thrown : TandemError.from(thrown).text;
      this.#tell({ event: 'buildFailed', problems: text, generation: this.#generations.current?.number });
    }
    this.#isAsked = false;
    if (!this.#state) return;
    this.#state = { ...this.#state, generation: this.#generations.current?.number };
    writeDevState(this.#options.places, this.#state);
  }

  #open(client: Client, how: () => string): Conversation {
    this.#sessions += 1;
    const session = this.#sessions;
    const startedAt = performance.now();
    const log = (line: string): void => this.#options.log.write(`[session ${session}] ${line}`);
    let hasBegun = false;
    const offered = new Set<string>();
    const sessions: Sessions = {
      begin: (wanted, send) => {
        const generation = wanted ?? this.#generations.current;
        if (!generation) throw errors.devNotBuilt();
        hasBegun = true;
        this.#tell({ event: 'sessionBegan', session, generation: generation.number, way: how() });
        const use = this.#generations.use(generation);
        const served = new ServedSession(generation, send, log);
        void served.ended.then(() => use[Symbol.dispose]());
        return served;
      },
      generationOf: (child) => this.#offers.get(child),
      offered: (child, by) => {
        offered.add(child);
        this.#offers.set(child, by);
      },
      log,
    };
    const conversation = new Conversation(client, sessions);
    this.#conversations.add(conversation);
    void conversation.ended.then(() => {
      this.#conversations.delete(conversation);
      for (const child of offered) this.#offers.delete(child);
      if (!hasBegun) return;
      this.#tell({ event: 'sessionEnded', session, durationMs: performance.now() - startedAt });
    });
    return conversation;
  }

  #tell(event: DevEvent): void {
    const { event: name, ...details } = event;
    this.#options.log.write(name === 'listening' ? name : `${name} ${JSON.stringify(details)}`);
    this.#options.onEvent(event);
  }
}
