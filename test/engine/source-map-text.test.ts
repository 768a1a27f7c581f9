import {
  AnyMap,
  type DecodedSourceMap,
  decodedMappings,
  encodedMappings,
  GREATEST_LOWER_BOUND,
  LEAST_UPPER_BOUND,
  originalPositionFor,
  presortedDecodedMap,
  type SourceMapInput,
  TraceMap,
} from '@jridgewell/trace-mapping';
import { describe, expect, it } from 'vitest';
import { contentsIn, parseMap } from '../../launcher/node/engine/map-text.ts';
import { NONE } from '../../launcher/node/engine/mappings.ts';

type Segments = DecodedSourceMap['mappings'];
interface Shape {
  readonly lines: number;
  readonly perLine: number;
}

const BASE = 'file:///bundle/dist/bundle.js.map';
const SOURCES = ['../src/a.ts', '../src/b.ts', '../src/c.ts'];
const NAMES = ['one', 'two'];

/** Numbers without an order, and the same in every run. */
function* numbers(): Generator<number, never> {
  for (let state = 7; ; state = (state * 1_103_515_245 + 12_345) % 2 ** 31) yield state >> 8;
}

/** Segments of all lengths; some begin where another does. */
function segments({ lines, perLine }: Shape): Segments {
  const random = numbers();
  const below = (limit: number) => random.next().value % limit;
  return Array.from({ length: lines }, () => {
    let column = below(3);
    return Array.from({ length: below(3) === 0 ? 0 : perLine }, (_, index) => {
      column += index === 0 ? 0 : below(4);
      const source = [column, below(3), below(5000), below(100)] as const;
      if (below(6) === 0) return [column];
      return below(3) === 0 ? [...source, below(2)] : [...source];
    }) as Segments[number];
  });
}

const written = (mappings: Segments) =>
  encodedMappings(
    presortedDecodedMap({ version: 3, names: NAMES, sources: SOURCES, mappings } as DecodedSourceMap),
  );

const bytes = (json: object) => Buffer.from(JSON.stringify(json));

describe('the mappings of a source map', () => {
  it.each([
    { lines: 40, perLine: 9 },
    { lines: 1, perLine: 3000 },
    { lines: 3, perLine: 700 },
    { lines: 500, perLine: 1 },
  ])('are found as a reader finds them that makes an object of each: %o', (shape) => {
    const mappings = segments(shape);
    const json = { version: 3, names: NAMES, sources: SOURCES, mappings: written(mappings) };
    const expected = new TraceMap(json as SourceMapInput, BASE);
    const { mappings: found, names } = parseMap(bytes(json), BASE);
    for (const [line, list] of mappings.entries()) {
      const columns = new Set([0, ...list.flatMap(([column]) => [column - 1, column, column + 1])]);
      for (const column of [...columns].filter((it) => it >= 0)) {
        for (const [bias, segment] of [
          [GREATEST_LOWER_BOUND, found.at(line, column)],
          [LEAST_UPPER_BOUND, found.from(line, column)],
        ] as const) {
          const original = originalPositionFor(expected, { line: line + 1, column, bias });
          const isMapped = segment !== undefined && segment.source !== NONE;
          expect({
            source: isMapped ? names.resolvedSources[segment.source] : null,
            line: isMapped ? segment.sourceLine + 1 : null,
            column: isMapped ? segment.sourceColumn : null,
            name: isMapped && segment.name !== NONE ? NAMES[segment.name] : null,
          }).toEqual({ ...original });
        }
      }
    }
    const ofSecond = decodedMappings(expected).flatMap((list, line) =>
      list.flatMap(([column, source, sourceLine, sourceColumn], index) =>
        source === 1 ? [{ line, column, sourceLine, sourceColumn, end: list[index + 1]?.[0] }] : [],
      ),
    );
    expect(
      [...found.of(1)].map(({ line, column, sourceLine, sourceColumn, end }) => ({
        line,
        column,
        sourceLine,
        sourceColumn,
        end,
      })),
    ).toEqual(ofSecond);
  });

  it('may be of a line that is not sorted', () => {
    const mappings = 'UAAA,LAEA';
    const { mappings: found } = parseMap(bytes({ version: 3, names: [], sources: SOURCES, mappings }), BASE);
    expect(found.at(0, 6)).toMatchObject({ column: 5, sourceLine: 2 });
    expect(found.at(0, 20)).toMatchObject({ column: 10, sourceLine: 0 });
  });

  it('may be none', () => {
    const { mappings: found } = parseMap(bytes({ version: 3, names: [], sources: [], mappings: '' }), BASE);
    expect(found.at(0, 0)).toBeUndefined();
    expect([...found.of(0)]).toEqual([]);
  });
});

describe('the text of a source map', () => {
  const plain = { version: 3, names: NAMES, sources: SOURCES, mappings: written([[[0, 1, 2, 3, 1]]]) };

  it.each([
    { title: 'as it is', text: JSON.stringify(plain) },
    { title: 'for people to read', text: JSON.stringify(plain, undefined, 2) },
    { title: 'with escapes', text: JSON.stringify(plain).replace(/(?<="mappings":")A/, '\\u0041') },
    {
      title: 'with texts that look like a map',
      text: JSON.stringify({
        ...plain,
        sourcesContent: [
          '{"mappings":"CCCC","names":["x"],"sourcesContent":["\\\\"]}',
          null,
          ']"\\"mappings"',
        ],
      }),
    },
    { title: 'with texts behind', text: JSON.stringify({ ...plain, sourcesContent: ['', '\\', null] }) },
    {
      title: 'with another map in an extension of it',
      text: JSON.stringify({ x_other: { mappings: 'CCCC' }, ...plain }),
    },
    {
      title: 'of several maps',
      text: JSON.stringify({ version: 3, sections: [{ offset: { line: 0, column: 0 }, map: plain }] }),
    },
  ])('is read $title', ({ text }) => {
    const { mappings, names } = parseMap(Buffer.from(text), BASE);
    expect(names.resolvedSources).toEqual(SOURCES.map((source) => new URL(source, BASE).href));
    expect(names.names).toEqual(NAMES);
    expect(mappings.at(0, 0)).toMatchObject({ source: 1, sourceLine: 2, sourceColumn: 3, name: 1 });
    const { sourcesContent = [] } = AnyMap(text, BASE);
    expect(contentsIn(Buffer.from(text), BASE)).toEqual(sourcesContent);
  });

  it.each([
    '',
    '[]',
    'null',
    '{"version":3}',
    '{"version":3,"sources":["a.ts"],"mappings":"AAAA"',
    '{"mappings":"',
  ])('is told to be broken: %s', (text) => {
    expect(() => parseMap(Buffer.from(text), BASE)).toThrow();
  });
});

describe('a map of maps', () => {
  const inner = { version: 3, names: [], sources: ['a.ts'], mappings: 'AAAA' };
  const section = (line: unknown, map: object) => ({
    version: 3,
    sections: [{ offset: { line, column: 0 }, map }],
  });

  it.each([
    ['far below any line', section(400_000_000, inner)],
    ['far below any line, in all', section(1_500_000, section(1_500_000, inner))],
    ['nowhere', section('here', inner)],
  ])('is refused where a section begins %s', (_, map) => {
    expect(() => parseMap(bytes(map), BASE)).toThrow('one of its sections begins on line');
    expect(() => contentsIn(bytes(map), BASE)).toThrow('one of its sections begins on line');
  });
});
