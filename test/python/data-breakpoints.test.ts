import type { DebugProtocol } from '@vscode/debugprotocol';
import { describe, expect, it } from 'vitest';
import { interpreters } from './interpreters.ts';
import { Script } from './support.ts';

type Wanted = Omit<DebugProtocol.DataBreakpoint, 'dataId'>;

describe.each(interpreters)('data breakpoints in $name', (python) => {
  /** Runs to the line marked `# here`. */
  const start = async (source: string, settings: object = {}) => {
    const script = await Script.start(python, { source, stops: { here: {} }, ...settings });
    await script.stop();
    return script;
  };

  const info = async ({ client, debuggee }: Script, expression: string) =>
    client.request('dataBreakpointInfo', { name: expression, frameId: (await debuggee.frame()).id });

  const set = ({ client }: Script, ...breakpoints: DebugProtocol.DataBreakpoint[]) =>
    client.request('setDataBreakpoints', { breakpoints });

  const watch = async (script: Script, expression: string, wanted: Wanted = {}) => {
    const { dataId, description } = await info(script, expression);
    expect(dataId, description).not.toBeNull();
    const { breakpoints } = await set(script, { dataId: dataId!, ...wanted });
    expect(breakpoints).toMatchObject([{ id: expect.any(Number), verified: true }]);
    return breakpoints[0]!.id!;
  };

  /** The next stop: `what has happened | name: marker`. */
  const next = async (script: Script) => {
    await script.debuggee.continue();
    const { reason, description } = await script.debuggee.stop();
    return `${reason === 'data breakpoint' ? description : reason} | ${await script.top()}`;
  };

  const end = async (script: Script) => {
    await script.debuggee.continue();
    await script.end();
  };

  const COUNTER = `import pickle, copy
class Counter:
    total = 0
    def __init__(self):
        self.count = 1
    def bump(self, by):
        self.count += by  # bump
        return by  # return
x, other = Counter(), Counter()
print("ready")  # here
other.bump(1)
x.bump(2)
x.count = {"deep": True}  # object
assert type(x) is Counter and isinstance(x, Counter) and vars(x) == {"count": {"deep": True}}
assert vars(pickle.loads(pickle.dumps(x))) == vars(copy.copy(x)) == vars(x)
assert not hasattr(Counter, "count") and hasattr(x, "count")
del x.count  # deleted
try:
    x.count
except AttributeError as error:
    print(error)
`;

  it('stop where an attribute is written, and say what became of it', async () => {
    const script = await start(COUNTER);
    const id = await watch(script, 'x.count');
    await script.debuggee.continue();
    expect(await script.debuggee.stop()).toMatchObject({
      reason: 'data breakpoint',
      description: 'x.count: 1 → 3',
      text: 'x.count: 1 → 3',
      hitBreakpointIds: [id],
    });
    expect(await script.stack()).toEqual([expect.stringMatching(/bump: bump$/), '<module>: x.bump(2)']);
    expect(await script.evaluate('(self.count, by)')).toBe('(3, 2)');
    expect(await script.step('next')).toMatch(/bump: return$/);
    expect(await next(script)).toBe("x.count: 3 → {'deep': True} | <module>: object");
    expect(await next(script)).toBe('x.count was deleted | <module>: deleted');
    await end(script);
    expect(script.client.output('stdout')).toContain("'Counter' object has no attribute 'count'\n");
  });

  it.each([
    ['read', ['x.count was read: 1', 'x.count was read: 3']],
    ['readWrite', ['x.count was read: 1', 'x.count: 1 → 3', "x.count: 3 → {'deep': True}"]],
  ] as const)('stop where an attribute is used: %s', async (accessType, expected) => {
    const script = await start(
      COUNTER.replace(/= \{"deep": True\} /, accessType === 'read' ? '= x.count' : '$&'),
    );
    await watch(script, 'x.count', { accessType });
    for (const stop of expected) expect(await next(script)).toContain(`${stop} | `);
    await set(script);
    await script.debuggee.end();
  });

  const KINDS = `
class Plain:
    v = 1
class Default(Plain): pass
class Slots:
    __slots__ = ("v",)
class Property:
    def __init__(self): self._v = 1
    @property
    def v(self): return self._v
    @v.setter
    def v(self, new): self._v = new
class Own:
    def __init__(self): object.__setattr__(self, "v", 1)
    def __setattr__(self, name, value): object.__setattr__(self, name, value)
class Guard:
    def __init__(self): self.v = 1
    def __getattr__(self, name): raise AttributeError(name)
def make(kind):
    made = kind()
    made.v = 1
    return made
`;

  it.each([
    ['Default', 'o.v: 1 → 2', 'o.v: 2 → 3'],
    ['Slots', 'o.v: 1 → 2', 'o.v: 2 → 3'],
    ['Property', 'o.v was set: 2', 'o.v was set: 3'],
    ['Own', 'o.v: 1 → 2', 'o.v: 2 → 3'],
    ['Guard', 'o.v: 1 → 2', 'o.v: 2 → 3'],
  ])('watch an attribute of that object alone: %s', async (kind, first, second) => {
    const script = await start(
      `${KINDS}o, other = make(${kind}), make(${kind})\nprint("ready")  # here\nother.v = 5\no.v = 2\nsetattr(o, "v", 3)\nassert (o.v, other.v) == (3, 5)\n`,
    );
    await watch(script, 'o.v');
    expect(await next(script)).toContain(first);
    expect(await next(script)).toContain(second);
    const shown = await script.debuggee.evaluate('o', 'hover');
    const inside = await script.debuggee.children(shown.variablesReference);
    expect([...inside.keys()]).toContain('v');
    await end(script);
  });

  it('stand in for an attribute only while somebody watches it', async () => {
    const script = await start(`class A:
    v = 1
class B(A): pass
o = B()
before = dict(vars(A)), dict(vars(B))
print("ready")  # here
o.v = 2
o.v = 3
assert (dict(vars(A)), dict(vars(B))) == before
`);
    await watch(script, 'o.v');
    expect(await next(script)).toContain('o.v: 1 → 2');
    await set(script);
    await end(script);
  });

  it('tell when the object of an attribute is gone', async () => {
    const script = await start(`import gc
class A: pass
def f():
    o = A()
    o.v = 1
    return o.v  # here
f()
gc.collect()
breakpoint()
`);
    const id = await watch(script, 'o.v');
    expect(await next(script)).toMatch(/^breakpoint/);
    const told = await script.client.waitFor('breakpoint', ({ breakpoint }) => breakpoint.id === id);
    expect(told.breakpoint).toMatchObject({
      verified: false,
      message: 'The object is gone, and its attribute with it.',
    });
    await end(script);
  });

  const LOOP = `def run(limit):
    n = 0
    big = 10 ** 30
    for i in range(1, limit):  # here
        big = int(str(big))
        n = i  # set
    n += 100  # last
    return n
def other():
    n = 7
    n = 8
run(4)
other()
run(2)
`;

  it('stop right after the line that has changed a variable, until its call ends', async () => {
    const script = await start(LOOP);
    const id = await watch(script, 'n');
    await script.setBreakpoints();
    await script.debuggee.continue();
    expect(await script.debuggee.stop()).toMatchObject({
      reason: 'data breakpoint',
      description: 'n: 0 → 1 (by line 6)',
      hitBreakpointIds: [id],
    });
    expect(await script.top()).toBe('run: here');
    expect(await next(script)).toBe('n: 1 → 2 (by line 6) | run: here');
    expect(await script.step('next')).toBe('run: big = int(str(big))');
    expect(await next(script)).toContain('n: 2 → 3 (by line 6)');
    await script.evaluate('n = 50');
    expect(await next(script)).toBe('n: 50 → 150 (by line 7) | run: return n');
    await script.debuggee.continue();
    const told = await script.client.waitFor('breakpoint', ({ breakpoint }) => breakpoint.id === id);
    expect(told.breakpoint).toMatchObject({
      verified: false,
      message: 'The call has ended, and its variables with it.',
    });
    await script.end();
  });

  it('stop once where a line has a breakpoint as well', async () => {
    const script = await start(LOOP);
    const id = await watch(script, 'n');
    const { breakpoints } = await script.setBreakpoints('here', 'set');
    expect(await next(script)).toBe('breakpoint | run: set');
    await script.debuggee.continue();
    expect(await script.debuggee.stop()).toMatchObject({
      description: 'n: 0 → 1 (by line 6)',
      hitBreakpointIds: [id, breakpoints[0]!.id],
    });
    expect(await next(script)).toBe('breakpoint | run: set');
    await script.setBreakpoints();
    await set(script);
    await end(script);
  });

  it('tell of what the last line of a call has changed, and of an exception that ends it', async () => {
    const script = await start(`def quick():
    a = 1  # here
    for a in (2,): pass
def fails():
    b = 1
    breakpoint()
    b = 2; raise KeyError
quick()
try:
    fails()
except KeyError:
    print("caught")
`);
    await script.debuggee.step('next');
    await watch(script, 'a');
    expect(await next(script)).toContain('a: 1 → 2 (by line 3) | quick: ');
    expect(await next(script)).toMatch(/^breakpoint/);
    const id = await watch(script, 'b');
    expect(await next(script)).toContain('b: 1 → 2 (by line 7) | fails: ');
    await script.debuggee.continue();
    await script.client.waitFor('breakpoint', ({ breakpoint }) => breakpoint.id === id);
    await script.end();
  });

  it('ask the condition where it is changed, and count hits', async () => {
    const script = await start(`class A: pass
x = A(); x.n = 0
def run():
    n = 0
    for i in range(1, 10):  # here
        x.n = i  # set
        n = i
run()
`);
    await script.setBreakpoints();
    await watch(script, 'x.n', { condition: 'i % 2 == 0 and x.n == i', hitCondition: '>= 3' });
    expect(await next(script)).toBe('x.n: 5 → 6 | run: set');
    await watch(script, 'n', { condition: 'n % 4 == 0' });
    expect(await next(script)).toContain('n: 7 → 8');
    await end(script);
  });

  it('say once that a condition fails, and that it cannot be compiled', async () => {
    const script = await start(LOOP);
    const { dataId } = await info(script, 'n');
    const { breakpoints } = await set(
      script,
      { dataId: dataId!, condition: 'nobody.knows' },
      { dataId: dataId!, condition: 'i >' },
      { dataId: dataId!, hitCondition: 'often' },
      { dataId: '77' },
    );
    expect(breakpoints.map(({ verified, message }) => [verified, message])).toEqual([
      [true, expect.stringContaining('right after the line')],
      [false, expect.stringMatching(/syntax|invalid|EOF/)],
      [false, expect.stringContaining('"often" is not understood')],
      [false, 'The object is gone, and its attribute with it.'],
    ]);
    await script.setBreakpoints();
    await end(script);
    expect(script.client.output('important').split('failed: NameError')).toHaveLength(2);
  });

  it('watch variables of functions around, whoever changes them', async () => {
    const script = await start(`def make():
    n = 0
    def inc():
        nonlocal n
        n += 1  # inc
        return n  # behind
    print("ready")  # here
    return inc
inc = make()
inc()
inc()
`);
    await watch(script, 'n');
    expect(await next(script)).toMatch(/^n: 0 → 1 \(by line 5\) \| .*inc: behind$/);
    expect(await next(script)).toMatch(/^n: 1 → 2 \(by line 5\) \| .*inc: behind$/);
    await end(script);
  });

  it('watch globals, class attributes, and items of dictionaries and lists', async () => {
    const script = await start(
      `import other
level = 1
class A: v = 1
d = {"k": 1, 2: "two"}
items = [1, 2]
def change():
    global level
    level = 2  # global
    A.v = 2  # class
    d["k"] = 2  # item
    d.update(k=3)  # update
    items[-1] = 3  # element
    del items[1]  # removed
    other.value = 2  # module
    pass  # behind
print("ready")  # here
change()
level = 5  # main
other.set(9)
print(level)
`,
      {
        others: {
          'other.py': 'value = 1\ndef set(new):\n    global value\n    value = new\n    return new\n',
        },
      },
    );
    const ids = [];
    for (const name of ['level', 'A.v', 'd["k"]', 'items[1]', 'other.value']) {
      const found = await info(script, name);
      expect(found).toMatchObject({ description: name, accessTypes: ['write'], canPersist: false });
      ids.push(found.dataId!);
    }
    await set(script, ...ids.map((dataId) => ({ dataId })));
    expect(await next(script)).toBe('level: 1 → 2 (by line 8) | change: class');
    expect(await next(script)).toBe('A.v: 1 → 2 (by line 9) | change: item');
    expect(await next(script)).toBe('d["k"]: 1 → 2 (by line 10) | change: update');
    expect(await next(script)).toBe('d["k"]: 2 → 3 (by line 11) | change: element');
    expect(await next(script)).toBe('items[1]: 2 → 3 (by line 12) | change: removed');
    expect(await next(script)).toBe('items[1] was deleted (by line 13) | change: module');
    expect(await next(script)).toBe('other.value: 1 → 2 (by line 14) | change: behind');
    expect(await next(script)).toBe('level: 2 → 5 (by line 18) | <module>: other.set(9)');
    expect(await next(script)).toBe('other.value: 2 → 9 (by line 4) | set (other.py)');
    await end(script);
  });

  it('watch attributes of objects of all kinds', async () => {
    const script = await start(`import abc, dataclasses, threading
@dataclasses.dataclass
class Data:
    v: int = 1
@dataclasses.dataclass(frozen=True)
class Frozen:
    v: int = 1
class Failure(Exception):
    def __init__(self): self.v = 1
class Abstract(abc.ABC):
    v = 1
class Concrete(Abstract): pass
class Meta(type):
    def __setattr__(cls, name, value): raise TypeError("no")
class Strict(metaclass=Meta):
    def __init__(self): self.v = 1
class Lazy:
    def __init__(self): self.__dict__["v"] = 1
    def __getattr__(self, name): return 77
class Many(list): pass
data, failure, concrete, strict, lazy, many = Data(), Failure(), Concrete(), Strict(), Lazy(), Many()
thread, frozen = threading.Thread(), Frozen()
thread.v = many.v = 1
print("ready")  # here
for it in (data, failure, concrete, strict, lazy, many, thread):
    it.v = 2
object.__setattr__(frozen, "v", 2)
assert repr(Data(4)) == "Data(v=4)" and Data() == Data() and Data.v == 1
`);
    const names = ['data', 'failure', 'concrete', 'strict', 'lazy', 'many', 'thread', 'frozen'];
    const breakpoints = [];
    for (const name of names) breakpoints.push({ dataId: (await info(script, `${name}.v`)).dataId! });
    await set(script, ...breakpoints);
    for (const name of names) expect(await next(script)).toContain(`${name}.v: 1 → 2 | `);
    await end(script);
  });

  it('lead on by steps from where an attribute is written', async () => {
    const script = await start(`class A: pass
a = A(); a.v = 0
def inner():
    a.v = 1  # inner
    return 2  # behind
def outer():
    inner(); print("still")  # outer
    return 3  # outer end
print("ready")  # here
outer()
`);
    await watch(script, 'a.v');
    expect(await next(script)).toBe('a.v: 0 → 1 | inner: inner');
    expect(await script.step('stepIn')).toBe('inner: behind');
    expect(await script.step('stepOut')).toBe('outer: outer');
    expect(await script.step('next')).toBe('outer: outer end');
    await end(script);
  });

  it('leave a program to end in peace, and what it forks off', async () => {
    const script = await start(
      `import os
class A: pass
a = A(); a.v = 0
def f():
    n = 0
    print("ready")  # here
    global a
    pid = os.fork()
    if pid == 0:
        a.v = n = 1
        os._exit(4 if "v" in vars(A) else 0)
    print("child", os.waitpid(pid, 0)[1] >> 8)
    del a
f()
`,
      { autoAttachChildProcesses: false },
    );
    const ids = [await info(script, 'a.v'), await info(script, 'n')];
    await set(script, ...ids.map(({ dataId }) => ({ dataId: dataId! })));
    await end(script);
    expect(script.client.output('stdout')).toContain('child 0\n');
    expect(script.client.output('stderr').replace(/.*(Deprecation|os\.fork).*\n/g, '')).toBe('');
  });

  it('are offered in the variables view, each place under one id', async () => {
    const script = await start(`class A:
    def __init__(self):
        self.v = 1
        self.d = {"k": [1]}
    @property
    def p(self): return 1
def f(o):
    n = 1
    print(n)  # here
f(A())
`);
    const [locals] = await script.debuggee.scopes();
    const inScope = (reference: number, name: string) =>
      script.client.request('dataBreakpointInfo', { variablesReference: reference, name });
    expect((await inScope(locals!.variablesReference, 'n')).dataId).toBe((await info(script, 'n')).dataId);
    const o = (await script.debuggee.locals()).get('o')!.variablesReference;
    const v = await inScope(o, 'v');
    expect(v).toMatchObject({
      description: 'o.v',
      accessTypes: ['read', 'write', 'readWrite'],
      canPersist: false,
    });
    expect((await info(script, 'o.v')).dataId).toBe(v.dataId);
    expect((await inScope(o, 'p')).description).toBe('o.p');
    const d = (await script.debuggee.children(o)).get('d')!.variablesReference;
    expect((await inScope(d, "'k'")).description).toBe("o.d['k']");
    expect((await inScope(locals!.variablesReference, 'none')).dataId).toBeNull();
    await end(script);
  });

  it('say why what cannot be watched cannot', async () => {
    const script = await start(`import fractions
class A: pass
a = A()
half = slice(1, 2)
t = (1, 2)
s = {1}
def f(): return a
print("ready")  # here
`);
    const refusal = async (expression: string) => {
      const { dataId, description } = await info(script, expression);
      expect(dataId).toBeNull();
      return description;
    };
    expect(await refusal('a.nothing')).toContain('no such attribute');
    expect(await refusal('half.start')).toContain('written in C');
    expect(await refusal('t[0]')).toContain('never changes');
    expect(await refusal('s[0]')).toContain('only items of lists and dictionaries');
    expect(await refusal('nobody')).toContain('no such variable');
    expect(await refusal('nobody.x')).toContain("name 'nobody' is not defined");
    expect(await refusal('f().x')).toContain('without calling');
    expect(await refusal('a + 1')).toContain('neither a variable');
    expect(await refusal('A.nothing')).toContain('the class itself');
    const address = { name: '0x1000', asAddress: true };
    expect((await script.client.request('dataBreakpointInfo', address)).description).toContain('no address');
    await end(script);
  });

  it('stop in the thread that does it, and in generators', async () => {
    const script = await start(`import threading
class A: pass
a = A(); a.v = 0
def work():
    a.v = 1  # work
def gen():
    n = 0
    while n < 2:
        print("round")  # in gen
        n += 1
        yield n
print("ready")  # here
thread = threading.Thread(target=work)
thread.start(); thread.join()
for _ in gen(): pass
`);
    await watch(script, 'a.v');
    expect(await next(script)).toBe('a.v: 0 → 1 | work: work');
    await script.setBreakpoints('in gen');
    expect(await next(script)).toBe('breakpoint | gen: in gen');
    await script.setBreakpoints();
    await watch(script, 'n');
    expect(await next(script)).toBe('n: 0 → 1 (by line 10) | gen: yield n');
    expect(await next(script)).toBe('n: 1 → 2 (by line 10) | gen: yield n');
    await end(script);
  });
});
