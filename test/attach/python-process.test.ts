import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { askPython, remoteExec } from '../../adapter/attach/process/remote-exec.ts';
import { interpreters } from '../python/interpreters.ts';
import { lineOf } from '../python/support.ts';
import { attach, beginAttach } from '../support/attach.ts';
import { program } from '../support/fixtures.ts';
import { ownMeetingPlace } from '../support/waiting-program.ts';

vi.mock('../../adapter/attach/process/remote-exec.ts', { spy: true });

beforeEach(() => {
  vi.stubEnv('XDG_RUNTIME_DIR', ownMeetingPlace());
  return () => vi.unstubAllEnvs();
});

/**
 * Stands in for `sys.remote_exec`, where Python has none: the program's main thread runs a script when a signal comes. What
 * happens from there on is what happens from 3.14 on.
 */
const ENTERED = `import os, signal, sys, time
def enter(signum, frame):
    with open(__file__ + ".script") as named, open(named.read()) as script:
        exec(script.read(), {})
signal.signal(signal.SIGUSR2, enter)

def turn(n):
    n += 1  # turn
    return n

n = 0
names = {*globals(), "names", "modules", "_", "look"}
modules = lambda: any(name.startswith("tandem") for name in sys.modules)
print("up", flush=True)
while True:
    n = turn(n)
    if "stop" in globals(): sys.exit(3)
    if "fail" in globals(): raise ValueError("as asked")  # raise
    if "look" in globals():
        del look
        for _ in range(200):
            if not modules(): break
            time.sleep(0.01)
        print("left", modules(), sys.excepthook is sys.__excepthook__, set(globals()) - names, flush=True)
    time.sleep(0.005)
`;

interface Started {
  readonly file: string;
  readonly pid: number;
  readonly says: (pattern: RegExp) => Promise<string>;
}

async function running(python: string, source: string, args: readonly string[] = []): Promise<Started> {
  const file = program(source, 'program.py');
  const child = spawn(python, [...args, file], { stdio: 'pipe' });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  const says = async (pattern: RegExp): Promise<string> => {
    for (let found = pattern.exec(said); ; found = pattern.exec(said)) {
      if (found) return found[0];
      await once(child.stdout, 'data');
    }
  };
  await says(/up/);
  return { file, pid: child.pid!, says };
}

/** Has an interpreter taken for one that can be entered. */
function standIn(): void {
  vi.mocked(askPython).mockResolvedValue({ version: '3.14.0', canEnter: true });
  vi.mocked(remoteExec).mockImplementation(async (_executable, pid, script) => {
    writeFileSync(`${named(pid)}.script`, script);
    process.kill(pid, 'SIGUSR2');
  });
}

const scripts = new Map<number, string>();
const named = (pid: number): string => scripts.get(pid)!;

describe.each(interpreters)(
  'a process of $name that knows nothing of Tandem',
  ({ path: python, version }) => {
    const isEntered = version[1] >= 14;

    async function entered(): Promise<Started> {
      if (!isEntered) standIn();
      const started = await running(python, ENTERED);
      scripts.set(started.pid, started.file);
      return started;
    }

    it('is entered, debugged, and left as it was, again and again', async () => {
      const { file, pid, says } = await entered();
      for (let visit = 0; visit < 2; visit += 1) {
        const client = await attach({ processId: pid }, { [file]: [{ line: lineOf(file, 'turn') }] });
        expect(client.events('process')).toMatchObject([{ name: file, systemProcessId: pid }]);
        const { threadId } = await client.waitFor('stopped');
        const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
        expect(stackFrames.map(({ name }) => name)).toEqual(['turn', '<module>']);
        const evaluate = (expression: string) =>
          client.request('evaluate', { expression, frameId: stackFrames[0]!.id, context: 'repl' });
        expect((await evaluate('n')).result).toMatch(/^\d+$/);
        if (visit === 1) await evaluate('import __main__; __main__.look = 1');
        await client.request('disconnect', {});
      }
      expect(await says(/left.*(?=\n)/)).toBe('left False True set()');
    });

    it('tells what nothing has caught, and its end, but not how it ended', async () => {
      const { file, pid } = await entered();
      const client = await attach({ processId: pid });
      await client.request('setExceptionBreakpoints', { filters: ['uncaught'] });
      await client.request('evaluate', { expression: 'import __main__; __main__.fail = 1', context: 'repl' });
      const { threadId, reason } = await client.waitFor('stopped');
      expect(reason).toBe('exception');
      const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
      expect(stackFrames[0]!.line).toBe(lineOf(file, 'raise'));
      await client.request('continue', { threadId: threadId! });
      await client.waitFor('terminated');
      expect(client.eventNames).not.toContain('exited');
    });

    it.runIf(!isEntered)(
      'says what to do where Python is too old for that, and does nothing to it',
      async () => {
        vi.mocked(askPython).mockRestore();
        const { pid, says } = await running(python, 'import time\nprint("up", flush=True)\ntime.sleep(60)\n');
        await expect(beginAttach({ processId: pid })).rejects.toMatchObject({
          code: 'attach.processPythonTooOld',
          message: expect.stringMatching(/Python 3\.\d+\.\d+: only Python 3\.14 and later .*"tandem exec"/),
        });
        await says(/up/);
        process.kill(pid, 0);
      },
    );
  },
);

const [{ path: python } = { path: 'python3' }] = interpreters;

describe('what keeps a debugger out of a Python process is told by its cause', () => {
  const refused = async (source: string) => {
    const { pid } = await running(python, source);
    return expect(beginAttach({ processId: pid, timeout: 300 })).rejects;
  };
  const IDLE = 'import time\nprint("up", flush=True)\ntime.sleep(60)\n';

  it('it was started without remote debugging', async () => {
    vi.mocked(askPython).mockResolvedValue({ version: '3.14.0', canEnter: false });
    await (await refused(IDLE)).toMatchObject({ code: 'attach.processPythonForbids' });
  });

  it('the system does not let us', async () => {
    standIn();
    vi.mocked(remoteExec).mockRejectedValue(new Error('PermissionError: [Errno 1] Operation not permitted'));
    await (await refused(IDLE)).toMatchObject({ code: 'attach.processPythonGuarded' });
  });

  it('its main thread runs no Python', async () => {
    standIn();
    vi.mocked(remoteExec).mockResolvedValue();
    await (await refused(IDLE)).toMatchObject({ code: 'attach.processPythonSilent' });
  });

  it('it belongs to another user, whose executable is not run', async () => {
    vi.spyOn(process, 'geteuid').mockReturnValue(4711);
    onTestFinished(() => void vi.mocked(process.geteuid!).mockRestore());
    vi.mocked(askPython).mockClear();
    vi.mocked(remoteExec).mockClear();
    await (await refused(IDLE)).toMatchObject({ code: 'attach.processForeign' });
    expect(askPython).not.toHaveBeenCalled();
    expect(remoteExec).not.toHaveBeenCalled();
  });

  it('it cannot be asked', async () => {
    vi.mocked(askPython).mockRejectedValue(new Error('no such file'));
    await (await refused(IDLE)).toMatchObject({ code: 'attach.processPythonUnasked' });
  });
});

it('a real Python says what it is', async () => {
  vi.mocked(askPython).mockRestore();
  const { version, canEnter } = await askPython(python);
  expect(version).toMatch(/^3\.\d+\.\d+$/);
  expect(canEnter).toBe(Number(version.split('.')[1]) >= 14);
});
