"""The threads of the program, and what one does while it is stopped: it works on what it is asked, in its own context."""

from __future__ import annotations

import sys
from _thread import get_ident

from ..failures import thread_running, thread_unknown
from ..streams import output
from .references import References

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType
    from typing import Any

    from .beside import Beside, Queue
    from .tasks import TaskThread


class Stop:
    """Why a thread is stopped, and where: the calls from the inside out, each with its line."""

    def __init__(self, reason: str, frames: list[tuple[FrameType, int]], **body: Any) -> None:
        self.reason = reason
        self.frames = frames
        self.body = body
        self.thrown: BaseException | None = None
        self.unhandled = False
        self.returned: tuple[str, Any] | None = None
        self.going_on: FrameType | None = None
        """The innermost call that has not ended; the first one unless set."""
        self.is_past = False
        """The calls have ended: they can be looked at, but not gone on with."""
        self.is_idle = False
        """The thread waits in none of the user's calls that could be stepped in."""
        self.loop: Any = None
        """The event loop of asyncio that runs in the thread."""
        self.tasks: list[TaskThread] | None = None
        """Those of the loop that wait, once somebody has asked."""

    @property
    def step_frame(self) -> FrameType:
        """The call that a step begins in."""
        return self.going_on or self.frames[0][0]


class DebuggedThread:
    def __init__(self, number: int, ident: int, references: References, jobs: Queue) -> None:
        self.id = number
        self.ident = ident
        self.stopped: Stop | None = None
        self.told: BaseException | None = None
        """The exception that it has stopped at last: it is not told twice."""
        self.unwinding: tuple[FrameType, int, BaseException] | None = None
        """The exception that was told of last, and where: see `settrace.py`."""
        self.jobs = jobs
        """Each a `Job`; None lets it go."""
        self._references = references

    @property
    def name(self) -> str:
        threading = sys.modules.get("threading")
        known = getattr(threading, "_active", {}).get(self.ident)
        if known is not None:
            return str(known.name)
        return "MainThread" if self.id % 10_000 == 1 else f"Thread-{self.id}"

    def stop(self, stop: Stop, tell: Callable[[], None]) -> None:
        """Called by the thread itself: stays stopped until a job lets it go."""
        if self.stopped is not None:
            return
        output.flush()
        self.stopped = stop
        try:
            tell()
            while True:
                job = self.jobs.get()
                if job is None:
                    break
                job.run()
        finally:
            self.stopped = None
            self._references.resumed(self)

    def go_on(self) -> None:
        """It counts as running from now on, though it takes a moment to wake up."""
        self.stopped = None
        self.jobs.put(None)


class Threads:
    def __init__(self, references: References, beside: Beside, main: int | None = None) -> None:
        self._references = references
        self._beside = beside
        self._main = get_ident() if main is None else main
        self._by_ident: dict[int, DebuggedThread] = {}
        self._last_id = 0
        self.base = 0
        """All ids come after this one."""
        self.tasks: dict[int, TaskThread] = {}
        """Tasks of threads that are stopped, by the ids that they have as threads."""
        self.count_from(0)

    def count_from(self, base: int) -> None:
        """The thread that the program begins with comes first, whoever asks."""
        self.base = self._last_id = base
        self._by_ident.clear()
        self.of(self._main)

    def current(self) -> DebuggedThread:
        return self.of(get_ident())

    def of(self, ident: int) -> DebuggedThread:
        thread = self._by_ident.get(ident)
        if thread is None:
            self._last_id += 1
            new = DebuggedThread(self._last_id, ident, self._references, self._beside.queue())
            thread = self._by_ident.setdefault(ident, new)
        return thread

    def ended(self, ident: int) -> DebuggedThread | None:
        return self._by_ident.pop(ident, None)

    def all(self) -> list[DebuggedThread]:
        alive = [ident for ident in sys._current_frames() if ident not in self._beside.ours]
        for ident in [ident for ident in self._by_ident if ident not in alive]:
            del self._by_ident[ident]
        # The oldest first: the system's idents have no order.
        for ident in reversed(alive):
            self.of(ident)
        return sorted(self._by_ident.values(), key=lambda thread: thread.id)

    def known(self) -> list[DebuggedThread]:
        return list(self._by_ident.values())

    def stopped(self) -> Iterator[DebuggedThread]:
        return (thread for thread in list(self._by_ident.values()) if thread.stopped is not None)

    def by_id(self, thread_id: object) -> DebuggedThread:
        """A task's is the thread that runs its loop. Raises `engine.threadUnknown`."""
        task = self.tasks.get(thread_id) if isinstance(thread_id, int) else None
        if task is not None:
            return task.thread
        known = next((thread for thread in list(self._by_ident.values()) if thread.id == thread_id), None)
        known = known or next((thread for thread in self.all() if thread.id == thread_id), None)
        if known is None:
            raise thread_unknown(thread_id)
        return known

    def stopped_by_id(self, thread_id: object) -> DebuggedThread:
        """Raises `engine.threadUnknown` and `engine.threadRunning`."""
        thread = self.by_id(thread_id)
        if thread.stopped is None:
            raise thread_running(thread.name)
        return thread
