import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { files, program } from '../support/fixtures.ts';
import { Debuggee, modes } from './support.ts';

const text = (debuggee: Debuggee, source: DebugProtocol.Source) =>
  debuggee.client.request('source', { source, sourceReference: source.sourceReference ?? 0 });

/** The smallest module that calls its import: `(func (export "run") (call $debug))`. */
const WASM = 'AGFzbQEAAAABBAFgAAACBwEBYQFiAAADAgEABwcBA3J1bgABCgYBBAAQAAs=';

describe.each(modes)('sources, $mode', ({ inProcess }) => {
  it.each([
    ['eval', "eval('debugger; //# made by eval')", 'made by eval'],
    ['new Function', "new Function('debugger; // made by hand')()", 'made by hand'],
    ['vm', "require('vm').runInThisContext('debugger; // in vm', 'inside.js')", 'in vm'],
    ['data:', "import('data:text/javascript,debugger%3B // in a url')", 'in a url'],
  ])('have a text where there is no file: %s', async (_, code, content) => {
    const debuggee = await Debuggee.start({ program: program(code), inProcess });
    await debuggee.stop();
    const { source } = await debuggee.frame();
    expect(source).toMatchObject({ name: expect.any(String), sourceReference: expect.any(Number) });
    expect(await text(debuggee, source!)).toEqual({
      content: expect.stringContaining(content),
      mimeType: 'text/javascript',
    });
    await debuggee.end();
  });

  it("are Node's own, too", async () => {
    const debuggee = await Debuggee.start({
      program: program('[1].forEach(() => { debugger; });'),
      inProcess,
    });
    await debuggee.stop();
    const { source } = (await debuggee.frames()).find(({ source }) =>
      source?.name?.startsWith('<node_internals>'),
    )!;
    const { content } = await text(debuggee, source!);
    expect(content).toContain("'use strict'");
    const { sourceReference: _, ...named } = source!;
    expect((await text(debuggee, { ...named, sourceReference: 999 })).content).toBe(content);
    await debuggee.end();
  });

  it('are files, too, for whom cannot read them', async () => {
    const path = program('debugger;\n');
    const debuggee = await Debuggee.start({ program: path, inProcess });
    await debuggee.stop();
    expect((await text(debuggee, { path })).content).toBe('debugger;\n');
    await debuggee.end();
  });

  it('of WebAssembly say that they have no text', async () => {
    const code = `const bytes = Buffer.from('${WASM}', 'base64');
const call = () => { debugger; };
new WebAssembly.Instance(new WebAssembly.Module(bytes), { a: { b: call } }).exports.run();
`;
    const debuggee = await Debuggee.start({ program: program(code), inProcess });
    await debuggee.stop();
    const { source } = (await debuggee.frames()).find(({ source }) => source?.path?.startsWith('wasm:'))!;
    expect((await text(debuggee, source!)).content).toBe(
      `;; WebAssembly has no text. This module is ${Buffer.from(WASM, 'base64').length} bytes long.\n`,
    );
    await debuggee.end();
  });

  it('are listed when asked for, and told of from then on', async () => {
    const { code } = transformSync('export const typed: number = 1;', {
      loader: 'ts',
      format: 'cjs',
      sourcemap: 'inline',
      sourcefile: 'typed.ts',
    });
    const directory = files({
      'main.js': "require('./typed.js');\ndebugger;\nrequire('./late.js');\ndebugger;\n",
      'typed.js': code,
      'typed.ts': 'export const typed: number = 1;',
      'late.js': 'eval("1");',
    });
    const debuggee = await Debuggee.start({ program: join(directory, 'main.js'), inProcess });
    await debuggee.stop();
    await debuggee.evaluate('1 + 1');
    const { sources } = await debuggee.client.request('loadedSources', {});
    expect(sources.map(({ path }) => path).sort()).toEqual(
      ['main.js', 'typed.js', 'typed.ts'].map((name) => join(directory, name)),
    );
    expect(debuggee.client.eventNames).not.toContain('loadedSource');
    await debuggee.continue();
    expect(await debuggee.client.waitFor('loadedSource')).toMatchObject({
      reason: 'new',
      source: { path: join(directory, 'late.js') },
    });
    await debuggee.stop();
    expect(debuggee.client.unobserved).not.toContain('loadedSource');
    await debuggee.end();
  });
});
