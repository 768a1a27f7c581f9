import { describe, expect, it } from 'vitest';
import { fitsInProcess } from '../../adapter/launch/in-process-fit.ts';
import { program } from '../support/fixtures.ts';
import { launchArguments } from '../support/session.ts';

const fits = (settings: object) => fitsInProcess({ ...launchArguments({}), inProcess: true, ...settings });

describe('whether a launch fits in-process', () => {
  it('is told by what planning it says', async () => {
    const file = program('');
    expect(await fits({ program: file })).toBe(true);
    expect(await fits({ program: file, console: 'integratedTerminal' })).toBe(false);
    expect(await fits({ program: `${file}.missing` })).toBe(false);
  });

  it('is no for what a command leads to, whatever is here', async () => {
    expect(await fits({ program: program(''), pipe: ['sh', '-c'] })).toBe(false);
  });
});
