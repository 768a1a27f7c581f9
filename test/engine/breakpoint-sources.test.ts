import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { Debuggee, modes } from './support.ts';

const compiled = (source: string, sourcefile: string): string =>
  transformSync(source, {
    loader: 'ts',
    format: 'esm',
    sourcemap: 'inline',
    sourcefile,
    banner: '// banner\n',
  }).code;

describe.each(modes)('breakpoints in a text without a file, $mode', ({ inProcess }) => {
  /** Stops in the text, sets a breakpoint on its second line as an editor does, and runs on to it. */
  const breakInside = async (program: string) => {
    const debuggee = await Debuggee.start({ program, inProcess });
    await debuggee.stop();
    const { source } = await debuggee.frame();
    const { breakpoints } = await debuggee.client.request('setBreakpoints', {
      source: source!,
      breakpoints: [{ line: 4 }],
    });
    expect(breakpoints).toMatchObject([{ verified: true, line: 4 }]);
    await debuggee.continue();
    expect(await debuggee.stop()).toMatchObject({ reason: 'breakpoint' });
    expect((await debuggee.frame()).line).toBe(4);
    await debuggee.end();
    return source!;
  };

  // `new Function` puts two lines of its own before the body.
  const BODY = 'debugger;\\n\\nglobalThis.a = 1;\\n';
  const kinds: readonly (readonly [string, string, RegExp])[] = [
    ['eval', `eval('0;\\n${BODY}');`, /^eval-[0-9a-f]{8}\.js$/],
    ['eval with a name', `eval('0;\\n${BODY}//# sourceURL=generated.js');`, /^generated\.js$/],
    ['new Function', `new Function('n', 'debugger;\\nglobalThis.a = n;')(1);`, /^eval-[0-9a-f]{8}\.js$/],
    [
      'new Function with a name',
      `new Function('n', 'debugger;\\nglobalThis.a = n;\\n//# sourceURL=made.js')(1);`,
      /^made\.js$/,
    ],
    [
      'a vm script',
      `require('node:vm').runInThisContext('0;\\n${BODY}', { filename: 'script.js' });`,
      /^script\.js$/,
    ],
    [
      'a data: module',
      `import('data:text/javascript,' + encodeURIComponent('0;\\n${BODY}')).catch(console.error);`,
      /^data:text\/javascript,…$/,
    ],
  ];

  it.each(kinds)('bind: %s', async (_, code, name) => {
    const program = join(files({ 'program.js': `${code}\n` }), 'program.js');
    expect((await breakInside(program)).name).toMatch(name);
  });

  it.each(kinds)(
    'bind before it runs when the name is known from an earlier session: %s',
    async (_, code) => {
      const program = join(files({ 'program.js': `${code}\n` }), 'program.js');
      const source = await breakInside(program);
      const debuggee = await Debuggee.start({
        program,
        inProcess,
        breakpoints: { [source.path!]: [{ line: 4 }] },
      });
      await debuggee.stop();
      await debuggee.continue();
      expect(await debuggee.stop()).toMatchObject({ reason: 'breakpoint' });
      expect(await debuggee.frame()).toMatchObject({ line: 4, source: { path: source.path } });
      await debuggee.end();
    },
  );
});

describe.each(modes)('breakpoints in a module that is loaded again, $mode', ({ inProcess }) => {
  const again = async (program: string, breakpoint: string, times: number) => {
    const debuggee = await Debuggee.start({
      program,
      inProcess,
      breakpoints: { [breakpoint]: [{ line: 2 }] },
    });
    for (let time = 1; time <= times; time += 1) {
      expect(await debuggee.stop()).toMatchObject({ reason: 'breakpoint' });
      expect(await debuggee.frame()).toMatchObject({ line: 2, source: { path: breakpoint } });
      expect((await debuggee.evaluate('time')).result).toBe(String(time));
      await debuggee.continue();
    }
    await expectEnd(debuggee.client, 0);
  };

  it('bind again: CommonJS', async () => {
    const directory = files({
      'program.js': `for (let i = 1; i < 4; i += 1) {
  globalThis.time = i;
  require('./again.js');
  delete require.cache[require.resolve('./again.js')];
}
`,
      'again.js': '0;\nglobalThis.seen = time;\n',
    });
    await again(join(directory, 'program.js'), join(directory, 'again.js'), 3);
  });

  it('bind again: ES modules with a query', async () => {
    const directory = files({
      'program.mjs': `for (let i = 1; i < 4; i += 1) {
  globalThis.time = i;
  await import('./again.mjs?v=' + i);
}
`,
      'again.mjs': '0;\nglobalThis.seen = time;\n',
    });
    await again(join(directory, 'program.mjs'), join(directory, 'again.mjs'), 3);
  });

  it('bind again: compiled ES modules with a query', async () => {
    const directory = files({
      'program.mjs': `for (let i = 1; i < 4; i += 1) {
  globalThis.time = i;
  await import('./dist/again.mjs?v=' + i);
}
`,
      'dist/again.mjs': compiled('const a: number = 0;\nglobalThis.seen = time + a;\n', '../again.ts'),
      'again.ts': 'const a: number = 0;\nglobalThis.seen = time + a;\n',
    });
    await again(join(directory, 'program.mjs'), join(directory, 'again.ts'), 3);
  });

  it('move along when it was compiled anew in between', async () => {
    const source = "const a: number = 0;\nexports.run = () => {\n  console.log('run', a);\n};\n";
    const { code } = transformSync(source, {
      loader: 'ts',
      sourcemap: 'external',
      sourcefile: '../again.ts',
    });
    const build = (lead: string) => {
      const { map } = transformSync(source, {
        loader: 'ts',
        sourcemap: 'external',
        sourcefile: '../again.ts',
        ...(lead ? { banner: lead } : {}),
      });
      return { code: `${lead && `${lead}\n`}${code}//# sourceMappingURL=again.map\n`, map };
    };
    const first = build('');
    const second = build('// a line\n// and another');
    const directory = files({
      'program.js': `const { writeFileSync } = require('node:fs');
const load = () => {
  delete require.cache[require.resolve('./dist/again.js')];
  const { run } = require('./dist/again.js');
  return new Promise((resolve) => process.once('again', resolve)).then(run);
};
setInterval(() => process.emit('again'), 1).unref();
const keep = setInterval(() => {}, 1000);
(async () => {
  await load();
  writeFileSync(__dirname + '/dist/again.js', ${JSON.stringify(second.code)});
  writeFileSync(__dirname + '/dist/again.map', ${JSON.stringify(second.map)});
  await load();
  clearInterval(keep);
})();
`,
      'dist/again.js': first.code,
      'dist/again.map': first.map,
      'again.ts': source,
    });
    const file = join(directory, 'again.ts');
    const debuggee = await Debuggee.start({
      program: join(directory, 'program.js'),
      inProcess,
      breakpoints: { [file]: [{ line: 3 }] },
    });
    for (const _ of ['first', 'second']) {
      expect(await debuggee.where()).toBe('exports.run again.ts:3');
      await debuggee.continue();
    }
    await expectEnd(debuggee.client, 0);
  });
});

describe.each(modes)('breakpoints in files by any name, $mode', ({ inProcess }) => {
  const SOURCE = 'function f(n) {\n  return n + 1;\n}\nf(1);\n';

  it.each([
    'a b',
    'größe/日本',
    '100%',
    '%25 20%20',
    'a#b',
    'why?',
    '[slug]/(group)/~x^y|z',
    "it's `quoted` {x}",
  ])('bind before the first statement: %s', async (folder) => {
    for (const name of ['program.js', 'program.mjs']) {
      const program = join(files({ [join(folder, name)]: SOURCE }), folder, name);
      const debuggee = await Debuggee.start({
        program,
        inProcess,
        breakpoints: { [program]: [{ line: 2 }] },
      });
      expect(await debuggee.where()).toBe(`f ${name}:2`);
      expect((await debuggee.frame()).source?.path).toBe(program);
      await debuggee.end();
    }
  });

  it.each(['a b', '100%', 'a#b?c', '[slug]/~x^y|z'])(
    'bind in the source of a compiled file: %s',
    async (folder) => {
      const source = 'function f(n: number): number {\n  return n + 1;\n}\nf(1);\n';
      const spelled = encodeURI(folder).replace(/[#?[\]]/g, encodeURIComponent);
      for (const name of ['program.js', 'program.mjs']) {
        const directory = files({
          [join('dist', folder, name)]: compiled(
            source,
            `${'../'.repeat(folder.split('/').length + 1)}src/${spelled}/a.ts`,
          ),
          [join('src', folder, 'a.ts')]: source,
        });
        const file = join(directory, 'src', folder, 'a.ts');
        const program = join(directory, 'dist', folder, name);
        const debuggee = await Debuggee.start({ program, inProcess, breakpoints: { [file]: [{ line: 2 }] } });
        expect(await debuggee.where()).toBe('f a.ts:2');
        expect((await debuggee.frame()).source?.path).toBe(file);
        await debuggee.end();
      }
    },
  );

  /** The same program in `real/` and in `link/`. */
  const linked = () => {
    const directory = realpathSync(
      files({ 'real/program.js': "require('./lib.js');\n", 'real/lib.js': SOURCE }),
    );
    symlinkSync(join(directory, 'real'), join(directory, 'link'));
    return (folder: 'real' | 'link', name: string) => join(directory, folder, name);
  };

  it.each([
    ['real', 'real'],
    ['real', 'link'],
    ['link', 'real'],
    ['link', 'link'],
  ] as const)('bind through symlinks: program in %s/, breakpoint in %s/', async (started, set) => {
    const file = linked();
    const debuggee = await Debuggee.start({
      program: file(started, 'program.js'),
      inProcess,
      breakpoints: { [file(set, 'lib.js')]: [{ line: 2 }] },
    });
    expect(await debuggee.where()).toBe('f lib.js:2');
    expect((await debuggee.frame()).source?.path).toBe(file(set, 'lib.js'));
    await debuggee.end();
  });

  it('are kept apart when the client knows a file by two names', async () => {
    const file = linked();
    const debuggee = await Debuggee.start({
      program: file('real', 'program.js'),
      inProcess,
      breakpoints: { [file('real', 'lib.js')]: [{ line: 2 }], [file('link', 'lib.js')]: [{ line: 4 }] },
    });
    expect(await debuggee.where()).toBe('(anonymous) lib.js:4');
    await debuggee.continue();
    expect(await debuggee.where()).toBe('f lib.js:2');
    await debuggee.end();
  });

  it.skipIf(inProcess).each([
    ['link', 'link'],
    ['link', 'real'],
  ] as const)('bind where Node keeps symlinks: program in %s/, breakpoint in %s/', async (started, set) => {
    const file = linked();
    const debuggee = await Debuggee.start({
      program: file(started, 'program.js'),
      inProcess,
      runtimeArgs: ['--preserve-symlinks', '--preserve-symlinks-main'],
      breakpoints: { [file(set, 'lib.js')]: [{ line: 2 }] },
    });
    expect(await debuggee.where()).toBe('f lib.js:2');
    await debuggee.end();
  });

  it('bind in a package that is linked into node_modules', async () => {
    const directory = realpathSync(
      files({
        'app/program.js': "require('lib');\n",
        'lib/package.json': '{ "name": "lib", "main": "dist/index.js" }',
        'lib/dist/index.js': compiled('const one: number = 1;\nconsole.log(one);\n', '../src/index.ts'),
        'lib/src/index.ts': 'const one: number = 1;\nconsole.log(one);\n',
      }),
    );
    mkdirSync(join(directory, 'app/node_modules'));
    symlinkSync(join(directory, 'lib'), join(directory, 'app/node_modules/lib'));
    const debuggee = await Debuggee.start({
      program: join(directory, 'app/program.js'),
      inProcess,
      breakpoints: { [join(directory, 'app/node_modules/lib/src/index.ts')]: [{ line: 2 }] },
    });
    expect(await debuggee.where()).toBe('(anonymous) index.ts:2');
    await debuggee.end();
  });

  it('run the very file that is named, not another that was compiled from it once', async () => {
    const directory = files({
      'program.js': "console.log('stale');\n",
      'program.ts': "const word: string = 'fresh';\nconsole.log(word);\n",
    });
    writeFileSync(join(directory, 'program.js'), "console.log('stale');\n");
    const program = join(directory, 'program.ts');
    symlinkSync(join(import.meta.dirname, '../../node_modules'), join(directory, 'node_modules'));
    const debuggee = await Debuggee.start({ program, inProcess, breakpoints: { [program]: [{ line: 2 }] } });
    expect(await debuggee.where()).toBe('(anonymous) program.ts:2');
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
    expect(debuggee.client.output('stdout')).toBe('fresh\n');
  });
});
