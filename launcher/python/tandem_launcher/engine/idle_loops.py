"""A thread that waits in an event loop runs none of the user's code: to be paused, it is woken."""

from __future__ import annotations

import sys

from .threads import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from .engine import Engine
    from .steps import Move
    from .threads import DebuggedThread

_RUN_LOOPS = ("asyncio.base_events", "asyncio.runners")


def wake(engine: Engine, thread: DebuggedThread, move: Move, frame: FrameType | None) -> None:
    """Has a thread whose innermost call is `frame` stop in its loop, unless the pause stops it before that."""

    def pause() -> None:
        if engine.tracer.is_moving(thread.ident, move):
            stop = Stop(move.reason, [], description="Paused while the event loop waits")
            stop.is_idle = True
            engine.stops.stop(engine.threads.current(), sys._getframe(), stop)

    loop = _loop_around(frame)
    if loop is not None:
        try:
            loop.call_soon_threadsafe(pause)
        except RuntimeError:
            # It has been closed meanwhile.
            return


def _loop_around(frame: FrameType | None) -> Any:
    while frame is not None:
        if frame.f_globals.get("__name__") in _RUN_LOOPS:
            variables = frame.f_locals
            own = variables.get("self")
            for found in (own, variables.get("loop"), getattr(own, "_loop", None)):
                if hasattr(found, "call_soon_threadsafe"):
                    return found
        frame = frame.f_back
    return None
