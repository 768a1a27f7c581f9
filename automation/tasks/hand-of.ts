import type { Caller } from './service.ts';

/** How commands of the terminal call themselves. */
export const TERMINAL = 'tandem';

/** Each command of the terminal is a client of its own, and all are one person's. */
export const handOf = ({ id, name }: Caller): string => (name === TERMINAL ? TERMINAL : id);
