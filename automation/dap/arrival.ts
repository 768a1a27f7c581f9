import type { EventBody } from './dap-client.ts';

type Stopped = EventBody<'stopped'>;

/** In DAP's words the end of a step, as it is to other debuggers that run to a line: nobody has set a breakpoint there. */
const ARRIVAL = { reason: 'step', description: 'Paused after run to line' } as const;

/** A stop as it is told, of whose breakpoints only these are: the others were in passing, on the way to a line. */
export function withoutPassing(stopped: Stopped, hitBreakpointIds: number[]): Stopped {
  const inPassing = stopped.reason === 'breakpoint' && hitBreakpointIds.length === 0;
  return { ...stopped, ...(inPassing && ARRIVAL), hitBreakpointIds };
}

/** It has come to the line that it was run to. */
export const hasArrived = ({ description }: Pick<Stopped, 'description'>): boolean =>
  description === ARRIVAL.description;
