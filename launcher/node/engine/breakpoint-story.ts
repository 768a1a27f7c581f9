import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Body, BreakpointStory } from '../../../protocol/commands.ts';
import { countOf } from '../../../protocol/count-of.ts';
import type { Evaluation, UserBreakpoint } from './breakpoint.ts';
import type { EngineContext } from './context.ts';
import { realPath } from './paths.ts';
import type { Position } from './positions.ts';
import type { Script } from './scripts.ts';
import type { Thread } from './thread.ts';

const MAX_LISTED = 5;

/** All that is known of each breakpoint: what was asked for, where it was looked for, and what came of it. */
export async function breakpointStories(context: EngineContext): Promise<Body<'breakpointStories'>> {
  const lines = [...context.breakpoints.all()].map((breakpoint) => storyOf(context, breakpoint));
  return { stories: [...lines, ...(await context.functionBreakpoints.stories())] };
}

function storyOf(context: EngineContext, breakpoint: UserBreakpoint): BreakpointStory {
  const { verified, reason, message, line = 0 } = context.breakpoints.describe(breakpoint);
  const shown = (at: Position): string => {
    const { line, column } = context.positions.toClient(at);
    return `${line}:${column}`;
  };
  const asked = context.positions.toClient(breakpoint.at);
  const { location } = breakpoint;
  return {
    id: breakpoint.id,
    title: `${breakpoint.path}:${asked.line}${breakpoint.at.column > 0 ? `:${asked.column}` : ''}`,
    state: verified ? 'bound' : reason === 'pending' ? 'waiting' : 'failed',
    lines: [
      ...(message ? [message] : []),
      ...(location && line !== asked.line ? [`It stands on line ${line}, the first one with code.`] : []),
      ...doings(breakpoint),
      ...fileLines(breakpoint.path),
      ...[...context.threads.values()].flatMap((thread) => threadLines(thread, breakpoint, shown)),
    ],
    warnings: staleScripts(context, breakpoint),
  };
}

/** A compiled file that is older than its source was made of another text: lines are not where its map says. */
function staleScripts({ threads }: EngineContext, { key, path: source }: UserBreakpoint): string[] {
  const changed = changeOf(source);
  if (changed === undefined) return [];
  const compiled = [...threads.values()].flatMap((thread) =>
    [...thread.scripts.all()].flatMap(({ path: script, map, key: own }) =>
      script !== undefined && own !== key && map?.source(key) ? [script] : [],
    ),
  );
  return [...new Set(compiled)]
    .filter((script) => (changeOf(script) ?? changed) < changed)
    .map((script) => `${script} is older than the source it was compiled from. Compile it again.`);
}

/** In milliseconds since 1970; undefined where there is no such file here. */
const changeOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.mtimeMs;

function doings({ condition, hitCondition, log }: UserBreakpoint): string[] {
  return [
    ...(condition ? [`Condition: \`${condition}\`.`] : []),
    ...(hitCondition ? ['Hits are counted where the condition, if there is one, holds.'] : []),
    ...(log ? ['It logs a message and does not stop.'] : []),
  ];
}

function fileLines(file: string): string[] {
  if (!path.isAbsolute(file)) return ['Scripts of exactly this name are meant; it is not a file.'];
  if (!existsSync(file)) return ['There is no such file on disk.'];
  const real = realPath(file);
  return real === path.normalize(file)
    ? []
    : [`The file is a link to ${real}; scripts of either name are meant.`];
}

function threadLines(thread: Thread, breakpoint: UserBreakpoint, shown: (at: Position) => string): string[] {
  const binding = breakpoint.bindings.get(thread);
  const scripts = [...thread.scripts.all()];
  const own = scripts.filter(({ key }) => key === breakpoint.key);
  const compiled = scripts.filter(({ map }) => map?.source(breakpoint.key));
  const maps = scripts.filter(({ map }) => map).length;
  const unread = scripts.flatMap(({ mapProblem }) => mapProblem ?? []);
  const boundAt =
    binding?.location && `${binding.location.path ?? breakpoint.path}:${shown(binding.location)}`;
  return [
    `${thread.title}: ${boundAt ? `bound at ${boundAt}.` : (binding?.reason ?? 'nothing has come of it so far.')}`,
    ...(binding?.evaluation ? [`  ${evaluationLine(binding.evaluation)}`] : []),
    ...own.map(({ url }) => `  Loaded from the file itself: ${url}`),
    ...compiled.slice(-MAX_LISTED).map((script) => mappingLine(script, breakpoint, shown)),
    ...[...(binding?.placements ?? [])].flatMap((key) => {
      const placement = thread.placements.get(key);
      if (!placement) return [];
      const { target, at, instead } = placement;
      return [`  Placed in V8: in ${target.words}, at ${shown(instead ?? at)}`];
    }),
    `  Looked at: ${countOf(scripts.length, 'script')}, ${maps} of them with a source map that was read.`,
    ...unread.slice(-MAX_LISTED).map((problem) => `  Not read: ${problem}.`),
  ];
}

const evaluationLine = (evaluation: Evaluation): string =>
  evaluation.by === 'program'
    ? 'What it asks is compiled into the program and costs next to nothing.'
    : `V8 evaluates what it asks at every hit: ${evaluation.because}.`;

function mappingLine(
  { url, map }: Script,
  breakpoint: UserBreakpoint,
  shown: (at: Position) => string,
): string {
  const generated = map!.toGenerated(breakpoint.key, breakpoint.at);
  const mapping = `${shown(breakpoint.at)} → ${generated ? shown(generated) : 'no code there or after it'}`;
  return `  Compiled from it: ${url}, by the map ${map!.url}: ${mapping}`;
}
