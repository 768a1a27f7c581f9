"""The scopes of a call: what is its own, what it has from the functions around it, what its module has."""

from __future__ import annotations

import sys

from .references import Container

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import FrameType
    from typing import Any

    from .engine import Engine
    from .references import FrameReference
    from .threads import DebuggedThread

_NEWLOCALS = 0x2


class Scope(Container):
    """Variables by name, which can be set."""

    def __init__(self, thread: DebuggedThread, frame: FrameType, kind: str, returned: Any = None) -> None:
        self.thread = thread
        self.frame = frame
        self.kind = kind
        self.returned = returned
        """Name of the function that has just returned, and what it has."""

    def items(self) -> list[tuple[str, Any]]:
        frame = self.frame
        if self.kind == "globals":
            return list(frame.f_globals.items())
        values = frame.f_locals
        outer = set(frame.f_code.co_freevars)
        if self.kind == "closure":
            return [(name, values[name]) for name in frame.f_code.co_freevars if name in values]
        return [(name, value) for name, value in list(values.items()) if name not in outer]

    def set(self, name: str, value: Any) -> None:
        if self.kind == "globals":
            self.frame.f_globals[name] = value
        else:
            assign_local(self.frame, name, value)


def is_module(frame: FrameType) -> bool:
    return frame.f_locals is frame.f_globals


def scopes(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    reference = engine.references.frame(arguments["frameId"])
    return {"scopes": list(_scopes(engine, reference))}


def _scopes(engine: Engine, reference: FrameReference) -> Iterable[dict[str, Any]]:
    thread, frame = reference.thread, reference.frame
    if frame is None:
        return
    stop = thread.stopped
    returned = stop.returned if stop is not None and reference.is_innermost else None

    def scope(kind: str, name: str, hint: str | None, expensive: bool) -> dict[str, Any]:
        own = returned if kind == "locals" or is_module(frame) else None
        container = Scope(thread, frame, kind, own)
        number = engine.references.add(container, ("scope", *reference.key, kind))
        body: dict[str, Any] = {"name": name, "variablesReference": number, "expensive": expensive}
        if hint:
            body["presentationHint"] = hint
        return body

    if is_module(frame):
        yield scope("globals", "Globals", "locals", False)
        return
    yield scope("locals", "Locals", "locals", False)
    if frame.f_code.co_freevars and frame.f_code.co_flags & _NEWLOCALS:
        yield scope("closure", "Closure", None, False)
    yield scope("globals", "Globals", "globals", True)


def assign_local(frame: FrameType, name: str, value: Any) -> None:
    """Raises LookupError where the call has no place for a variable of that name."""
    code = frame.f_code
    if not code.co_flags & _NEWLOCALS or not code.co_flags & 0x1:
        frame.f_locals[name] = value
        return
    if name not in code.co_varnames + code.co_cellvars + code.co_freevars:
        raise LookupError(name)
    variables = frame.f_locals
    variables[name] = value
    if sys.version_info < (3, 13):
        write_back(frame)


def write_back(frame: FrameType) -> None:
    """Before 3.13, what a call is asked for is a copy of its variables."""
    import ctypes

    ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
