import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body, CommandName } from '../../protocol/commands.ts';
import { dataPlace, slotOf } from './addressed.ts';
import type { Backend, RequestOptions } from './backend.ts';
import type { Members } from './members.ts';
import type { SharedBreakpoints } from './shared-breakpoints.ts';
import { sharedStories } from './shared-stories.ts';

export interface Processes {
  readonly members: Members;
  readonly breakpoints: SharedBreakpoints;
}

type Options = RequestOptions | undefined;
type Joint<C extends CommandName> = (
  processes: Processes,
  args: Arguments<C>,
  options: Options,
) => Promise<Body<C>>;

/** Requests whose answer is made of what several processes answer. */
export const jointRequests: { readonly [C in CommandName]?: Joint<C> } = {
  async threads({ members }, _args, options) {
    const answers = await members.askAll('threads', {}, options);
    const threads = answers.flatMap(([{ label }, body]) =>
      body.threads.map(({ id, name }) => ({ id, name: labelled(name, label) })),
    );
    return { threads };
  },

  async loadedSources({ members }, _args, options) {
    const answers = await members.askAll('loadedSources', {}, options);
    const all = answers.flatMap(([, { sources }]) => sources);
    return {
      sources: [...new Map(all.map((source) => [source.path ?? source.sourceReference, source])).values()],
    };
  },

  async breakpointStories({ members, breakpoints }, _args, options) {
    const answers = await members.askAll('breakpointStories', {}, options);
    const told = answers.map(([{ backend, label }, { stories }]) => ({
      label,
      stories: stories.flatMap((story) => {
        const id = breakpoints.id(backend, story.id);
        return id === undefined ? [] : [{ ...story, id }];
      }),
    }));
    return { stories: sharedStories(told) };
  },

  async dataBreakpointInfo({ members }, args, options) {
    const info = await members.ownerOf(args).request('dataBreakpointInfo', args, options);
    const slot = slotOf(args) ?? members.focus;
    return info.dataId === null || slot === 0 ? info : { ...info, dataId: `${slot}:${info.dataId}` };
  },

  /** Each is a property of an object of one process, which is the only one to be told of it. */
  async setDataBreakpoints({ members, breakpoints: shared }, { breakpoints }, options) {
    const places = breakpoints.map(({ dataId }) => dataPlace(dataId));
    const answers = new Map<Backend, (DebugProtocol.Breakpoint | undefined)[]>();
    for (const member of members) {
      const { backend } = member;
      // Those of a process that has ended are the oldest one's to refuse.
      const mine = [...places.keys()].filter((index) => members.at(places[index]!.slot) === member);
      const wanted = mine.map((index) => ({ ...breakpoints[index]!, dataId: places[index]!.dataId }));
      const answer = await backend.request('setDataBreakpoints', { breakpoints: wanted }, options);
      const aligned: (DebugProtocol.Breakpoint | undefined)[] = [];
      mine.forEach((index, position) => {
        aligned[index] = answer.breakpoints[position];
      });
      answers.set(backend, aligned);
    }
    return { breakpoints: shared.set('setDataBreakpoints', answers, breakpoints.length) };
  },
};

function labelled(name: string, label: string | undefined): string {
  if (label === undefined) return name;
  return name === 'main' ? label : `${name} (${label})`;
}
