import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, it } from 'vitest';
import { interpreters, pythons } from './pythons.ts';
import { Script } from './support.ts';

const SOURCE = `import asyncio

async def fetch(queue, number):
    local = number * 10
    got = await queue.get()  # get
    return got + local  # got

async def worker(queue, number):
    return await fetch(queue, number)  # fetch

async def together(task):
    return await asyncio.gather(task)  # gather

async def produce(queue):
    await asyncio.sleep(0)
    queue.put_nowait(1)  # put
    await asyncio.sleep(0)  # again

async def main():
    queue = asyncio.Queue()
    first = asyncio.ensure_future(worker(queue, 1))
    waiting = asyncio.ensure_future(asyncio.wait([first]))
    both = asyncio.ensure_future(together(first))
    producing = asyncio.ensure_future(produce(queue))
    print(await both)  # print
    await waiting
    await producing

asyncio.run(main())  # run
print("end")  # end
`;

/** What waits, as the threads after the first: their names, by id. */
async function tasks(script: Script): Promise<Map<number, string>> {
  const { threads } = await script.client.request('threads', {});
  const found = new Map(threads.filter(({ id }) => id > 5000).map(({ id, name }) => [id, name]));
  for (let told = found.size; told > 0; told -= 1) await script.client.waitFor('stopped');
  return found;
}

/** The frames of a thread, without those of libraries. */
async function stack(script: Script, threadId: number): Promise<string[]> {
  const { stackFrames } = await script.client.request('stackTrace', { threadId });
  return stackFrames
    .filter(({ presentationHint }) => presentationHint !== 'subtle')
    .map((frame) => (frame.presentationHint === 'label' ? `-- ${frame.name}` : script.placeOf(frame)));
}

async function frameOf(script: Script, threadId: number, place: string) {
  const { stackFrames } = await script.client.request('stackTrace', { threadId });
  return stackFrames.find((frame) => script.placeOf(frame) === place)!;
}

const named = (of: Map<number, string>, name: string): number =>
  [...of].find(([, it]) => it.startsWith(name))![0];

describe.each(pythons)('asyncio in $name', (python) => {
  const start = (more: object = {}) => Script.start(python, { source: SOURCE, stops: { put: {} }, ...more });

  it('has the tasks that wait beside the threads, and who waits for them', async () => {
    const script = await start();
    await script.stop();
    const found = await tasks(script);
    expect([...found]).toEqual([
      [5001, 'Task-1: main() awaits Task-4'],
      [5002, 'Task-2: worker() awaits Queue.get()'],
      [5003, 'Task-3: wait() awaits a future'],
      [5004, 'Task-4: together() awaits gather() of 1'],
    ]);
    expect(await stack(script, 5002)).toEqual([
      'fetch: get',
      'worker: fetch',
      '-- gather in Task-4 and 1 more',
      'together: gather',
      '-- await in Task-1',
      'main: print',
    ]);
    expect(await stack(script, 1)).toEqual(['produce: put', '<module>: run']);
    expect(await stack(script, 5001)).toEqual(['main: print']);
  });

  it('shows what waits for the task that has stopped', async () => {
    const script = await start({ stops: { got: {} } });
    await script.stop();
    expect(await stack(script, 1)).toEqual([
      'fetch: got',
      'worker: fetch',
      '<module>: run',
      '-- gather in Task-4 and 1 more',
      'together: gather',
      '-- await in Task-1',
      'main: print',
    ]);
    const { stackFrames, totalFrames } = await script.client.request('stackTrace', {
      threadId: 1,
      startFrame: 1,
      levels: 2,
    });
    expect(stackFrames).toHaveLength(2);
    expect(totalFrames).toBeGreaterThan(8);
    const waiting = await frameOf(script, 1, 'main: print');
    const { result } = await script.client.request('evaluate', {
      expression: 'both.done(), first.done()',
      frameId: waiting.id,
    });
    expect(result).toBe('(False, False)');
  });

  it('has frames that can be looked into, and changed', async () => {
    const script = await start();
    await script.stop();
    await tasks(script);
    const { id: frameId, column, endColumn } = await frameOf(script, 5002, 'fetch: get');
    if (python.version[1] >= 11) expect([column, endColumn]).toEqual([11, 28]);
    const { scopes } = await script.client.request('scopes', { frameId });
    expect(scopes.map(({ name }) => name)).toEqual(['Locals', 'Globals']);
    const { variablesReference } = scopes[0]!;
    const { variables } = await script.client.request('variables', { variablesReference });
    expect(variables.map(({ name, value }) => [name, value])).toContainEqual(['local', '10']);
    await script.client.request('setVariable', { variablesReference, name: 'local', value: '40 + number' });
    const expression = 'local, asyncio.get_running_loop().is_running()';
    const { result } = await script.client.request('evaluate', { expression, frameId });
    expect(result).toBe('(41, True)');
    const { stackFrames } = await script.client.request('stackTrace', { threadId: 5002 });
    const label = stackFrames.find(({ presentationHint }) => presentationHint === 'label')!;
    expect((await script.client.request('scopes', { frameId: label.id })).scopes).toEqual([]);
    await script.debuggee.continue();
    await script.end();
    expect(script.client.output('stdout')).toBe('[42]\nend\n');
  });

  it('keeps their ids from stop to stop, and tells of them only where a thread has stopped', async () => {
    const script = await start({ stops: { put: {}, end: {} } });
    const { client } = script;
    await script.stop();
    const before = await tasks(script);
    await client.request('next', { threadId: 1 });
    const going = await Promise.all([...before].map(() => client.waitFor('continued')));
    expect(going.map(({ threadId }) => threadId)).toEqual([...before.keys()]);
    await script.stop();
    const after = await tasks(script);
    expect(after.get(5001)).toBe('Task-1: main() awaits Task-4');
    expect(after.get(5002)).toBe('Task-2: worker() is about to go on');
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(client.events('thread')).toEqual([]);
    await client.request('continue', { threadId: 1 });
    for (const _ of after) await client.waitFor('continued');
    await script.stop();
    expect(await tasks(script)).toEqual(new Map());
    await expect(client.request('stackTrace', { threadId: 5001 })).rejects.toThrow('no thread 5001');
  });

  it('are stopped for the client before it reads their names', async () => {
    const script = await start();
    const { client } = script;
    await script.stop();
    const { threads } = await client.request('threads', {});
    const stopped = new Set(client.events('stopped').map(({ threadId }) => threadId));
    expect(threads.filter(({ id }) => !stopped.has(id))).toEqual([]);
  });

  it('lets the thread go on that runs the loop of a task, and steps where that goes on', async () => {
    const script = await start();
    const { client } = script;
    await script.stop();
    const found = await tasks(script);
    await expect(client.request('exceptionInfo', { threadId: 5002 })).rejects.toThrow('not paused on');
    await client.request('pause', { threadId: 5002 });
    await expect(client.request('goto', { threadId: 5002, targetId: 6 })).rejects.toThrow('has to run');
    await client.request('next', { threadId: named(found, 'Task-2') });
    const going = [await client.waitFor('continued')];
    for (const _ of found) going.push(await client.waitFor('continued'));
    expect(going.map(({ threadId }) => threadId)).toEqual([1, ...found.keys()]);
    expect(await script.debuggee.stop()).toMatchObject({ reason: 'step', threadId: 1 });
    expect(await script.top()).toBe('fetch: got');
    const later = await tasks(script);
    await client.request('continue', { threadId: named(later, 'Task-1') });
    for (let count = 0; count <= later.size; count += 1) await client.waitFor('continued');
    await script.end();
  });

  it('shows some of thousands, of each place that they wait at at least one', async () => {
    const script = await Script.start(python, {
      source: `import asyncio

async def one(lock):
    async with lock:
        pass

async def other(event):
    await event.wait()

async def main():
    lock, event = asyncio.Lock(), asyncio.Event()
    await lock.acquire()
    every = [asyncio.ensure_future(one(lock)) for _ in range(1500)] + [asyncio.ensure_future(other(event))]
    await asyncio.sleep(0)
    lock.release()  # release
    event.set()  # set
    await asyncio.gather(*every)

asyncio.run(main())
`,
      stops: { release: {} },
    });
    await script.stop();
    const found = await tasks(script);
    const names = [...found.values()];
    expect(names).toHaveLength(41);
    expect(names).toContain('Task-2: one() awaits Lock.acquire()');
    expect(names).toContain('Task-1502: other() awaits Event.wait()');
    expect(names.at(-1)).toBe('1,461 more tasks (asyncio.all_tasks() has all)');
    const [last] = [...found.keys()].slice(-1);
    expect(await stack(script, last!)).toEqual([`-- ${names.at(-1)}`]);
    await script.client.request('next', { threadId: 1 });
    for (const _ of found) await script.client.waitFor('continued');
    await script.stop();
    expect([...(await tasks(script)).keys()].slice(0, 30)).toEqual([...found.keys()].slice(0, 30));
  });

  it('leads through generators, awaitables and groups of tasks', async () => {
    const grouped = python.version[1] >= 11;
    const script = await Script.start(python, {
      source: `import asyncio

async def numbers():
    await asyncio.sleep(5)  # sleep
    yield 1

async def reading():
    async for number in numbers():  # for
        pass

class Ready:
    def __await__(self):
        yield from asyncio.sleep(5).__await__()  # from

async def waiting():
    await Ready()  # ready

async def child():
    await asyncio.sleep(5)  # child

async def group():
    ${grouped ? 'async with asyncio.TaskGroup() as group:' : 'if True:'}
        ${grouped ? 'group.create_task(child())' : 'await child()'}
        await asyncio.sleep(5)  # in group

async def main():
    async def inner():
        await asyncio.wait_for(child(), 5)  # for a while
    for coroutine in (reading(), waiting(), group(), inner()):
        asyncio.ensure_future(coroutine)
    await asyncio.sleep(0.01)
    asyncio.ensure_future(child())
    print("up")  # up

asyncio.run(main())
`,
      stops: { up: {} },
    });
    await script.stop();
    const found = await tasks(script);
    const names = [...found.values()].map((name) => name.replace(/^Task-\d+: /, ''));
    expect(names).toEqual(
      expect.arrayContaining([
        'reading() awaits sleep()',
        'waiting() awaits sleep()',
        'child() has not begun',
      ]),
    );
    expect(names).toContain(`main.inner() awaits ${python.version[1] < 12 ? 'wait_for' : 'sleep'}()`);
    expect(await stack(script, named(found, 'Task-2'))).toEqual(['numbers: sleep', 'reading: for']);
    expect(await stack(script, named(found, 'Task-3'))).toEqual([
      `${python.version[1] >= 11 ? 'Ready.' : ''}__await__: from`,
      'waiting: ready',
    ]);
    if (grouped) {
      const [grandchild] = [...found.keys()].filter((id) =>
        found.get(id)!.includes('child() awaits sleep()'),
      );
      const frames = await Promise.all(
        [...found.keys()]
          .filter((id) => found.get(id)!.includes('child() awaits'))
          .map((id) => stack(script, id)),
      );
      expect(grandchild).toBeDefined();
      expect(frames).toContainEqual(['child: child', '-- TaskGroup in Task-4', 'group: in group']);
    }
    if (python.version[1] < 12) {
      const waited = await Promise.all([...found.keys()].map((id) => stack(script, id)));
      expect(waited).toContainEqual([
        'child: child',
        '-- wait_for in Task-5',
        expect.stringContaining('for a while'),
      ]);
    }
  });

  it('stops at what nobody will know of: a task that nobody waits for, a callback', async () => {
    const script = await Script.start(python, {
      source: `import asyncio, gc

async def fails(number):
    raise ValueError(number)  # raise

def callback():
    return {}["nothing"]  # callback

async def main():
    asyncio.ensure_future(fails(1))
    asyncio.get_running_loop().call_soon(callback)
    await asyncio.sleep(0.01)
    gc.collect()
    for awaited in await asyncio.gather(fails(2), return_exceptions=True):
        print(repr(awaited))
    cancelled = asyncio.ensure_future(asyncio.sleep(5))
    await asyncio.sleep(0)
    cancelled.cancel()

asyncio.run(main())
print("end")
`,
      exceptions: ['uncaught'],
    });
    const { client } = script;
    const places = [];
    for (let count = 0; count < 2; count += 1) {
      const { reason, text } = await script.debuggee.stop();
      const stack = await script.stack();
      places.push([reason, text, stack.find((place) => !place.includes('('))]);
      expect(await client.request('exceptionInfo', { threadId: 1 })).toMatchObject({
        breakMode: 'unhandled',
      });
      await script.debuggee.continue();
    }
    expect(places.sort()).toEqual([
      ['exception', "KeyError: 'nothing'", 'callback: callback'],
      ['exception', 'ValueError: 1', 'fails: raise'],
    ]);
    await script.end();
    expect(client.output('stdout')).toBe('ValueError(2)\nend\n');
    expect(client.output('stderr')).toContain('Task exception was never retrieved');
    expect(client.output('stderr')).not.toContain('tandem_launcher');
  });

  it('can be awaited in the console', async () => {
    const script = await Script.start(python, {
      source: `import asyncio, contextvars, threading

user = contextvars.ContextVar("user", default="nobody")
thread = threading.current_thread()

async def fetch(number):
    await asyncio.sleep(0.01)
    assert threading.current_thread() is thread
    return number * 2, user.get()

async def numbers():
    for number in range(3):
        await asyncio.sleep(0)
        yield number

async def main():
    user.set("somebody")
    queue, lock = asyncio.Queue(), asyncio.Lock()
    queue.put_nowait("first")
    future = asyncio.get_running_loop().create_future()
    task = asyncio.ensure_future(fetch(1))
    local = 20
    print("here")  # here
    queue.put_nowait(await task)
    print(local, await queue.get(), await asyncio.wait_for(queue.get(), 5))

asyncio.run(main())
`,
      stops: { here: {} },
    });
    const { client, debuggee } = script;
    await script.stop();
    expect(await script.evaluate('await fetch(local)', 'watch')).toBe("(40, 'somebody')");
    expect(await script.evaluate('local, _ = await fetch(local)')).toBe('');
    expect(await script.evaluate('local')).toBe('40');
    expect(await script.evaluate('[it * local async for it in numbers()]')).toBe('[0, 40, 80]');
    expect(await script.evaluate('async with lock:\n    pass\nlock.locked()')).toBe('False');
    expect(await script.evaluate('await asyncio.gather(fetch(1), fetch(2))')).toContain("(4, 'somebody')");
    expect(await script.evaluate('await queue.get()')).toBe("'first'");
    expect(await script.evaluate('asyncio.current_task().get_name()')).toBe("'Task-1'");
    for (const bound of ['task', 'future'])
      await expect(script.evaluate(`await ${bound}`)).rejects.toThrow(
        /is the program's own.*does not go on while the program is stopped/s,
      );
    const { id: frameId } = await debuggee.frame();
    const { nextSeq } = client;
    const endless = client.request('evaluate', { expression: 'await queue.get()', frameId, context: 'repl' });
    const refused = expect(endless).rejects.toThrow();
    await client.send('cancel', { requestId: nextSeq });
    await refused;
    await script.evaluate('queue.put_nowait("second")');
    await debuggee.continue();
    await script.end();
    expect(client.output('stdout')).toBe("here\n40 second (2, 'somebody')\n");
    expect(client.output('stderr')).toBe('');
  });
});

// Pyodide has no threads, signals or sockets.
describe.each(interpreters)('asyncio in $name', (python) => {
  it('has tasks of a loop in another thread', async () => {
    const script = await Script.start(python, {
      source: `import asyncio, threading

async def idle():
    await asyncio.sleep(60)  # idle

async def main():
    task = asyncio.ensure_future(idle())
    await asyncio.sleep(0)
    print("in")  # in
    task.cancel()

thread = threading.Thread(target=lambda: asyncio.run(main()), name="looper")
thread.start()
thread.join()
`,
      stops: { in: {} },
    });
    const { threadId } = await script.debuggee.stop();
    const found = await tasks(script);
    expect([...found.values()]).toEqual(['Task-2: idle() awaits sleep()']);
    const stopped = script.client.events('stopped') as DebugProtocol.StoppedEvent['body'][];
    expect(stopped.at(-1)).toMatchObject({ threadId: 5001, preserveFocusHint: true, reason: 'pause' });
    expect(await stack(script, 5001)).toEqual(['idle: idle']);
    await script.client.request('continue', { threadId: threadId! });
    await script.client.waitFor('continued');
    await script.end();
  });

  it('stops along while it waits, where all threads are to stop', async () => {
    const script = await Script.start(python, {
      source: `import asyncio, threading

async def idle(event):
    await event.wait()  # idle

async def main():
    global loop, event
    loop, event = asyncio.get_running_loop(), asyncio.Event()
    loop.call_soon(threading.Thread(target=work).start)
    await idle(event)  # main

def work():
    print("in")  # in
    loop.call_soon_threadsafe(event.set)

asyncio.run(main())
`,
      stops: { in: {} },
      pauseAllThreads: true,
    });
    const { client } = script;
    expect(await script.stop()).toBe('breakpoint work: in');
    await client.waitFor('stopped', ({ threadId }) => threadId === 1);
    const found = await tasks(script);
    expect([...found.values()]).toEqual(['Task-1: main() awaits Event.wait()']);
    expect(await stack(script, 5001)).toEqual(['idle: idle', 'main: main']);
    expect(await client.request('continue', { threadId: 1 })).toEqual({ allThreadsContinued: true });
    await client.waitFor('continued');
    await script.end();
  });

  it('can be paused while it waits, and stepped on from there', async () => {
    const script = await Script.start(python, {
      source: `import asyncio, functools

async def server(requests):
    while True:
        request = await requests.get()  # get
        print(request)  # print

async def main():
    global loop, requests
    loop, requests = asyncio.get_running_loop(), asyncio.Queue()
    task = asyncio.ensure_future(server(requests))
    loop.call_soon(functools.partial(print, "up", flush=True))
    await task  # main

asyncio.run(main())  # run
`,
    });
    const { client } = script;
    await client.waitFor('output', ({ output }) => output.includes('up'));
    await client.request('pause', { threadId: 1 });
    expect(await script.debuggee.stop()).toMatchObject({
      reason: 'pause',
      description: 'Paused while the event loop waits',
    });
    expect(await stack(script, 1)).toEqual(['<module>: run']);
    expect([...(await tasks(script))]).toEqual([
      [5001, 'Task-1: main() awaits Task-2'],
      [5002, 'Task-2: server() awaits Queue.get()'],
    ]);
    expect(await stack(script, 5002)).toEqual(['server: get', '-- await in Task-1', 'main: main']);
    await client.request('next', { threadId: 1 });
    for (const id of [5001, 5002]) expect(await client.waitFor('continued')).toMatchObject({ threadId: id });
    const expression = 'loop.call_soon_threadsafe(requests.put_nowait, 1)';
    await client.request('evaluate', { expression, context: 'repl' });
    expect(await script.stop()).toBe('step server: print');
    expect(client.output('console')).toBe('');
  });

  // uvloop has a build for each platform: what matters of it here is that its loop is none of asyncio's own.
  it('is followed in loops that are not its own', async () => {
    const script = await Script.start(python, {
      source: `import asyncio, gc, uvloop

async def fails():
    raise ValueError("no")  # raise

async def idle():
    await asyncio.Event().wait()  # idle

async def main():
    asyncio.ensure_future(fails())
    other = asyncio.ensure_future(idle())
    await asyncio.sleep(0)
    gc.collect()

asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
asyncio.run(main())
`,
      others: {
        'uvloop.py': `import asyncio

class Loop(asyncio.SelectorEventLoop):
    def call_exception_handler(self, context):
        print("handled", context["message"])

class EventLoopPolicy(asyncio.DefaultEventLoopPolicy):
    _loop_factory = Loop
`,
      },
      exceptions: ['uncaught'],
    });
    expect(await script.stop()).toBe('exception fails: raise');
    const names = [...(await tasks(script)).values()];
    expect(names).toContain('Task-3: idle() has not begun');
    await script.client.request('continue', { threadId: 1 });
    for (const _ of names) await script.client.waitFor('continued');
    await script.end();
    expect(script.client.output('stdout')).toBe('handled Task exception was never retrieved\n');
  });

  it('is left by an interrupt as without a debugger', async () => {
    const script = await Script.start(python, {
      source: `import asyncio, os, signal

async def main():
    asyncio.get_running_loop().call_later(0.01, os.kill, os.getpid(), signal.SIGINT)
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("cancelled")
        raise

try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
`,
      exceptions: ['uncaught'],
    });
    await script.end();
    expect(script.client.output('stdout')).toBe('cancelled\ninterrupted\n');
    expect(script.client.events('stopped')).toEqual([]);
  });
});
