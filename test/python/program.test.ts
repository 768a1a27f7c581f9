import { execFile } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../support/fixtures.ts';
import { run, type Settings } from '../support/session.ts';
import { interpreters } from './interpreters.ts';

/** What its interpreter tells a program of itself. */
const TELLS = `
import atexit, faulthandler, gc, json, os, signal, sys, threading, traceback, warnings
def deep(n):
    try:
        return deep(n + 1)
    except RecursionError:
        return n
def context():
    try:
        raise ValueError
    except ValueError as error:
        return repr(error.__context__)
print(json.dumps({
    "threads": [[t.name for t in threading.enumerate()], threading.active_count()],
    "main": threading.get_ident() == threading.main_thread().ident,
    "profile": str(sys.getprofile()),
    "limit": [sys.getrecursionlimit(), deep(0) // 20],
    "collector": [gc.isenabled(), gc.get_threshold(), len(gc.callbacks), gc.garbage],
    "signals": [str(signal.getsignal(n)) for n in range(1, 32)],
    "mask": [str(s) for s in signal.pthread_sigmask(signal.SIG_BLOCK, [])],
    "filters": [str(f) for f in warnings.filters],
    "faults": faulthandler.is_enabled(),
    "hooks": [sys.excepthook is sys.__excepthook__, sys.unraisablehook is sys.__unraisablehook__, sys.displayhook is sys.__displayhook__],
    "handled": [repr(sys.exc_info()), context()],
    "importers": [str(it) for it in sys.meta_path],
    "switch": sys.getswitchinterval(),
    "input": [sys.stdin.encoding, sys.stdin.errors, sys.stdin.line_buffering, sys.stdin.isatty()],
    "output": [sys.stdout.write_through, sys.stdout.isatty(), sys.stdout.mode, type(sys.stdout).__name__],
    "places": [os.getcwd(), sys.executable, sys.prefix, sys.base_prefix, sys.pycache_prefix],
    "names": [os.fork.__name__, os._exit.__name__, os.execv.__module__],
}, indent=1))
`;

/** What a program can see of its process. */
const LOOKS = `
import atexit, json, os, sys
atexit.register(lambda: print("last", file=sys.stderr))
main = sys.modules["__main__"]
seen = {
    "argv": sys.argv,
    "orig_argv": getattr(sys, "orig_argv", None),
    "path": sys.path,
    "flags": str(sys.flags),
    "main": sorted(vars(main)),
    "name": [__name__, type(__spec__).__name__, __package__, __doc__, type(__loader__).__name__],
    "file": globals().get("__file__"),
    "is_main": main.__dict__ is globals(),
    "env": sorted(name for name in os.environ if name.startswith(("TANDEM", "PYTHON"))),
    "encoding": [sys.stdout.encoding, sys.stderr.encoding, sys.stdout.errors, sys.stderr.errors, sys.stdout.name],
    "same": [sys.stdout is sys.__stdout__, sys.stdout.fileno(), hasattr(sys.stdout.buffer, "raw")],
    "hook": sys.excepthook is sys.__excepthook__,
    "dont": sys.dont_write_bytecode,
    "frozen": sys._getframe().f_code.co_name,
}
print(json.dumps(seen, indent=1))
class Pickled: pass
import pickle
print(type(pickle.loads(pickle.dumps(Pickled()))).__module__)
`;

const ENDS: Readonly<Record<string, string>> = {
  'by itself': 'print("done")',
  'by an exit code': 'import sys; sys.exit(7)',
  'by a text': 'import sys; sys.exit("reason")',
  'by nothing': 'raise SystemExit',
  'by a large code': 'import sys; sys.exit(300)',
  'by an exception': 'def f():\n    raise ValueError("ünder")\n\nf()',
  'by an exception with a cause':
    'try:\n    {}["k"]\nexcept KeyError as error:\n    raise OSError("x") from error',
  'by a syntax error': 'print("a"\nx = ',
  'by an exception in a hook':
    'import sys\ndef hook(*_):\n    1 / 0\nsys.excepthook = hook\nraise ValueError',
  'by a hook of its own':
    'import sys\nsys.excepthook = lambda kind, *_: print("hooked", kind.__name__)\nraise ValueError',
  'at once': 'import os\nprint("flushed", flush=True)\nos._exit(9)',
  'by an interrupt': 'raise KeyboardInterrupt',
  'by a signal': 'import os, signal\nos.kill(os.getpid(), signal.SIGTERM)',
  'with a thread that goes on':
    'import threading, time\ndef work():\n    time.sleep(0.05)\n    print("thread")\nthreading.Thread(target=work).start()\nprint("main")',
  'with an exception in a thread':
    'import threading\ndef work():\n    raise ValueError("t")\nt = threading.Thread(target=work)\nt.start()\nt.join()',
  'after a fork':
    'import os, sys\npid = os.fork()\nif pid == 0:\n    print("child", flush=True)\n    os._exit(3)\n_, status = os.waitpid(pid, 0)\nprint("parent", status >> 8)',
  'after a fork beside a thread':
    'import os, re, sys, threading, warnings\nwarnings.showwarning = lambda *a: print(re.sub(r"[0-9]+", "N", str(a[0])), a[1].__name__, os.path.basename(a[2]), a[3])\nend = threading.Event()\nthreading.Thread(target=end.wait).start()\npid = os.fork()\nif pid == 0:\n    os._exit(0)\nos.waitpid(pid, 0)\nend.set()',
  'with processes of multiprocessing':
    'import multiprocessing\ndef f(x):\n    return x * 2\nif __name__ == "__main__":\n    for how in ("fork", "spawn"):\n        with multiprocessing.get_context(how).Pool(1) as pool:\n            print(how, pool.map(f, [1, 2]))',
  'with a process of Python':
    'import subprocess, sys\nprint(subprocess.run([sys.executable, "-c", "import os; print([n for n in os.environ if n.startswith(\'TANDEM\')])"], capture_output=True, text=True).stdout)',
  'with standard input': 'import sys\nprint(repr(sys.stdin.read()))',
  'by a signal that nobody catches': 'import os, signal\nos.kill(os.getpid(), signal.SIGKILL)',
  'by an abort': 'import os, resource\nresource.setrlimit(resource.RLIMIT_CORE, (0, 0))\nos.abort()',
  'by an exit in a thread':
    'import sys, threading\nt = threading.Thread(target=sys.exit, args=(4,))\nt.start()\nt.join()\nprint("main")',
  'by an exit at its exit':
    'import atexit, sys\natexit.register(sys.exit, 5)\natexit.register(print, "second")\natexit.register(lambda: 1 / 0)\nprint("first")',
  'beside a daemon thread':
    'import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\nprint("main")',
  'with much to say':
    'import sys\nfor n in range(20000):\n    print("line", n)\nsys.stderr.write("e" * 300000)',
  'at once, with much to say':
    'import os, sys\nprint("x" * 2000000, flush=True)\nsys.stdout.write("lost")\nos._exit(3)',
  'with what C writes':
    'import os, subprocess\nprint("first")\nos.write(1, b"second\\n")\nsubprocess.run(["echo", "third"])\nos.system("echo fourth")\nprint("fifth")',
  'with streams that are closed': 'import os, sys\nprint("said")\nsys.stdout.close()\nos.close(2)',
  'with streams of its own':
    'import io, sys\nsys.stdout = io.StringIO()\nprint("not said")\nsys.__stdout__.write("said")\nsys.stderr = None',
  'with an end that fails':
    'class Fails:\n    def __del__(self):\n        raise ValueError("late")\nkept = Fails()\ndel kept\nkept = Fails()',
  'with an exception that is raised for another':
    'def f():\n    try:\n        1 / 0\n    except ZeroDivisionError:\n        raise KeyError("k")\nf()',
  'asking for what nobody says': 'print(input("name? "))',
  'with its tests':
    'import io, unittest\nclass T(unittest.TestCase):\n    def test_one(self):\n        self.assertEqual(1, 1)\n    def test_two(self):\n        self.fail("no")\nsilent = unittest.TextTestRunner(stream=io.StringIO())\nprint(unittest.main(exit=False, argv=["x"], testRunner=silent).result)\nprint(unittest.defaultTestLoader.discover(".", "prog*.py").countTestCases())',
  'with a tracer of its own':
    'import sys, threading\nlines = []\ndef trace(frame, event, arg):\n    if frame.f_code.co_name == "f":\n        lines.append((event, frame.f_lineno))\n        return trace\ndef f():\n    return 1\nsys.settrace(trace)\nf()\nsys.settrace(None)\nprint(lines)',
  'with a warning':
    'import warnings\nwarnings.warn("careful")\ndef f():\n    warnings.warn("caller", stacklevel=2)\nf()',
};

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Where an object is in memory is different each time. */
const masked = (text: string): string => text.replace(/ at 0x[0-9a-f]+/g, ' at 0x…');

function bare(python: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(python, args, { cwd, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
      const signal = error?.signal ? 128 + constants.signals[error.signal] : undefined;
      resolve({ stdout: masked(stdout), stderr: masked(stderr), code: signal ?? Number(error?.code ?? 0) });
    });
    child.stdin!.end();
  });
}

async function debugged(settings: Settings): Promise<Ended> {
  const client = await run(settings);
  await client.request('tandem.stdin', { end: true }).catch(() => {});
  await client.waitFor('terminated');
  const { exitCode } = await client.waitFor('exited');
  return { stdout: masked(client.output('stdout')), stderr: masked(client.output('stderr')), code: exitCode };
}

describe.each(interpreters)('a program in $name', ({ path: python }) => {
  const both = async (args: readonly string[], settings: Settings, cwd: string) => {
    const [expected, seen] = await Promise.all([
      bare(python, args, cwd),
      debugged({ python, cwd, ...settings }),
    ]);
    expect(seen).toEqual(expected);
    const quiet = await debugged({ python, cwd, noDebug: true, ...settings });
    expect(quiet).toEqual(expected);
    return expected;
  };

  it('sees what it would see alone', async () => {
    const home = files({ 'look.py': LOOKS });
    const program = join(home, 'look.py');
    const { code, stdout } = await both([program, 'a', '--b'], { program, args: ['a', '--b'] }, home);
    expect(code).toBe(0);
    expect(stdout).toContain('"--b"');
  });

  it('is told what it would be told alone', async () => {
    const home = files({ 'tells.py': TELLS });
    const program = join(home, 'tells.py');
    expect((await both([program], { program }, home)).code).toBe(0);
  });

  it('may be a module, a package, a text, a directory, an archive', async () => {
    const home = files({
      'mod.py': LOOKS,
      'pack/__init__.py': '',
      'pack/__main__.py': 'from . import part\nprint(part.value, __package__, __name__)\n',
      'pack/part.py': 'value = 3\n',
      'tree/__main__.py': `import beside\n${LOOKS}`,
      'tree/beside.py': '',
    });
    await both(['-m', 'mod', 'x'], { module: 'mod', args: ['x'] }, home);
    await both(['-m', 'pack'], { module: 'pack' }, home);
    const code = 'import sys\nprint(sys.argv, repr(sys.path[0]), __name__, "__file__" in globals())';
    await both(['-c', code, 'x'], { code, args: ['x'] }, home);
    await both(['-c', code], { code: code.split('\n') }, home);
    await both([join(home, 'tree')], { program: join(home, 'tree') }, home);
    expect((await both(['-m', 'nothing.here'], { module: 'nothing.here' }, home)).code).toBe(1);
  });

  it('keeps the options of its interpreter', async () => {
    const home = files({
      'look.py': 'import sys\nprint(sys.flags, sys.warnoptions, sys._xoptions, __debug__)\n',
    });
    const program = join(home, 'look.py');
    const options = ['-O', '-W', 'ignore', '-X', 'dev', '-B'];
    await both([...options, program], { program, runtimeArgs: options }, home);
    for (const options of [['-I'], ['-E', '-s'], ['-S'], ['-OO', '-q'], ['-W', 'error'], ['-u'], ['-bb']])
      await both([...options, program], { program, pythonArgs: options }, home);
  });

  it.each(Object.entries(ENDS))('ends %s as it would alone', async (_, source) => {
    const home = files({ 'program.py': `${source}\n` });
    const program = join(home, 'program.py');
    await both([program], { program }, home);
  });
});
