import { type ErrorDetails, TandemError } from './tandem-error.ts';

type Factory<A extends unknown[]> = (...args: A) => Omit<ErrorDetails, 'code'>;

/** A way to make an error that is told by its code. */
export const define =
  <A extends unknown[]>(code: string, factory: Factory<A>) =>
  (...args: A): TandemError =>
    new TandemError({ code, ...factory(...args) });

/** What a command wrote last, where it wrote anything. */
export const said = (lastWords: string): string => (lastWords ? ` It said: "${lastWords}".` : '');
