import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { publishedPlace } from '../../adapter/attach/place.ts';
import { connect as dial } from '../../ipc/connect.ts';
import { interpreters } from '../python/interpreters.ts';
import { lineOf } from '../python/support.ts';
import { attach, beginAttach } from '../support/attach.ts';
import type { DapClient } from '../support/dap-client.ts';
import { files, program } from '../support/fixtures.ts';
import { expectEnd } from '../support/session.ts';
import { launcherDirectory } from '../support/standalone.ts';
import { ownMeetingPlace, WaitingProgram } from '../support/waiting-program.ts';
import { testWaiting } from './waiting-contract.ts';

const TICKING = `import sys, time

count = 0

def tick(n):
    n += 1  # tick
    print("tick", n, flush=True)
    return n  # return

def never():
    pass  # never

done = True  # done
while True:
    count = tick(count)  # turn
    time.sleep(0.005)
`;

type Options = ConstructorParameters<typeof WaitingProgram>[1];

let meetingPlace: string;

beforeEach(() => {
  meetingPlace = ownMeetingPlace();
  vi.stubEnv('XDG_RUNTIME_DIR', meetingPlace);
  return () => vi.unstubAllEnvs();
});

const at = (file: string, ...marks: string[]) => ({
  [file]: marks.map((mark): DebugProtocol.SourceBreakpoint => ({ line: lineOf(file, mark) })),
});

async function top(client: DapClient, threadId: number): Promise<DebugProtocol.StackFrame> {
  return (await client.request('stackTrace', { threadId })).stackFrames[0]!;
}

async function stoppedAt(client: DapClient): Promise<[name: string, line: number, threadId: number]> {
  const { threadId } = await client.waitFor('stopped');
  const { name, line } = await top(client, threadId!);
  return [name, line, threadId!];
}

describe.each(interpreters)('a program of $name that waits for debuggers', ({ path: python }) => {
  const begun = (source: string, options: Options = {}) => {
    const file = program(source, 'program.py');
    return { file, waiting: new WaitingProgram(file, { python, ...options }) };
  };

  async function ticking(options?: Options) {
    const { file, waiting } = begun(TICKING, options);
    return { file, waiting, endpoint: await waiting.waits(), breakpoints: at(file, 'tick') };
  }

  testWaiting(ticking, () => meetingPlace);

  it('may have its modules listed', async () => {
    const { endpoint } = await ticking();
    const client = await attach({ endpoint });
    expect(client.events('capabilities')[0]!.capabilities).toMatchObject({ supportsModulesRequest: true });
    await client.request('disconnect', {});
  });

  it('tells its exit code, and leaves nothing behind', async () => {
    const { waiting } = begun('import sys\nsys.stdin.readline()\nsys.exit(7)\n');
    const client = await attach({ endpoint: await waiting.waits() });
    expect(readdirSync(join(meetingPlace, 'tandem'))).toHaveLength(2);
    waiting.child.stdin!.write('\n');
    await expectEnd(client, 7);
    expect(await waiting.exited).toBe(7);
    expect(readdirSync(join(meetingPlace, 'tandem'))).toEqual([]);
  });

  it('is joined by its port, with the token', async () => {
    const { file, endpoint } = await ticking({ env: { TANDEM_LISTEN: 'tcp', TANDEM_TOKEN: 'agreed' } });
    const port = Number(endpoint.split(':').at(-1));
    vi.stubEnv('XDG_RUNTIME_DIR', ownMeetingPlace());
    await expect(beginAttach({ port, token: 'guessed' })).rejects.toMatchObject({ code: 'attach.token' });
    const client = await attach({ port, token: 'agreed' }, at(file, 'tick'));
    await client.waitFor('stopped');
  });

  it('is not kept busy by those who say nothing, or nonsense', async () => {
    const { file, waiting, endpoint } = await ticking();
    const place = publishedPlace(waiting.pid)!;
    const open = JSON.stringify({ link: 'open', id: 'x'.repeat(20), token: '\ud800' });
    const framed = `DP\x01\x02\0\0\0${String.fromCharCode(open.length)}${open}`;
    for (const said of ['', 'GET / HTTP/1.1\r\n\r\n', 'DP\x01\x02\xff\xff\xff\xff', framed]) {
      const stranger = await dial(place.endpoint);
      onTestFinished(() => void stranger.destroy());
      stranger.on('error', () => {}).write(Buffer.from(said, 'latin1'));
    }
    const client = await attach({ endpoint }, at(file, 'tick'));
    await client.waitFor('stopped');
    expect(waiting.stderr).not.toContain('Traceback');
  });

  it('is held before its first line when that is asked for, until a debugger is ready', async () => {
    const { waiting } = begun('print("begun", flush=True)\nimport time\ntime.sleep(60)\n', {
      env: { TANDEM_WAIT: '1' },
    });
    const endpoint = await waiting.waits();
    const { client } = await beginAttach({ endpoint });
    await client.request('disconnect', {});
    expect(waiting.stdout).toBe('');
    const second = await attach({ endpoint, stopOnEntry: true });
    expect((await second.waitFor('stopped')).reason).toBe('entry');
    expect(waiting.stdout).toBe('');
    await second.request('continue', { threadId: 1 });
    await waiting.says(/begun/);
  });

  it('is shown with the names that its files have here, also in the words of debugpy', async () => {
    const { file, endpoint } = await ticking({ env: { TANDEM_LISTEN: 'tcp' } });
    const [localRoot, remoteRoot] = [files({ 'program.py': TICKING }), dirname(file)];
    const local = join(localRoot, 'program.py');
    const connect = { host: 'localhost', port: Number(endpoint.split(':').at(-1)) };
    const roots = { localRoot, remoteRoot };
    for (const settings of [
      { endpoint, ...roots },
      { connect, pathMappings: [roots] },
    ]) {
      const client = await attach(settings, at(local, 'tick'));
      const { threadId } = await client.waitFor('stopped');
      expect((await top(client, threadId!)).source!.path).toBe(local);
      await client.request('disconnect', {});
    }
    const pathMappings = [{ localRoot: dirname(file), remoteRoot: '.' }];
    const client = await attach({ connect, pathMappings }, at(file, 'tick'));
    await client.waitFor('stopped');
  });

  it('stops in calls that have begun, and in threads that have', async () => {
    const { file, waiting } = begun(`import threading, time

def work():
    turns = 0
    while True:
        turns += 1  # work
        time.sleep(0.005)

def busy():
    turns = 0
    while True:
        turns += 1  # busy

threading.Thread(target=work, name="worker", daemon=True).start()
threading.Thread(target=busy, name="busy", daemon=True).start()
print("up\\nup", flush=True)
n = 0
while True:
    n += 1  # main
    time.sleep(0.005)
`);
    const endpoint = await waiting.waits();
    await waiting.says(/up/);
    const client = await attach({ endpoint });
    const { threads } = await client.request('threads', {});
    expect(threads.map(({ name }) => name).sort()).toEqual(['MainThread', 'busy', 'worker']);
    for (const [mark, name] of [
      ['work', 'work'],
      ['busy', 'busy'],
      ['main', '<module>'],
    ] as const) {
      const { breakpoints } = await client.request('setBreakpoints', {
        source: { path: file },
        breakpoints: [{ line: lineOf(file, mark) }],
      });
      expect(breakpoints).toMatchObject([{ verified: true, line: lineOf(file, mark) }]);
      const [where, line, threadId] = await stoppedAt(client);
      expect([where, line]).toEqual([name, lineOf(file, mark)]);
      await client.request('setBreakpoints', { source: { path: file }, breakpoints: [] });
      await client.request('continue', { threadId });
      await client.request('pause', { threadId });
      expect((await client.waitFor('stopped')).reason).toBe('pause');
      await client.request('continue', { threadId });
    }
  });

  it('takes breakpoints in functions that have not been called, and on lines that have run already', async () => {
    const module = `first = 1  # first

def late():
    return 1  # late
`;
    const directory = files({
      'module.py': module,
      'main.py': `import time
import module
while True:
    if "go" in globals(): module.late()
    time.sleep(0.005)
`,
    });
    const waiting = new WaitingProgram(join(directory, 'main.py'), { python });
    const client = await attach({ endpoint: await waiting.waits() });
    await expect
      .poll(async () => (await client.request('modules', {})).modules.map(({ name }) => name))
      .toContain('module');
    const file = join(directory, 'module.py');
    const set = () =>
      client.request('setBreakpoints', {
        source: { path: file },
        breakpoints: [{ line: lineOf(file, 'first') }, { line: lineOf(file, 'late') }],
      });
    expect((await set()).breakpoints.map(({ line }) => line)).toEqual([
      lineOf(file, 'first'),
      lineOf(file, 'late'),
    ]);
    await client.request('evaluate', { expression: 'import __main__; __main__.go = 1', context: 'repl' });
    expect((await stoppedAt(client)).slice(0, 2)).toEqual(['late', lineOf(file, 'late')]);
  });

  it('says what it prints from now on, and where', async () => {
    const { file, waiting } = begun(`import sys, time
print("before", flush=True)
while True:
    if "speak" in globals():
        print("said", 1)  # said
        sys.stderr.write("failed\\n")
        del speak
    time.sleep(0.005)
`);
    const endpoint = await waiting.waits();
    await waiting.says(/before/);
    const client = await attach({ endpoint });
    await client.request('evaluate', { expression: 'import __main__; __main__.speak = 1', context: 'repl' });
    await client.waitFor('output', ({ output }) => output.includes('failed'));
    expect(client.output()).not.toContain('before');
    const said = client.outputEvents.filter(({ category }) => category === 'stdout');
    expect(said.map(({ output }) => output).join('')).toBe('said 1\n');
    expect(said[0]).toMatchObject({ line: lineOf(file, 'said'), source: { path: file } });
    expect(waiting.stderr).toContain('failed');
  });

  it('is left with nothing of the debugger in it', async () => {
    const { file, waiting } = begun(`import _thread, builtins, gc, sys, threading, time
def state():
    return [
        sys.gettrace(), getattr(sys, "monitoring", None) and [sys.monitoring.get_tool(n) for n in range(6)],
        sys.settrace, sys.breakpointhook, sys.excepthook, _thread.start_new_thread, getattr(threading, "_start_new_thread", None),
        threading.Thread._bootstrap_inner, threading._make_invoke_excepthook, dict(vars(sys.stdout)),
        len(sys._current_frames()) <= 2,
        sum(type(it).__name__ in ("Engine", "Visit") for it in gc.get_objects()),
    ]
def turn():
    return 1  # turn
alone = state()
print("up", flush=True)
for line in sys.stdin:
    turn()
    if line == "look\\n":
        for _ in range(200):
            if gc.collect() == 0 and state() == alone: break
            time.sleep(0.01)
        print("alone" if state() == alone else [*zip(state(), alone)], flush=True)
`);
    const endpoint = await waiting.waits();
    await waiting.says(/up/);
    for (let visit = 0; visit < 3; visit += 1) {
      const client = await attach({ endpoint }, at(file, 'turn'));
      await client.request('setExceptionBreakpoints', { filters: ['all', 'userUncaught'] });
      waiting.child.stdin!.write('\n');
      const [, , threadId] = await stoppedAt(client);
      const { id } = await top(client, threadId);
      await client.request('evaluate', { expression: 'print(turn)', frameId: id, context: 'repl' });
      await client.request('next', { threadId });
      await client.waitFor('stopped');
      await client.request('disconnect', {});
      waiting.stdout = '';
      waiting.child.stdin!.write('look\n');
      expect((await waiting.says(/.*\n/))[0]).toBe('alone\n');
    }
  });

  it('runs on from wherever it was: a step, a pause, an exception, an evaluation that does not end', async () => {
    const { file, waiting, endpoint } = await ticking();
    for (const stop of ['step', 'pause', 'evaluation'] as const) {
      const client = await attach({ endpoint }, stop === 'pause' ? {} : at(file, 'tick'));
      if (stop === 'pause') await client.request('pause', { threadId: 1 });
      const [, , threadId] = await stoppedAt(client);
      if (stop === 'step') await client.request('next', { threadId });
      if (stop === 'evaluation') {
        const { id } = await top(client, threadId);
        client
          .request('evaluate', { expression: 'while True: pass', frameId: id, context: 'repl' })
          .catch(() => {});
      }
      await client.request('disconnect', {});
      await waiting.runs();
    }
  });

  it('stops at what nothing catches, and where it says breakpoint()', async () => {
    const { file, waiting } = begun(`import sys
sys.stdin.readline()
breakpoint()
print("on")  # after
raise ValueError("as asked")  # raise
`);
    const client = await attach({ endpoint: await waiting.waits() });
    await client.request('setExceptionBreakpoints', { filters: ['uncaught'] });
    waiting.child.stdin!.write('\n');
    const [, line, threadId] = await stoppedAt(client);
    expect(line).toBe(lineOf(file, 'after') - 1);
    await client.request('continue', { threadId });
    expect((await client.waitFor('stopped')).reason).toBe('exception');
    await client.request('continue', { threadId });
    await expectEnd(client, 1);
  });

  it('may let debuggers in by itself, and wait for one', async () => {
    const home = join(launcherDirectory, '../python');
    const file = program(
      `import sys
sys.path.append(${JSON.stringify(home)})
import tandem_launcher
tandem_launcher.listen(wait=True)
print("on", flush=True)  # on
sys.exit(4)
`,
      'program.py',
    );
    const waiting = new WaitingProgram(file, { python, alone: true });
    const client = await attach({ endpoint: await waiting.waits() }, at(file, 'on'));
    expect((await stoppedAt(client)).slice(0, 2)).toEqual(['<module>', lineOf(file, 'on')]);
    await client.request('continue', { threadId: 1 });
    await client.waitFor('terminated');
    expect(client.eventNames).not.toContain('exited');
    expect(await waiting.exited).toBe(4);
  });

  it('is joined again where it comes back, with its breakpoints', async () => {
    const directory = files({
      'watch.py': `import os, subprocess, sys
app = os.path.join(os.path.dirname(__file__), "app.py")
while True: subprocess.run([sys.executable, app])
`,
      'app.py': `import time
end = False
while not end:
    time.sleep(0.005)  # turn
`,
    });
    const app = join(directory, 'app.py');
    const watch = new WaitingProgram(join(directory, 'watch.py'), { python });
    onTestFinished(() => {
      for (const [, pid] of watch.stderr.matchAll(/^tandem attach (\d+) {2}# app/gm)) {
        try {
          process.kill(Number(pid), 'SIGKILL');
        } catch {
          // It has ended.
        }
      }
    });
    const [, pid] = await watch.says(/^tandem attach (\d+) {2}# app\.py/m, 'stderr');
    const client = await attach({ processId: Number(pid), restart: { delay: 20 } }, at(app, 'turn'));
    for (let life = 0; life < 2; life += 1) {
      const [, , threadId] = await stoppedAt(client);
      const { id } = await top(client, threadId);
      await client.request('evaluate', { expression: 'end = True', frameId: id, context: 'repl' });
      await client.request('continue', { threadId });
    }
    await client.waitFor('stopped');
    expect(new Set(client.events('process').map(({ systemProcessId }) => systemProcessId)).size).toBe(3);
    watch.child.kill('SIGKILL');
    await client.request('disconnect', {});
  });

  it('is several when it forks, and each can be joined', async () => {
    const { file, waiting } = begun(`import os, sys, time
pid = os.fork()
def turn():
    print("turn", flush=True)  # turn
while True:
    turn()
    time.sleep(0.01)
`);
    await waiting.says(/(?:^tandem attach .*\n){2}/m, 'stderr');
    onTestFinished(() => {
      for (const [, pid] of waiting.stderr.matchAll(/^tandem attach (\d+)/gm))
        if (Number(pid) !== waiting.pid) process.kill(Number(pid), 'SIGKILL');
    });
    const pids = [...waiting.stderr.matchAll(/^tandem attach (\d+)/gm)].map(([, pid]) => Number(pid));
    expect(new Set(pids).size).toBe(2);
    for (const processId of pids) {
      const client = await attach({ processId }, at(file, 'turn'));
      expect((await stoppedAt(client))[0]).toBe('turn');
      await client.request('disconnect', {});
    }
    expect(waiting.stderr).not.toContain('Warning');
  });

  it('has nothing in it that could slow it down when nobody is in, also after somebody was', async () => {
    const { waiting, file } = begun(`import sys, threading
def call(n):
    return n + 1  # watched
code = call.__code__.co_code
def burdens():
    monitoring = getattr(sys, "monitoring", None)
    tools = [n for n in range(6) if monitoring and monitoring.get_tool(n)]
    return {
        "trace": sys.gettrace(), "threads": threading._trace_hook, "profile": sys.getprofile(),
        "frame": sys._getframe().f_trace, "events": sum(map(monitoring.get_events, tools)) if tools else 0,
        "lines": sum(monitoring.get_local_events(n, call.__code__) for n in tools) if tools else 0,
        "changed": call.__code__.co_code != code,
    }
def told(): return [name for name, burden in burdens().items() if burden]
print("before", told(), flush=True)
for line in sys.stdin:
    call(1)
    print(line.strip(), told(), flush=True)
`);
    const burdens = async (when: string) => (await waiting.says(new RegExp(`${when} (.*)\\n`)))[1];
    const endpoint = await waiting.waits();
    expect(await burdens('before')).toBe('[]');
    const watched = [{ line: lineOf(file, 'watched'), condition: 'n < 0' }];
    const client = await attach({ endpoint }, { [file]: watched });
    waiting.child.stdin!.write('meanwhile\n');
    expect(await burdens('meanwhile')).not.toBe('[]');
    await client.request('disconnect', {});
    waiting.child.stdin!.write('after\n');
    expect(await burdens('after')).toBe('[]');
  });
});
