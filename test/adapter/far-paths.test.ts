import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFar, resolveFarPaths } from '../../adapter/attach/far-paths.ts';

const folder = resolve('/work/app');
const base: Record<string, unknown> = { type: 'tandem', request: 'attach', name: 'n' };

describe('the paths of a program that runs elsewhere', () => {
  it('begin at the workspace folder here, without more words', () => {
    expect(resolveFarPaths({ ...base, remoteRoot: '/app' }, folder)).toMatchObject({
      localRoot: folder,
      remoteRoot: '/app',
    });
    const own = resolveFarPaths({ ...base, remoteRoot: '/app', localRoot: 'packages/a' }, folder);
    expect(own.localRoot).toBe(resolve(folder, 'packages/a'));
  });

  it('stay as they are where they are those of the place there', () => {
    const settings = { ...base, pipe: ['ssh', 'host'], program: '/srv/app.js', cwd: '/srv' };
    expect(resolveFarPaths(settings, folder)).toEqual(settings);
    expect(
      resolveFarPaths({ ...settings, remoteRoot: 'C:\\app', program: 'C:\\app\\a.js' }, folder).program,
    ).toBe('C:\\app\\a.js');
  });

  it('may be named as they are here', () => {
    expect(resolveFarPaths({ ...base, remoteRoot: '/app', program: 'src/a.js' }, folder).program).toBe(
      resolve(folder, 'src/a.js'),
    );
  });

  it('are meant by a pipe, or a root there', () => {
    expect([isFar({ ...base, pipe: ['ssh'] }), isFar({ ...base, remoteRoot: '/a' }), isFar(base)]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
