import type { BreakpointStory } from '../../protocol/commands.ts';

/** What one process tells of its breakpoints, under the ids of the session. */
export interface ToldBy {
  /** Undefined for the program's first process. */
  readonly label: string | undefined;
  readonly stories: readonly BreakpointStory[];
}

/** One story for each breakpoint, of what all processes tell of it: bound where one of them has bound it. */
export function sharedStories(told: readonly ToldBy[]): BreakpointStory[] {
  const all = new Map<number, BreakpointStory>();
  for (const { label, stories } of told) {
    for (const story of stories) {
      const known = all.get(story.id);
      const lines = label === undefined ? story.lines : [`In ${label}:`, ...story.lines];
      if (!known) all.set(story.id, { ...story, lines });
      else {
        const state = story.state === 'bound' ? 'bound' : known.state;
        const warnings = [...new Set([...(known.warnings ?? []), ...(story.warnings ?? [])])];
        all.set(story.id, { ...known, state, lines: [...known.lines, ...lines], warnings });
      }
    }
  }
  return [...all.values()].sort((a, b) => a.id - b.id);
}
