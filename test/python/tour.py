"""A bit of everything, for steps to lead through."""

import asyncio, contextlib, dataclasses, functools, threading


@dataclasses.dataclass
class Point:
    x: int
    y: int = 0

    def moved(self, by):
        return Point(self.x + by, self.y)


def deco(f):
    @functools.wraps(f)
    def inner(*a, **k):
        try:
            return f(*a, **k)
        finally:
            pass

    return inner


@deco
def fact(n):
    if n <= 1:
        return 1
    return n * fact(n - 1)


def gen(n):
    for i in range(n):
        got = yield i
        if got:
            yield got
    return "done"


def outer(n):
    r = yield from gen(n)
    yield r


@contextlib.contextmanager
def ctx(v):
    try:
        yield v
    finally:
        v.append(0)


class Iter:
    def __init__(self):
        self.i = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.i += 1
        if self.i > 2:
            raise StopIteration
        return self.i


async def agen(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i


class ACtx:
    async def __aenter__(self):
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *a):
        await asyncio.sleep(0)


async def leaf(i):
    if i == 2:
        raise ValueError(i)
    await asyncio.sleep(0)
    return i


async def amain():
    total = 0
    async for i in agen(2):
        total += i
    async with ACtx() as c:
        total += 1
    xs = [x async for x in agen(2)]
    try:
        r = await asyncio.gather(leaf(1), leaf(2), return_exceptions=True)
        await leaf(2)
    except ValueError as e:
        total += 1
    return total


def main():
    p = Point(1).moved(2)
    f = fact(3)
    xs = [g for g in outer(2)]
    with ctx([1]) as v:
        v.append(2)
    ys = {k: v for k, v in zip("ab", Iter())}
    total = sum(x for x in xs if isinstance(x, int))
    words = sorted(["b", "a"], key=lambda w: w)
    try:
        raise KeyError("k")
    except (KeyError, ValueError):
        pass
    else:
        pass
    finally:
        done = True
    while total < 3:
        total += 1
    t = threading.Thread(target=fact, args=(2,))
    t.start()
    t.join()
    return asyncio.run(amain())


print(main())  # begin
