import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { recordKind } from '../../../protocol/output-record.ts';
import {
  COMMAND_SIGNAL,
  type FromPython,
  type PackageAnswer,
  type PackageQuestion,
  type PythonStart,
  type ToPython,
  Word,
} from '../../../protocol/python-worker.ts';
import type { PortOutput } from '../output/port-output.ts';

/** What Python calls, from the one thread that there is: it waits here, and nothing else runs meanwhile. */
export class Bridge {
  readonly signal = COMMAND_SIGNAL;
  readonly pid = process.pid;
  readonly #port: MessagePort;
  readonly #shared: Int32Array;
  readonly #output: PortOutput;
  readonly #said: string[] = [];
  #start: PythonStart | undefined;
  #input: Uint8Array[] = [];
  #inputEnded = false;
  #answer: PackageAnswer | undefined;

  constructor(port: MessagePort, shared: Int32Array, output: PortOutput) {
    this.#port = port;
    this.#shared = shared;
    this.#output = output;
  }

  /** Waits to be told what to run. */
  start(): PythonStart {
    this.#waitUntil(() => this.#start !== undefined);
    return this.#start!;
  }

  take(): string | undefined {
    if (this.#said.length === 0) {
      // What comes from here on interrupts anew.
      Atomics.store(this.#shared, Word.interrupt, 0);
      this.#receive();
    }
    return this.#said.shift();
  }

  wait(ms: number): void {
    this.#waitUntil(() => this.#said.length > 0, ms < 0 ? Number.POSITIVE_INFINITY : ms);
  }

  wakeLater(alarm: number, ms: number): void {
    this.#post({ alarm, ms });
  }

  say(text: string): void {
    this.#post({ said: text });
  }

  write(stream: 0 | 1, bytes: Uint8Array, kind: number, site: string): void {
    const record = { kind: recordKind(kind) ?? 'text', entry: 0, indent: 0, site } as const;
    this.#output.during(record, () => this.#output.write(stream, bytes));
  }

  /** Waits for the adapter to have the package of a module. */
  ask(wanted: PackageQuestion): PackageAnswer {
    this.#answer = undefined;
    this.#post({ wanted });
    this.#waitUntil(() => this.#answer !== undefined);
    return this.#answer!;
  }

  exit(code: number): void {
    process.exit(code);
  }

  /**
   * Waits for standard input and puts it into the buffer. Returns how many bytes: 0 at the end, and undefined when the
   * program is to hear a command first and to ask again.
   */
  read(buffer: Uint8Array): number | undefined {
    this.#waitUntil(() => this.#said.length > 0 || this.#input.length > 0 || this.#inputEnded);
    if (this.#said.length > 0) {
      Atomics.store(this.#shared, Word.interrupt, COMMAND_SIGNAL);
      return undefined;
    }
    const [first, ...others] = this.#input;
    if (!first) return 0;
    const piece = first.subarray(0, buffer.length);
    buffer.set(piece);
    const rest = first.subarray(piece.length);
    this.#input = rest.length > 0 ? [rest, ...others] : others;
    return piece.length;
  }

  #waitUntil(holds: () => boolean, ms?: number): void {
    const end = performance.now() + (ms ?? Number.POSITIVE_INFINITY);
    for (;;) {
      const posted = Atomics.load(this.#shared, Word.posted);
      this.#receive();
      const left = end - performance.now();
      if (holds() || left <= 0) return;
      Atomics.wait(this.#shared, Word.posted, posted, left);
    }
  }

  #receive(): void {
    for (;;) {
      const message = (receiveMessageOnPort(this.#port) as { message: ToPython } | undefined)?.message;
      if (!message) return;
      if ('said' in message) this.#said.push(message.said);
      else if ('start' in message) this.#start = message.start;
      else if ('packages' in message) this.#answer = message.packages;
      else if (message.input === null) this.#inputEnded = true;
      else if (message.input.length > 0) this.#input.push(message.input);
    }
  }

  #post(message: FromPython): void {
    this.#port.postMessage(message);
  }
}
