import type { TandemError } from '../../../protocol/errors.ts';
import type { EventBody } from '../../dap/dap-client.ts';
import type { Breakpoint } from '../../session/breakpoint-list.ts';
import type { SeenStop } from '../../session/stop.ts';

/** Tells of a run that nobody attends, each thing as it happens. */
export interface Reporter {
  started(program: EventBody<'process'>): void;
  output(output: EventBody<'output'>): void;
  breakpoint(breakpoint: Breakpoint): void;
  stopped(stop: SeenStop): void;
  /** @param breakpoints as they are in the end. */
  exited(exitCode: number, breakpoints: readonly Breakpoint[]): void;
  /** The program could not be started, or was lost. */
  failed(error: TandemError, exitCode: number): void;
}
