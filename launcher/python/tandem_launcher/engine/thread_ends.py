"""Where the threads of the program begin and end: told to the client, and looked at for what nothing has caught."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .engine import Engine


def follow(engine: Engine) -> None:
    """To be called before a `threading.Thread` runs. Does nothing the second time."""
    threading: Any = sys.modules.get("threading")
    bootstrap = getattr(getattr(threading, "Thread", None), "_bootstrap_inner", None)
    if threading is None or bootstrap is None or bootstrap.__module__ == __name__:
        return

    def _bootstrap_inner(self) -> None:
        thread = engine.threads.current()
        engine.emit("thread", {"reason": "started", "threadId": thread.id})
        try:
            bootstrap(self)
        finally:
            engine.stops.ended()
            engine.emit("thread", {"reason": "exited", "threadId": thread.id})

    threading.Thread._bootstrap_inner = _bootstrap_inner
    engine.at_end(lambda: setattr(threading.Thread, "_bootstrap_inner", bootstrap))
    make = getattr(threading, "_make_invoke_excepthook", None)
    if make is None:
        return

    def _make_invoke_excepthook():
        invoke = make()

        def invoke_excepthook(thread) -> None:
            thrown = sys.exc_info()[1]
            if thrown is not None and not isinstance(thrown, SystemExit):
                engine.exceptions.uncaught(thrown)
            invoke(thread)

        return invoke_excepthook

    threading._make_invoke_excepthook = _make_invoke_excepthook
    engine.at_end(lambda: setattr(threading, "_make_invoke_excepthook", make))
