import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readCim } from '../../adapter/processes/cim.ts';
import { isNode } from '../../adapter/processes/node-processes.ts';
import { findProcess } from '../../adapter/processes/processes.ts';
import { psProcesses, readPs } from '../../adapter/processes/ps.ts';
import { letsNobodyIn, pythonCommand, pythonMain } from '../../adapter/processes/python-processes.ts';
import { allPrograms, runningPrograms } from '../../adapter/processes/running-programs.ts';
import { readCommand } from '../../adapter/processes/script.ts';
import { interpreters } from '../python/interpreters.ts';
import { files, program } from '../support/fixtures.ts';
import { ownMeetingPlace, WaitingProgram } from '../support/waiting-program.ts';

async function start(
  args: readonly string[],
  cwd: string,
  command = process.execPath,
): Promise<ChildProcess> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout!, 'data');
  return child;
}

const FOREVER = "console.log('up'); setInterval(() => {}, 1000);";

describe('the Node programs that run', () => {
  it('are told with their scripts, words and directories, the newest first', async () => {
    const directory = files({ 'app.cjs': FOREVER, 'tool.cjs': `process.title = 'mine'; ${FOREVER}` });
    const app = await start(['--no-warnings', 'app.cjs', '--inspect'], directory);
    const tool = await start([join(directory, 'tool.cjs')], directory);
    const found = (await runningPrograms()).filter(({ pid }) => pid === app.pid || pid === tool.pid);
    expect(found).toMatchObject([
      { pid: tool.pid, cwd: directory, parent: process.pid },
      {
        pid: app.pid,
        parent: process.pid,
        user: process.getuid?.(),
        executable: process.execPath,
        command: [process.execPath, '--no-warnings', 'app.cjs', '--inspect'],
        script: join(directory, 'app.cjs'),
        publication: undefined,
      },
    ]);
    expect(Math.abs(found[1]!.started - Date.now())).toBeLessThan(60_000);
  });

  it('are neither this one, nor what is another program, nor what belongs to an editor', async () => {
    const directory = files({ 'tsserver.js': FOREVER, 'app.cjs': FOREVER });
    const own = [
      await start(['tsserver.js'], directory),
      await start(['app.cjs', '--node-ipc'], directory),
      await start(['-c', 'echo up; sleep 60'], directory, 'sh'),
    ];
    const pids = (await runningPrograms()).map(({ pid }) => pid);
    for (const pid of [process.pid, process.ppid, ...own.map((child) => child.pid)])
      expect(pids).not.toContain(pid);
  });

  it('say what has started them, and what keeps a debugger out', async () => {
    const directory = files({
      'app.cjs': FOREVER,
      'npm-cli.js':
        "require('child_process').spawn('sh', ['-c', 'node app.cjs; true'], { stdio: 'inherit' })",
    });
    const isOld = !process.allowedNodeEnvironmentFlags.has('--permission');
    const flag = isOld ? '--experimental-permission' : '--permission';
    const npm = await start(['npm-cli.js', 'run', 'dev'], directory);
    const closed = await start([flag, '--allow-fs-read=*', 'app.cjs'], directory);
    const all = (await allPrograms()).filter(({ cwd }) => cwd === directory);
    expect(all.find(({ pid }) => pid === closed.pid)).toMatchObject({
      hindrance: `was started with ${flag}`,
    });
    expect(all.find(({ startedBy }) => startedBy === 'npm run dev')).toMatchObject({
      script: join(directory, 'app.cjs'),
      hindrance: undefined,
    });
    expect((await runningPrograms()).some(({ pid }) => pid === closed.pid)).toBe(false);
    for (const { pid } of all.filter(({ startedBy }) => startedBy === 'npm run dev'))
      process.kill(pid, 'SIGKILL');
    npm.kill('SIGKILL');
  });

  it('are known by what they run, not by what they are called by', async () => {
    const directory = files({});
    symlinkSync(process.execPath, join(directory, 'thing'));
    const child = await start(['-e', FOREVER], directory, join(directory, 'thing'));
    expect((await runningPrograms()).map(({ pid }) => pid)).toContain(child.pid);
    expect(await findProcess(child.pid!)).toMatchObject({ executable: process.execPath });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await findProcess(child.pid!)).toBeUndefined();
  });
});

describe('the Python programs that run', () => {
  it.each(interpreters)('are those that wait for debuggers: $name', async ({ path: python, version }) => {
    vi.stubEnv('XDG_RUNTIME_DIR', ownMeetingPlace());
    onTestFinished(() => void vi.unstubAllEnvs());
    const file = program('import time\ntime.sleep(60)\n', 'app.py');
    const waiting = new WaitingProgram(file, { python, args: ['--flag'] });
    await waiting.waits();
    const alone = await start(['-c', "print('up', flush=True); import time; time.sleep(60)"], '/', python);
    const found = await runningPrograms();
    const own = found.find(({ pid }) => pid === waiting.pid);
    expect(own).toMatchObject({ runtime: 'python', script: file, publication: { runtime: 'python' } });
    expect(own!.command.slice(1)).toEqual([file, '--flag']);
    // From 3.14 on, any can be joined.
    expect(found.some(({ pid }) => pid === alone.pid)).toBe(version[1] >= 14);
  });

  it.each([
    ['python app.py -c x', 'app.py'],
    ['python -X dev -u app.py', 'app.py'],
    ['python -m http.server 80', 'http.server'],
    ['python -um pytest', 'pytest'],
    ['python -c import_this x.py', undefined],
    ['python', undefined],
    ['python --check-hash-based-pycs always app.py', 'app.py'],
    ['python -mpytest -x', 'pytest'],
    ['python -E /t/python/debug_launcher.py --ipc unix --ipc-path /s -- -m pytest -x', 'pytest'],
  ])('are told by their scripts: %s', (line, script) => {
    expect(pythonMain(pythonCommand(line.split(' '))).script).toBe(script);
  });

  it.each([
    ['/usr/bin/python3.14', false],
    ['/opt/python3.15t', false],
    ['/usr/bin/python3.9', true],
    ['/usr/bin/python2', true],
    ['/usr/bin/python3', false],
    ['/usr/bin/python4.0', false],
  ])('surely let nobody in who was not expected: %s %s', (executable, expected) => {
    expect(letsNobodyIn({ executable })).toBe(expected);
  });
});

describe('a process is Node', () => {
  it.each(['/usr/bin/node', '/opt/n/nodejs', 'C:\\Program Files\\nodejs\\node.exe', '/usr/bin/node22'])(
    'when it runs %s',
    (executable) => expect(isNode({ executable })).toBe(true),
  );
  it.each([
    '/usr/bin/python3',
    '/usr/share/code/code',
    '/bin/nodemon',
    '/snap/node-red',
    '',
    '/usr/bin/deno',
  ])('but not when it runs "%s"', (executable) => expect(isNode({ executable })).toBe(false));
});

describe('the words of a command', () => {
  it.each([
    ['node app.js --port 1', [], 'app.js', ['--port', '1']],
    ['node --inspect -r ./hook.js app.js', ['--inspect', '-r=./hook.js'], 'app.js', []],
    ['node --import=tsx src/app.ts', ['--import=tsx'], 'src/app.ts', []],
    ['node -e code arg', ['-e=code'], undefined, ['arg']],
    ['node -- -odd.js', [], '-odd.js', []],
    ['node', [], undefined, []],
  ])('%s', (line, options, script, args) => {
    expect(readCommand(line.split(' '))).toEqual({ options, script, args });
  });
});

describe('lists of other systems', () => {
  it('macOS: what ps prints', () => {
    const processes = `
  501     1   501 Sat Nov 21 13:07:31 2026     /Applications/My App.app/Contents/MacOS/node
   77     1     0 Sun Nov  1 03:07:31 2026     /usr/sbin/syslogd
`;
    const commands = '  501 node server.js --port 80\n   77 /usr/sbin/syslogd\n';
    expect(readPs(processes, commands)).toEqual([
      {
        pid: 501,
        parent: 1,
        user: 501,
        executable: '/Applications/My App.app/Contents/MacOS/node',
        command: ['node', 'server.js', '--port', '80'],
        cwd: undefined,
        started: Date.parse('Sat Nov 21 13:07:31 2026'),
      },
      expect.objectContaining({ pid: 77, user: 0, command: ['/usr/sbin/syslogd'] }),
    ]);
  });

  it('as this one prints them, too', async () => {
    const own = (await psProcesses()).find(({ pid }) => pid === process.pid);
    const uid = /^Uid:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))![1];
    expect(own).toMatchObject({ parent: process.ppid, user: Number(uid) });
    expect(own!.command.length).toBeGreaterThan(0);
  });

  it('Windows: what CIM tells, of one process or of several', () => {
    const node = {
      ProcessId: 12,
      ParentProcessId: 4,
      Name: 'node.exe',
      ExecutablePath: 'C:\\Program Files\\nodejs\\node.exe',
      CommandLine: '"C:\\Program Files\\nodejs\\node.exe" "my app.js" --x=1',
      Started: 1_700_000_000_000,
    };
    const system = {
      ProcessId: 4,
      ParentProcessId: 0,
      Name: 'System',
      ExecutablePath: null,
      CommandLine: null,
      Started: null,
    };
    const expected = {
      pid: 12,
      parent: 4,
      user: undefined,
      executable: node.ExecutablePath,
      command: [node.ExecutablePath, 'my app.js', '--x=1'],
      cwd: undefined,
      started: 1_700_000_000_000,
    };
    expect(readCim(JSON.stringify(node))).toEqual([expected]);
    expect(readCim(JSON.stringify([node, system]))).toEqual([
      expected,
      expect.objectContaining({ pid: 4, executable: 'System', command: [], started: 0 }),
    ]);
  });
});
