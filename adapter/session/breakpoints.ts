import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Body, BreakpointStory, EngineEvent } from '../../protocol/commands.ts';
import type { Backend } from '../backend/backend.ts';
import { BreakpointIds } from '../run/breakpoint-ids.ts';
import type { SendEvent } from './client.ts';
import { DesiredState, type KnownIds } from './desired-state.ts';

type SetBreakpoints = DebugProtocol.SetBreakpointsArguments;
type SetFunctionBreakpoints = DebugProtocol.SetFunctionBreakpointsArguments;
type SetDataBreakpoints = DebugProtocol.SetDataBreakpointsArguments;
type SetExceptionBreakpoints = DebugProtocol.SetExceptionBreakpointsArguments;

const ENDED = 'The object that this was for has ended with its program.';

/** What the client wants to stop at, across all programs of a session, and under which ids it knows it. */
export class Breakpoints {
  readonly #send: SendEvent;
  readonly #desired = new DesiredState();
  /** Those on properties. Their objects end with their program, so no other program is told of them. */
  #data: readonly DebugProtocol.Breakpoint[] = [];
  #lastId = 0;
  #ids = this.#newIds();

  constructor(send: SendEvent) {
    this.#send = send;
  }

  /** Remembers what is wanted, and asks whatever engine there is, or will be, for it. */
  async set(args: SetBreakpoints, backend: Promise<Backend>): Promise<DebugProtocol.Breakpoint[]> {
    const answered = this.#desired.setBreakpoints(args);
    const { breakpoints } = await (await backend).request('setBreakpoints', args);
    const known = breakpoints.map((breakpoint) => this.#ids.toClient(breakpoint));
    answered(known.map(({ id }) => id));
    return known;
  }

  async setFunctions(
    args: SetFunctionBreakpoints,
    backend: Promise<Backend>,
  ): Promise<DebugProtocol.Breakpoint[]> {
    const answered = this.#desired.setFunctions(args);
    const { breakpoints } = await (await backend).request('setFunctionBreakpoints', args);
    const known = breakpoints.map((breakpoint) => this.#ids.toClient(breakpoint));
    answered(known.map(({ id }) => id));
    return known;
  }

  async setData(args: SetDataBreakpoints, backend: Promise<Backend>): Promise<DebugProtocol.Breakpoint[]> {
    const { breakpoints } = await (await backend).request('setDataBreakpoints', args);
    const known = breakpoints.map((breakpoint) => this.#ids.toClient(breakpoint));
    this.#data = known;
    return known;
  }

  async setExceptions(
    args: SetExceptionBreakpoints,
    backend: Promise<Backend>,
  ): Promise<Body<'setExceptionBreakpoints'>> {
    this.#desired.exceptions = args;
    return (await backend).request('setExceptionBreakpoints', args);
  }

  /** Tells a new engine what is wanted, and the client what became of it, under the ids it knows. */
  async replay(backend: Backend): Promise<void> {
    const ids = this.#newIds();
    this.#ids = ids;
    this.#endData();
    const { exceptions } = this.#desired;
    if (exceptions) await backend.request('setExceptionBreakpoints', exceptions);
    const tell = (breakpoints: readonly DebugProtocol.Breakpoint[], known: KnownIds): void => {
      for (const [index, one] of breakpoints.entries()) {
        const breakpoint = ids.toClient(one, known[index]);
        this.#send('breakpoint', { reason: 'changed', breakpoint });
      }
    };
    const { functions } = this.#desired;
    if (functions) {
      const { breakpoints } = await backend.request('setFunctionBreakpoints', functions.args);
      tell(breakpoints, functions.ids);
    }
    for (const source of this.#desired.sources) {
      const { breakpoints } = await backend.request('setBreakpoints', source.args);
      tell(breakpoints, source.ids);
    }
  }

  /** An engine's event in the client's ids. */
  toClient(event: EngineEvent): EngineEvent {
    if (event.event === 'breakpoint') {
      const { body } = event;
      return { event: 'breakpoint', body: { ...body, breakpoint: this.#ids.toClient(body.breakpoint) } };
    }
    if (event.event === 'stopped' && event.body.hitBreakpointIds) {
      const hitBreakpointIds = event.body.hitBreakpointIds.map((id) => this.#ids.id(id));
      return { event: 'stopped', body: { ...event.body, hitBreakpointIds } };
    }
    return event;
  }

  /** What an engine tells of them, in the client's ids. */
  stories(stories: readonly BreakpointStory[]): BreakpointStory[] {
    return stories.map((story) => ({ ...story, id: this.#ids.id(story.id) }));
  }

  #endData(): void {
    for (const { id } of this.#data) {
      const breakpoint = { ...(id === undefined ? {} : { id }), verified: false, message: ENDED };
      this.#send('breakpoint', { reason: 'changed', breakpoint });
    }
    this.#data = [];
  }

  #newIds(): BreakpointIds {
    return new BreakpointIds(() => {
      this.#lastId += 1;
      return this.#lastId;
    });
  }
}
