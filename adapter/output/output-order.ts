import type { OutputStream } from '../program/program.ts';
import type { Piece } from './frame-reader.ts';

export interface StreamPiece extends Piece {
  readonly stream: OutputStream;
}

/**
 * Brings what came through two pipes back into the order in which it was written. A piece waits for those with smaller
 * numbers: they were written before it, so they are in the other pipe already. A number that comes no more (its write has
 * failed) is given up once the other pipe has gone past it, or has been read.
 */
export class OutputOrder {
  readonly #deliver: (piece: StreamPiece) => void;
  readonly #waiting: Readonly<Record<OutputStream, StreamPiece[]>> = { stdout: [], stderr: [] };
  #next = 1;
  #latest = 0;

  constructor(deliver: (piece: StreamPiece) => void) {
    this.#deliver = deliver;
  }

  /** Whether something waits for what the other stream has not brought yet. */
  get isWaiting(): boolean {
    return this.#waiting.stdout.length + this.#waiting.stderr.length > 0;
  }

  /** The greatest number that has come so far. */
  get latest(): number {
    return this.#latest;
  }

  push(piece: StreamPiece): void {
    if (piece.seq !== undefined) this.#latest = Math.max(this.#latest, piece.seq);
    if (!this.isWaiting && this.#isDue(piece)) {
      this.#pass(piece);
      return;
    }
    this.#waiting[piece.stream].push(piece);
    this.#passDue();
  }

  /** Passes what waits with a number up to `latest`: nothing can come any more that was written before it. */
  passUpTo(latest: number): void {
    for (let first = this.#firstWaiting(); first <= latest; first = this.#firstWaiting()) {
      this.#next = first;
      this.#passDue();
    }
  }

  #passDue(): void {
    const { stdout, stderr } = this.#waiting;
    for (;;) {
      const passed = this.#passFrom(stdout) + this.#passFrom(stderr);
      if (stdout.length > 0 && stderr.length > 0) this.#next = this.#firstWaiting();
      else if (passed === 0 || !this.isWaiting) return;
    }
  }

  #passFrom(waiting: StreamPiece[]): number {
    let count = 0;
    while (count < waiting.length && this.#isDue(waiting[count]!)) this.#pass(waiting[count++]!);
    waiting.splice(0, count);
    return count;
  }

  #isDue({ seq }: StreamPiece): boolean {
    return seq === undefined || seq <= this.#next;
  }

  #pass(piece: StreamPiece): void {
    if (piece.seq === this.#next) this.#next += 1;
    this.#deliver(piece);
  }

  #firstWaiting(): number {
    const { stdout, stderr } = this.#waiting;
    const [a, b] = [stdout[0]?.seq, stderr[0]?.seq];
    return Math.min(a ?? Number.POSITIVE_INFINITY, b ?? Number.POSITIVE_INFINITY);
  }
}
