import * as z from 'zod';
import type { EventName } from '../commands.ts';
import { hello } from './envelope.ts';
import { count, dap } from './parts.ts';

const NAMES_IN_DAP: Readonly<Record<EventName, string>> = {
  stopped: 'StoppedEvent',
  continued: 'ContinuedEvent',
  breakpoint: 'BreakpointEvent',
  output: 'OutputEvent',
  thread: 'ThreadEvent',
  invalidated: 'InvalidatedEvent',
  loadedSource: 'LoadedSourceEvent',
  progressStart: 'ProgressStartEvent',
  progressEnd: 'ProgressEndEvent',
};

/** The bodies of the events of the debug channel. */
export const events: Readonly<Record<string, z.ZodType>> = {
  hello,
  exiting: z.object({}).meta({
    description:
      'The program has written something that may be asked about, and waits for `exit` before it exits.',
  }),
  exited: z.object({ exitCode: count }).meta({
    description: 'Said only by a launcher that was asked to: the adapter is not the parent of the program.',
  }),
  ...Object.fromEntries(Object.entries(NAMES_IN_DAP).map(([event, name]) => [event, dap(`${name}.body`)])),
};
