import { describe, expect, it } from 'vitest';
import { interpreters } from './interpreters.ts';
import { Script } from './support.ts';

const WORKERS = `import threading

done = threading.Event()
ready = threading.Barrier(3)

def work(number):
    ready.wait()
    value = number * 2  # work
    done.wait()
    print("worker", number)

threads = [threading.Thread(target=work, args=(n,), name=f"worker {n}") for n in (1, 2)]
for thread in threads:
    thread.start()
ready.wait()
count = 0
while not done.is_set():
    count += 1
    done.wait(0.001)  # loop
for thread in threads:
    thread.join()
print("end")
`;

describe.each(interpreters)('threads in $name', (python) => {
  it('stop each for itself, and have names', async () => {
    const script = await Script.start(python, { source: WORKERS, stops: { work: {} } });
    const { client } = script;
    const stops = [await client.waitFor('stopped'), await client.waitFor('stopped')];
    expect(stops.map(({ reason, allThreadsStopped }) => [reason, allThreadsStopped])).toEqual([
      ['breakpoint', false],
      ['breakpoint', false],
    ]);
    const { threads } = await client.request('threads', {});
    expect(threads.map(({ name }) => name)).toEqual(['MainThread', 'worker 1', 'worker 2']);
    expect(stops.map(({ threadId }) => threadId).sort()).toEqual(threads.slice(1).map(({ id }) => id));
    const values = [];
    for (const { threadId } of stops) {
      const { stackFrames } = await client.request('stackTrace', { threadId: threadId! });
      const { result } = await client.request('evaluate', {
        expression: 'number, threading.current_thread().name',
        frameId: stackFrames[0]!.id,
      });
      values.push(result);
    }
    expect(values.sort()).toEqual(["(1, 'worker 1')", "(2, 'worker 2')"]);
    await expect(client.request('stackTrace', { threadId: 1 })).rejects.toThrow('is running');
    await client.request('pause', { threadId: 1 });
    expect(await client.waitFor('stopped')).toMatchObject({ reason: 'pause', threadId: 1 });
    const [{ id: frameId } = { id: 0 }] = (await client.request('stackTrace', { threadId: 1 })).stackFrames;
    await client.request('evaluate', { expression: 'done.set()', frameId, context: 'repl' });
    for (const threadId of [1, ...stops.map(({ threadId }) => threadId!)])
      await client.request('continue', { threadId });
    await script.end();
    expect(client.events('thread').map(({ reason }) => reason)).toEqual([
      'started',
      'started',
      'exited',
      'exited',
    ]);
  });

  it('stop together where that is wanted, and go on together', async () => {
    const script = await Script.start(python, {
      source: WORKERS.replace('done.wait()', 'ticks = [0]\n    while not done.wait(0.001): ticks[0] += 1'),
      stops: { work: { condition: 'number == 1' } },
      pauseAllThreads: true,
    });
    const { client } = script;
    const first = await client.waitFor('stopped');
    expect(first).toMatchObject({ reason: 'breakpoint', allThreadsStopped: true });
    await client.waitFor('stopped', ({ threadId }) => threadId === 1);
    await script.setBreakpoints();
    const { allThreadsContinued } = await client.request('continue', { threadId: first.threadId! });
    expect(allThreadsContinued).toBe(true);
    await client.request('evaluate', { expression: 'done.set()', context: 'repl' });
    await script.end();
  });

  it('that wait for something are told where, and pause when that is over', async () => {
    const script = await Script.start(python, {
      source: 'import sys\nline = sys.stdin.readline()  # wait\nprint(line)  # after\n',
      stops: { wait: {} },
    });
    const { client, debuggee } = script;
    await script.stop();
    await debuggee.continue();
    await client.request('pause', { threadId: 1 });
    const told = await client.waitFor('output', ({ category }) => category === 'console');
    expect(told.output).toBe(
      'The thread "MainThread" waits for what it has called at program.py:2. It pauses as soon as that returns.\n',
    );
    await client.request('tandem.stdin', { text: 'yes\n' });
    expect(await script.stop()).toBe('pause <module>: after');
    await debuggee.continue();
    await script.end();
  });

  it('leave nothing of a step to the next one', async () => {
    const script = await Script.start(python, {
      source: `import threading

def work(number):
    value = number  # work

for number in range(20):
    thread = threading.Thread(target=work, args=(number,))
    thread.start()
    thread.join()
print("end")
`,
      stops: { work: { condition: 'number == 0' } },
    });
    const { threadId } = await script.debuggee.stop();
    await script.client.request('stepOut', { threadId: threadId! });
    await script.end();
  });

  it('of the lowest kind are debugged as well', async () => {
    const script = await Script.start(python, {
      source: `import _thread
lock = _thread.allocate_lock()
lock.acquire()

def work(number):
    value = number  # work
    lock.release()

_thread.start_new_thread(work, (1,))
lock.acquire()
print("end")
`,
      stops: { work: {} },
    });
    const { threadId } = await script.debuggee.stop();
    expect(threadId).not.toBe(1);
    expect(await script.top()).toBe('work: work');
    await script.debuggee.continue();
    await script.end();
  });
});
