import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type DebugTerminal,
  type DebugTerminalOptions,
  openDebugTerminal,
  type TerminalProcess,
} from '../../adapter/terminal/debug-terminal.ts';
import { writePreload } from '../../adapter/terminal/preload.ts';
import { isAlive } from '../../ipc/is-alive.ts';
import type { DapClient } from '../support/dap-client.ts';
import { files, lineOf } from '../support/fixtures.ts';
import { connect, launchArguments } from '../support/session.ts';
import { launcherDirectory } from '../support/standalone.ts';

interface Begun extends TerminalProcess {
  readonly client: DapClient;
}

const nothing = { NODE_OPTIONS: undefined, PYTHONPATH: undefined };

/** A shell in a terminal of ours, in an editor that has a breakpoint on each line that ends in "// here" or "# here". */
class Shell {
  readonly directory: string;
  /** Why sessions did not begin. */
  readonly refusals: string[] = [];
  settings: object = {};
  readonly begun: Begun[] = [];
  #place: DebugTerminal | undefined;
  readonly #waiting: ((begun: Begun) => void)[] = [];

  static async open(
    contents: Readonly<Record<string, string>>,
    options: Partial<DebugTerminalOptions> = {},
  ): Promise<Shell> {
    const shell = new Shell(files(contents));
    shell.#place = await openDebugTerminal({
      launcherDirectory,
      storage: join(shell.directory, 'storage'),
      own: nothing,
      python: undefined,
      skipped: [],
      begin: (process, claim) => shell.#begin(process, claim),
      log: () => {},
      ...options,
    });
    onTestFinished(() => shell.close());
    return shell;
  }

  private constructor(directory: string) {
    this.directory = directory;
  }

  get environment(): NodeJS.ProcessEnv {
    const all = Object.entries(this.#place!.environment);
    return Object.fromEntries(all.map(([name, value]) => [name, value ?? undefined]));
  }

  /** Starts a command, as a line that somebody has typed. */
  start(command: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
    const process_ = spawn('bash', ['-c', command], {
      cwd: this.directory,
      env: { ...process.env, ...nothing, ...this.environment, ...env },
    });
    onTestFinished(() => void process_.kill('SIGKILL'));
    return process_;
  }

  /** Runs one to its end. */
  async run(command: string, env: NodeJS.ProcessEnv = {}): Promise<{ code: number; output: string }> {
    return ended(this.start(command, env));
  }

  /** The next process that has got a session. */
  next(): Promise<Begun> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  end(): Promise<void> {
    return this.#place!.end();
  }

  async close(): Promise<void> {
    await this.#place![Symbol.asyncDispose]();
  }

  async #begin(process: TerminalProcess, claim: object): Promise<void> {
    const client = await connect({ supportsStartDebuggingRequest: true });
    const launched = client.request(
      'launch',
      launchArguments({ name: process.name, ...this.settings, ...claim }),
    );
    const refused = launched.then(
      () => false,
      (error: Error) => this.refusals.push(error.message) > 0,
    );
    if (await Promise.race([refused, client.waitFor('initialized').then(() => false)])) return;
    const { main } = process;
    if (main?.startsWith(this.directory)) {
      const line = lineWithBreakpoint(main);
      if (line > 0)
        await client.request('setBreakpoints', { source: { path: main }, breakpoints: [{ line }] });
    }
    await client.request('configurationDone', {});
    await launched;
    const begun = { ...process, client };
    this.begun.push(begun);
    this.#waiting.shift()?.(begun);
  }
}

const lineWithBreakpoint = (file: string): number => {
  try {
    return lineOf(file, 'here');
  } catch {
    return 0;
  }
};

async function ended(process: ChildProcess): Promise<{ code: number; output: string }> {
  let output = '';
  for (const stream of [process.stdout!, process.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const [code] = (await once(process, 'close')) as [number];
  return { code, output };
}

describe('a debug terminal', () => {
  it('debugs what is typed from its first line, and leaves its output and its end to the terminal', async () => {
    const shell = await Shell.open({
      'app.js': 'const answer = process.argv[2] * 2; // here\nconsole.log(answer);\nprocess.exitCode = 3;\n',
    });
    const next = shell.next();
    const end = ended(shell.start('node app.js 21'));
    const { client, name, pid } = await next;
    expect(name).toBe(`app.js [${pid}]`);
    expect(await client.waitFor('stopped')).toMatchObject({ reason: 'breakpoint' });
    await client.request('continue', { threadId: 1 });
    expect(await client.waitFor('exited')).toEqual({ exitCode: 3 });
    expect(await end).toEqual({ code: 3, output: '42\n' });
    expect(client.output('stdout')).toBe('');
  });

  it('shows a program nothing of itself, and what is its own', async () => {
    const seen =
      'console.log(JSON.stringify([Object.keys(process.env).filter((n) => n.startsWith("TANDEM")), process.env.NODE_OPTIONS, process.env.PYTHONPATH, Object.keys(require.cache)]))';
    const shell = await Shell.open(
      { 'app.js': seen },
      { own: { NODE_OPTIONS: '--max-old-space-size=512', PYTHONPATH: '/mine' } },
    );
    const { output } = await shell.run('node app.js');
    expect(JSON.parse(output)).toEqual([
      // What the tests were started with themselves, it has as well.
      Object.keys(process.env).filter((name) => name.startsWith('TANDEM')),
      '--max-old-space-size=512',
      '/mine',
      [join(shell.directory, 'app.js')],
    ]);
    expect(shell.begun).toHaveLength(1);
  });

  it('debugs what a package manager runs, and not the package manager', async () => {
    const shell = await Shell.open({
      'package.json': JSON.stringify({ scripts: { go: 'node app.js' } }),
      'app.js': 'console.log("gone"); // here\n',
    });
    const next = shell.next();
    const end = ended(shell.start('npm run --silent go'));
    const { client } = await next;
    await client.waitFor('stopped');
    await client.request('continue', { threadId: 1 });
    expect(await end).toEqual({ code: 0, output: 'gone\n' });
    expect(shell.begun.map(({ main }) => main)).toEqual([join(shell.directory, 'app.js')]);
  });

  it('debugs nothing of the packages that are to be skipped, but what they start', async () => {
    const shell = await Shell.open(
      {
        'node_modules/tool/cli.js': 'require("child_process").execFileSync("node", ["app.js"])',
        'app.js': '',
      },
      { skipped: ['other', 'tool'] },
    );
    expect(await shell.run('node node_modules/tool/cli.js')).toEqual({ code: 0, output: '' });
    expect(shell.begun.map(({ main }) => main)).toEqual([join(shell.directory, 'app.js')]);
  });

  it.skipIf(process.platform === 'win32')(
    'has the Python of its folder first, as if its environment had been activated',
    async () => {
      const base = execFileSync('python3', ['-c', 'import sys; print(sys._base_executable)'], {
        encoding: 'utf8',
      }).trim();
      const folder = realpathSync(
        files({ '.venv/pyvenv.cfg': `home = ${dirname(base)}\n`, '.venv/bin/activate': '' }),
      );
      symlinkSync(base, join(folder, '.venv/bin/python'));
      const shell = await Shell.open(
        { 'app.py': 'import os, sys\nprint(sys.prefix, os.environ["VIRTUAL_ENV"], os.getenv("PYTHONHOME"))' },
        {
          own: { ...nothing, PATH: `/first:${process.env.PATH}` },
          python: { chosen: undefined, folder: join(folder, 'deeper') },
        },
      );
      const environment = join(folder, '.venv');
      expect(shell.environment.PATH).toMatch(`${environment}/bin:/first:`);
      const { output } = await shell.run('python app.py', { PYTHONHOME: undefined });
      expect(output).toBe(`${environment} ${environment} None\n`);
      expect(shell.begun).toHaveLength(1);
    },
  );

  it.skipIf(process.platform === 'win32')(
    'opens without the Python of its folder when that is broken',
    async () => {
      const folder = files({ '.venv/pyvenv.cfg': 'home = /gone\n', 'app.js': 'console.log("runs")' });
      const logged: string[] = [];
      const shell = await Shell.open(
        { 'app.js': 'console.log("runs")' },
        { python: { chosen: undefined, folder }, log: (line) => logged.push(line) },
      );
      expect(shell.environment.PATH).toBeUndefined();
      expect(logged.join()).toMatch(/no Python: .*\.venv/);
      expect((await shell.run('node app.js')).output).toBe('runs\n');
    },
  );

  it('does the same for Python, with what it starts', async () => {
    const shell = await Shell.open(
      {
        'app.py':
          'import subprocess\nprint("py", flush=True) # // here\nsubprocess.run(["node", "child.js"])\n',
        'child.js': 'console.log("js")',
        'tool.py': 'import subprocess, sys\nsubprocess.run([sys.executable, "app.py"])',
      },
      { skipped: ['tool'] },
    );
    const next = shell.next();
    const end = ended(shell.start('python3 -m tool'));
    const { client, pid } = await next;
    const { threadId } = await client.waitFor('stopped');
    await client.request('continue', { threadId: threadId! });
    expect(await end).toEqual({ code: 0, output: 'py\njs\n' });
    expect(shell.begun.map(({ name }) => name.replace(/ .*/, ''))).toEqual(['app.py', 'child.js']);
    expect(shell.begun[1]!.parentPid).toBe(pid);
  });

  it('ends what it was asked to end, with what that has started', async () => {
    const shell = await Shell.open({
      'app.js': 'require("child_process").spawn("node", ["child.js"], { stdio: "inherit", detached: true })',
      'child.js': 'setInterval(() => {}, 1000); // here\n',
    });
    const end = ended(shell.start('node app.js'));
    const [parent, child] = [await shell.next(), await shell.next()];
    await child.client.waitFor('stopped');
    await parent.client.request('disconnect', {});
    await child.client.waitFor('terminated');
    expect((await end).code).not.toBe(0);
  });

  it('leaves a program running that is disconnected from', async () => {
    const shell = await Shell.open({
      'app.js': 'console.log(1); // here\nsetTimeout(() => console.log("done"), 100);',
    });
    const next = shell.next();
    const end = ended(shell.start('node app.js'));
    const { client } = await next;
    await client.waitFor('stopped');
    await client.request('disconnect', { terminateDebuggee: false });
    expect(await end).toEqual({ code: 0, output: '1\ndone\n' });
  });

  it('ends its programs when it is closed', async () => {
    const shell = await Shell.open({
      'app.js': 'process.on("SIGHUP", () => {}); // here\nsetInterval(() => {}, 1000)',
    });
    const next = shell.next();
    const end = ended(shell.start('node app.js'));
    const { client, pid } = await next;
    await client.waitFor('stopped');
    await shell.end();
    await client.waitFor('terminated');
    await end;
    expect(isAlive(pid)).toBe(false);
  });

  it('lets programs run undebugged when it is gone, when its launcher is gone, and when no session begins', async () => {
    const contents = {
      'app.js':
        'console.log("js"); require("child_process").execFileSync("python3", ["app.py"], { stdio: "inherit" })',
      'app.py': 'print("py")',
    };
    const expected = { code: 0, output: 'js\npy\n' };
    const refusing = await Shell.open(contents, { begin: () => Promise.reject(new Error('no')) });
    expect(await refusing.run('node app.js')).toEqual(expected);
    await refusing.close();
    expect(await refusing.run('node app.js')).toEqual(expected);
    await writePreload(join(refusing.directory, 'storage'), '/gone/bootstrap.cjs');
    expect(await refusing.run('node app.js')).toEqual(expected);
  });

  it('is opened beside others at the same time', async () => {
    const directory = files({});
    const storage = join(directory, 'storage');
    const paths = await Promise.all(
      Array.from({ length: 8 }, () => writePreload(storage, '/a/bootstrap.cjs')),
    );
    expect(new Set(paths).size).toBe(1);
    expect(readdirSync(storage)).toHaveLength(1);
  });

  it('takes its settings from the configurations of its sessions, and runs what those are wrong for', async () => {
    const shell = await Shell.open({ 'app.js': 'console.log(1)' });
    shell.settings = { skipFiles: 'x' };
    const { code, output } = await shell.run('node app.js');
    expect({ code, output }).toEqual({ code: 0, output: '1\n' });
    expect(shell.refusals).toEqual([expect.stringContaining('"skipFiles" must be a list of glob patterns')]);
  });
});
