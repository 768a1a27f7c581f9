"""Where a coroutine that is suspended waits, and who waits for a task: told by what Python and asyncio keep themselves."""

from __future__ import annotations

import gc

from .loops import current_task, running_loop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType, FrameType
    from typing import Any

_FRAME_AND_AWAITED = (
    ("cr_frame", "cr_await"),
    ("gi_frame", "gi_yieldfrom"),
    ("ag_frame", "ag_await"),
)
_WRAPPERS = ("coroutine_wrapper", "async_generator_asend", "async_generator_athrow", "anext_awaitable")
"""What Python puts between one that awaits and the one that is awaited. Only the garbage collector knows what is inside."""

_DEEPEST = 1000
_WIDEST = 50


class Call:
    """A call that is suspended."""

    def __init__(self, name: str, frame: FrameType) -> None:
        self.name = name
        self.frame = frame


def calls_of(coroutine: Any) -> list[Call]:
    """The calls of a suspended coroutine, generator or asynchronous generator, the outermost first."""
    calls: list[Call] = []
    awaited = coroutine
    while awaited is not None and len(calls) < _DEEPEST:
        kind = next((kind for kind in _FRAME_AND_AWAITED if hasattr(awaited, kind[0])), None)
        if kind is not None:
            frame = getattr(awaited, kind[0])
            if frame is None:
                break
            calls.append(Call(getattr(awaited, "__qualname__", frame.f_code.co_name), frame))
            awaited = getattr(awaited, kind[1])
        elif type(awaited).__name__ in _WRAPPERS:
            awaited = _inside(awaited)
        else:
            break
    return calls


def is_running(coroutine: Any) -> bool:
    """Whether it is on the stack of a thread."""
    return any(getattr(coroutine, name, False) is True for name in ("cr_running", "gi_running", "ag_running"))


def has_begun(coroutine: Any) -> bool:
    suspended = getattr(coroutine, "cr_suspended", None)
    if suspended is not None:
        return bool(suspended)
    frame = getattr(coroutine, "cr_frame", None)
    return frame is None or frame.f_lasti >= 0


def awaiters_of(task: Any) -> list[tuple[str, Any]]:
    """The tasks that go on when a task, or another future, is done, each with the word by which it waits."""
    found: list[tuple[str, Any]] = []
    _collect(task, "await", found, {id(task)})
    return found


def awaiting_frame(frame: FrameType, is_user: Callable[[CodeType], bool]) -> FrameType | None:
    """The user's call that goes on when the task of this thread ends whose outermost call `frame` is, if there is one."""
    task = current_task(running_loop())
    if not is_task(task) or getattr(task._coro, "cr_frame", None) is not frame:
        return None
    tasks = [task]
    for task in tasks:
        for _, awaiter in awaiters_of(task):
            users = [call.frame for call in calls_of(awaiter._coro) if is_user(call.frame.f_code)]
            if users:
                return users[-1]
            if len(tasks) < _WIDEST and all(awaiter is not known for known in tasks):
                # One that a library has made, for another.
                tasks.append(awaiter)
    return None


def _collect(future: Any, word: str, found: list[tuple[str, Any]], seen: set[int]) -> None:
    for callback in _callbacks(future):
        owner = getattr(callback, "__self__", None)
        parent = getattr(owner, "_parent_task", None)
        if is_task(owner):
            if getattr(owner, "_fut_waiter", None) is future:
                _add(found, word, owner)
        elif parent is not None:
            _add(found, type(owner).__name__, parent)
        else:
            function = getattr(callback, "func", callback)
            for inner in _futures_behind(callback, function, owner):
                if id(inner) not in seen and len(seen) < _WIDEST:
                    seen.add(id(inner))
                    _collect(inner, _word_of(function, owner), found, seen)


def _add(found: list[tuple[str, Any]], word: str, task: Any) -> None:
    if all(task is not known for _, known in found):
        found.append((word, task))


def _futures_behind(callback: Any, function: Any, owner: Any) -> Iterator[Any]:
    """What asyncio's own `gather`, `wait`, `shield` and the like bring to an end when what they wait for is done."""
    if not str(getattr(function, "__module__", "")).startswith("asyncio."):
        return
    cells = getattr(function, "__closure__", None) or ()
    held = [*getattr(callback, "args", ()), *(_content(cell) for cell in cells), getattr(owner, "_done", None)]
    for thing in held:
        if hasattr(thing, "_callbacks"):
            yield thing
        # A queue, from which one after the other is taken.
        yield from getattr(thing, "_getters", None) or ()


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _word_of(function: Any, owner: Any) -> str:
    if type(owner).__name__ == "_AsCompletedIterator":
        return "as_completed"
    word = str(getattr(function, "__qualname__", "await")).partition(".")[0].lstrip("_")
    return "wait_for" if word == "release_waiter" else word


def _callbacks(future: Any) -> list[Any]:
    try:
        return [it[0] if isinstance(it, tuple) else it for it in future._callbacks or ()]
    except (AttributeError, TypeError):
        return []


def _inside(wrapper: Any) -> Any:
    for inner in gc.get_referents(wrapper):
        if type(inner).__name__ in _WRAPPERS or any(hasattr(inner, frame) for frame, _ in _FRAME_AND_AWAITED):
            return inner
    return None


def is_task(thing: Any) -> bool:
    return hasattr(thing, "_fut_waiter") and hasattr(thing, "_coro")
