"""
The event loop of asyncio. Pyodide's own runs in JavaScript's, which stands still while a program runs that is not made for
it: `asyncio.run` would return before the work is done.
"""

from __future__ import annotations

import asyncio
from asyncio import base_events, events, runners, unix_events

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .between import Between


class _Waiting:
    """In the place of a selector: there is nothing to select from, only time that passes."""

    def __init__(self, between: Between) -> None:
        self._between = between

    def select(self, timeout: float | None) -> list[Any]:
        if timeout is None or timeout > 0:
            self._between.wait(-1.0 if timeout is None else timeout)
        return []

    def close(self) -> None:
        """It holds nothing."""


def install_loop(between: Between) -> None:
    class Loop(base_events.BaseEventLoop):
        def __init__(self) -> None:
            super().__init__()
            self._selector = _Waiting(between)

        def run_in_executor(self, executor: Any, func: Callable, *args: Any) -> asyncio.Future:
            """There are no threads: it is done at once."""
            future = self.create_future()
            try:
                future.set_result(func(*args))
            except Exception as error:
                future.set_exception(error)
            return future

        def _process_events(self, event_list: list[Any]) -> None:
            """There are none."""

        def _write_to_self(self) -> None:
            """Nobody waits while this thread does something."""

    class Policy(events._BaseDefaultEventLoopPolicy):
        _loop_factory = Loop

    Loop.__module__ = Policy.__module__ = "asyncio"
    modules: tuple[Any, ...] = (asyncio, unix_events)
    for module in modules:
        module.SelectorEventLoop = module.EventLoop = Loop
        module.DefaultEventLoopPolicy = Policy
    asyncio.run = runners.run
    events._event_loop_policy = Policy()  # pyright: ignore[reportAttributeAccessIssue]
    events._set_running_loop(None)
