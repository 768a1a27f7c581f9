import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Arguments, Body } from '../../../protocol/commands.ts';
import { errors } from '../../../protocol/errors.ts';
import type { EngineContext } from './context.ts';
import { InspectorError, type Protocol } from './inspector-channel.ts';
import { originalOf } from './locations.ts';
import { type SourceKey, sourceKey } from './paths.ts';
import { fromV8, isBefore, type Position, position } from './positions.ts';
import type { Script } from './scripts.ts';
import type { GeneratedSpan } from './source-map.ts';
import type { Thread } from './thread.ts';

interface Range {
  readonly from: Position;
  /** Not part of it. */
  readonly to: Position;
}

/**
 * Where a breakpoint can stand in a part of a source. A source that no thread has loaded yet has no such places: what
 * will be compiled from it is not known.
 */
export async function breakpointLocations(
  context: EngineContext,
  args: Arguments<'breakpointLocations'>,
): Promise<Body<'breakpointLocations'>> {
  const file = context.sources.file(args.source);
  if (!file) throw errors.sourceUnknown(args.source.name ?? '');
  const key = sourceKey(file);
  const range = rangeOf(context, args);
  const found = await Promise.all(
    [...context.threads.values()].flatMap((thread) =>
      [...thread.scripts.all()].map((script) => placesIn(thread, script, key, range)),
    ),
  );
  const byText = new Map(found.flat().map((at) => [`${at.line}:${at.column}`, at]));
  const sorted = [...byText.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  return {
    breakpoints: sorted.map((at): DebugProtocol.BreakpointLocation => context.positions.toClient(at)),
  };
}

/** The generated position of the last place on the line of a position in a source, at it or before it. */
export async function lastPlaceOnLine(
  thread: Thread,
  script: Script,
  key: SourceKey,
  at: Position,
): Promise<Position | undefined> {
  const range = { from: position(at.line, 0), to: position(at.line, at.column + 1) };
  const places = await placesWithSource(thread, script, key, range);
  return places.sort((a, b) => a.at.column - b.at.column).at(-1)?.generated;
}

function rangeOf({ positions }: EngineContext, args: Arguments<'breakpointLocations'>): Range {
  const { line, column, endLine = line, endColumn } = args;
  const last = positions.fromClient(endLine, endColumn);
  return {
    from: positions.fromClient(line, column),
    to: endColumn === undefined ? position(last.line + 1, 0) : position(last.line, last.column + 1),
  };
}

const placesIn = async (thread: Thread, script: Script, key: SourceKey, range: Range): Promise<Position[]> =>
  (await placesWithSource(thread, script, key, range)).map(({ at }) => at);

/** A place in a source, and what it is in the script. */
interface Place {
  readonly at: Position;
  readonly generated: Position;
}

async function placesWithSource(
  thread: Thread,
  script: Script,
  key: SourceKey,
  range: Range,
): Promise<Place[]> {
  const map = await thread.scripts.resolveMap(script);
  if (!map?.source(key)) {
    const own = script.key === key ? await possible(thread, script, range) : [];
    return own.map(fromV8).map((at) => ({ at, generated: at }));
  }
  const ranges = joined(map.spans(key, range.from, range.to));
  const locations = (await Promise.all(ranges.map((one) => possible(thread, script, one)))).flat();
  const originals = await Promise.all(
    locations.map((location) => originalOf(thread, location, location.type === 'return')),
  );
  return originals.flatMap((at, index) => {
    const isInside =
      at && sourceKey(at.source.path) === key && !isBefore(at, range.from) && isBefore(at, range.to);
    return isInside ? [{ at, generated: fromV8(locations[index]!) }] : [];
  });
}

/** Spans that touch are asked for at once: a line of a source comes out as a dozen of them. */
function joined(spans: readonly GeneratedSpan[]): Range[] {
  const sorted = spans.toSorted((a, b) => (isBefore(a.start, b.start) ? -1 : 1));
  const ranges: Range[] = [];
  for (const { start, end } of sorted) {
    const to = end === undefined ? position(start.line + 1, 0) : position(start.line, end);
    const last = ranges.at(-1);
    if (last && !isBefore(last.to, start)) {
      if (isBefore(last.to, to)) ranges[ranges.length - 1] = { from: last.from, to };
    } else ranges.push({ from: start, to });
  }
  return ranges;
}

async function possible(
  thread: Thread,
  { id: scriptId }: Script,
  { from, to }: Range,
): Promise<Protocol.Debugger.BreakLocation[]> {
  try {
    const { locations } = await thread.channel.post('Debugger.getPossibleBreakpoints', {
      start: { scriptId, lineNumber: from.line, columnNumber: from.column },
      end: { scriptId, lineNumber: to.line, columnNumber: to.column },
    });
    return locations;
  } catch (error) {
    // V8 refuses a range that begins behind the end of the script.
    if (error instanceof InspectorError) return [];
    throw error;
  }
}
