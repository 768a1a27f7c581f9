"""Exceptions that end a task nobody waits for, or a callback of an event loop: nothing catches them, asyncio only logs them."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .engine import Engine


def follow(engine: Engine) -> None:
    """To be called before a loop runs. Does nothing for a kind of loop that is followed already."""
    for module, name in (("asyncio.base_events", "BaseEventLoop"), ("uvloop", "Loop")):
        kind = getattr(sys.modules.get(module), name, None)
        handler = getattr(kind, "call_exception_handler", None)
        if handler is not None and getattr(handler, "__module__", None) != __name__:
            _follow(engine, kind, handler)


def _follow(engine: Engine, kind: Any, handler: Any) -> None:
    def call_exception_handler(self, context) -> None:
        thrown = context.get("exception") if isinstance(context, dict) else None
        # A task may be told of as late as when the interpreter ends, when there is nobody left to show it to.
        if isinstance(thrown, Exception) and not sys.is_finalizing():
            engine.exceptions.uncaught(thrown)
        handler(self, context)

    kind.call_exception_handler = call_exception_handler
    engine.at_end(lambda: setattr(kind, "call_exception_handler", handler))
