import type { EngineEvent } from '../../../protocol/commands.ts';
import { AsyncStacks } from './async-stacks.ts';
import { Breakpoints } from './breakpoints.ts';
import { CallSites } from './call-sites.ts';
import { ConsoleCalls } from './console-calls.ts';
import { DataBreakpoints } from './data-breakpoints.ts';
import { ExceptionFilters } from './exception-filters.ts';
import { FunctionBreakpoints } from './function-breakpoints.ts';
import { LoadedSources } from './loaded-sources.ts';
import { LongWork } from './long-work.ts';
import { ClientPositions } from './positions.ts';
import { Profiles } from './profiles.ts';
import { References } from './references.ts';
import { SkipFiles } from './skip-files.ts';
import { SourceReferences } from './source-references.ts';
import type { Thread } from './thread.ts';

/** What the engine's topics share. One per engine, made by it. */
export class EngineContext {
  positions = new ClientPositions();
  /** What the client has room for. */
  client = { showsTypes: true, showsMemory: true };
  /** Instances of the user's classes are shown in the words of these. */
  customDescriptions = false;
  skipFiles = new SkipFiles([]);
  /** What stops one thread stops all, and what lets one run lets all run. */
  pauseAllThreads = false;
  exceptionFilters = new ExceptionFilters({ filters: [] });
  /** Steps go on through code that a source map does not account for. */
  smartStep = true;
  readonly threads = new Map<number, Thread>();
  asyncStacks = new AsyncStacks(true);
  readonly callSites = new CallSites();
  /** The program's first thread, also when it has ended. */
  main: Thread | undefined;
  readonly references = new References();
  readonly sources = new SourceReferences();
  readonly loadedSources: LoadedSources = new LoadedSources(this);
  readonly consoleCalls: ConsoleCalls = new ConsoleCalls(this);
  readonly profiles: Profiles = new Profiles(this);
  readonly breakpoints: Breakpoints = new Breakpoints(this);
  readonly dataBreakpoints: DataBreakpoints = new DataBreakpoints(this);
  readonly functionBreakpoints: FunctionBreakpoints = new FunctionBreakpoints(this);
  readonly longWork = new LongWork((event) => this.emit(event));
  /** Called before a program that has used up its memory would run on. */
  outOfMemory: () => void = () => {};
  #lastBreakpointId = 0;
  #lastStepTargetId = 0;
  /** Tells the client. Replaced by whoever listens. */
  emit: (event: EngineEvent) => void = () => {};
  /** Whether more output would only pile up on its way to the client. Replaced by whoever listens. */
  isCongested: () => boolean = () => false;

  newStepTargetId(): number {
    this.#lastStepTargetId += 1;
    return this.#lastStepTargetId;
  }

  /** Breakpoints of all kinds are told apart by their ids. */
  newBreakpointId(): number {
    this.#lastBreakpointId += 1;
    return this.#lastBreakpointId;
  }
}
