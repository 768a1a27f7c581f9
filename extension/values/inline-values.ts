import * as vscode from 'vscode';
import { DEBUG_TYPE } from '../debug-type.ts';
import type { Found } from '../source/main.ts';
import { ownersOf, tellingOf, type Values } from './members.ts';
import { readingOf } from './readings.ts';

/** Of one value, in characters: a line has room for several. */
const ROOM = 60;

/**
 * What is shown at the ends of lines. All is asked for in one request, or two: of VS Code's own ways, one looks into scopes, which
 * have to be fetched whole and know no members, and the other takes a request for each expression, which may have side
 * effects.
 */
export const inlineValues: vscode.InlineValuesProvider = {
  async provideInlineValues(document, viewPort, { frameId, stoppedLocation }, token) {
    const session = vscode.debug.activeDebugSession;
    if (session?.type !== DEBUG_TYPE) return [];
    const found = readingOf(document)
      ?.variablesUpTo(placeOf(document, stoppedLocation.start))
      .map((it) => ({ ...it, range: rangeOf(document, it) }))
      .filter(
        ({ range }) => viewPort.start.line <= range.start.line && range.start.line <= viewPort.end.line,
      );
    if (!found?.length) return [];
    const values = await valuesOf(session, frameId, new Set(found.map(({ expression }) => expression)));
    if (token.isCancellationRequested) return [];
    const told = new Set<string>();
    return found.flatMap(({ expression, range }) => {
      const telling = tellingOf(expression, values);
      const key = `${range.start.line} ${telling}`;
      if (telling === undefined || told.has(key)) return [];
      told.add(key);
      return new vscode.InlineValueText(range, `${telling} = ${shortened(values.get(telling)!)}`);
    });
  },
};

/** VS Code says the column behind the one where the program stands. */
const placeOf = (document: vscode.TextDocument, { line, character }: vscode.Position): number =>
  document.offsetAt(new vscode.Position(line, Math.max(0, character - 1)));

/** What is shown in a line begins there. */
function rangeOf(document: vscode.TextDocument, { start, end }: Found): vscode.Range {
  const first = document.positionAt(start);
  const last = document.positionAt(end);
  return new vscode.Range(first, last.line === first.line ? last : document.lineAt(first.line).range.end);
}

/** Also of what paths are members of, where they have no value: that there is nothing may be the very thing to see. */
async function valuesOf(
  session: vscode.DebugSession,
  frameId: number,
  wanted: ReadonlySet<string>,
): Promise<Values> {
  const values = await evaluated(session, frameId, [...wanted]);
  const lacking = [...values].filter(([, value]) => value === null).flatMap(([path]) => ownersOf(path));
  const owners = new Set(lacking.filter((owner) => !values.has(owner)));
  return owners.size === 0
    ? values
    : new Map([...values, ...(await evaluated(session, frameId, [...owners]))]);
}

async function evaluated(
  session: vscode.DebugSession,
  frameId: number,
  expressions: readonly string[],
): Promise<Values> {
  try {
    const { values } = await session.customRequest('tandem.inlineValues', { frameId, expressions });
    return new Map(expressions.map((expression, index) => [expression, values[index]]));
  } catch {
    // The program has gone on.
    return new Map();
  }
}

function shortened(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ');
  return line.length > ROOM ? `${line.slice(0, ROOM - 1)}…` : line;
}
