import type { Outcome } from '../../../protocol/tasks/task.ts';
import { shortPath } from './paths.ts';
import { changeText } from './variables-text.ts';

/** A line for each stop on the way but the last, which is told in full: where it was, and what had changed. */
export function trailText(outcomes: readonly Outcome[], folder: string | undefined): string {
  const lines = outcomes.slice(0, -1).map((outcome, index) => `  ${index + 1}  ${stopLine(outcome, folder)}`);
  return ['On the way:', ...lines].join('\n');
}

function stopLine(outcome: Outcome, folder: string | undefined): string {
  if (outcome.state !== 'stopped') return outcome.state;
  const { stack, frame, source, changed = [] } = outcome.stop;
  const place = stack[frame];
  const code =
    source?.current === undefined ? undefined : source.lines[source.current - source.first]?.trim();
  const where = place
    ? `${place.file === undefined ? place.name : shortPath(place.file, folder)}:${place.line}`
    : '?';
  const changes = changed.length > 0 ? `   [${changed.map(changeText).join('; ')}]` : '';
  return `${where}${code ? `  ${code}` : ''}${changes}`;
}
