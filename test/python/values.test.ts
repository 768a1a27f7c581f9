import { describe, expect, it } from 'vitest';
import { pythons } from './pythons.ts';
import { Script } from './support.ts';

const KINDS = `
import collections, dataclasses, datetime, enum, functools, pathlib

@dataclasses.dataclass
class Point:
    x: int
    y: int = 2
    hidden: str = dataclasses.field(default="h", repr=False)

class Slots:
    __slots__ = ("a", "b")
    def __init__(self):
        self.a = 1

class Shape:
    """A shape."""
    sides = 4
    def __init__(self):
        self.name = "square"
        self._own = [1]
    @property
    def area(self):
        print("asked for the area")
        return 16
    @property
    def broken(self):
        raise ValueError("no such thing")
    def grow(self):
        return self

class Cart:
    def __init__(self, owner):
        self._owner, self.items, self.total = owner, [Slots()], 3
        self.talker, self.me = Talker(), self
    def add(self, item, /, count=1, *more, fast=False, **rest):
        pass
    @classmethod
    def of(cls, *, owner):
        pass

class Talker:
    def __repr__(self):
        print("asked to tell")
        return "talking"

class Sealed:
    __slots__ = ("x",)
    def __init__(self):
        self.x = 1
    def __getattribute__(self, name):
        print("asked for", name)

def decorated(function):
    @functools.wraps(function)
    def wrapper(*args, **options):
        return function(*args, **options)
    return wrapper

@decorated
async def done(order, *, when=Talker()):
    pass

class Rude:
    def __repr__(self):
        raise RuntimeError("no")

Pair = collections.namedtuple("Pair", "left right")

class Color(enum.Enum):
    RED = 1

def show():
    none = None
    number = 12
    large = 10 ** 50
    text = "a'b\\n"
    long_text = "x" * 1000
    data = b"\\x00ab"
    many = list(range(1_000_000))
    empty = []
    one = (1,)
    nested = {"k": [1, {"deep": (1, 2)}], 3: {4}, (1, 2): None}
    frozen = frozenset([1])
    point = Point(1)
    pair = Pair(1, [2])
    slots = Slots()
    shape = Shape()
    rude = Rude()
    color = Color.RED
    date = datetime.date(2024, 2, 29)
    ring = [1]
    ring.append(ring)
    counted = collections.Counter("aab")
    ordered = collections.OrderedDict(a=1)
    default = collections.defaultdict(list, a=[1])
    queue = collections.deque([1, 2])
    function = show
    kind = Shape
    module = functools
    error = KeyError("k")
    return number  # here

show()
print("end")
`;

describe.each(pythons)('values in $name', (python) => {
  const start = () => Script.start(python, { source: KINDS, stops: { here: {} } });

  it('are told in one line', async () => {
    const script = await start();
    await script.stop();
    expect(await script.locals()).toMatchObject({
      none: 'None',
      number: '12',
      large: `1${'0'.repeat(50)}`,
      text: '"a\'b\\n"',
      long_text: `'${'x'.repeat(200)}…`,
      data: "b'\\x00ab'",
      many: expect.stringMatching(/^\[0, 1, 2, .*, …\]$/),
      empty: '[]',
      one: '(1,)',
      nested: "{'k': [1, {'deep': (1, 2)}], 3: {4}, (1, 2): None}",
      frozen: 'frozenset({1})',
      point: 'Point(x=1, y=2)',
      pair: 'Pair(left=1, right=[2])',
      slots: 'Slots(a=1)',
      rude: '<RuntimeError in __repr__>',
      color: '<Color.RED: 1>',
      date: 'datetime.date(2024, 2, 29)',
      ring: '[1, …]',
      counted: "Counter({'a': 2, 'b': 1})",
      ordered: expect.stringMatching(/^OrderedDict\(/),
      default: "defaultdict(list, {'a': [1]})",
      queue: 'deque([1, 2])',
      function: 'show()',
      kind: 'class Shape',
      module: 'module functools',
      error: "KeyError('k')",
    });
  });

  it('that Python knows only by their place in memory are told by what is in them, without asking them', async () => {
    const script = await start();
    await script.stop();
    const told = (expression: string, context: 'watch' | 'hover') => script.evaluate(expression, context);
    const inside = 'items=[Slots(a=1)], total=3, talker=Talker(…), me=…';
    expect(await told('Cart("Ada")', 'watch')).toBe(`Cart(${inside}, _owner='Ada')`);
    expect(await told('[Cart("Ada")]', 'hover')).toBe(`[Cart(${inside}, _owner='Ada')]`);
    expect(await told('[Sealed()]', 'hover')).toBe('[Sealed(x=1)]');
    expect(await told('type("Bare", (), {})()', 'hover')).toBe('Bare()');
    expect(await told('object()', 'hover')).toMatch(/^<object object at /);
    expect(await told('Cart.add', 'hover')).toBe(
      'Cart.add(self, item, /, count=1, *more, fast=False, **rest)',
    );
    expect(await told('Cart("Ada").add', 'hover')).toBe(
      'Cart.add(item, /, count=1, *more, fast=False, **rest)',
    );
    expect(await told('Cart.of', 'hover')).toBe('Cart.of(*, owner)');
    expect(await told('done', 'hover')).toBe('async done(order, *, when=Talker(…))');
    expect(await told('(lambda a, b=1: a)', 'hover')).toBe('lambda a, b=1');
    expect(await told('[].append', 'hover')).toBe('list.append(object, /)');
    expect(await told('Color', 'hover')).toBe('class Color');
    expect(await told('(i for i in many)', 'hover')).toBe('<generator <genexpr>: not begun>');
    expect(script.client.output('stdout')).toBe('');
  });

  it('are told as Python does where one asks it, and where they are copied', async () => {
    const script = await start();
    await script.stop();
    for (const context of ['repl', 'clipboard'] as const) {
      const told = (expression: string) => script.evaluate(expression, context);
      expect(await told('slots')).toMatch(/^<__main__\.Slots object at 0x\w+>$/);
      expect(await told('function')).toMatch(/^<function show at 0x\w+>$/);
      expect(await told('slots.__init__')).toMatch(
        /^<bound method Slots\.__init__ of <__main__\.Slots object/,
      );
      expect(await told('kind')).toBe("<class '__main__.Shape'>");
      expect(await told('default')).toBe("defaultdict(<class 'list'>, {'a': [1]})");
      expect(await told('module')).toMatch(/^<module 'functools' from/);
      expect(await told('(i for i in many)')).toMatch(/^<generator object .*<genexpr> at 0x\w+>$/);
      expect(await told('[[[[[[1]]]]]]')).toBe('[[[[[[1]]]]]]');
    }
  });

  it('open up, with names that lead back to them', async () => {
    const script = await start();
    await script.stop();
    const { debuggee } = script;
    const locals = await debuggee.locals();
    const inside = async (name: string) => debuggee.children(locals.get(name)!.variablesReference);
    const written = async (name: string) =>
      Object.fromEntries([...(await inside(name))].map(([key, { value }]) => [key, value]));

    expect(await written('nested')).toMatchObject({ "'k'": "[1, {'deep': (1, 2)}]", '3': '{4}' });
    expect((await inside('nested')).get("'k'")!.evaluateName).toBe("nested['k']");
    expect(await written('point')).toMatchObject({ x: '1', y: '2', hidden: "'h'" });
    expect(await written('pair')).toMatchObject({ left: '1', right: '[2]', '0': '1' });
    expect(await written('slots')).toMatchObject({ a: '1', __class__: 'class Slots' });
    expect(await written('date')).toMatchObject({ year: '2024', month: '2', day: '29' });
    expect(await written('error')).toMatchObject({ args: "('k',)" });
    expect(locals.get('empty')!.variablesReference).toBe(0);
    expect(locals.get('number')!.variablesReference).toBe(0);
    expect(locals.get('text')!.variablesReference).toBe(0);

    const kind = await inside('kind');
    expect([...kind.keys()]).toEqual(expect.arrayContaining(['sides', 'functions', 'special variables']));
    const functions = await debuggee.children(kind.get('functions')!.variablesReference);
    expect([...functions.keys()]).toEqual(['grow']);
    expect(functions.get('grow')!.evaluateName).toBe('kind.grow');
  });

  it('call a property only when it is asked for', async () => {
    const script = await start();
    await script.stop();
    const { debuggee } = script;
    const shape = await debuggee.children((await debuggee.locals()).get('shape')!.variablesReference);
    expect(shape.get('name')!.value).toBe("'square'");
    const area = shape.get('area')!;
    expect(area).toMatchObject({ value: '', presentationHint: { lazy: true }, evaluateName: 'shape.area' });
    expect(script.client.output('stdout')).toBe('');
    const asked = await debuggee.children(area.variablesReference);
    expect([...asked.values()]).toMatchObject([{ name: 'area', value: '16' }]);
    const broken = await debuggee.children(shape.get('broken')!.variablesReference);
    expect(broken.get('broken')!.value).toBe('<ValueError: no such thing>');
    await script.client.waitFor('output', ({ output }) => output.includes('asked for the area'));
  });

  it('come in pages, and in ranges for a client that does not page', async () => {
    const script = await start();
    await script.stop();
    const { debuggee } = script;
    const many = (await debuggee.locals()).get('many')!;
    expect(many.indexedVariables).toBe(1_000_000);
    const page = await debuggee.children(many.variablesReference, {
      filter: 'indexed',
      start: 999_998,
      count: 2,
    });
    expect([...page.values()].map(({ name, value }) => `${name}: ${value}`)).toEqual([
      '999998: 999998',
      '999999: 999999',
    ]);
    const ranges = [...(await debuggee.children(many.variablesReference)).values()];
    expect(ranges[0]!.name).toBe('[0 … 249999]');
    const inner = [...(await debuggee.children(ranges[1]!.variablesReference)).values()];
    expect(inner[0]!.name).toBe('[250000 … 250499]');
    const last = [...(await debuggee.children(inner[0]!.variablesReference)).values()];
    expect(last[0]).toMatchObject({ name: '250000', value: '250000', evaluateName: 'many[250000]' });
  });

  it('keep their numbers in one stop, and lose them after it', async () => {
    const script = await start();
    await script.stop();
    const { debuggee } = script;
    const first = await debuggee.locals();
    expect((await debuggee.locals()).get('nested')!.variablesReference).toBe(
      first.get('nested')!.variablesReference,
    );
    const kept = await debuggee.evaluate('nested', 'repl');
    await script.step('next');
    await expect(debuggee.children(first.get('nested')!.variablesReference)).rejects.toThrow(
      'belongs to a stop that is over',
    );
    expect((await debuggee.children(kept.variablesReference)).get('3')!.value).toBe('{4}');
  });

  it('are in scopes: of the call, of the functions around it, of the module', async () => {
    const script = await Script.start(python, {
      source: `SHARED = 1

def outer():
    kept = [1]
    def inner(x):
        y = kept
        return y, x  # inner
    return inner(2)

outer()
`,
      stops: { inner: {} },
    });
    await script.stop();
    const { debuggee } = script;
    const scopes = await debuggee.scopes();
    expect(scopes.map(({ name, presentationHint }) => [name, presentationHint])).toEqual([
      ['Locals', 'locals'],
      ['Closure', undefined],
      ['Globals', 'globals'],
    ]);
    const [locals, closure, globals] = await Promise.all(
      scopes.map(({ variablesReference }) => debuggee.children(variablesReference)),
    );
    expect([...locals!.keys()]).toEqual(['x', 'y']);
    expect([...closure!.keys()]).toEqual(['kept']);
    expect([...globals!.keys()]).toEqual(['SHARED', 'outer', 'special variables']);
    expect((await debuggee.scopes(2)).map(({ name }) => name)).toEqual(['Globals']);
  });

  it('can be set: locals, closures, globals, elements, entries, attributes', async () => {
    const script = await Script.start(python, {
      source: `import types
SHARED = 1

def outer():
    kept = 1
    def inner(x):
        items = [1, 2]
        table = {"a": 1}
        thing = types.SimpleNamespace(name="n")
        fixed = (1,)
        print(x, kept, SHARED, items, table, thing, fixed)  # print
        return kept
    inner(2)
    print("outer", kept)

outer()
`,
      stops: { print: {} },
    });
    await script.stop();
    const { debuggee, client } = script;
    const scopes = await debuggee.scopes();
    const set = async (variablesReference: number, name: string, value: string) =>
      (await client.request('setVariable', { variablesReference, name, value })).value;
    expect(await set(scopes[0]!.variablesReference, 'x', 'x * 10')).toBe('20');
    expect(await set(scopes[1]!.variablesReference, 'kept', '"changed"')).toBe("'changed'");
    expect(await set(scopes[2]!.variablesReference, 'SHARED', '[1]')).toBe('[1]');
    const locals = await debuggee.locals();
    const number = (name: string) => locals.get(name)!.variablesReference;
    expect(await set(number('items'), '1', 'len(table)')).toBe('1');
    expect(await set(number('table'), "'a'", '{}')).toBe('{}');
    expect(await set(number('thing'), 'name', 'x')).toBe('20');
    await expect(set(number('fixed'), '0', '1')).rejects.toThrow('cannot be changed');
    await expect(set(number('items'), '1', 'nothing')).rejects.toThrow('NameError');
    const frameId = (await debuggee.frame()).id;
    const expression = await client.request('setExpression', {
      frameId,
      expression: 'items[0]',
      value: '"e"',
    });
    expect(expression.value).toBe("'e'");
    await client.request('setExpression', { frameId, expression: 'thing.more', value: 'x' });
    await debuggee.continue();
    await script.end();
    expect(client.output('stdout')).toBe(
      "20 changed [1] ['e', 1] {'a': {}} namespace(name=20, more=20) (1,)\nouter changed\n",
    );
  });

  it('say in which state they are, whatever suspends', async () => {
    const script = await Script.start(python, {
      source: `import asyncio, decimal, enum, pathlib, uuid

class Level(enum.IntEnum):
    LOW = 1

class Way(enum.Flag):
    IN = 1
    OUT = 2

def counting():
    yield 1
    yield 2  # second

async def waiting():
    await asyncio.sleep(60)  # sleep

async def numbers():
    yield 1

async def main():
    fresh, begun, finished = counting(), counting(), counting()
    next(begun), list(finished)
    coroutine, source = waiting(), numbers()
    task = asyncio.ensure_future(waiting())
    future = asyncio.get_running_loop().create_future()
    failed = asyncio.get_running_loop().create_future()
    failed.set_exception(ValueError("no"))
    level, ways, amount = Level.LOW, Way.IN | Way.OUT, decimal.Decimal("1.50")
    path, number = pathlib.PurePosixPath("a/b"), uuid.UUID(int=1)
    await asyncio.sleep(0)
    print("here")  # here
    coroutine.close()
    failed.exception()

asyncio.run(main())
`,
      stops: { here: {} },
    });
    await script.stop();
    const { debuggee } = script;
    expect(await script.locals()).toMatchObject({
      fresh: '<generator counting: not begun>',
      begun: '<generator counting: at line 11>',
      finished: '<generator counting: finished>',
      coroutine: '<coroutine waiting: not begun>',
      source: '<async_generator numbers: not begun>',
      task: expect.stringMatching(/^<Task pending name='Task-2' coro=<waiting\(\) running at /),
      future: expect.stringContaining('<Future pending'),
      failed: expect.stringContaining("<Future finished exception=ValueError('no')"),
      level: '<Level.LOW: 1>',
      ways: expect.stringMatching(/^<Way\.\w+\|\w+: 3>$/),
      amount: "Decimal('1.50')",
      path: "PurePosixPath('a/b')",
      number: "UUID('00000000-0000-0000-0000-000000000001')",
    });
    const task = await debuggee.children((await debuggee.locals()).get('task')!.variablesReference);
    expect(task.get('_coro')!.value).toMatch(/^<coroutine waiting: at line \d+>$/);
    expect(task.get('_state')!.value).toBe("'PENDING'");
    await debuggee.continue();
    await script.end();
    expect(script.client.output('stderr')).toBe('');
  });

  it('come in ranges of a large dictionary, at once', async () => {
    const script = await Script.start(python, {
      source: `class Named(dict):
    pass

def show():
    table = Named((str(number), number) for number in range(1_000_000))
    table.label = "large"
    numbers = set(range(2000))
    return table  # here

show()
`,
      stops: { here: {} },
    });
    await script.stop();
    const { debuggee, client } = script;
    const table = (await debuggee.locals()).get('table')!;
    const ranges = await debuggee.children(table.variablesReference);
    expect([...ranges.keys()].slice(0, 5)).toEqual([
      ...['[0 … 249999]', '[250000 … 499999]', '[500000 … 749999]', '[750000 … 999999]'],
      'label',
    ]);
    const inner = await debuggee.children(ranges.get('[750000 … 999999]')!.variablesReference);
    const last = inner.get('[999500 … 999999]')!.variablesReference;
    expect((await debuggee.children(last)).get("'999999'")).toMatchObject({
      value: '999999',
      evaluateName: "table['999999']",
    });
    await client.request('setVariable', { variablesReference: last, name: "'999999'", value: '0' });
    expect(await script.evaluate('table["999999"]')).toBe('0');
  });

  it('of libraries for arrays and tables are told by their shape', async () => {
    // Stand-ins: what counts is that nothing of what may be large is asked for.
    const numpy = `class ndarray:
    shape, dtype, size = (1000, 1000), "float64", 1_000_000
    def __len__(self): return self.shape[0]
    def __getitem__(self, at): return Head() if isinstance(at, tuple) else at
    def __repr__(self): raise AssertionError("asked for all of it")
class Head:
    def tolist(self): return [[0.5] * 8] * 8
ndarray.__module__ = "numpy"
`;
    const frames = `class DataFrame:
    shape, columns = (3_000_000, 3), ["name", "age", "town"]
    def __repr__(self): raise AssertionError("asked for all of it")
class Series:
    shape, dtype, name = (3_000_000,), "int64", "age"
    def __repr__(self): raise AssertionError("asked for all of it")
DataFrame.__module__ = "pandas.core.frame"
Series.__module__ = "pandas.core.series"
`;
    const torch = `class Tensor:
    shape, dtype, device = (64, 3, 224, 224), "torch.float32", "cuda:0"
    def __repr__(self): raise AssertionError("asked for all of it")
`;
    const script = await Script.start(python, {
      source: `import numpy, pandas, torch
def show():
    array, table, column, tensor = numpy.ndarray(), pandas.DataFrame(), pandas.Series(), torch.Tensor()
    return array  # here
show()
`,
      others: { 'numpy.py': numpy, 'pandas.py': frames, 'torch.py': torch },
      stops: { here: {} },
    });
    await script.stop();
    expect(await script.locals()).toMatchObject({
      array: expect.stringMatching(/^ndarray \(1000, 1000\) float64 \[\[0\.5, 0\.5, .* …$/),
      table: "DataFrame 3000000 rows × 3 columns ['name', 'age', 'town']",
      column: "Series (3000000,) int64 'age'",
      tensor: 'Tensor (64, 3, 224, 224) torch.float32 cuda:0',
    });
    expect((await script.debuggee.locals()).get('array')!.indexedVariables).toBe(1000);
  });

  it('of numpy itself, where it is installed', async ({ skip }) => {
    const script = await Script.start(python, {
      source: `try:
    import numpy
except ImportError:
    numpy = None
def show():
    if numpy:
        small = numpy.arange(6).reshape(2, 3)
        large, single, empty = numpy.zeros((1000, 20)), numpy.array(5), numpy.zeros((0, 3))
        records = numpy.zeros(3, dtype=[("a", "i4")])
    return numpy  # here
show()
`,
      stops: { here: {} },
    });
    await script.stop();
    const locals = await script.locals();
    if (!('small' in locals)) return skip();
    expect(locals).toMatchObject({
      small: expect.stringMatching(/^ndarray \(2, 3\) int\d+ \[\[0, 1, 2\], \[3, 4, 5\]\]$/),
      large: expect.stringMatching(/^ndarray \(1000, 20\) float64 \[\[0\.0, .*…$/),
      single: 'array(5)',
      empty: 'ndarray (0, 3) float64 []',
      records: "ndarray (3,) [('a', '<i4')]",
    });
    const rows = await script.debuggee.children(
      (await script.debuggee.locals()).get('small')!.variablesReference,
      { filter: 'indexed', start: 0, count: 2 },
    );
    expect([...rows.values()].map(({ value }) => value)).toEqual([
      expect.stringMatching(/^ndarray \(3,\) int\d+ \[0, 1, 2\]$/),
      expect.stringMatching(/^ndarray \(3,\) int\d+ \[3, 4, 5\]$/),
    ]);
  });

  it('of numpy are shown without being imported for it', async () => {
    const script = await Script.start(python, {
      source: 'import sys\nprint("numpy" in sys.modules, "pandas" in sys.modules)  # here\n',
      stops: { here: {} },
    });
    await script.stop();
    await script.locals();
    await script.debuggee.continue();
    await script.end();
    expect(script.client.output('stdout')).toBe('False False\n');
  });
});
