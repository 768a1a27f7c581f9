import { Engine } from '../../launcher/node/engine/engine.ts';
import type { Protocol } from '../../launcher/node/engine/inspector-channel.ts';
import { pathOfUrl } from '../../launcher/node/engine/paths.ts';
import { WorkerDirectory } from '../../launcher/node/engine/worker-channel.ts';
import { workerName } from '../../launcher/node/engine/worker-name.ts';
import { deferred } from '../util/deferred.ts';
import { settlesWithin } from '../util/time.ts';
import type { SocketChannel } from './socket-channel.ts';

type ScriptParsed = Protocol.Debugger.ScriptParsedEvent;

/** Settles when the program's first turn is over. It keeps no program alive. */
const FIRST_TURN = 'new Promise((resolve) => setImmediate(resolve).unref()).then(() => 1)';

/** How long a program that has just been started may take to come to where it waits for a debugger, in milliseconds. */
const START_LIMIT_MS = 200;
/** How old a program is, in seconds, that has surely come to where it would wait. */
const GROWN = 2;

/** How long a program that exits may take to say with what code, in milliseconds. */
const LAST_WORD_LIMIT_MS = 300;

/** The main module as Node is going to find it; see the bootstrap. */
const findMain = (file: string): string =>
  `process.getBuiltinModule('module')._findPath(${JSON.stringify(file)}, null, true) || undefined`;

export interface InspectorEngineOptions {
  readonly channel: SocketChannel;
  /** The URL of the main module, as the program has it; empty where there is none. */
  readonly main: string;
  /** Called when the program has come to its end, and waits for its debugger to leave; with the exit code if it tells. */
  readonly onExit: (exitCode: number | undefined) => void;
}

/** An engine in this process, for a program whose inspector was opened by somebody else. */
export class InspectorEngine {
  readonly engine: Engine;
  readonly #options: InspectorEngineOptions;
  readonly #workers: WorkerDirectory;
  /** The program was started to wait for a debugger, and has not begun to run. */
  #isWaiting: boolean;
  #hasBegun = false;
  #isReleased = false;
  readonly #firstTurn = deferred<unknown>();

  /** Resolves when the engine has control of the program, which runs on unless it waits for a debugger. */
  static async takeControl(options: InspectorEngineOptions): Promise<InspectorEngine> {
    const { channel } = options;
    const waiting = deferred();
    let isWaiting = false;
    channel.onNotification((method) => {
      if (method !== 'NodeRuntime.waitingForDebugger') return;
      isWaiting = true;
      waiting.resolve();
    });
    // A program that has come to its end would wait for us, and tells that only to whoever has asked for it.
    await Promise.all([
      channel.postAny('NodeRuntime.enable'),
      channel.postAny('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true }),
    ]);
    // The port is open before the program has come to where it waits.
    if (!isWaiting && (await isYoung(channel))) await settlesWithin(waiting.promise, START_LIMIT_MS);
    const main = await mainModule(options, isWaiting);
    const engine = new InspectorEngine(options, main, isWaiting);
    void waiting.promise.then(() => engine.#waits());
    await engine.#begin();
    return engine;
  }

  private constructor(options: InspectorEngineOptions, main: string | undefined, isWaiting: boolean) {
    this.#options = options;
    this.#isWaiting = isWaiting;
    this.engine = new Engine({
      main,
      hearsConsole: true,
      readFile: (file) => readFile(options.channel, file),
      release: () => this.#release(),
      detached: () => options.channel.close(),
    });
    this.#workers = new WorkerDirectory(options.channel, {
      hold: true,
      accept: () => true,
      onAttached: ({ info, waiting }, worker) => {
        this.engine
          .addWorker(workerName(info), worker, { starting: waiting })
          .then(() => worker.post('Runtime.runIfWaitingForDebugger'))
          .catch(() => {
            // The worker ended while it was being set up.
          });
      },
      onEnded: (worker) => this.engine.removeThread(worker),
    });
  }

  async #begin(): Promise<void> {
    const { channel } = this.#options;
    // Where the main thread waits for its debugger, Node's start-up is behind it, other than in workers.
    await this.engine.addThread('main', channel, {
      intercept: (method, params) => this.#intercept(method, params),
      ...(this.#isWaiting && { firstTurn: this.#firstTurn.promise.then(() => {}) }),
    });
    await this.#workers.enable();
  }

  #intercept(method: string, params: unknown): boolean {
    if (method === 'NodeRuntime.waitingForDisconnect') void this.#tellExit();
    if (method === 'Debugger.scriptParsed' && !this.#hasBegun) this.#watchFirstTurn(params as ScriptParsed);
    return method.startsWith('NodeRuntime.') || this.#workers.handle(method, params);
  }

  /** Before anything of the program's is loaded, Node has no event loop to speak of: asked for a turn of it, it crashes. */
  #watchFirstTurn({ url }: ScriptParsed): void {
    if (this.#isWaiting || url === '' || url.startsWith('node:')) return;
    this.#hasBegun = true;
    const expression = FIRST_TURN;
    this.#options.channel
      .post('Runtime.evaluate', { expression, awaitPromise: true, silent: true, disableBreaks: true })
      .then(this.#firstTurn.resolve, this.#firstTurn.resolve);
  }

  /** One that has called `process.exit`, or has crashed, can still be asked; one that has run out of work cannot. */
  async #tellExit(): Promise<void> {
    const { channel, onExit } = this.#options;
    let exitCode: number | undefined;
    const asked = channel
      .post('Runtime.evaluate', { expression: 'process.exitCode', silent: true, disableBreaks: true })
      .then(({ result }) => {
        if (typeof result.value === 'number') exitCode = result.value;
      });
    await settlesWithin(Promise.all([asked, this.engine.caughtUp()]), LAST_WORD_LIMIT_MS);
    onExit(exitCode);
  }

  /** Also one that waits only now is let go once it may run. */
  #waits(): void {
    if (this.#isReleased) this.#letRun();
    else this.#isWaiting = true;
  }

  #release(): void {
    this.#isReleased = true;
    if (this.#isWaiting) this.#letRun();
  }

  #letRun(): void {
    this.#isWaiting = false;
    this.#options.channel.post('Runtime.runIfWaitingForDebugger').catch(() => {
      // It has ended by now.
    });
  }
}

async function isYoung(channel: SocketChannel): Promise<boolean> {
  const expression = 'process.uptime()';
  const { result } = await channel.post('Runtime.evaluate', {
    expression,
    silent: true,
    disableBreaks: true,
  });
  return typeof result.value !== 'number' || result.value < GROWN;
}

/** Maps of compiled files are often only where they were compiled. */
async function readFile(channel: SocketChannel, file: string): Promise<Buffer> {
  const { result } = await channel.post('Runtime.evaluate', {
    expression: `process.getBuiltinModule('fs').readFileSync(${JSON.stringify(channel.names.far(file))}, 'utf8')`,
    silent: true,
    disableBreaks: true,
  });
  if (typeof result.value !== 'string') throw new Error(`${file} cannot be read`);
  return Buffer.from(result.value);
}

async function mainModule(
  { channel, main }: InspectorEngineOptions,
  isWaiting: boolean,
): Promise<string | undefined> {
  const { near, far } = channel.names;
  const named = pathOfUrl(near(main));
  if (named === undefined || !isWaiting) return named;
  const { result } = await channel.post('Runtime.evaluate', {
    expression: findMain(far(named)),
    silent: true,
    disableBreaks: true,
  });
  return typeof result.value === 'string' ? near(result.value) : named;
}
