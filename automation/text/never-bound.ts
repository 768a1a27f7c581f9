import type { Breakpoint } from '../../protocol/tasks/breakpoints.ts';

/** Why a program that has ended could never have been stopped by a breakpoint: nothing of it is still to come. */
export const whyNeverBound = ({ message = 'its code was never loaded.' }: Breakpoint): string =>
  message
    .replace(/^Not loaded yet: (.)/, (_, first: string) => first.toUpperCase())
    .replace(/ It binds when [^.]*\.$/, '');
