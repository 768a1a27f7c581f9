import type { Duplex } from 'node:stream';
import {
  type AgentCommands,
  type AgentEvents,
  type AgentHello,
  CONTROL_STREAM,
} from '../../ipc/agent-commands.ts';
import { CommandSender } from '../../ipc/command-channel.ts';
import { FramedConnection } from '../../ipc/connection.ts';
import { Mailbox } from '../../ipc/mailbox.ts';
import { Multiplexer } from '../../ipc/multiplexer.ts';
import { timeLimit } from '../../ipc/time-limit.ts';
import type { Endpoint } from '../../ipc/transport-config.ts';
import { errors, TandemError } from '../../protocol/errors.ts';
import { isAtLeast, OLDEST_NODE } from '../launch/runtime.ts';
import { type Deferred, deferred } from '../util/deferred.ts';
import { settlesWithin } from '../util/time.ts';
import { bootstrapCode, packed } from './bootstrap-code.ts';
import { explainFailedCommand } from './failure.ts';
import { describeCommand, farCommand, type PipeCommand } from './far-command.ts';
import { FarProcess } from './far-process.ts';
import { readGreeting } from './greeting.ts';

/** How long a command may take whose far end has gone to say why, in milliseconds. */
const LAST_WORDS_LIMIT_MS = 1000;

export interface FarPlaceOptions {
  readonly pipe: PipeCommand;
  /** Node, as it is called there. */
  readonly runtime: string;
  /** The agent's code. */
  readonly agent: Buffer;
  /** How long the command may take to lead anywhere, in milliseconds. */
  readonly limit: number;
  /** What the command itself has to say. */
  readonly onText: (text: string) => void;
  /** Nobody wants to go there any more. */
  readonly signal?: AbortSignal | undefined;
}

/** Where a command leads: our agent runs there, and does what is asked of it. */
export class FarPlace implements AsyncDisposable {
  /** The command, as a person would write it. */
  readonly command: string;
  readonly hello: AgentHello;
  /** Resolves when the place was lost, with what to tell the user; never when it was left. */
  readonly lost: Promise<TandemError>;
  /** Resolves with the reason when nobody is there any more. */
  readonly closed: Promise<TandemError>;
  readonly #process: FarProcess;
  readonly #pipe: Multiplexer;
  readonly #agent: CommandSender;
  readonly #clients = new Mailbox<Duplex>();
  readonly #endings = new Map<number, Deferred<AgentEvents['exited'] | undefined>>();
  #isLeft = false;

  /** Rejects with the `pipe.*` error that says what has kept the command from leading anywhere. */
  static async open({ pipe, runtime, agent, limit, onText, signal }: FarPlaceOptions): Promise<FarPlace> {
    const code = packed(agent);
    const process = await FarProcess.start(
      pipe.command,
      farCommand(pipe, runtime, bootstrapCode(code.length)),
      onText,
    );
    const command = describeCommand(pipe);
    const failed = deferred<never>();
    const timer = timeLimit(limit, () =>
      failed.reject(errors.pipeSilent(command, limit / 1000, process.lastWords)),
    );
    void process.exited.then((status) => {
      const { lastWords } = process;
      failed.reject(explainFailedCommand({ command, runtime, status, lastWords }));
    });
    const giveUp = (): void => failed.reject(signal!.reason);
    signal?.addEventListener('abort', giveUp);
    try {
      signal?.throwIfAborted();
      // Sent at once, so that the way there and back is gone but once.
      process.stdin.write(code);
      return await Promise.race([FarPlace.#enter(process, command, code), failed.promise]);
    } catch (thrown) {
      await process[Symbol.asyncDispose]();
      throw thrown;
    } finally {
      timer[Symbol.dispose]();
      signal?.removeEventListener('abort', giveUp);
    }
  }

  static async #enter(process: FarProcess, command: string, code: string): Promise<FarPlace> {
    const greeting = await readGreeting(process.stdout, (text) => {
      // A terminal repeats what it is told.
      if (!text.includes(code.slice(0, 64))) process.says(text);
    });
    if (greeting.terminal) throw errors.pipeTerminal(command);
    const version = greeting.node.replace(/^v/, '');
    if (!isAtLeast(version, OLDEST_NODE)) throw errors.pipeNodeTooOld(command, version, OLDEST_NODE);
    const pipe = new Multiplexer({
      input: process.stdout,
      output: process.stdin,
      onNoise: (bytes) => process.says(bytes.toString()),
    });
    const agent = new CommandSender(new FramedConnection(pipe.stream(CONTROL_STREAM), 'adapter'));
    const hello = await new Promise<AgentHello>((resolve) => {
      const first = agent.onEvent(({ event, body }) => {
        first[Symbol.dispose]();
        if (event === 'agent') resolve(body as AgentHello);
      });
    });
    return new FarPlace(command, process, pipe, agent, hello);
  }

  private constructor(
    command: string,
    process: FarProcess,
    pipe: Multiplexer,
    agent: CommandSender,
    hello: AgentHello,
  ) {
    this.command = command;
    this.#process = process;
    this.#pipe = pipe;
    this.#agent = agent;
    this.hello = hello;
    this.closed = new Promise((resolve) => pipe.onClose(resolve));
    this.lost = this.#watch();
    agent.onEvent(({ event, body }) => this.#hear({ event, body } as AgentEvent));
    void this.closed.then(() => {
      for (const ending of this.#endings.values()) ending.resolve(undefined);
    });
  }

  /** Rejects with what the agent says, or with why nobody is there any more. */
  async request<C extends keyof AgentCommands>(
    command: C,
    args: AgentCommands[C]['arguments'],
  ): Promise<AgentCommands[C]['body']> {
    try {
      return await this.#ask(command, args);
    } catch (thrown) {
      if (this.isOpen || this.#isLeft) throw thrown;
      throw await this.lost;
    }
  }

  /** The bytes of what the agent has named by a number. */
  stream(number: number): Duplex {
    return this.#pipe.stream(number);
  }

  /** Whether anybody is there that could be asked. */
  get isOpen(): boolean {
    return !this.#pipe.closed;
  }

  /** Connects, as `connect` does here, to what listens there; a place that is lost is to it a connection that is. */
  async connect(endpoint: Endpoint): Promise<Duplex> {
    try {
      return this.stream((await this.#ask('connect', { endpoint })).stream);
    } catch (thrown) {
      throw withCause(TandemError.from(thrown));
    }
  }

  /** Whoever connects to where the agent listens; those who came before are kept for the first who asks. */
  onClient(listener: (client: Duplex) => void): Disposable {
    return this.#clients.subscribe(listener);
  }

  /** How a program has ended that the agent had started; undefined when the agent has ended before it. */
  ended(pid: number): Promise<AgentEvents['exited'] | undefined> {
    return this.#ending(pid).promise;
  }

  /** Leaves: what the agent had put in place is removed, and what it had connected is disconnected. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isLeft = true;
    this.#pipe.close();
    await this.#process[Symbol.asyncDispose]();
  }

  #ask<C extends keyof AgentCommands>(
    command: C,
    args: AgentCommands[C]['arguments'],
  ): Promise<AgentCommands[C]['body']> {
    return this.#agent.request(command, args) as Promise<AgentCommands[C]['body']>;
  }

  async #watch(): Promise<TandemError> {
    const reason = await this.closed;
    if (this.#isLeft) return new Promise(() => {});
    const { exited } = this.#process;
    const said = (await settlesWithin(exited, LAST_WORDS_LIMIT_MS)) ? this.#process.lastWords : '';
    return errors.pipeEnded(this.command, said || reason.message);
  }

  #hear({ event, body }: AgentEvent): void {
    if (event === 'client') this.#clients.post(this.stream(body.stream));
    else if (event === 'exited') this.#ending(body.pid).resolve(body);
  }

  #ending(pid: number): Deferred<AgentEvents['exited'] | undefined> {
    let ending = this.#endings.get(pid);
    if (!ending) {
      ending = deferred();
      this.#endings.set(pid, ending);
      if (!this.isOpen) ending.resolve(undefined);
    }
    return ending;
  }
}

/** The system's error that an agent names in its message, as the cause that it would have been here. */
function withCause(error: TandemError): TandemError {
  const [code] = /\b(?:ECONNREFUSED|ENOENT)\b/.exec(error.message) ?? [];
  if (error.code !== 'ipc.connectFailed' || code === undefined) return error;
  return new TandemError(error, { cause: Object.assign(new Error(error.message), { code }) });
}

type AgentEvent = {
  [E in keyof AgentEvents]: { readonly event: E; readonly body: AgentEvents[E] };
}[keyof AgentEvents];
