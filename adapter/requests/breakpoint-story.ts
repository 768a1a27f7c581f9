import type { BreakpointStory } from '../../protocol/commands.ts';
import type { Handlers } from './handler.ts';

export const breakpointStoryHandlers: Handlers<'tandem.breakpointStory'> = {
  'tandem.breakpointStory': {
    phase: 'program',
    failsInPlace: true,
    cancellable: true,
    async handle(session, { breakpointId }) {
      const backend = await session.backend();
      const all = session.breakpoints.stories((await backend.request('breakpointStories', {})).stories);
      const stories = breakpointId === undefined ? all : all.filter(({ id }) => id === breakpointId);
      return { text: textOf(stories), stories };
    },
  },
};

function textOf(stories: readonly BreakpointStory[]): string {
  if (stories.length === 0) return 'There are no such breakpoints.\n';
  return stories
    .map(
      ({ id, title, state, lines, warnings = [] }) =>
        `#${id} ${title}: ${state}\n${[...warnings, ...lines].map((line) => `  ${line}\n`).join('')}`,
    )
    .join('\n');
}
