import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRuntime } from '../../adapter/launch/runtime.ts';
import { typescriptOptions } from '../../adapter/launch/typescript.ts';
import { files, fixture, program } from '../support/fixtures.ts';
import { connect, expectEnd, launchArguments, run } from '../support/session.ts';

const strips = Boolean((process.features as { typescript?: unknown }).typescript);
const runtime = findRuntime(process.execPath, '/', {});
const withTsx = () =>
  files({
    'program.ts': '',
    'program.tsx': '',
    'node_modules/tsx/package.json': '{"name":"tsx","exports":{".":"./loader.mjs","./cjs":"./cjs.cjs"}}',
    'node_modules/tsx/loader.mjs': '',
    'node_modules/tsx/cjs.cjs': '',
  });

describe('the options for a TypeScript program', () => {
  it('are none for JavaScript, and none for what is not Node', async () => {
    expect(await typescriptOptions({ file: 'a.js', options: [], runtime })).toEqual([]);
    const other = { ...runtime, isNode: false };
    expect(await typescriptOptions({ file: 'a.tsx', options: [], runtime: other })).toEqual([]);
  });

  it.each(['--import=tsx', '-r ts-node/register', '--experimental-strip-types'])(
    'are none when the user names a loader: %s',
    async (option) => {
      expect(await typescriptOptions({ file: 'a.ts', options: [option], runtime })).toEqual([]);
    },
  );

  it('are the tsx of the program where Node does not help itself', async () => {
    const directory = withTsx();
    const url = expect.stringMatching(/^file:.*\/node_modules\/tsx\/loader\.mjs$/);
    const tsx = (file: string, options: string[] = []) =>
      typescriptOptions({ file: join(directory, file), options, runtime });
    expect(await tsx('program.tsx')).toEqual(['--import', url]);
    expect(await tsx('program.ts', ['--no-experimental-strip-types'])).toEqual(['--import', url]);
    expect(await tsx('program.ts')).toEqual(strips ? [] : ['--import', url]);
  });

  it('differ in a worker', async () => {
    const file = join(withTsx(), 'program.tsx');
    const path = expect.stringMatching(/node_modules\/tsx\/cjs\.cjs$/);
    expect(await typescriptOptions({ file, options: [], runtime: undefined })).toEqual(['--require', path]);
  });

  it('give way to a preload that may be a loader, when there is no tsx', async () => {
    const file = program('', 'program.tsx');
    expect(await typescriptOptions({ file, options: ['--import', './own.mjs'], runtime })).toEqual([]);
  });
});

describe('a TypeScript program', () => {
  it.each([false, true])(
    'that nothing can run is refused with what to install, inProcess %s',
    async (inProcess) => {
      const client = await connect();
      const launched = client.request(
        'launch',
        launchArguments({ program: program('', 'program.tsx'), inProcess }),
      );
      await expect(launched).rejects.toThrow(
        /Node\.js \d+.* cannot run "program\.tsx" by itself\. Install tsx/,
      );
    },
  );

  it.each([false, true])('runs, inProcess %s', async (inProcess) => {
    const client = await run({ program: fixture('typed.ts'), inProcess });
    await expectEnd(client, 0);
    expect(client.output('stdout')).toBe('typed 5\n');
  });
});
