import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { privatePlaces } from '../support/private-places.ts';
import { CLI, MANY_COMMANDS_MS, type Run, tandem } from './support/cli.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** The script of docs/CLI.md, as it stands there. */
function documentedScript(): string {
  const [, script] = /```sh\n(# check-totals\.sh\n[\s\S]*?)```/.exec(
    readFileSync(join(ROOT, 'docs/CLI.md'), 'utf8'),
  )!;
  return script!;
}

/** A directory with the example shop in it, and `tandem` in PATH. */
function ciMachine() {
  const { home } = privatePlaces();
  const cwd = join(home, 'work');
  cpSync(join(ROOT, 'examples/shop'), join(cwd, 'shop'), { recursive: true });
  mkdirSync(join(home, 'bin'));
  writeFileSync(join(home, 'bin/tandem'), `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`, {
    mode: 0o755,
  });
  const env = { PATH: `${join(home, 'bin')}${delimiter}${process.env.PATH}` };
  return {
    run: (script: string): Promise<Run> => {
      writeFileSync(join(cwd, 'check-totals.sh'), script);
      return tandem(['serve', '--', 'sh', 'check-totals.sh'], { cwd, env });
    },
  };
}

describe.skipIf(process.platform === 'win32')(
  'a script that a build runs',
  { timeout: MANY_COMMANDS_MS },
  () => {
    it('passes, as the documentation has it, where the values are right', async () => {
      const run = await ciMachine().run(documentedScript());
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(run.stdout).toContain('\n15300\n');
      expect(run.stdout).toMatch(/● Cancelled, exit code 143 {2}task t1\n$/);
    });

    it('fails the build where one is wrong, and leaves no program behind', async () => {
      const script = documentedScript()
        .replace('= 17000', '= 1700')
        .replace('set -eu', "trap 'tandem tasks' EXIT\nset -eu");
      const run = await ciMachine().run(script);
      expect(run.code).toBe(1);
      expect(run.stdout).not.toContain('15300');
      const [, pid] = /^t1 {2}stopped .* process (\d+)$/m.exec(run.stdout)!;
      expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
    });

    it('is ended with everything by the signal that ends the build', async () => {
      const run = await ciMachine().run(
        'tandem start --no-wait --stop-on-entry shop/shop.js\nkill -TERM $PPID\nexec sleep 60\n',
      );
      expect(run).toMatchObject({ code: null, signal: 'SIGTERM' });
    });
  },
);
