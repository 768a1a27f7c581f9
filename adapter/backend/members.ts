import type { Arguments, Body, CommandName } from '../../protocol/commands.ts';
import { errors } from '../../protocol/errors.ts';
import { MAX_SLOTS, numbersOf } from '../../protocol/numbers.ts';
import { type Addressed, slotOf } from './addressed.ts';
import type { Backend, RequestOptions } from './backend.ts';

/** One process of a program. */
export interface Member {
  /** Which of the ranges of numbers its engine hands out, see {@link numbersOf}. */
  readonly slot: number;
  readonly backend: Backend;
  /** How its threads are told from those of others; undefined for the program's first process. */
  readonly label: string | undefined;
  readonly threads: Set<number>;
}

export const mainThread = (slot: number): number => numbersOf(slot).threads + 1;

/** The processes of a program, the oldest first, and which of them a request is for. */
export class Members {
  /** The slot of the one that has stopped last. */
  focus = 0;
  readonly #bySlot = new Map<number, Member>();
  readonly #first: Backend;
  #lastSlot = 0;

  /** `first` is asked when all have ended: it knows why. */
  constructor(first: Backend) {
    this.#first = first;
  }

  [Symbol.iterator](): IterableIterator<Member> {
    return this.#bySlot.values();
  }

  add(slot: number, backend: Backend, label: string | undefined): Member {
    const member: Member = { slot, backend, label, threads: new Set([mainThread(slot)]) };
    this.#bySlot.set(slot, member);
    return member;
  }

  delete({ slot }: Member): void {
    this.#bySlot.delete(slot);
  }

  /**
   * The slots are used in turn, so that a number of a process that has ended means nothing for as long as possible.
   * Throws `session.tooManyProcesses`.
   */
  freeSlot(): number {
    for (let count = 0; count < MAX_SLOTS; count += 1) {
      this.#lastSlot = (this.#lastSlot % MAX_SLOTS) + 1;
      if (!this.#bySlot.has(this.#lastSlot)) return this.#lastSlot;
    }
    throw errors.tooManyProcesses(MAX_SLOTS);
  }

  /** The process of a slot; of one that has ended, the oldest that lives. */
  at(slot: number): Member | undefined {
    const [oldest] = this.#bySlot.values();
    return this.#bySlot.get(slot) ?? oldest;
  }

  /** Whom a request is for: what is about nobody in particular is for where the program has stopped last. */
  ownerOf(args: Addressed): Backend {
    return this.at(slotOf(args) ?? this.focus)?.backend ?? this.#first;
  }

  /** What each process answers. One that refuses is passed over unless all do. */
  async askAll<C extends CommandName>(
    command: C,
    args: Arguments<C>,
    options: RequestOptions | undefined,
  ): Promise<[Member, Body<C>][]> {
    const settled = await Promise.allSettled(
      [...this].map(
        async (member): Promise<[Member, Body<C>]> => [
          member,
          await member.backend.request(command, args, options),
        ],
      ),
    );
    const answers = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const [first] = settled;
    if (answers.length === 0 && first?.status === 'rejected') throw first.reason;
    return answers;
  }
}
