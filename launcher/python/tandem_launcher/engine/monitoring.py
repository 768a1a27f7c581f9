"""
Tracing by `sys.monitoring` (CPython 3.12 and later). Events are switched on only in the code objects that somebody waits
for, and each place that nobody waits for is switched off the first time it is met: code without breakpoints runs at full
speed, and so does the rest of a function that has one.
"""

from __future__ import annotations

import sys
from _thread import get_ident

from .untouched import Untouched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import CodeType, FrameType
    from typing import Any

    from .breakpoint import Place
    from .data_places import Change, Look
    from .steps import Move
    from .tracing import Listener

_getframe = sys._getframe


class Watch:
    """What is waited for in one code object."""

    def __init__(self, code: CodeType) -> None:
        self.code = code
        self.lines: dict[int, Place] = {}
        self.functions: list[Any] = []
        self.look: Look | None = None
        self.moves = 0
        """How many moves it may be the end of."""


class MonitoringTracer(Untouched):
    def __init__(self, listener: Listener) -> None:
        self._monitoring = sys.monitoring
        self._listener = listener
        self._tool: int | None = None
        self._watches: dict[int, Watch] = {}
        self._moves: dict[int, Move] = {}
        self._armed: dict[int, list[Watch]] = {}
        self._looks: set[int] = set()
        self._raised = False
        self._unwound = False

    def begin(self) -> None:
        """Takes the place of the debugger, or another one that is free."""
        monitoring = self._monitoring
        order = (monitoring.DEBUGGER_ID, 3, 4, monitoring.COVERAGE_ID, monitoring.PROFILER_ID)
        self._tool = tool = next(number for number in order if monitoring.get_tool(number) is None)
        monitoring.use_tool_id(tool, "tandem")
        for event, callback in self._reported().items():
            monitoring.register_callback(tool, event, callback)
        for watch in list(self._watches.values()):
            self._update(watch)
        self._set_events()
        # Another debugger of this process may have switched places off that have our number.
        monitoring.restart_events()

    def _reported(self) -> dict[int, Callable[..., Any]]:
        """What is to be called for each event."""
        events = self._monitoring.events
        return {
            events.LINE: self._line_callback(),
            events.PY_START: self._start,
            events.PY_RESUME: self._resume,
            events.PY_RETURN: self._return,
            events.PY_YIELD: self._yield,
            events.PY_UNWIND: self._unwind,
            events.RAISE: self._raise,
        }

    def begin_thread(self) -> None:
        """Every thread is traced already."""

    def begin_all(self, but: set[int]) -> bool:
        return True

    def end(self) -> None:
        tool, self._tool = self._tool, None
        if tool is None:
            return
        self._moves.clear()
        for watch in list(self._watches.values()):
            self._monitoring.set_local_events(tool, watch.code, 0)
        self._watches.clear()
        self._monitoring.set_events(tool, 0)
        for event in self._reported():
            self._monitoring.register_callback(tool, event, None)
        self._monitoring.free_tool_id(tool)

    def watch_lines(self, code: CodeType, lines: dict[int, Place]) -> None:
        watch = self._watch(code)
        watch.lines = lines
        self._update(watch)
        if lines:
            self._restart()

    def watch_calls(self, code: CodeType, functions: list[Any]) -> None:
        if not functions and id(code) not in self._watches:
            return
        watch = self._watch(code)
        watch.functions = functions
        self._update(watch)
        if functions:
            self._restart()

    def watch_values(self, code: CodeType, look: Look | None) -> None:
        """`look` is called at each line of the code, and where a call of it ends: it yields what has changed."""
        watch = self._watch(code)
        watch.look = look
        self._update(watch)
        self._looks.discard(id(code))
        if look is not None:
            self._looks.add(id(code))
            self._restart()
        self._set_events()

    def watch_exceptions(self, raised: bool, unwound: bool) -> None:
        self._raised, self._unwound = raised, unwound
        self._set_events()

    def move(self, ident: int, move: Move, frames: list[FrameType]) -> None:
        """Has a thread stop where the move ends, of which some of the calls on its stack may be the place."""
        self._disarm(ident)
        self._moves[ident] = move
        self._set_events()
        for frame in frames:
            self._arm(ident, frame.f_code)
        self._restart()

    def stay(self, ident: int) -> None:
        """A thread has stopped: its move is over."""
        if self._moves.pop(ident, None) is not None:
            self._disarm(ident)
            self._set_events()

    def is_moving(self, ident: int, move: Move | None = None) -> bool:
        """Whether a move of a thread is not over; that one, if it is named."""
        return ident in self._moves if move is None else self._moves.get(ident) is move

    def _watch(self, code: CodeType) -> Watch:
        watch = self._watches.get(id(code))
        if watch is None:
            watch = self._watches[id(code)] = Watch(code)
        return watch

    def _update(self, watch: Watch) -> None:
        if self._tool is None:
            return
        events = self._monitoring.events
        wanted = 0
        if watch.lines:
            wanted |= events.LINE
        if watch.moves or watch.look:
            wanted |= events.LINE | events.PY_RETURN | events.PY_YIELD
        self._monitoring.set_local_events(self._tool, watch.code, wanted)
        if not (wanted or watch.functions):
            self._watches.pop(id(watch.code), None)

    def _arm(self, ident: int, code: CodeType) -> None:
        watch = self._watch(code)
        armed = self._armed.setdefault(ident, [])
        if watch in armed:
            return
        armed.append(watch)
        watch.moves += 1
        self._update(watch)

    def _disarm(self, ident: int) -> None:
        for watch in self._armed.pop(ident, ()):
            watch.moves -= 1
            self._update(watch)

    def _set_events(self) -> None:
        if self._tool is None:
            return
        events = self._monitoring.events
        wanted = events.PY_START | events.PY_RESUME
        if self._raised:
            wanted |= events.RAISE
        if self._unwound or self._moves or self._looks:
            wanted |= events.PY_UNWIND
        if wanted != self._monitoring.get_events(self._tool):
            self._monitoring.set_events(self._tool, wanted)

    def _restart(self) -> None:
        if self._tool is not None:
            self._monitoring.restart_events()

    def _line_callback(self) -> Callable[[CodeType, int], Any]:
        """It runs more often than anything else here: a false condition in a hot loop costs what is written in it."""
        watches, moves, listener, disable = (
            self._watches,
            self._moves,
            self._listener,
            self._monitoring.DISABLE,
        )

        def found(frame: FrameType, place: Place | None, changes: Sequence[Change]) -> None:
            move = moves.get(get_ident())
            ended = move if move is not None and move.ends_at(frame) else None
            if changes or place is not None or ended is not None:
                listener.line(frame, () if place is None else place.breakpoints, ended, False, changes)

        def line(code: CodeType, number: int) -> Any:
            watch = watches.get(id(code))
            if watch is None:
                return disable
            place = watch.lines.get(number)
            if watch.look is not None:
                frame = _getframe(1)
                changes = watch.look(frame, number)
                if changes or moves or place is not None:
                    found(frame, place, changes)
                return None
            if place is None:
                if not watch.moves:
                    return disable
                move = moves.get(get_ident())
                if move is not None:
                    frame = _getframe(1)
                    if move.ends_at(frame):
                        listener.line(frame, (), move)
                return None
            frame = _getframe(1)
            if moves or place.code is None:
                move = moves.get(get_ident())
                ended = move is not None and move.ends_at(frame)
                listener.line(frame, place.breakpoints, move if ended else None)
                return None
            try:
                if not eval(place.code, frame.f_globals, frame.f_locals):
                    return None
            except Exception as error:
                place.breakpoints[0].asked.failed(error, listener.tell)
                return None
            listener.line(frame, place.breakpoints, None, True)
            return None

        return line

    def _start(self, code: CodeType, offset: int) -> Any:
        self._listener.code(code)
        watch = self._watches.get(id(code))
        if watch is not None and watch.functions:
            self._listener.call(_getframe(1), watch.functions)
            self._enter(code)
            return None
        return self._enter(code)

    def _resume(self, code: CodeType, offset: int) -> Any:
        return self._enter(code)

    def _enter(self, code: CodeType) -> Any:
        if not self._moves:
            return self._monitoring.DISABLE
        ident = get_ident()
        move = self._moves.get(ident)
        if move is not None and move.wants(code):
            self._arm(ident, code)
            return None
        # A move that is for other calls now may be for these again, and is restarted then.
        wanted = any(other.wants(code) for other in list(self._moves.values()))
        return None if wanted else self._monitoring.DISABLE

    def _return(self, code: CodeType, offset: int, value: Any) -> Any:
        return self._left(code, value, "return")

    def _yield(self, code: CodeType, offset: int, value: Any) -> Any:
        return self._left(code, value, "yield")

    def _left(self, code: CodeType, value: Any, how: str) -> Any:
        watch = self._watches.get(id(code))
        if watch is None or not (watch.moves or watch.look):
            return self._monitoring.DISABLE
        if watch.look is not None:
            self._look_behind(watch.look, _getframe(2), how)
        ident = get_ident()
        move = self._moves.get(ident)
        if move is not None:
            self._follow(ident, move, _getframe(2), value, how)
        return None

    def _unwind(self, code: CodeType, offset: int, thrown: BaseException) -> None:
        watch = self._watches.get(id(code)) if self._looks else None
        if watch is not None and watch.look is not None:
            self._look_behind(watch.look, _getframe(1), "unwind")
        ident = get_ident()
        move = self._moves.get(ident)
        if move is not None and move.frame is not None:
            self._follow(ident, move, _getframe(1), None, "unwind")
        if self._unwound:
            self._listener.unwound(_getframe(1), thrown)

    def _look_behind(self, look: Look, frame: FrameType, how: str) -> None:
        """The last line of a call may have changed something as well."""
        changes = look(frame, frame.f_lineno)
        if changes:
            self._listener.line(frame, (), None, False, changes)
        if how != "yield":
            self._listener.left(frame)

    def _raise(self, code: CodeType, offset: int, thrown: BaseException) -> None:
        self._listener.raised(_getframe(1), thrown)

    def _follow(self, ident: int, move: Move, frame: FrameType, value: Any, how: str) -> None:
        """A call has ended that a move may be bound to."""
        if move.frame is not frame:
            return
        stop_in = move.left(frame, value, how)
        if stop_in is not None:
            self._listener.line(stop_in, (), move)
        elif move.frame is not frame:
            if move.frame is not None:
                self._arm(ident, move.frame.f_code)
            self._restart()
