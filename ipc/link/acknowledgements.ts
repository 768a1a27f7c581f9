import type { LinkLimits } from './limits.ts';

export interface AcknowledgementOptions {
  readonly limits: Pick<LinkLimits, 'ackMessages' | 'ackBytes' | 'ackMs'>;
  /** How many messages have come already. */
  readonly seen: number;
  /** How many bytes the carrier has brought. */
  readonly heard: () => number;
  /** Says to the other side what it need not keep any longer. */
  readonly tell: (seen: number) => void;
}

/** What has come over a link, and when the other side is told: neither for each message, nor late. */
export class Acknowledgements {
  readonly #limits: AcknowledgementOptions['limits'];
  readonly #heard: () => number;
  readonly #tell: (seen: number) => void;
  #seen: number;
  #told: number;
  #heardWhenTold = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor({ limits, seen, heard, tell }: AcknowledgementOptions) {
    this.#limits = limits;
    this.#heard = heard;
    this.#tell = tell;
    this.#seen = seen;
    this.#told = seen;
  }

  /** Number of the last message that came. */
  get seen(): number {
    return this.#seen;
  }

  saw(number: number): void {
    this.#seen = number;
  }

  /** There is a carrier again, and the other side knows by its first words what has been seen. */
  begin(): void {
    this.#told = this.#seen;
    this.#heardWhenTold = this.#heard();
  }

  now(): void {
    this.begin();
    this.#tell(this.#seen);
  }

  soon(): void {
    const { ackMessages, ackBytes, ackMs } = this.#limits;
    if (this.#seen - this.#told >= ackMessages || this.#heard() - this.#heardWhenTold >= ackBytes) this.now();
    // One for all that comes until it fires.
    else this.#timer ??= setTimeout(() => this.#late(), ackMs).unref();
  }

  /** There is nobody to tell. */
  pause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #late(): void {
    this.#timer = undefined;
    if (this.#seen > this.#told) this.now();
  }
}
