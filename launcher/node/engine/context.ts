import type { EngineEvent } from '../../../protocol/commands.ts';
import { Breakpoints } from './breakpoints.ts';
import { ClientPositions } from './positions.ts';
import { References } from './references.ts';
import { SkipFiles } from './skip-files.ts';
import { SourceReferences } from './source-references.ts';
import type { Thread } from './thread.ts';

/** What the engine's topics share. One per engine, made by it. */
export class EngineContext {
  positions = new ClientPositions();
  skipFiles = new SkipFiles([]);
  /** Names of the exception filters that are switched on: `all`, `uncaught`. */
  exceptionFilters: ReadonlySet<string> = new Set();
  readonly threads = new Map<number, Thread>();
  readonly references = new References();
  readonly sources = new SourceReferences();
  readonly breakpoints: Breakpoints = new Breakpoints(this);
  /** Called before a program that has used up its memory would run on. */
  outOfMemory: () => void = () => {};
  /** Tells the client. Replaced by whoever listens. */
  emit: (event: EngineEvent) => void = () => {};
}
