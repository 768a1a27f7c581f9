/** Longest time that messages are kept back where nobody tells that they may go on, in milliseconds. */
const PATIENCE = 1000;

/** For how long what a running thread was to evaluate waits for the end of a pause, in milliseconds. */
const PASSING = 50;

/** After these a paused thread runs. */
const RESUMING: ReadonlySet<string> = new Set([
  'Debugger.resume',
  'Debugger.stepInto',
  'Debugger.stepOut',
  'Debugger.stepOver',
  'Debugger.restartFrame',
  'Debugger.disable',
]);

interface Evaluating {
  readonly disableBreaks?: boolean;
}

/** Whether code of the program may run, and come to a pause, while V8 works on a message to a running thread. */
const mayPause = (method: string, params: Evaluating): boolean =>
  (method === 'Runtime.evaluate' && !params.disableBreaks) || method === 'Runtime.callFunctionOn';

interface Message {
  readonly method: string;
  readonly params: object | undefined;
  /** Resolves when it is answered; never rejects. */
  send(): Promise<unknown>;
}

/**
 * The way of all messages to one thread. One that arrives between the begin of an evaluation and a pause in it is never
 * looked at by Node, nor is any that comes after it: the thread would stay paused for ever. So while a running thread
 * evaluates, the next message waits until the evaluation is answered or has come to a pause.
 */
export class Gate {
  #waiting: Message[] = [];
  /** Evaluations that were on their way to a running thread when it paused. */
  #forRunning: Message[] = [];
  #isPaused = false;
  #isClosed = false;
  /** How often it was closed or opened. */
  #change = 0;
  #timer: NodeJS.Timeout | undefined;

  /** Sends now, or when the gate opens; in the order of the calls. */
  pass(message: Message): void {
    this.#waiting.push(message);
    if (!this.#isClosed) this.#sendWaiting();
  }

  /** Keeps everything back, for a while at most. */
  close(): void {
    this.#close();
    this.#openLater();
  }

  /** Sends what has waited. */
  open(): void {
    this.#isClosed = false;
    this.#change++;
    clearTimeout(this.#timer);
    this.#sendWaiting();
  }

  /** Whether the thread is paused, and nothing is under way that lets it run on. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** The thread has said something. */
  notified(method: string): void {
    if (method === 'Debugger.paused') this.#paused();
    else if (method === 'Debugger.resumed') this.#resumed();
  }

  /** Most pauses in an evaluation are left at once. V8 never answers one with a time limit that comes in a pause. */
  #paused(): void {
    this.#isPaused = true;
    const isEvaluation = ({ method, params = {} }: Message): boolean => mayPause(method, params);
    this.#forRunning.push(...this.#waiting.filter(isEvaluation));
    this.#waiting = this.#waiting.filter((message) => !isEvaluation(message));
    this.open();
    if (this.#forRunning.length > 0) setTimeout(() => this.#sendForRunning(), PASSING).unref();
  }

  #resumed(): void {
    this.#isPaused = false;
    this.#sendForRunning();
  }

  #sendForRunning(): void {
    this.#waiting.unshift(...this.#forRunning);
    this.#forRunning = [];
    this.#sendWaiting();
  }

  #sendWaiting(): void {
    while (!this.#isClosed) {
      const message = this.#waiting.shift();
      if (!message) return;
      this.#send(message);
    }
  }

  #send({ method, params = {}, send }: Message): void {
    if (RESUMING.has(method)) this.#isPaused = false;
    // A paused thread does not pause again in what it evaluates.
    const closes = !this.#isPaused && mayPause(method, params);
    if (closes) this.#close();
    const change = this.#change;
    const answered = send();
    if (!closes) return;
    void answered.then(() => {
      if (this.#change === change) this.open();
    });
    // What waits for a promise, or runs for long, is answered late, and nobody tells when it has got so far.
    if (method === 'Runtime.evaluate') this.#openLater();
  }

  #close(): void {
    this.#isClosed = true;
    this.#change++;
    clearTimeout(this.#timer);
  }

  #openLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), PATIENCE);
    this.#timer.unref();
  }
}
