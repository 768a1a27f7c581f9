/**
 * The numbers that the engine of one process hands out. Where the processes of a program are the threads of one session,
 * each has a range of its own, so that a number tells whose it is and means the same to the client and to the engine.
 */
export interface Numbers {
  /** Thread ids come after this one. */
  readonly threads: number;
  /** References (frames, values, sources) come after this one. */
  readonly references: number;
}

/** How many processes there may be besides the program's first. */
export const MAX_SLOTS = 127;

const THREADS = 10_000;
const REFERENCES = 2 ** 23;
/** DAP's references end at 2³¹ - 1: the lower half is the first process's alone. */
const FIRST_REFERENCE = 2 ** 30;

/** The last range belongs to no process: what programs have logged, see `OutputRecord.entry`, has its references there. */
export const LOGGED_REFERENCES = { first: FIRST_REFERENCE + MAX_SLOTS * REFERENCES, count: REFERENCES };

/**
 * Numbers from here on are of sources that are files only where the program runs. No process has them, and what is logged
 * are values, which are numbered apart.
 */
export const FAR_SOURCES = LOGGED_REFERENCES.first;

/** The range of a process: slot 0 is the program's first, 1 to {@link MAX_SLOTS} are others. */
export function numbersOf(slot: number): Numbers {
  if (slot === 0) return { threads: 0, references: 0 };
  return { threads: slot * THREADS, references: FIRST_REFERENCE + (slot - 1) * REFERENCES };
}

export const slotOfThread = (threadId: number): number => Math.floor(threadId / THREADS);

export function slotOfReference(reference: number): number {
  return reference < FIRST_REFERENCE ? 0 : 1 + Math.floor((reference - FIRST_REFERENCE) / REFERENCES);
}
