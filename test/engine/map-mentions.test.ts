import fs, { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { UserBreakpoint } from '../../launcher/node/engine/breakpoint.ts';
import { SAME_NAMES } from '../../launcher/node/engine/file-names.ts';
import { Gate } from '../../launcher/node/engine/gate.ts';
import type { InspectorChannel } from '../../launcher/node/engine/inspector-channel.ts';
import { LoadHolds } from '../../launcher/node/engine/load-holds.ts';
import { mayMention, namesInMaps } from '../../launcher/node/engine/map-mentions.ts';
import { sourceKey } from '../../launcher/node/engine/paths.ts';
import { position } from '../../launcher/node/engine/positions.ts';
import { SourcePaths } from '../../launcher/node/engine/source-paths.ts';
import { files } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const BASE64 = 'data:application/json;base64,';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const mapOf = (...sources: unknown[]) => JSON.stringify({ version: 3, sources, mappings: 'AAAA' });
const loadWith = (url: string): string => `exports.a = 1;\n//# ${'sourceMapping'}URL=${url}\n`;

function namesOf(paths: readonly string[], overrides: Readonly<Record<string, string>> = {}) {
  const breakpoints = paths.map(
    (path, id) => new UserBreakpoint(id, { key: sourceKey(path), path }, position(0, 0), { line: 1 }),
  );
  return namesInMaps(breakpoints, new SourcePaths(overrides));
}

/** Whether the loads of some texts are held while breakpoints in some files wait. */
function isHeld(wanted: readonly string[], text: string, { file = '/dist/out.js', anyCase = false } = {}) {
  const condition = mayMention(namesOf(wanted)!, 'arguments[0]', 'arguments[1]', anyCase);
  return new Function(`return ${condition}`)(text, file) as unknown;
}

describe('a load with a map', () => {
  it.each(['', 'a', 'ab', 'abc', 'abcd'])(
    'is held for the name of a source, wherever that is (%s)',
    (before) => {
      const map = mapOf(`/src/${before}/area.ts`);
      for (const url of [
        BASE64 + base64(map),
        (BASE64 + base64(map)).replace(/=+$/, ''),
        `data:application/json;charset=utf-8;base64,${base64(map)}`,
        `data:application/json,${encodeURIComponent(map)}`,
        `data:application/json;charset=utf-8,${[...Buffer.from(map)].map((byte) => `%${byte.toString(16)}`).join('')}`,
      ]) {
        expect(isHeld(['/src/area.ts'], loadWith(url))).toBe(true);
        expect(isHeld(['/src/other.ts'], loadWith(url))).toBe(false);
        expect(isHeld(['/src/other.ts', '/src/area.ts'], loadWith(url))).toBe(true);
      }
    },
  );

  it('is held for its sections, and behind an old guard', () => {
    const sections = JSON.stringify({ version: 3, sections: [{ map: JSON.parse(mapOf('area.ts')) }] });
    expect(isHeld(['/src/area.ts'], loadWith(BASE64 + base64(sections)))).toBe(true);
    expect(isHeld(['/src/area.ts'], loadWith(BASE64 + base64(`)]}'\n${mapOf('area.ts')}`)))).toBe(true);
  });

  it.each([
    ['/src/größe.ts', 'gr\\u00f6\\u00dfe.ts'],
    ['/src/日本.ts', '%E6%97%A5%E6%9C%AC.ts'],
    ['/src/日本', '\\u65e5\\u672c'],
    ['/src/my area.ts', 'my%20area.ts'],
    ['/src/[id].ts', '%5Bid%5D.ts?1a2b'],
    ['/src/a&b.ts', 'a\\u0026b.ts'],
    ['C:\\src\\area.ts', 'c:\\\\src\\\\area.ts'],
  ])('is held for %s however that is written', (path, written) => {
    expect(isHeld([path], loadWith(BASE64 + base64(`{"sources":["${written}"]}`)))).toBe(true);
  });

  it('is held for names in other letters where they mean the same file', () => {
    for (const before of ['', 'a', 'ab']) {
      const url = BASE64 + base64(mapOf(`${before}/AREA-two.Ts`));
      expect(isHeld(['/src/area-Two.ts'], loadWith(url), { anyCase: true })).toBe(true);
      expect(isHeld(['/src/area-Two.ts'], loadWith(url))).toBe(false);
      expect(isHeld(['/src/area-three.ts'], loadWith(url), { anyCase: true })).toBe(false);
    }
  });

  it.each([
    ['a map that is not there', 'out.js.map'],
    ['a map in another place', 'https://host/out.js.map'],
    ['a map in the other alphabet', `${BASE64}eyJ-_w`],
    ['broken text', `${BASE64}eyJ%2B`],
    ['broken escapes', 'data:application/json,%7B%'],
  ])('is held in doubt: %s', (_, url) => {
    expect(isHeld(['/src/area.ts'], loadWith(url))).toBe(true);
  });

  it('is held for a map beside it that has the name', () => {
    const directory = files({ 'out.js.map': mapOf('../src/area.ts') });
    const file = join(directory, 'out.js');
    expect(isHeld(['/src/area.ts'], loadWith('out.js.map'), { file })).toBe(true);
    expect(isHeld(['/src/other.ts'], loadWith('out.js.map'), { file })).toBe(false);
    expect(isHeld(['/src/other.ts'], loadWith('./out.js.map'), { file })).toBe(true);
  });

  it('is held for a map beside it where the program reads files in its own way', () => {
    const file = join(files({ 'out.js.map': mapOf('../src/area.ts') }), 'out.js');
    const { readFileSync } = fs;
    const replaced = vi.spyOn(fs, 'readFileSync').mockReturnValue('');
    onTestFinished(() => replaced.mockRestore());
    expect(fs.readFileSync).not.toBe(readFileSync);
    expect(isHeld(['/src/other.ts'], loadWith('out.js.map'), { file })).toBe(true);
    expect(replaced).not.toHaveBeenCalled();
  });

  it('is held where the file has the name, and not without a map', () => {
    const url = BASE64 + base64(mapOf('x'));
    expect(isHeld(['/src/area.ts'], loadWith(url), { file: '/src/area.ts' })).toBe(true);
    expect(isHeld(['/src/area.ts'], 'exports.a = 1;', { file: '/src/area.ts' })).toBe(false);
  });
});

describe('names', () => {
  it('are those of files by both of their spellings', () => {
    expect(namesOf(['/src/area.ts', '/lib/area.ts', '/src/my area.ts'])).toEqual(['area.ts']);
  });

  it('tell nothing where there are many', () => {
    const many = Array.from({ length: 33 }, (_, index) => `/src/${index}.ts`);
    expect(namesOf(many)).toBeUndefined();
    expect(namesOf(many.slice(1))).toHaveLength(32);
  });

  it.each([
    ['webpack:///./src/*', '/home/src/*', true],
    ['webpack://?:*/*', '/home/*', true],
    ['/docker/*', '*', true],
    ['webpack:///src/*.vue', '/home/src/*.ts', false],
    ['webpack:///src/old*', '/home/src/new*', false],
    ['webpack:///*/src/*', '/home/*', false],
    ['webpack:///(.*)\\.js', '/home/$1.ts', false],
    ['bundle.js', '/home/src/area.ts', false],
  ])('may be changed by overrides: %s → %s', (pattern, replacement, keeps) => {
    expect(namesOf(['/src/area.ts'], { [pattern]: replacement }) !== undefined).toBe(keeps);
  });
});

/** An isolate that only keeps what is said of calls. */
function recordingChannel() {
  const conditions = new Map<string, string>();
  const channel = {
    names: SAME_NAMES,
    gate: new Gate(),
    onNotification: () => {},
    close: () => {},
    post: async (method: string, params: Record<string, string>) => {
      if (method === 'Runtime.evaluate') return { result: { objectId: params.expression } };
      if (method === 'Debugger.setBreakpointOnFunctionCall')
        conditions.set(params.objectId!.split('.').at(-1)!, params.condition!);
      return { breakpointId: params.objectId };
    },
  };
  return { channel: channel as unknown as InspectorChannel, conditions };
}

describe('while a breakpoint waits', () => {
  it('only the loads that may have its source are held', async () => {
    const { channel, conditions } = recordingChannel();
    const holds = new LoadHolds(channel);
    await holds.start();
    await holds.set({ maps: true, sources: namesOf(['/src/m7x.ts'])! });
    const loads = Array.from({ length: 300 }, (_, index) => {
      const { code } = transformSync(`import './m${index + 1}x.ts'; export const a: number = ${index};`, {
        loader: 'ts',
        format: 'cjs',
        sourcemap: 'inline',
        sourcesContent: false,
        sourcefile: `m${index}x.ts`,
      });
      return { code, file: `/dist/m${index}.js` };
    });
    const heldBy = (call: string, argumentsOf: (load: (typeof loads)[number]) => unknown[]) => {
      const isHeldBy = new Function(`return ${conditions.get(call)}`);
      return loads.filter((load) => isHeldBy(...argumentsOf(load))).map(({ file }) => file);
    };
    expect(heldBy('_compile', ({ code, file }) => [code, file])).toEqual(['/dist/m7.js']);
    expect(heldBy('compileFunction', ({ code, file }) => [code, [], { filename: file }])).toEqual([
      '/dist/m7.js',
    ]);
    expect(heldBy('compileFunction', ({ code }) => [code])).toEqual(['/dist/m7.js']);
  });
});

const SOURCE = `interface Shape {
  side: number;
}
function area(shape: Shape): number {
  return shape.side ** 2;
}
console.log(area({ side: 2 }));
`;
const LINE = 5;

/** Where a map is, or what it is itself. */
type UrlOf = (map: string, program: string) => string;

/** A source, compiled into a script of another name that has its map inside. */
function compile(source: string, named: string, urlOf: UrlOf) {
  const directory = realpathSync(files({ [source]: SOURCE }));
  const { code, map } = transformSync(SOURCE, { loader: 'ts', sourcemap: 'external' });
  const { sourcesContent: _, ...rest } = JSON.parse(map) as Record<string, unknown>;
  const program = join(directory, 'dist/bundle.js');
  mkdirSync(dirname(program));
  const text = JSON.stringify({ ...rest, sources: ['@'] }).replace('@', named);
  writeFileSync(program, `${code}//# ${'sourceMapping'}URL=${urlOf(text, program)}\n`);
  return { directory, program, source: join(directory, source) };
}

const inBase64 = (map: string): string => BASE64 + base64(map);

describe.each(modes)('a breakpoint is hit in what is loaded with a map, $mode', ({ inProcess }) => {
  it.each<[string, string, string, UrlOf]>([
    ['in Base64', 'src/area.ts', '../src/area.ts', inBase64],
    [
      'in plain',
      'src/area.ts',
      '../src/area.ts',
      (map) => `data:application/json,${encodeURIComponent(map)}`,
    ],
    [
      'with a character set',
      'src/area.ts',
      '../src/area.ts',
      (map) => `data:application/json;charset=utf-8;base64,${base64(map)}`,
    ],
    [
      'in the other alphabet',
      'src/area.ts',
      '../src/area.ts',
      (map) => BASE64 + Buffer.from(map).toString('base64url'),
    ],
    [
      'in a file beside it',
      'src/area.ts',
      '../src/area.ts',
      (map, program) => {
        writeFileSync(`${program}.map`, map);
        return 'bundle.js.map';
      },
    ],
    ['with a query', 'src/area.ts', 'webpack://app/./src/area.ts?1a2b', inBase64],
    ['with a space', 'src/my area.ts', '../src/my%20area.ts', inBase64],
    ['with escapes of JSON', 'src/größe.ts', '../src/gr\\u00f6\\u00dfe.ts', inBase64],
    ['with escapes of URLs', 'src/größe.ts', '../src/gr%C3%B6%C3%9Fe.ts', inBase64],
  ])('%s', async (_, file, named, urlOf) => {
    const { program, source } = compile(file, named, urlOf);
    const breakpoints = { [source]: [{ line: LINE }] };
    const debuggee = await Debuggee.start({ program, inProcess, breakpoints });
    await debuggee.stop();
    expect(await debuggee.frame()).toMatchObject({ line: LINE, source: { path: source } });
    await debuggee.end();
  });

  it('whose name is another by an override', async () => {
    const { directory, program, source } = compile('src/area.ts', 'app:///one.vue', inBase64);
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: { [source]: [{ line: LINE }] },
      sourceMapPathOverrides: { 'app:///one.vue': join(directory, 'src/area.ts') },
    });
    await debuggee.stop();
    expect(await debuggee.frame()).toMatchObject({ line: LINE, source: { path: source } });
    await debuggee.end();
  });
});
