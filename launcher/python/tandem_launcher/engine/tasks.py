"""
The asyncio tasks of a thread that is stopped in an event loop, shown as threads beside it: all but the one that it runs.
While it runs there are none, for they change all the time.
"""

from __future__ import annotations

import sys
from _weakref import ref

from .awaiting import Call, awaiters_of, calls_of, has_begun, is_running, is_task
from .loops import current_task

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from .engine import Engine
    from .files import Files
    from .threads import DebuggedThread, Stop

    Entry = tuple[FrameType, int] | str
    """A call and its line, or a label between calls."""

SHOWN = 40
"""So many tasks of a loop are threads. A program may have thousands."""

_LOOKED_AT = 2000
_AWAITERS = 20

_FIRST = 5000
_NUMBERS = 4000
"""Their ids are the upper half of those that a process may have for its threads."""


class TaskThread:
    """A task that waits, as a thread; without `task` it stands for all that are not shown."""

    def __init__(self, id: int, name: str, thread: DebuggedThread, task: Any = None) -> None:
        self.id = id
        self.name = name
        self.thread = thread
        """The one that runs its loop."""
        self.task = task
        self.is_told = False
        """The client knows that it is stopped."""


class Tasks:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._numbers: dict[int, tuple[ref, int]] = {}
        """By the identity of a task: the same one has the same number in each stop."""
        self._last = 0

    def of(self, thread: DebuggedThread) -> list[TaskThread]:
        """They are the same for all of a stop."""
        stop = thread.stopped
        if stop is None or stop.loop is None:
            return []
        if stop.tasks is None:
            stop.tasks = self._find(thread, stop)
            self._engine.threads.tasks.update((it.id, it) for it in stop.tasks)
        return stop.tasks

    def tell(self, thread: DebuggedThread) -> None:
        """Has the client take them for stopped, which it does of no thread that it has not heard so of."""
        for task in self.of(thread):
            if not task.is_told:
                task.is_told = True
                body = {"reason": "pause", "description": "Suspended", "threadId": task.id}
                self._engine.emit(
                    "stopped", {**body, "preserveFocusHint": True, "allThreadsStopped": False}
                )

    def forget(self, thread: DebuggedThread) -> None:
        """The thread is about to run on."""
        stop = thread.stopped
        for task in (stop.tasks if stop is not None else None) or ():
            self._engine.threads.tasks.pop(task.id, None)
            if task.is_told:
                body = {"threadId": task.id, "allThreadsContinued": False}
                self._engine.emit("continued", body)

    def frame_to_step(self, task: TaskThread) -> FrameType | None:
        """The innermost call of the user's own: what a library waits in is nothing that he steps through."""
        frames = [call.frame for call in calls_of(task.task._coro)] if task.task is not None else []
        users = [frame for frame in frames if self._engine.files.is_user(frame.f_code)]
        return (users or frames or [None])[-1]

    def _find(self, thread: DebuggedThread, stop: Stop) -> list[TaskThread]:
        try:
            tasks = self._waiting(stop.loop)
        except Exception:
            # They are not asyncio's own, and do not answer as those do.
            return []
        self._forget_ended()
        shown = tasks if len(tasks) <= SHOWN else self._different(tasks)
        base = self._engine.threads.base + _FIRST
        found = [
            TaskThread(base + self._number(task), f"{name_of(task)}: {self._doing(task)}", thread, task)
            for task in shown
        ]
        if len(shown) < len(tasks):
            more = f"{len(tasks) - len(shown):,} more tasks (asyncio.all_tasks() has all)"
            found.append(TaskThread(base + _NUMBERS + thread.id % 999, more, thread))
        return found

    def _waiting(self, loop: Any) -> list[Any]:
        current = current_task(loop)
        every = sys.modules["asyncio.tasks"].all_tasks(loop)
        waiting = [it for it in every if it is not current and is_task(it) and not is_running(it._coro)]
        return sorted(waiting, key=lambda task: (id(task) not in self._numbers, _order(task)))

    def _different(self, tasks: list[Any]) -> list[Any]:
        """Of each place that tasks wait at one, and then others as far as there is room."""
        places: set[str] = set()
        first, others = [], []
        for task in tasks[:_LOOKED_AT]:
            place = self._doing(task)
            (others if place in places else first).append(task)
            places.add(place)
        chosen = {id(task) for task in (first + others)[:SHOWN]}
        return [task for task in tasks if id(task) in chosen]

    def _doing(self, task: Any) -> str:
        """`fetch() awaits sleep()`: what it was made of, and what of a library or of asyncio it waits for."""
        coroutine = task._coro
        name = f"{getattr(coroutine, '__qualname__', type(coroutine).__name__)}()".replace("<locals>.", "")
        if not has_begun(coroutine):
            return f"{name} has not begun"
        waiter = task._fut_waiter
        if waiter is None or waiter.done():
            return f"{name} is about to go on"
        return f"{name} awaits {self._awaited(calls_of(coroutine), waiter)}"

    def _awaited(self, calls: list[Call], waiter: Any) -> str:
        users = [at for at, call in enumerate(calls) if self._engine.files.is_user(call.frame.f_code)]
        called = [call.name for call in calls[users[-1] + 1 :]] if users else []
        if called:
            # What `async with` and `async for` call is not what anybody has written.
            name = next((name for name in called if not name.endswith("__")), called[0])
            return f"{name}()".replace("<locals>.", "")
        if is_task(waiter):
            return name_of(waiter)
        children = getattr(waiter, "_children", None)
        return f"gather() of {len(children)}" if children is not None else "a future"

    def _number(self, task: Any) -> int:
        known = self._numbers.get(id(task))
        if known is not None and known[0]() is task:
            return known[1]
        taken = {number for _, number in self._numbers.values()}
        while True:
            self._last = self._last % _NUMBERS + 1
            if self._last not in taken:
                break
        self._numbers[id(task)] = (ref(task), self._last)
        return self._last

    def _forget_ended(self) -> None:
        alive = {
            key: known
            for key, known in self._numbers.items()
            if (task := known[0]()) is not None and not task.done()
        }
        self._numbers = alive


def name_of(task: Any) -> str:
    try:
        return str(task.get_name())
    except Exception:
        return type(task).__name__


def _order(task: Any) -> tuple[int, str]:
    """Those that Python has named are in the order in which they were made."""
    name = name_of(task)
    number = name[5:]
    return (int(number), "") if name.startswith("Task-") and number.isdecimal() else (sys.maxsize, name)


def stack_of_task(task: TaskThread, files: Files) -> list[Entry]:
    """The calls of a task, and of those that wait for it."""
    stop = task.thread.stopped
    if task.task is None or stop is None:
        return [task.name]
    return [*_own_calls(task.task, stop), *_outwards(task.task, stop, files)]


def stack_of_thread(stop: Stop, files: Files) -> list[Entry]:
    """The calls of a thread that is stopped in a loop, and of those that wait for the task that it runs."""
    task = None if stop.is_past else current_task(stop.loop)
    return [*stop.frames, *(_outwards(task, stop, files) if is_task(task) else ())]


def _outwards(task: Any, stop: Stop, files: Files) -> list[Entry]:
    entries: list[Entry] = []
    seen = {id(task)}
    for _ in range(_AWAITERS):
        awaiters = [(word, it, _own_calls(it, stop)) for word, it in awaiters_of(task) if id(it) not in seen]
        if not awaiters:
            break
        # One that the user has written says more than one that a library has made.
        awaiters.sort(key=lambda it: not any(files.is_user(frame.f_code) for frame, _ in it[2]))
        word, task, calls = awaiters[0]
        seen.add(id(task))
        more = f" and {len(awaiters) - 1} more" if len(awaiters) > 1 else ""
        entries += [f"{word} in {name_of(task)}{more}", *calls]
    return entries


def _own_calls(task: Any, stop: Stop) -> list[tuple[FrameType, int]]:
    """The innermost first; of the task that the thread is in, those on its stack."""
    if not is_running(task._coro):
        return [(call.frame, call.frame.f_lineno) for call in reversed(calls_of(task._coro))]
    outermost = getattr(task._coro, "cr_frame", None)
    at = next((at for at, (frame, _) in enumerate(stop.frames) if frame is outermost), -1)
    return stop.frames[: at + 1]
