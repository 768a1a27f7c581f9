"""
`await` in what the user evaluates. The event loop of a thread that is stopped stands still, and cannot be entered a second
time; in its place, and in its thread, another one runs until what is awaited is there.
"""

from __future__ import annotations

import sys

from ..failures import awaited_elsewhere
from .loops import current_task, running_loop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

_TICK = 0.05
"""Seconds in which it is noticed that the evaluation is to be ended, whatever is awaited."""


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine returns. Raises what it raises, and `engine.evaluationFailed` where it needs the program's own loop."""
    import asyncio

    loop = asyncio.new_event_loop()
    outer, task = running_loop(), current_task(running_loop())
    if task is not None:
        asyncio.tasks._leave_task(outer, task)
    asyncio.events._set_running_loop(None)
    unbind = _watch_bindings(loop)
    try:
        return _run_in(loop, coroutine)
    except RuntimeError as error:
        # What locks and queues say.
        if outer is None or "is bound to a different event loop" not in str(error):
            raise
        raise awaited_elsewhere(f"RuntimeError: {error}.") from None
    finally:
        unbind()
        loop.close()
        asyncio.events._set_running_loop(outer)
        if outer is not None and task is not None:
            asyncio.tasks._enter_task(outer, task)


def _run_in(loop: Any, coroutine: Coroutine[Any, Any, Any]) -> Any:
    import asyncio

    def tick() -> None:
        loop.call_later(_TICK, tick)

    def make_task(loop: Any, coroutine: Any, **how: Any) -> Any:
        return asyncio.Task(_guarded(coroutine, loop), loop=loop, **how)

    tick()
    loop.set_task_factory(make_task)
    try:
        return loop.run_until_complete(coroutine)
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        # What does not heed that is left behind.
        for _ in range(2):
            loop.call_soon(loop.stop)
            loop.run_forever()


async def _guarded(coroutine: Any, loop: Any) -> Any:
    return await _Guarded(coroutine, loop)


class _Guarded:
    """
    A coroutine that is not let wait for a future of another loop. asyncio refuses that as well, but takes the future for
    one that is awaited from then on, and the program that awaits it later fails.
    """

    def __init__(self, coroutine: Any, loop: Any) -> None:
        self._coroutine = coroutine
        self._loop = loop

    def __await__(self) -> Any:
        go_on, what = self._coroutine.send, None
        while True:
            try:
                awaited = go_on(what)
            except StopIteration as done:
                return done.value
            if getattr(awaited, "_asyncio_future_blocking", None) and awaited.get_loop() is not self._loop:
                awaited._asyncio_future_blocking = False
                go_on, what = self._coroutine.throw, awaited_elsewhere("What is awaited is the program's own.")
                continue
            try:
                yield awaited
                go_on, what = self._coroutine.send, None
            except BaseException as thrown:
                go_on, what = self._coroutine.throw, thrown


def _watch_bindings(loop: Any) -> Callable[[], None]:
    """
    From 3.10 on, a lock or a queue belongs to the first loop that somebody waits for it in. Returns what makes those free
    again that would belong to this one.
    """
    kind = getattr(sys.modules.get("asyncio.mixins"), "_LoopBoundMixin", None)
    if kind is None:
        return lambda: None
    bind, bound = kind._get_loop, []

    def _get_loop(self) -> Any:
        if self._loop is None:
            bound.append(self)
        return bind(self)

    def unbind() -> None:
        kind._get_loop = bind
        for it in bound:
            if it._loop is loop:
                it._loop = None

    kind._get_loop = _get_loop
    return unbind
