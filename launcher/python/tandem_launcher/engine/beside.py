"""
What the debugger does beside the program: it hears commands, keeps time, and works on what is no stopped thread's. In a
process it has threads of its own for that. Where there are none, `in_process/between.py` takes their place.
"""

from __future__ import annotations

from _thread import allocate_lock, get_ident, start_new_thread
from time import sleep

try:
    from _queue import SimpleQueue
except ImportError:
    from queue import SimpleQueue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any, Protocol

    class Queue(Protocol):
        def put(self, item: Any) -> None: ...

        def get(self) -> Any:
            """Waits for it."""

    class Beside(Protocol):
        ours: set[int]
        """Idents of threads that are not the program's."""

        def queue(self) -> Queue:
            """What one side waits at for the other."""
            ...

        def lock(self) -> AbstractContextManager[Any]:
            """Whoever holds it is alone with what it guards, commands included."""
            ...

        def begin(self, work: Callable[[], Any]) -> None:
            """Does something without holding up who asks for it."""

        def later(self, seconds: float, work: Callable[[], Any]) -> None: ...

        def is_at_work(self, ident: int) -> bool:
            """Whether a thread does something for the debugger, in which nothing is to stop it."""
            ...

        def interrupt(self, ident: int) -> bool:
            """Raises `Interrupted` in what a thread does, as soon as that can be."""
            ...

        def be_interrupted(self) -> None:
            """Called by a thread that was interrupted and has nothing more to be ended: what is on its way comes now."""


class Interrupted(KeyboardInterrupt):
    """Raised in the middle of a job that is to end. asyncio takes nothing else for the end of all that it runs."""


class ThreadsBeside:
    def __init__(self, ours: set[int] | None = None) -> None:
        self.ours: set[int] = set() if ours is None else ours

    def queue(self) -> Queue:
        return SimpleQueue()

    def lock(self) -> AbstractContextManager[Any]:
        return allocate_lock()

    def begin(self, work: Callable[[], Any]) -> None:
        def run() -> None:
            self.ours.add(get_ident())
            try:
                work()
            finally:
                self.ours.discard(get_ident())

        start_new_thread(run, ())

    def later(self, seconds: float, work: Callable[[], Any]) -> None:
        def wait() -> None:
            sleep(seconds)
            work()

        self.begin(wait)

    def is_at_work(self, ident: int) -> bool:
        return ident in self.ours

    def interrupt(self, ident: int) -> bool:
        try:
            import ctypes
        except ImportError:
            return False
        set_exception = ctypes.pythonapi.PyThreadState_SetAsyncExc
        return set_exception(ctypes.c_ulong(ident), ctypes.py_object(Interrupted)) == 1

    def be_interrupted(self) -> None:
        try:
            for _ in range(1000):
                pass
        except Interrupted:
            pass
