import type { DapClient } from '../../dap/dap-client.ts';
import type { BreakpointList } from '../../session/breakpoint-list.ts';
import type { Canvas } from '../render/source-window.ts';
import type { CurrentStop } from './current-stop.ts';
import type { Resume } from './run-control.ts';

/** What a command at the prompt may use. */
export interface Desk {
  readonly client: DapClient;
  readonly breakpoints: BreakpointList;
  readonly canvas: Canvas;
  readonly current: CurrentStop;
  /** The file that runs, as the user named it. */
  readonly program: string;
  print(text: string | readonly string[]): void;
  /** Lets the stopped thread run on in one of these ways. */
  resume(how: Resume): Promise<void>;
  restart(): Promise<void>;
  quit(): void;
}

/** What tab completes after a command's name. */
export type Completion = 'file' | 'expression';

export interface PromptCommand {
  /** Its name, then its short forms. */
  readonly names: readonly [string, ...string[]];
  readonly usage?: string;
  readonly summary: string;
  /** An empty line does it again. */
  readonly repeats?: boolean;
  readonly completes?: Completion;
  run(desk: Desk, rest: string): Promise<void> | void;
}
