import { PassThrough, Writable } from 'node:stream';
import type { TandemDebugSession } from '../../adapter/session/create-session.ts';
import { CONTENT_LENGTH } from '../../protocol/json-framing/content-length.ts';
import type { Generation } from './generations.ts';

/**
 * A session of a generation, with whole messages at its client's side. It is served over streams, as by the adapter that
 * stands alone: so it hears when its client is behind.
 */
export class ServedSession {
  readonly generation: Generation;
  /** Resolves when there is nothing more to say, and all that was said is taken. */
  readonly finished: Promise<void>;
  /** Resolves when its program has ended, or was left running on purpose. */
  readonly ended: Promise<void>;
  readonly #session: TandemDebugSession;
  readonly #input = new PassThrough();

  /** `send` resolves when there is room for the next message. */
  constructor(generation: Generation, send: (json: string) => Promise<void>, log: (line: string) => void) {
    const { adapter, launcherDirectory } = generation;
    this.generation = generation;
    this.#session = adapter.createDebugSession({ launcherDirectory, log });
    const output = messagesTo(send);
    this.#session.start(this.#input, output);
    const flushed = (): Promise<void> => new Promise((resolve) => output.write('', () => resolve()));
    this.finished = this.#session.finished.then(flushed);
    this.ended = this.#session.ended;
  }

  receive(json: string): void {
    this.#input.write(CONTENT_LENGTH.encode(json));
  }

  /** The client is gone: its program ends, too; called again, at once. */
  end(): void {
    this.#session.shutdown();
  }
}

function messagesTo(send: (json: string) => Promise<void>): Writable {
  const decoder = CONTENT_LENGTH.decoder(Number.POSITIVE_INFINITY);
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      void Promise.all([...decoder.push(chunk)].map(send)).then(() => done(), done);
    },
  });
}
