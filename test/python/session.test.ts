import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { connect, gone, launch, launchArguments, run, type Settings } from '../support/session.ts';
import { interpreters } from './interpreters.ts';
import { Script } from './support.ts';

const FOREVER = 'import time\nprint("up", flush=True)\nwhile True:\n    time.sleep(0.01)  # loop\n';

describe.each(interpreters)('a session of $name', (python) => {
  it('ends the program with it, also one that is stopped', async () => {
    const script = await Script.start(python, { source: FOREVER, stops: { loop: {} } });
    await script.stop();
    const pid = Number(await script.evaluate('__import__("os").getpid()'));
    await script.client.request('disconnect', {});
    await gone(pid);
  });

  it('ends it gently, as far as the program lets it', async () => {
    const script = await Script.start(python, {
      source: `import signal, sys
def stop(*_):
    print("cleaning up")
    sys.exit(5)
signal.signal(signal.SIGTERM, stop)
${FOREVER}`,
      stops: { loop: {} },
    });
    await script.stop();
    await script.client.request('terminate', {});
    await script.end(5);
    expect(script.client.output('stdout')).toContain('cleaning up\n');
  });

  it('can let the program run on, with nothing left in it', async () => {
    const home = files({});
    const script = await Script.start(python, {
      source: `import os, time
count = 0
while not os.path.exists(${JSON.stringify(join(home, 'stop'))}):
    count += 1  # loop
    if count == 20:
        open(${JSON.stringify(join(home, 'ran'))}, "w").close()
    time.sleep(0.005)
`,
      stops: { loop: {} },
    });
    await script.stop();
    const pid = Number(await script.evaluate('os.getpid()'));
    await script.client.request('disconnect', { terminateDebuggee: false });
    while (!existsSync(join(home, 'ran'))) await new Promise((resolve) => setTimeout(resolve, 20));
    mkdirSync(join(home, 'stop'));
    await gone(pid);
  });

  it('restarts the program, with its breakpoints', async () => {
    const script = await Script.start(python, { source: FOREVER, stops: { loop: {} } });
    await script.stop();
    await script.client.request('restart', {});
    expect(await script.stop()).toBe('breakpoint <module>: loop');
  });

  it('ends when the program is killed', async () => {
    const script = await Script.start(python, { source: FOREVER, stops: { loop: {} } });
    await script.stop();
    process.kill(Number(await script.evaluate('__import__("os").getpid()')), 'SIGKILL');
    await script.client.waitFor('terminated');
  });

  it('runs over TCP', async () => {
    const script = await Script.start(python, { source: FOREVER, stops: { loop: {} }, transport: 'tcp' });
    expect(await script.stop()).toBe('breakpoint <module>: loop');
  });

  it('runs in a terminal, and tells the exit code', async () => {
    const program = join(files({ 'program.py': 'import sys\nsys.exit(6)\n' }), 'program.py');
    for (const noDebug of [false, true]) {
      const client = await connect({ supportsRunInTerminalRequest: true });
      client.onReverseRequest('runInTerminal', (args) => {
        const {
          args: words,
          cwd,
          env,
        } = args as {
          args: string[];
          cwd: string;
          env: Record<string, string | null>;
        };
        const own = Object.entries(env).map(([name, value]) => [name, value ?? undefined]);
        const all = { ...process.env, ...(Object.fromEntries(own) as NodeJS.ProcessEnv) };
        spawn(words[0]!, words.slice(1), { cwd, env: all, stdio: 'ignore' });
        return { shellProcessId: 1 };
      });
      const launched = client.request(
        'launch',
        launchArguments({ program, python: python.path, console: 'integratedTerminal', noDebug }),
      );
      await client.waitFor('initialized');
      await client.request('configurationDone', {});
      await launched;
      expect(await client.waitFor('exited')).toEqual({ exitCode: 6 });
    }
  });

  it('says where a line of output comes from', async () => {
    const script = await Script.start(python, {
      source: `import logging
logging.basicConfig(format="%(message)s")

def say(text):
    print(text)  # say

say("one")
logging.warning("two")  # log
`,
    });
    await script.end();
    const told = script.client.outputEvents.filter(({ output }) => /one|two/.test(output));
    expect(told.map(({ output, line, source }) => [output.trim(), line, source?.path])).toEqual([
      ['one', 5, script.path],
      ['two', 8, script.path],
    ]);
  });

  it('keeps the order of everything that is written, on both streams', async () => {
    const script = await Script.start(python, {
      source: 'import sys\nfor i in range(200):\n    print(i, file=sys.stderr if i % 3 else sys.stdout)\n',
    });
    await script.end();
    expect(script.client.output()).toBe(Array.from({ length: 200 }, (_, index) => `${index}\n`).join(''));
  });

  it('leaves the output alone that the program has led elsewhere', async () => {
    const home = files({});
    const elsewhere = join(home, 'elsewhere');
    const script = await Script.start(python, {
      source: `import os, sys
print("before")
kept = os.dup(1)
file = os.open(${JSON.stringify(elsewhere)}, os.O_CREAT | os.O_WRONLY)
os.dup2(file, 1)
print("aside")  # aside
os.dup2(kept, 1)
print("after")
`,
      stops: { aside: { logMessage: 'logged' } },
    });
    await script.end();
    expect(script.client.output('stdout')).toBe('before\nafter\n');
    expect(script.client.output('console')).toBe('logged\n');
    expect(readFileSync(elsewhere, 'utf8')).toBe('aside\n');
  });

  it.runIf(python.version[1] < 10)('says when the program traces itself', async () => {
    const script = await Script.start(python, {
      source: 'import sys\nsys.settrace(lambda *_: None)\nprint("end")\n',
    });
    await script.end();
    expect(script.client.output('important')).toContain('has set a trace function of its own');
  });

  it('tells the client what is different', async () => {
    const { client } = await launch({ program: join(files({ 'p.py': '' }), 'p.py'), python: python.path });
    const [{ capabilities }] = client.events('capabilities') as [{ capabilities: Record<string, unknown> }];
    expect(capabilities).toMatchObject({
      supportsGotoTargetsRequest: true,
      supportsReadMemoryRequest: false,
    });
  });
});

/** A launch that does not come to a program. */
const refused = async (settings: Settings) => (await connect()).request('launch', launchArguments(settings));

describe('the interpreter of a Python program', () => {
  const [python] = interpreters;
  const program = 'import sys\nprint(sys.prefix != sys.base_prefix, sys.executable)\n';
  const activated = `${program}import os, shutil\nprint(os.environ["VIRTUAL_ENV"], shutil.which("python"))\n`;

  it.skipIf(!python)('is that of a virtual environment beside the program', async () => {
    const home = files({ 'app/program.py': activated });
    const { execFileSync } = await import('node:child_process');
    execFileSync(python!.path, ['-m', 'venv', '--without-pip', join(home, '.venv')]);
    const client = await run({ program: join(home, 'app/program.py') });
    await client.waitFor('terminated');
    const own = join(home, '.venv/bin/python');
    expect(client.output('stdout')).toBe(`True ${own}\n${join(home, '.venv')} ${own}\n`);
    const named = await run({ program: join(home, 'app/program.py'), pythonPath: join(home, '.venv') });
    await named.waitFor('terminated');
    expect(named.output('stdout')).toContain('.venv');
  });

  it('that is named is the one, or the error says so', async () => {
    const path = join(files({ 'program.py': program }), 'program.py');
    await expect(refused({ program: path, python: '/no/such/python' })).rejects.toThrow(
      'There is no Python interpreter "/no/such/python".',
    );
    await expect(refused({ program: path, runtimeExecutable: 'python2.0' })).rejects.toThrow('python2.0');
  });

  it('is looked for, and the error says where', async () => {
    const home = files({ 'program.py': program });
    await expect(
      refused({ program: join(home, 'program.py'), cwd: home, env: { PATH: home, VIRTUAL_ENV: null } }),
    ).rejects.toThrow(
      /No Python interpreter was found. Tried: a virtual environment \(.*\) in .*; python3 and python on the PATH\./,
    );
  });

  it('must be new enough, and be one', async () => {
    const home = files({ 'program.py': program, 'bin/old': '' });
    const old = join(home, 'old');
    symlinkSync('/bin/false', old);
    await expect(refused({ program: join(home, 'program.py'), python: old })).rejects.toThrow(
      'The program ended before it could be debugged (exit code 1)',
    );
    const older = join(home, 'older');
    writeFileSync(older, '#!/bin/sh\n[ "$1" = -c ] && printf 3.8.18\nexit 1\n', { mode: 0o755 });
    await expect(refused({ program: join(home, 'program.py'), python: older })).rejects.toThrow(
      /older" is Python 3\.8\.18; Tandem debugs Python 3\.9\.0 and later/,
    );
  });

  it.skipIf(!python).each([
    [{ program: 'nothing.py' }, 'does not exist'],
    [{ program: 'empty' }, 'is a directory without a __main__.py'],
    [{ program: 'program.py', module: 'x' }, 'more than one of "program", "module" and "code"'],
    [{ program: 'program.py', inProcess: true }, '"inProcess" cannot honour "python"'],
    [{ program: 'program.py', transport: 'ws' }, 'cannot be reached over "transport": "ws"'],
    [{ module: 3 }, 'must be the name of a Python module'],
  ])('runs what can be run: not %o', async (settings, message) => {
    const cwd = files({ 'program.py': program, 'empty/x': '' });
    await expect(refused({ cwd, python: python?.path, ...settings })).rejects.toThrow(message);
  });
});
