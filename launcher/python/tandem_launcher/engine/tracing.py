"""The one interface over both ways to trace a program."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, FrameType
    from typing import Any, Protocol

    from .data_places import Change
    from .monitoring import MonitoringTracer
    from .settrace import SetTracer
    from .steps import Move
    from .threads import DebuggedThread

    Tracer = MonitoringTracer | SetTracer

    class Listener(Protocol):
        """Told by the thread that it is about, in the middle of the program: what it does holds that thread."""

        def code(self, code: CodeType) -> None:
            """Code runs for the first time, or again after a while."""

        def line(
            self,
            frame: FrameType,
            found: Sequence[Any],
            move: Move | None,
            holds: bool = False,
            changes: Sequence[Change] = (),
        ) -> None:
            """
            A line begins that has breakpoints, or is the end of a move, or finds values changed. With `holds`, the
            condition of the one breakpoint does.
            """

        def left(self, frame: FrameType) -> None:
            """A call has ended in which values are looked at."""

        def hit(
            self, frame: FrameType, hits: Sequence[Any], move: Move | None, changes: Sequence[Change] = ()
        ) -> None:
            """A line begins, of whose breakpoints these stop, and which may be the end of a move."""

        def tell(
            self, text: str, category: str, frame: FrameType | None = None, line: int | None = None
        ) -> None: ...

        def failed(self, error: Exception) -> None:
            """Something of ours has gone wrong: the program goes on."""

        def call(self, frame: FrameType, functions: Sequence[Any]) -> None:
            """A call begins that has breakpoints."""

        def raised(self, frame: FrameType, thrown: BaseException) -> None:
            """An exception is raised in a call, or has come to it from one of its own."""

        def unwound(self, frame: FrameType, thrown: BaseException) -> None:
            """A call ends by an exception."""

        def is_user(self, code: CodeType) -> bool: ...

        def follows(self, ident: int, frame: FrameType) -> bool:
            """Whether a call of a running thread is the program's."""
            ...

        def is_at_rest(self, ident: int) -> bool:
            """Whether a thread is stopped, or not the program's: nothing stops in it."""
            ...

        def is_ours(self, ident: int) -> bool:
            """Whether a thread is not the program's."""
            ...

        def is_expected(self, filename: str) -> bool:
            """Whether there may be breakpoints in a file."""
            ...

        def is_followed(self, filename: str) -> bool:
            """Whether it matters when code of a file runs, though there is no breakpoint in it."""
            ...

        def ran(self, filename: str) -> None:
            """A file that is followed has run, or may have."""

        def thread_state(self, ident: int) -> DebuggedThread: ...


def new_tracer(listener: Listener) -> Tracer:
    if hasattr(sys, "monitoring"):
        from .monitoring import MonitoringTracer

        return MonitoringTracer(listener)
    from .bytecode import IS_KNOWN

    if IS_KNOWN and _reaches_threads():
        from .checked import CheckedTracer

        return CheckedTracer(listener)
    from .settrace import SetTracer

    return SetTracer(listener)


def _reaches_threads() -> bool:
    """Whether a thread can be traced from another one, which `running.py` does by `ctypes`; some builds have none."""
    from _frozen_importlib_external import PathFinder

    return PathFinder.find_spec("_ctypes") is not None
