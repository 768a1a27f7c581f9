"""
What is found in a program that has run before anybody came to debug it: the code that there is, and the threads that have
to be traced although they have begun.
"""

from __future__ import annotations

import gc
import sys
from _thread import get_ident

from .codes import tree
from .files import is_file, is_ours

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType
    from typing import Any

_Function = type(lambda: 0)


def running_code() -> dict[str, list[CodeType]]:
    """By file: the code of all functions that there are, and of all calls that go on."""
    found: dict[int, CodeType] = {}
    for code in _codes():
        if is_file(code.co_filename) and not is_ours(code.co_filename):
            found[id(code)] = code
    # What is defined in another comes along with it.
    inner = {id(it) for code in found.values() for it in tree(code) if it is not code}
    by_file: dict[str, list[CodeType]] = {}
    for number, code in found.items():
        if number not in inner:
            by_file.setdefault(code.co_filename, []).append(code)
    return by_file


def _codes() -> Iterator[CodeType]:
    for value in gc.get_objects():
        if type(value) is _Function:
            yield value.__code__
    for frame in sys._current_frames().values():
        while frame is not None:
            yield frame.f_code
            frame = frame.f_back


def text_of(filename: str) -> CodeType | None:
    """A file as it would be loaded now. What of it has run already, and is gone, stands on its lines in it."""
    import io

    try:
        with io.open_code(filename) as source:
            return compile(source.read(), filename, "exec", dont_inherit=True)
    except (OSError, SyntaxError, ValueError):
        return None


_WORDS = 32
"""As many as the state of a thread surely has."""

_ALONE = 5.0
"""Seconds that no other thread may take over for, while the states of threads are looked at."""


def trace_all(mine: Callable[..., Any], is_wanted: bool, but: set[int]) -> bool:
    """
    Before 3.12, where `sys.settrace` is for the thread that calls it: has every thread traced by `mine`, or no longer,
    except those in `but`, and those that somebody else traces. False where that cannot be done.
    """
    try:
        import ctypes
    except ImportError:
        return False
    from time import sleep

    api = ctypes.pythonapi
    address = ctypes.c_void_p
    for name, result, taken in (
        ("PyThreadState_Get", address, []),
        ("PyInterpreterState_Get", address, []),
        ("PyInterpreterState_ThreadHead", address, [address]),
        ("PyThreadState_Next", address, [address]),
    ):
        function = getattr(api, name)
        function.restype, function.argtypes = result, taken
    # A function object of our own: others may use the same one with other types.
    set_trace = ctypes.PYFUNCTYPE(ctypes.c_int, address, address, address)(("_PyEval_SetTrace", api))
    words = address * _WORDS
    own = words.from_address(api.PyThreadState_Get())
    ident, (place, trampoline) = list(own).index(get_ident()), _trace_function(own)
    function = (trampoline, id(mine)) if is_wanted else (None, None)
    interval = sys.getswitchinterval()
    # Who has just been given the interpreter keeps it for some milliseconds; what a thread's end would free stays so long.
    sleep(0)
    sys.setswitchinterval(_ALONE)
    try:
        state = api.PyInterpreterState_ThreadHead(api.PyInterpreterState_Get())
        while state:
            found = words.from_address(state)
            traced_by = found[place]
            if (traced_by is None or traced_by == id(mine)) and found[ident] not in but:
                set_trace(state, *function)
            state = api.PyThreadState_Next(state)
    finally:
        sys.setswitchinterval(interval)
    return True


def _trace_function(own: Any) -> tuple[int, int]:
    """Where the state of a thread has its tracer, and the function of the interpreter's that calls one."""

    def probe(*_: Any) -> None:
        return None

    former = sys.gettrace()
    sys.settrace(probe)
    try:
        place = list(own).index(id(probe))
        return place, own[place - 2]
    finally:
        sys.settrace(former)
