import { describe, expect, it } from 'vitest';
import { program } from '../support/fixtures.ts';
import { expectEnd, run } from '../support/session.ts';

/** What a process and the child of its child know of us: in their environment, then and now, and in a report. */
const SPY = `
const { execFileSync } = require('node:child_process');
const { readFileSync } = require('node:fs');
const about = (text) => [...new Set(text.match(/TANDEM_(?!TEST|FAULT)\\w+/g) ?? [])];
const seen = {
  env: about(Object.keys(process.env).join()),
  report: about(JSON.stringify(process.report.getReport())),
  options: process.env.NODE_OPTIONS ?? '',
  argv: about([...process.argv, ...process.execArgv].join()),
};
if (process.argv[2] !== 'child') {
  const child = (...args) => JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  seen.child = child(__filename, 'child');
  const shell = process.platform === 'linux' ? execFileSync('sh', ['-c', 'tr "\\\\0" "\\\\n" < /proc/self/environ'], { encoding: 'utf8' }) : '';
  seen.shell = about(shell);
  console.log(JSON.stringify(seen));
} else {
  if (process.platform === 'linux') seen.initial = about(readFileSync('/proc/self/environ', 'latin1'));
  console.log(JSON.stringify(seen));
}`;

const nothing = { env: [], report: [], options: '', argv: [] };

describe('the secret of a session', () => {
  it.each([
    { autoAttachChildProcesses: false },
    { noDebug: true },
    { inProcess: true, autoAttachChildProcesses: false },
    { inProcess: true, noDebug: true },
  ])('is in no process that is not to be debugged, and is not seen by the program, %o', async (settings) => {
    const client = await run({ program: program(SPY), ...settings });
    await expectEnd(client, 0);
    const seen = JSON.parse(client.output('stdout')) as { report: string[] };
    // A report of a worker is one of its process: of this one, then, whose tests have names of their own.
    const expected = {
      ...nothing,
      shell: [],
      child: { ...nothing, initial: process.platform === 'linux' ? [] : undefined },
    };
    expect(seen).toEqual(expected);
  });

  it('is passed on to what is to be debugged, which does not see it either', async () => {
    const client = await run({ program: program(SPY) });
    await expectEnd(client, 0);
    const seen = JSON.parse(client.output('stdout'));
    expect(seen).toMatchObject({ ...nothing, child: nothing });
  });
});
