import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const SOURCE = `interface Shape {
  side: number;
}
function area(shape: Shape): number {
  return shape.side ** 2;
}
console.log(area({ side: 2 }));
setInterval(() => {}, 1000);
`;
const LINE = 5;

/** `src/area.ts`, compiled into `dist/area.js` with a map that a compiler of another kind could have written. */
function compile(
  change: (map: Record<string, unknown>, directory: string) => unknown,
  source = 'src/area.ts',
) {
  const directory = realpathSync(files({ [source]: SOURCE }));
  const { code, map } = transformSync(SOURCE, {
    loader: 'ts',
    sourcemap: 'external',
    sourcefile: '../src/area.ts',
  });
  const json = JSON.parse(map) as Record<string, unknown>;
  delete json.sourcesContent;
  const program = join(directory, 'dist/area.js');
  mkdirSync(dirname(program));
  writeFileSync(program, `${code}//# sourceMappingURL=area.js.map\n`);
  writeFileSync(`${program}.map`, JSON.stringify(change(json, directory) ?? json));
  return { directory, program, source: join(directory, source) };
}

const sources =
  (...names: string[]) =>
  (map: Record<string, unknown>) => ({ ...map, sources: names });

describe.each(modes)('names of sources in maps, $mode', ({ inProcess }) => {
  const expectBound = async (
    { program, source }: { program: string; source: string },
    settings: object = {},
  ) => {
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: { [source]: [{ line: LINE }] },
      ...settings,
    });
    await debuggee.stop();
    expect(await debuggee.frame()).toMatchObject({ line: LINE, source: { path: source } });
    await debuggee.end();
  };

  it.each([
    'webpack://name/./src/area.ts',
    'webpack:///./src/area.ts?1a2b',
    'webpack:///src/area.ts',
    'webpack-internal:///./src/area.ts',
    'turbopack://[project]/src/area.ts',
    './../src/area.ts',
  ])('are understood: %s', async (name) => {
    await expectBound(compile(sources(name)));
  });

  it('may be absolute', async () => {
    await expectBound(
      compile((map, directory) => ({ ...map, sources: [`webpack:///${directory}/src/area.ts`] })),
    );
    await expectBound(compile((map, directory) => ({ ...map, sources: [`${directory}/src/area.ts`] })));
  });

  it('start at the "sourceRoot"', async () => {
    await expectBound(compile((map) => ({ ...map, sourceRoot: '../src', sources: ['area.ts'] })));
  });

  it('may be in sections', async () => {
    await expectBound(
      compile((map) => ({ version: 3, sections: [{ offset: { line: 0, column: 0 }, map }] })),
    );
  });

  it.each(['src/a#b/area.ts', 'src/100%/area.ts', 'src/a b?/area.ts'])(
    'may be paths as they are: %s',
    async (name) => {
      await expectBound(compile(sources(`../${name}`), name));
    },
  );

  it.each([
    ['webpack://app/*', 'webpack://app/lib/area.ts', 'src/*', 'src/lib/area.ts'],
    ['webpack:///./~/*', 'webpack:///./~/area.ts', 'src/*', 'src/area.ts'],
    ['/docker/app/*', '/docker/app/src/area.ts', '*', 'src/area.ts'],
    ['webpack://?:*/*', 'webpack://any/area.ts', 'src/*', 'src/area.ts'],
    ['meteor://💻app/*', 'meteor://💻app/area.ts', 'src/*', 'src/area.ts'],
  ])('are put right by "sourceMapPathOverrides": %s', async (pattern, name, target, file) => {
    const compiled = compile(sources(name), file);
    await expectBound(compiled, { sourceMapPathOverrides: { [pattern]: join(compiled.directory, target) } });
  });

  it('that do not exist are told on the breakpoint, with what to do', async () => {
    const { program, source, directory } = compile(sources('/docker/app/src/area.ts'));
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: { [source]: [{ line: LINE }] },
    });
    await debuggee.client.waitFor('output', ({ output }) => output.includes('4'));
    const { breakpoints } = await debuggee.client.request('setBreakpoints', {
      source: { path: source },
      breakpoints: [{ line: LINE }],
    });
    expect(breakpoints[0]).toMatchObject({
      verified: false,
      message: `The source map of ${program} names /docker/app/src/area.ts, which does not exist. If that is this file, set "sourceMapPathOverrides": { "/docker/app/*": ${JSON.stringify(`${directory}/*`)} }.`,
    });
    await debuggee.end();
  });

  it.each([
    [{ sourceMaps: false }, 'switched off'],
    [{ resolveSourceMapLocations: ['**', '!**/dist/**'] }, '"resolveSourceMapLocations" leaves out'],
  ])('are not read where that is not wanted: %j', async (settings, message) => {
    const { program, source } = compile((map) => map);
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: { [source]: [{ line: LINE }], [program]: [{ line: 2 }] },
      ...settings,
    });
    await debuggee.stop();
    expect((await debuggee.frame()).source?.path).toBe(program);
    const { breakpoints } = await debuggee.client.request('setBreakpoints', {
      source: { path: source },
      breakpoints: [{ line: LINE }, { line: 1 }],
    });
    expect(breakpoints[0]).toMatchObject({ verified: false, message: expect.stringContaining(message) });
    await debuggee.end();
  });

  it('are read where that is wanted', async () => {
    await expectBound(
      compile((map) => map),
      { resolveSourceMapLocations: ['**/dist/**'], outFiles: ['**/dist/*.js'] },
    );
  });
});
