import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

const SHAPES = `class Circle {
  #radius;
  constructor(radius) {
    this.#radius = radius;
  }
  get area() {
    return this.#radius ** 2 * 3;
  }
  static unit() {
    return new Circle(1);
  }
}
const square = (side) => side * side;
const api = {
  v1: {
    async list(n) {
      return n;
    },
  },
};
exports.total = function (numbers) {
  'use strict';
  function add(a, b) {
    return a + b;
  }
  return numbers.reduce(add, 0);
};
Circle.prototype.scale = function (by) {
  return new Circle(by);
};
console.log(Circle.unit().area, square(3));
api.v1.list(4);
Circle.unit().scale(2);
`;

describe.each(modes)('function breakpoints, $mode', ({ inProcess }) => {
  /** Starts a program with breakpoints on functions; `wheres` goes through all stops. */
  const start = async (
    sources: Readonly<Record<string, string>>,
    functions: readonly (string | DebugProtocol.FunctionBreakpoint)[],
    settings: object = {},
  ) => {
    const [name] = Object.keys(sources);
    const debuggee = await Debuggee.start({
      program: join(files(sources), name!),
      inProcess,
      functions: functions.map((one) => (typeof one === 'string' ? { name: one } : one)),
      ...settings,
    });
    const wheres = async (times: number) => {
      const seen: string[] = [];
      for (let time = 0; time < times; time += 1) {
        expect(await debuggee.stop()).toMatchObject({ reason: 'function breakpoint' });
        seen.push(await debuggee.top());
        await debuggee.continue();
      }
      await expectEnd(debuggee.client, 0);
      return seen;
    };
    return { debuggee, wheres };
  };

  it.each([
    ['square', ['square program.js:13']],
    ['Circle.unit', ['Circle.unit program.js:10', 'Circle.unit program.js:10']],
    ['area', ['get area program.js:7']],
    ['Circle.area', ['get area program.js:7']],
    ['api.v1.list', ['list program.js:17']],
    ['v1.list', ['list program.js:17']],
    ['Circle.scale', ['Circle.scale program.js:29']],
    ['program.square', ['square program.js:13']],
    ['square()', ['square program.js:13']],
  ])('stop at the first statement: %s', async (name, expected) => {
    const { wheres } = await start({ 'program.js': SHAPES }, [name]);
    const seen = await wheres(expected.length);
    expect(seen.map((one) => one.split(' ').at(-1))).toEqual(expected.map((one) => one.split(' ').at(-1)));
  });

  it('stop in a constructor by the name of its class', async () => {
    const { wheres } = await start({ 'program.js': SHAPES }, ['Circle']);
    expect((await wheres(3)).every((one) => one.endsWith('program.js:4'))).toBe(true);
  });

  it('stop in the function, not in one that is declared in it', async () => {
    const source = `${SHAPES}exports.total([1, 2]);\n`;
    const { wheres } = await start({ 'program.js': source }, ['total']);
    expect((await wheres(1))[0]).toContain('program.js:26');
  });

  it('are told as bound, and where, once a script declares the function', async () => {
    const { debuggee } = await start({ 'program.js': SHAPES }, ['square', 'nowhere', 'a b']);
    const [square, nowhere, bad] = debuggee.functions;
    expect(square).toMatchObject({
      verified: false,
      reason: 'pending',
      message: expect.stringContaining('`square`'),
    });
    expect(nowhere).toMatchObject({ verified: false, reason: 'pending' });
    expect(bad).toMatchObject({
      verified: false,
      reason: 'failed',
      message: expect.stringContaining('not the name'),
    });
    const { breakpoint } = await debuggee.client.waitFor('breakpoint', (event) => event.breakpoint.verified);
    expect(breakpoint).toMatchObject({ id: square!.id, line: 13, source: { name: 'program.js' } });
    expect(await debuggee.stop()).toMatchObject({ hitBreakpointIds: [square!.id] });
    await debuggee.end();
  });

  it('bind in modules that are loaded later, before they run', async () => {
    for (const [main, lib] of [
      ['program.js', 'lib.js'],
      ['program.mjs', 'lib.mjs'],
    ] as const) {
      const { wheres } = await start(
        {
          [main]: `setTimeout(() => import('./${lib}'), 1);\n`,
          [lib]: 'function late() {\n  return 1;\n}\nlate();\nlate();\n',
        },
        ['late'],
      );
      expect(await wheres(2)).toEqual([`late ${lib}:2`, `late ${lib}:2`]);
    }
  });

  it('respect conditions and hit counts', async () => {
    const source = 'function f(n) {\n  return n;\n}\nfor (let i = 1; i < 9; i += 1) f(i);\n';
    const { debuggee } = await start({ 'program.js': source }, [
      { name: 'f', condition: 'n % 2 === 0', hitCondition: '>= 3' },
    ]);
    for (const n of ['6', '8']) {
      await debuggee.stop();
      expect((await debuggee.evaluate('n')).result).toBe(n);
      await debuggee.continue();
    }
    await expectEnd(debuggee.client, 0);
  });

  it('report a condition that throws, once', async () => {
    const source = 'function f(n) {\n  return n;\n}\nf(1);\nf(2);\n';
    const { debuggee } = await start({ 'program.js': source }, [{ name: 'f', condition: 'nothing.here' }]);
    await expectEnd(debuggee.client, 0);
    expect(debuggee.client.output('important').match(/`nothing.here` failed: ReferenceError/g)).toHaveLength(
      1,
    );
  });

  it('stop where the program calls a function of Node’s or of JavaScript’s', async () => {
    const source =
      "const fs = require('node:fs');\nrequire('./other.json');\nfs.readFileSync(__filename);\nJSON.parse('1');\n";
    const { debuggee } = await start({ 'program.js': source, 'other.json': '{}' }, [
      'fs.readFileSync',
      'JSON.parse',
    ]);
    expect(debuggee.functions).toMatchObject([{ verified: true }, { verified: true }]);
    for (const line of [3, 4]) {
      expect(await debuggee.stop()).toMatchObject({ reason: 'function breakpoint' });
      const frames = await debuggee.frames();
      expect(frames.find(({ source: { name } = {} }) => name === 'program.js')!.line).toBe(line);
      await debuggee.continue();
    }
    await expectEnd(debuggee.client, 0);
  });

  it('do not stop in packages by a name of one part', async () => {
    const sources = {
      'program.js': "require('lib').run();\nrequire('lib').run();\n",
      'node_modules/lib/index.js': 'exports.run = () => 1;\n',
    };
    const quiet = await start(sources, ['run']);
    expect(await quiet.wheres(0)).toEqual([]);
    const loud = await start(
      {
        ...sources,
        'node_modules/lib/index.js': 'class Lib {\n  static run() {}\n}\nmodule.exports = Lib;\n',
      },
      ['Lib.run'],
    );
    expect(await loud.wheres(2)).toHaveLength(2);
  });

  it('know the names of the source where it was compiled', async () => {
    const source =
      'function describeShape(sides: number) {\n  console.log(sides);\n  return sides + 1;\n}\ndescribeShape(describeShape(4));\n';
    const { code } = transformSync(source, {
      loader: 'ts',
      sourcemap: 'inline',
      sourcefile: '../src/shape.ts',
      minify: true,
      format: 'iife',
    });
    expect(code.split('//#')[0]).not.toContain('describeShape');
    const sources = { 'dist/shape.js': code, 'src/shape.ts': source };
    const { debuggee } = await start(sources, ['describeShape']);
    expect(await debuggee.stop()).toMatchObject({ reason: 'function breakpoint' });
    expect((await debuggee.frame()).source?.name).toBe('shape.ts');
    expect((await debuggee.frame()).line).toBe(2);
    await debuggee.end();
  });

  it('take hold, and are given up, while the program runs', async () => {
    const source = 'function tick() {\n  return 1;\n}\nconsole.log("on");\nsetInterval(tick, 1);\n';
    const { debuggee } = await start({ 'program.js': source }, []);
    await debuggee.client.waitFor('output', ({ output }) => output.includes('on'));
    const { breakpoints } = await debuggee.client.request('setFunctionBreakpoints', {
      breakpoints: [{ name: 'tick' }],
    });
    expect(breakpoints).toMatchObject([{ verified: true, line: 2 }]);
    expect(await debuggee.where()).toBe('tick program.js:2');
    await debuggee.client.request('setFunctionBreakpoints', { breakpoints: [] });
    await debuggee.continue();
    await debuggee.client.request('pause', { threadId: 1 });
    expect(await debuggee.stop()).toMatchObject({ reason: 'pause' });
    await debuggee.end();
  });

  it('are kept by a restart', async () => {
    const { debuggee } = await start(
      { 'program.js': 'function f() {\n  return 1;\n}\nf();\nsetInterval(() => {}, 1000);\n' },
      ['f'],
    );
    const { hitBreakpointIds } = await debuggee.stop();
    await debuggee.client.request('restart', {});
    expect(await debuggee.stop()).toMatchObject({ reason: 'function breakpoint', hitBreakpointIds });
    await debuggee.end();
  });
});
