"""How code comes into a program that is not traced: by import, which hands it over, or by `exec`, which tells of it."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType
    from typing import Any

_IMPORTS = "<frozen importlib._bootstrap_external>"


def follow_imports(arrives: Callable[[CodeType], CodeType]) -> Callable[[], None]:
    """What `arrives` makes of the code of a module is run in its place, and stored nowhere. Returns what undoes that."""
    from _frozen_importlib_external import SourceLoader

    load = SourceLoader.get_code

    def get_code(self: Any, fullname: str) -> CodeType | None:
        code = load(self, fullname)
        return None if code is None else arrives(code)

    # Python takes its own calls out of the tracebacks of failed imports by the name of their file.
    get_code.__code__ = get_code.__code__.replace(co_filename=_IMPORTS)
    get_code.__qualname__ = load.__qualname__
    get_code.__module__ = load.__module__
    SourceLoader.get_code = get_code

    def undo() -> None:
        if SourceLoader.get_code is get_code:
            SourceLoader.get_code = load

    return undo


_listeners: list[Callable[[CodeType], None]] = []
_is_hooked: list[bool] = []


def follow_execution(runs: Callable[[CodeType], None]) -> Callable[[], None]:
    """
    `runs` is called with code that is about to run, if not by a function. Returns what undoes that, but the hook stays:
    there is no way to take one out, and calls that Python audits take a fifth of a microsecond longer.
    """
    _listeners.append(runs)
    if not _is_hooked:
        _is_hooked.append(True)
        sys.addaudithook(_hook)
    return lambda: _listeners.remove(runs)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "exec" and _listeners:
        for runs in list(_listeners):
            runs(arguments[0])
