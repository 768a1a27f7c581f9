import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { connect, launchArguments, type Settings } from '../support/session.ts';
import { interpreters } from './interpreters.ts';

/** util-linux's: it runs a command in a terminal of its own. */
const SCRIPT = '/usr/bin/script';

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** A terminal with a command in it, and somebody who types when something is to be read there. */
class Terminal {
  readonly #process: ChildProcess;
  readonly #typed: [when: string, what: string][];
  /** All that stood there in the end. */
  readonly text: Promise<string>;

  constructor(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv, typed: Typed) {
    this.#typed = Object.entries(typed);
    this.#process = spawn(SCRIPT, ['-qefc', words.map(quoted).join(' '), '/dev/null'], { cwd, env });
    this.text = this.#read();
  }

  async #read(): Promise<string> {
    let text = '';
    for await (const chunk of this.#process.stdout!) {
      text += chunk;
      const [next] = this.#typed;
      if (next && text.includes(next[0])) this.#process.stdin!.write(this.#typed.shift()![1]);
    }
    return text.replaceAll('\r\n', '\n');
  }
}

type Typed = Readonly<Record<string, string>>;

const PROGRAMS: Readonly<Record<string, { source: string; typed?: Typed; code?: number }>> = {
  'what it is': {
    source: `import os, sys
print([s.isatty() for s in (sys.stdin, sys.stdout, sys.stderr)], sys.stdout.encoding, sys.stdout.line_buffering, sys.stdin.encoding)
print(type(sys.stdout).__name__, sys.stdout.name, sys.stdout.mode)`,
  },
  'what is typed': {
    source: 'name = input("name? ")\nprint("hello", name)\nprint(open(0).readline(), end="")',
    typed: { 'name? ': 'ann\n', 'hello ann\r\n': 'more\n' },
  },
  'an interrupt that is caught': {
    source:
      'import sys, time\ntry:\n    print("up")\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    print("caught")\n    sys.exit(5)',
    typed: { 'up\r\n': '\x03' },
    code: 5,
  },
  'an interrupt that is not': {
    source: 'import threading, time\nthreading.Timer(0.3, print, ["up"]).start()\ntime.sleep(60)',
    typed: { 'up\r\n': '\x03' },
    code: 130,
  },
  'the end of what is typed': {
    source: 'import sys\nprint("up")\nprint(repr(sys.stdin.read()))',
    typed: { 'up\r\n': '\x04' },
  },
  'an end at once': { source: 'import os\nprint("up")\nos._exit(7)', code: 7 },
  'an exception': { source: 'def f():\n    1 / 0\nf()', code: 1 },
  'a fork that ends first': {
    source: 'import os\nif os.fork() == 0:\n    os._exit(3)\nos.wait()\nprint("up")\nraise SystemExit(4)',
    code: 4,
  },
};

const LAUNCHED = { integratedTerminal: false, externalTerminal: true } as const;

describe.skipIf(!existsSync(SCRIPT)).each(interpreters)('a terminal, with $name', ({ path: python }) => {
  const inTerminal = async (settings: Settings, typed: Typed) => {
    const client = await connect({ supportsRunInTerminalRequest: true });
    let terminal: Terminal | undefined;
    client.onReverseRequest('runInTerminal', (args) => {
      const { args: words, cwd, env } = args as DebugProtocol.RunInTerminalRequestArguments;
      const all = Object.entries({ ...process.env, ...env }).filter(([, value]) => value !== null);
      terminal = new Terminal(words, cwd, Object.fromEntries(all) as NodeJS.ProcessEnv, typed);
      return {};
    });
    const launched = client.request('launch', launchArguments({ python, ...settings }));
    await client.waitFor('initialized');
    await client.request('configurationDone', {});
    await launched;
    return { client, text: () => terminal!.text };
  };

  it.each(Object.entries(PROGRAMS))(
    'shows %s as it would alone',
    async (_, { source, typed = {}, code = 0 }) => {
      const home = files({ 'program.py': `${source}\n` });
      const program = join(home, 'program.py');
      const alone = await new Terminal([python, program], home, process.env, typed).text;
      expect(alone).not.toBe('');
      for (const [console, noDebug] of Object.entries(LAUNCHED)) {
        const settings = { program, cwd: home, console, noDebug, exceptions: [] };
        const { client, text } = await inTerminal(settings, typed);
        expect(await client.waitFor('exited')).toEqual({ exitCode: code });
        expect(await text()).toBe(alone);
      }
    },
  );

  it('has the answer to a step come before the stop that it leads to', async () => {
    const program = join(files({ 'program.py': 'for n in range(100):\n    pass\n' }), 'program.py');
    const settings = { program, console: 'integratedTerminal', stopOnEntry: true };
    const { client } = await inTerminal(settings, {});
    const { threadId } = await client.waitFor('stopped');
    for (let step = 0; step < 30; step += 1) {
      await Promise.all([client.request('next', { threadId: threadId! }), client.waitFor('stopped')]);
    }
    const heard = client.transcript.map((line) => /^(← next|⚡ stopped)/.exec(line)?.[1]).filter(Boolean);
    expect(heard).toEqual(['⚡ stopped', ...Array(30).fill(['← next', '⚡ stopped']).flat()]);
    await client.request('disconnect', {});
  });

  it('stays that of a program that becomes another', async () => {
    const home = files({
      'program.py': 'import os, sys\nos.execv(sys.executable, [sys.executable, "other.py"])\n',
      'other.py': 'print("other")\nbreakpoint()\n',
    });
    const settings = { program: join(home, 'program.py'), cwd: home, console: 'integratedTerminal' };
    const { client, text } = await inTerminal(settings, {});
    const { threadId } = await client.waitFor('stopped');
    await client.request('continue', { threadId: threadId! });
    await client.waitFor('terminated');
    expect(await text()).toBe('other\n');
  });
});
