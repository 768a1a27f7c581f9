import { describe, expect, it } from 'vitest';
import { pythons } from './pythons.ts';
import { Script } from './support.ts';

describe.each(pythons)('exceptions in $name', (python) => {
  const info = (script: Script, threadId = 1) => script.client.request('exceptionInfo', { threadId });

  it('that nothing catches show the calls that they have ended', async () => {
    const script = await Script.start(python, {
      source: `def far(x):
    local = x + 1
    raise ValueError("too far")  # raise

def near():
    try:
        far(1)
    finally:
        print("cleaned up")

near()  # call
`,
      exceptions: ['uncaught'],
    });
    expect(await script.debuggee.stop()).toMatchObject({ reason: 'exception', text: 'ValueError: too far' });
    expect(await script.stack()).toEqual(['far: raise', 'near: far(1)', '<module>: call']);
    expect(await script.evaluate('local')).toBe('2');
    expect(await info(script)).toMatchObject({
      exceptionId: 'ValueError',
      description: 'ValueError: too far',
      breakMode: 'unhandled',
      details: { typeName: 'ValueError', stackTrace: expect.stringContaining('in far') },
    });
    expect((await info(script)).details!.stackTrace).not.toContain('tandem_launcher');
    await script.debuggee.continue();
    await script.end(1);
    expect(script.client.output('stderr')).toMatch(
      /^Traceback \(most recent call last\):\n {2}File ".*program.py", line 11, in <module>\n/,
    );
    expect(script.client.output('stderr')).not.toContain('tandem_launcher');
  });

  it('that are caught stop only where all are asked for, each once', async () => {
    const source = `def inner():
    raise KeyError("k")  # raise

def outer():
    inner()

try:
    outer()
except KeyError:
    pass
for number in [1]:
    pass
next(iter([]), None)
`;
    const quiet = await Script.start(python, { source, exceptions: ['uncaught', 'userUncaught'] });
    await quiet.end();
    expect(quiet.client.events('stopped')).toHaveLength(0);
    const loud = await Script.start(python, { source, exceptions: ['all'] });
    expect(await loud.stop()).toBe('exception inner: raise');
    expect(await info(loud)).toMatchObject({ breakMode: 'always', exceptionId: 'KeyError' });
    expect(await loud.stack()).toEqual(['inner: raise', 'outer: inner()', '<module>: outer()']);
    await loud.debuggee.continue();
    await loud.end();
    expect(loud.client.events('stopped')).toHaveLength(1);
  });

  it('of a library are told where they come to the user’s code', async () => {
    const script = await Script.start(python, {
      source:
        'import json\ntry:\n    json.loads("{")  # load\nexcept ValueError:\n    pass\nprint("on")  # on\n',
      exceptions: ['all'],
    });
    const { reason } = await script.debuggee.stop();
    expect(reason).toBe('exception');
    const stack = await script.stack();
    expect(stack.at(-1)).toBe('<module>: load');
    expect(stack.length).toBeGreaterThan(1);
    expect(await script.step('next')).toMatch(/<module>: except ValueError:/);
  });

  it('that leave the user’s code for a library', async () => {
    const script = await Script.start(python, {
      source: `from concurrent.futures import Future

def told(future):
    raise RuntimeError("in a callback")  # raise

future = Future()
future.add_done_callback(told)
future.set_result(1)
print("on")
`,
      exceptions: ['userUncaught'],
    });
    expect(await script.stop()).toBe('exception told: raise');
    expect(await info(script)).toMatchObject({ breakMode: 'unhandled' });
    await script.debuggee.continue();
    await script.end();
    expect(script.client.output('stdout')).toBe('on\n');
  });

  it.runIf(python.isProcess)('of a thread', async () => {
    const script = await Script.start(python, {
      source: `import threading

def work():
    raise OSError("in a thread")  # raise

thread = threading.Thread(target=work, name="worker")
thread.start()
thread.join()
`,
      exceptions: ['uncaught'],
    });
    const { threadId, text } = await script.debuggee.stop();
    expect(text).toBe('OSError: in a thread');
    const { threads } = await script.client.request('threads', {});
    expect(threads.map(({ name }) => name)).toEqual(['MainThread', 'worker']);
    expect((await script.stack())[0]).toBe('work: raise');
    expect(threadId).toBe(threads[1]!.id);
    await script.debuggee.continue();
    await script.end();
    expect(script.client.output('stderr')).toContain('OSError: in a thread');
  });

  it('let through what a condition does not want', async () => {
    const source = `for value in ("a", "1"):
    try:
        if value == "a":
            raise KeyError(value)
        raise IndexError(value)  # index
    except LookupError:
        pass
`;
    const script = await Script.start(python, { source, stops: {} });
    await script.end();
    const client = await Script.start(python, { source: `breakpoint()\n${source}` });
    await client.stop();
    const answer = await client.client.request('setExceptionBreakpoints', {
      filters: [],
      filterOptions: [
        { filterId: 'all', condition: 'isinstance(error, IndexError)' },
        { filterId: 'uncaught', condition: 'not (' },
        { filterId: 'unknown' },
      ],
    });
    expect(answer.breakpoints).toMatchObject([{ verified: true }, { verified: false }, { verified: false }]);
    await client.debuggee.continue();
    expect(await client.stop()).toBe('exception <module>: index');
  });

  it('tell what they come from', async () => {
    const script = await Script.start(python, {
      source: `class Broken(Exception):
    pass

try:
    1 / 0
except ZeroDivisionError as error:
    raise Broken("outer") from error  # raise
`,
      exceptions: ['uncaught'],
    });
    await script.stop();
    expect(await info(script)).toMatchObject({
      exceptionId: 'Broken',
      details: { innerException: [{ typeName: 'ZeroDivisionError', message: 'division by zero' }] },
    });
    const locals = await script.locals();
    expect(locals).toHaveProperty('Broken');
  });

  it('do not stop where a program only exits', async () => {
    const script = await Script.start(python, {
      source: 'import sys\ndef leave():\n    sys.exit(4)\nleave()\n',
      exceptions: ['uncaught', 'userUncaught'],
    });
    await script.end(4);
    expect(script.client.events('stopped')).toHaveLength(0);
  });
});
