"""What the tracer tells, in the program's own threads: here it is decided whether the program is to stop."""

from __future__ import annotations

import os
from _thread import get_ident

from .codes import is_tail
from .files import is_ours
from .threads import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import CodeType, FrameType
    from typing import Any

    from .data_places import Change
    from .engine import Engine
    from .steps import Move
    from .threads import DebuggedThread


def _guarded(decide: Callable) -> Callable:
    """The program must not fail of what goes wrong here; what its own code has raised meanwhile is its own."""

    def decided(self: EngineListener, *args: Any) -> None:
        try:
            decide(self, *args)
        except Exception as error:
            innermost = error.__traceback__
            while innermost is not None and innermost.tb_next is not None:
                innermost = innermost.tb_next
            if innermost is None or not is_ours(innermost.tb_frame.f_code.co_filename):
                raise
            self._engine.console.failed(error)

    return decided


class EngineListener:
    """The `Listener` of the tracer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.tell = engine.console.tell
        self.failed = engine.console.failed

    @_guarded
    def code(self, code: CodeType) -> None:
        if is_ours(code.co_filename):
            return
        engine = self._engine
        if engine.loaded.add(code):
            engine.breakpoints.loaded(code)
            engine.functions.loaded(code)
        engine.data.loaded(code)
        if code.co_name in FOLLOWED:
            self._follow(os.path.basename(code.co_filename))

    def _follow(self, filename: str) -> None:
        if filename == "threading.py":
            from .thread_ends import follow
        elif filename in ("base_events.py", "runners.py"):
            from .loop_failures import follow
        else:
            return
        follow(self._engine)

    @_guarded
    def line(
        self,
        frame: FrameType,
        found: Sequence[Any],
        move: Move | None,
        holds: bool = False,
        changes: Sequence[Change] = (),
    ) -> None:
        if self.is_at_rest(get_ident()):
            return
        meant = found if found and not is_tail(frame) else ()
        hits = [it for it in meant if it.asked.stops(frame, self.tell, holds)]
        self._arrive(frame, hits, move, changes)

    @_guarded
    def hit(
        self, frame: FrameType, hits: Sequence[Any], move: Move | None, changes: Sequence[Change] = ()
    ) -> None:
        self._arrive(frame, hits, move, changes)

    def _arrive(
        self, frame: FrameType, breakpoints: Sequence[Any], move: Move | None, changes: Sequence[Change]
    ) -> None:
        thread, stops = self.thread_state(get_ident()), self._engine.stops
        if self.is_at_rest(thread.ident):
            return
        called = stops.began(frame)
        hits = [it.id for it in breakpoints]
        changed = self._engine.data.stop_at(frame, changes) if changes else None
        if changed is not None:
            changed.body["hitBreakpointIds"] += hits
            stops.stop(thread, frame, changed, move)
        elif hits:
            stops.stop(thread, frame, Stop("breakpoint", [], hitBreakpointIds=hits), move)
        elif called:
            ids = [it.id for it in called]
            stops.stop(thread, frame, Stop("function breakpoint", [], hitBreakpointIds=ids), move)
        elif move is not None and self._engine.tracer.is_moving(thread.ident, move):
            # It may have been called off since this thread has looked.
            stops.stop(thread, frame, Stop(move.reason, []), move)

    @_guarded
    def call(self, frame: FrameType, functions: Sequence[Any]) -> None:
        if self.is_at_rest(get_ident()):
            return
        hits = [it for it in functions if it.asked.stops(frame, self.tell)]
        if hits:
            self._engine.stops.at_first_line(frame, hits)

    @_guarded
    def used(self, frame: FrameType, changes: Sequence[Change]) -> None:
        """Something is done with an attribute that is watched, in the middle of a line."""
        thread = self.thread_state(get_ident())
        if self.is_at_rest(thread.ident):
            return
        stop = self._engine.data.stop_at(frame, changes)
        if stop is not None:
            self._engine.stops.stop(thread, frame, stop)

    @_guarded
    def left(self, frame: FrameType) -> None:
        self._engine.data.left(frame)

    @_guarded
    def raised(self, frame: FrameType, thrown: BaseException) -> None:
        if not self._engine.beside.is_at_work(get_ident()):
            self._engine.exceptions.raised(frame, thrown)

    @_guarded
    def unwound(self, frame: FrameType, thrown: BaseException) -> None:
        if not self._engine.beside.is_at_work(get_ident()):
            self._engine.exceptions.unwound(frame, thrown)

    def is_user(self, code: CodeType) -> bool:
        return self._engine.files.is_user(code)

    def follows(self, ident: int, frame: FrameType) -> bool:
        return ident not in self._engine.beside.ours and not is_ours(frame.f_code.co_filename)

    def is_at_rest(self, ident: int) -> bool:
        return self.is_ours(ident) or self.thread_state(ident).stopped is not None

    def is_ours(self, ident: int) -> bool:
        return self._engine.beside.is_at_work(ident)

    def is_expected(self, filename: str) -> bool:
        return self._engine.breakpoints.are_in(filename)

    def is_followed(self, filename: str) -> bool:
        return os.path.basename(filename) in ("threading.py", "base_events.py", "runners.py")

    def ran(self, filename: str) -> None:
        self._follow(os.path.basename(filename))

    def thread_state(self, ident: int) -> DebuggedThread:
        return self._engine.threads.of(ident)


FOLLOWED = ("start", "__init__", "_bootstrap_inner", "run", "_lazy_init")
"""What is called first where threads, or event loops, are made."""
