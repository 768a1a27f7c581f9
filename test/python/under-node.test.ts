import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Debuggee } from '../engine/support.ts';
import { files } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { interpreters } from './interpreters.ts';

const CHILD = `import os, sys
n = [name for name in os.environ if name.startswith(("TANDEM_", "NODE_OPTIONS", "PYTHONPATH")) and name != "TANDEM_TEST_PYTHON"]
print("child", sys.argv[1:], n, flush=True)
`;

/** Ways in which Node starts `child.py`. */
const WAYS: Readonly<Record<string, string>> = {
  spawn: 'spawn(PYTHON, ["child.py", "a"], { stdio: "inherit" })',
  'a shell': 'execSync(PYTHON + " child.py a", { stdio: "inherit" })',
  'an environment of its own': 'spawnSync(PYTHON, ["child.py", "a"], { stdio: "inherit", env: {} })',
};

describe.skipIf(process.platform === 'win32').each(interpreters)('$name under Node', ({ path: python }) => {
  const begin = (code: string, settings: object) => {
    const home = files({
      'program.cjs': `process.chdir(__dirname);
const { execSync, spawn, spawnSync } = require('child_process');
const PYTHON = ${JSON.stringify(python)};
${code};
`,
      'child.py': CHILD,
      'tool.sh': `#!/bin/sh\nexec "${python}" "$@"\n`,
    });
    chmodSync(join(home, 'tool.sh'), 0o755);
    const breakpoints = { [join(home, 'child.py')]: [{ line: 3 }] };
    return Debuggee.start({ program: join(home, 'program.cjs'), cwd: home, breakpoints, ...settings });
  };

  const goesThroughChild = async (debuggee: Debuggee) => {
    expect(await debuggee.where()).toBe('<module> child.py:3');
    expect((await debuggee.evaluate('[x for x in "ab"]')).result).toContain("'a', 'b'");
    await debuggee.continue();
    await expectEnd(debuggee.client, 0);
    expect(debuggee.client.output('stdout')).toBe("child ['a'] []\n");
  };

  it.each(Object.entries(WAYS))('is debugged that is started by %s', async (_, code) => {
    await goesThroughChild(await begin(code, {}));
  });

  it('is debugged where a command comes to it in the end', async () => {
    const settings = { program: undefined, runtimeExecutable: './tool.sh', runtimeArgs: ['child.py', 'a'] };
    await goesThroughChild(await begin('', settings));
  });

  it('runs by itself where it reads its program, or is not wanted', async () => {
    const look = `import os; print([n for n in os.environ if n.startswith(("PYTHONPATH", "TANDEM_TOKEN", "NODE_OPTIONS"))])`;
    const fromInput = `process.stdout.write(spawnSync(PYTHON, ["-"], { input: ${JSON.stringify(look)} }).stdout)`;
    const debuggee = await begin(fromInput, {});
    await expectEnd(debuggee.client, 0);
    expect(debuggee.client.output('stdout')).toBe('[]\n');
    const alone = await begin(WAYS.spawn!, { autoAttachChildProcesses: false });
    await expectEnd(alone.client, 0);
    expect(alone.client.output('stdout')).toBe("child ['a'] []\n");
  });
});
