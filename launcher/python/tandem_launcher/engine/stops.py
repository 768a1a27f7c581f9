"""Threads that stop, and that run on: each alone, or all together."""

from __future__ import annotations

import sys
from _thread import get_ident

from .loops import running_loop
from .steps import Move, frames_of
from .threads import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from .engine import Engine
    from .threads import DebuggedThread


class Stops:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._along: set[int] = set()
        """Threads that are to stop because another has."""
        self._calling: dict[int, tuple[FrameType, list[Any]]] = {}
        """By thread: a call that has begun and is to be stopped at its first line."""

    def stop(self, thread: DebuggedThread, frame: FrameType, stop: Stop, move: Move | None = None) -> None:
        """Called by the thread itself: returns when it may run on."""
        self._engine.tracer.stay(thread.ident)
        comes_along = thread.ident in self._along
        self._along.discard(thread.ident)
        self._calling.pop(thread.ident, None)
        thread.told = None
        if not stop.frames:
            stop.frames = [(it, it.f_lineno) for it in frames_of(frame)]
        stop.loop = running_loop()
        if move is not None:
            stop.returned = move.returned

        def tell() -> None:
            stops_all = self._engine.stops_all
            self._engine.emit(
                "stopped",
                {
                    "reason": stop.reason,
                    "threadId": thread.id,
                    "allThreadsStopped": stops_all,
                    **stop.body,
                },
            )
            if stops_all and not comes_along:
                self._stop_others(thread, stop)

        thread.stop(stop, tell)
        self._engine.data.resumed()
        if sys.version_info < (3, 12):
            # Python writes its copy of the variables back behind a tracer, over what functions share and have changed.
            _ = frame.f_locals
        self._engine.tracer.goes_on(thread.ident)

    def at_first_line(self, frame: FrameType, breakpoints: list[Any]) -> None:
        """The call that begins is to be stopped at its first line, which is when its arguments are in place."""
        ident = get_ident()
        self._calling[ident] = (frame, breakpoints)
        self._engine.tracer.move(ident, Move.over(self._engine.files, frame), [frame])

    def began(self, frame: FrameType) -> list[Any]:
        """The breakpoints for which a call is to stop at the line that begins."""
        ident = get_ident()
        calling = self._calling.get(ident)
        if calling is None or calling[0] is not frame:
            return []
        del self._calling[ident]
        return calling[1]

    def resume(self, thread: DebuggedThread, alone: bool = False) -> bool:
        """Lets a stopped thread run on, and with it all others where they were stopped together. Whether all run."""
        together = self._engine.stops_all and not alone
        if together:
            along, self._along = self._along, set()
            for ident in along:
                self._engine.tracer.stay(ident)
        for other in list(self._engine.threads.stopped()) if together else [thread]:
            self._go_on(other)
        return together

    def _go_on(self, thread: DebuggedThread) -> None:
        if thread.stopped is not None and thread.stopped.tasks:
            self._engine.tasks.forget(thread)
        thread.go_on()

    def step(self, thread: DebuggedThread, move: Move, frames: list[FrameType]) -> None:
        if not self._engine.is_detached:
            self._engine.tracer.move(thread.ident, move, frames)

    def pause(self, thread: DebuggedThread) -> Move | None:
        """Has a running thread stop at the next line of the program's that it comes to. None where it is stopped."""
        if thread.stopped is not None or self._engine.is_detached:
            return None
        files = self._engine.files
        innermost = frame_of(thread)
        frames = [frame for frame in frames_of(innermost) if files.is_user(frame.f_code)]
        move = Move.anywhere(files, "pause")
        self._engine.tracer.move(thread.ident, move, frames)
        if "asyncio" in sys.modules:
            from .idle_loops import wake

            wake(self._engine, thread, move, innermost)
        return move

    def ended(self) -> None:
        """Called by a thread at its end. The next one may have its ident, and nothing of what was asked of this one."""
        ident = get_ident()
        self._engine.tracer.stay(ident)
        self._calling.pop(ident, None)
        self._engine.threads.ended(ident)

    def clear(self) -> None:
        """In a process that was forked off: nothing of what was asked of the threads of the other one."""
        self._calling.clear()
        self._along.clear()

    def _stop_others(self, thread: DebuggedThread, stop: Stop) -> None:
        for other in self._engine.threads.all():
            if thread.stopped is not stop:
                # Whoever heard of the stop has let all go on again.
                return
            if other is not thread and other.stopped is None:
                if not self._engine.tracer.is_moving(other.ident):
                    self._along.add(other.ident)
                    self.pause(other)


def frame_of(thread: DebuggedThread) -> FrameType | None:
    """Where a thread is at this moment."""
    return sys._current_frames().get(thread.ident)
