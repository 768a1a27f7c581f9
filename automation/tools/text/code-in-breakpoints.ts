import type { WantedBreakpoint } from '../../../protocol/tasks/breakpoints.ts';
import { fenced } from './markdown.ts';

/** Conditions and log messages are code that the program runs. In Markdown, for a person who is asked. */
export const codeIn = (breakpoints: readonly WantedBreakpoint[]): string[] =>
  breakpoints.flatMap(({ condition, logMessage }) =>
    [condition, logMessage].flatMap((text) => (text === undefined ? [] : fenced(text, 'js'))),
  );
