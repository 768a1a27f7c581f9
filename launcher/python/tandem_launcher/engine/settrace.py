"""
Tracing by `sys.settrace` (before CPython 3.12). Each call is announced to us; only those that somebody waits for are then
followed line by line.
"""

from __future__ import annotations

import sys
from _thread import get_ident

from .codes import is_generator
from .files import is_ours
from .untouched import Untouched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType
    from typing import Any

    from .breakpoint import Place
    from .data_places import Look
    from .steps import Move
    from .tracing import Listener


class SetTracer(Untouched):
    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._lines: dict[int, tuple[CodeType, dict[int, Place]]] = {}
        """What is waited for in each code object that is followed."""
        self._functions: dict[int, list[Any]] = {}
        self._looks: dict[int, tuple[CodeType, Look]] = {}
        self._seen: dict[int, CodeType] = {}
        self._moves: dict[int, Move] = {}
        self._raised = False
        self._unwound = False
        self._over = False
        self._follows_all = False
        self._joined = False
        self._undo: list[Callable[[], None]] = []
        self._settrace = sys.settrace
        self._call = self._call_callback()
        self._local = self._local_callback()

    def begin(self) -> None:
        self._follow_new_threads()
        self._watch_settrace()

    def begin_thread(self) -> None:
        if not self._over:
            self._settrace(self._call)

    def begin_all(self, but: set[int]) -> bool:
        """Has the threads traced that have begun already. False where that cannot be done."""
        from .running import trace_all

        self._joined = trace_all(self._call, True, but)
        return self._joined

    def end(self) -> None:
        self._over = True
        if self._joined:
            from .running import trace_all

            trace_all(self._call, False, set())
        for undo in self._undo:
            undo()
        # Whatever is called next takes the tracer out of its thread.
        self._follows_all = True
        self._moves.clear()
        self._lines.clear()
        self._functions.clear()
        self._looks.clear()
        self._raised = self._unwound = False
        for frame in sys._current_frames().values():
            while frame is not None:
                if frame.f_trace == self._local:
                    frame.f_trace = None
                frame = frame.f_back

    def watch_lines(self, code: CodeType, lines: dict[int, Place]) -> None:
        if lines:
            self._lines[id(code)] = (code, lines)
            self._follow_running(code)
        else:
            self._lines.pop(id(code), None)

    def watch_calls(self, code: CodeType, functions: list[Any]) -> None:
        if functions:
            self._functions[id(code)] = functions
        else:
            self._functions.pop(id(code), None)

    def watch_values(self, code: CodeType, look: Look | None) -> None:
        """`look` is called at each line of the code, and where a call of it ends: it yields what has changed."""
        if look is not None:
            self._looks[id(code)] = (code, look)
            self._follow_running(code)
        else:
            self._looks.pop(id(code), None)

    def watch_exceptions(self, raised: bool, unwound: bool) -> None:
        self._raised, self._unwound = raised, unwound
        self._follows_all = raised or unwound
        if raised or unwound:
            self._follow_running(None)

    def move(self, ident: int, move: Move, frames: list[FrameType]) -> None:
        """Has a thread stop where the move ends, of which some of the calls on its stack may be the place."""
        self._moves[ident] = move
        for frame in frames:
            frame.f_trace = self._local

    def stay(self, ident: int) -> None:
        """A thread has stopped: its move is over."""
        self._moves.pop(ident, None)

    def is_moving(self, ident: int, move: Move | None = None) -> bool:
        """Whether a move of a thread is not over; that one, if it is named."""
        return ident in self._moves if move is None else self._moves.get(ident) is move

    def _watch_settrace(self) -> None:
        """There is room for one tracer in a thread: one of the program's own takes our place, and the user is told."""
        settrace = sys.settrace
        told = []

        def watched(function: Any) -> None:
            code = getattr(function, "__code__", None)
            is_others = function is not None and not (code and is_ours(code.co_filename))
            if is_others and not self._over and not told:
                told.append(function)
                self._listener.tell(_REPLACED, "important")
            settrace(function)

        self._settrace = settrace
        sys.settrace = watched
        self._undo.append(lambda: setattr(sys, "settrace", settrace))

    def _follow_new_threads(self) -> None:
        """Those that the program starts, by whichever module."""
        import _thread

        start = _thread.start_new_thread

        def start_new_thread(function, args, kwargs=None):
            def traced(*args, **kwargs):
                self.begin_thread()
                return function(*args, **kwargs)

            return start(traced, args) if kwargs is None else start(traced, args, kwargs)

        self._put_in_place(start, start_new_thread)
        self._undo.append(lambda: self._put_in_place(start_new_thread, start))

    def _put_in_place(self, former: Any, latter: Any) -> None:
        import _thread

        _thread.start_new_thread = _thread.start_new = latter
        threading: Any = sys.modules.get("threading")
        # Where the module was loaded meanwhile, it has what was there then.
        if threading is not None and threading._start_new_thread is former:
            threading._start_new_thread = latter

    def _follow_running(self, code: CodeType | None) -> None:
        """Calls that have begun are followed from their next line on."""
        for ident, frame in sys._current_frames().items():
            while frame is not None:
                wanted = frame.f_trace is None and (code is None or frame.f_code is code)
                if wanted and self._listener.follows(ident, frame):
                    frame.f_trace = self._local
                frame = frame.f_back

    def _call_callback(self) -> Callable[[FrameType, str, Any], Any]:
        """Called for each call of the program: it costs what is written in it."""
        seen, lines, looks, functions, moves = (
            self._seen,
            self._lines,
            self._looks,
            self._functions,
            self._moves,
        )

        def call(frame: FrameType, event: str, _: Any) -> Any:
            code = frame.f_code
            number = id(code)
            if number in seen:
                if number in lines or number in looks:
                    return self._local
                if not (moves or functions or self._follows_all):
                    return None
            return self._begin(frame, code, number)

        return call

    def _begin(self, frame: FrameType, code: CodeType, number: int) -> Any:
        if self._over:
            self._settrace(None)
            return None
        if number not in self._seen:
            self._seen[number] = code
            self._discovered(code)
        functions = self._functions.get(id(self.original(code))) if self._functions else None
        if functions is not None and not (is_generator(code) and frame.f_lasti > _FIRST):
            self._listener.call(frame, functions)
        if number in self._lines or number in self._looks:
            return self._local
        if self._moves:
            move = self._moves.get(get_ident())
            if move is not None and (frame is move.frame or move.wants(code)):
                return self._local
        if (self._raised or self._unwound) and self._listener.is_user(code):
            return self._local
        return None

    def _discovered(self, code: CodeType) -> None:
        self._listener.code(code)

    def _local_callback(self) -> Callable[[FrameType, str, Any], Any]:
        """Called for each line of a call that is followed: it costs what is written in it."""
        lines, looks, moves, listener = self._lines, self._looks, self._moves, self._listener

        def local(frame: FrameType, event: str, argument: Any) -> Any:
            if event == "line":
                watched = lines.get(id(frame.f_code))
                place = watched[1].get(frame.f_lineno) if watched is not None else None
                changes = ()
                if looks:
                    looking = looks.get(id(frame.f_code))
                    changes = looking[1](frame, frame.f_lineno) if looking is not None else ()
                if place is None and not moves and not changes:
                    return local
                if moves or changes or place is None or place.code is None:
                    move = moves.get(get_ident())
                    ended = move is not None and move.ends_at(frame)
                    if place is not None or ended or changes:
                        found = place.breakpoints if place is not None else ()
                        listener.line(frame, found, move if ended else None, False, changes)
                    return None if self._over else local
                try:
                    if not eval(place.code, frame.f_globals, frame.f_locals):
                        return local
                except Exception as error:
                    place.breakpoints[0].asked.failed(error, listener.tell)
                    return local
                listener.line(frame, place.breakpoints, None, True)
            elif event == "return":
                self._left(frame, argument)
            elif event == "exception":
                self._exception(frame, argument[1], argument[2])
            # The debugger may have left meanwhile.
            return None if self._over else local

        return local

    def _left(self, frame: FrameType, value: Any) -> None:
        thrown = self._unwinding(frame, value)
        if self._looks:
            self._look_behind(frame, thrown)
        move = self._moves.get(get_ident()) if self._moves else None
        if move is not None and move.frame is frame:
            how = "unwind" if thrown is not None else "yield" if _is_yielding(frame) else "return"
            stop_in = move.left(frame, value, how)
            if stop_in is not None:
                self._listener.line(stop_in, (), move)
            elif move.frame is not None and move.frame is not frame:
                move.frame.f_trace = self._local
        if thrown is not None and self._unwound:
            self._listener.unwound(frame, thrown)

    def _look_behind(self, frame: FrameType, thrown: BaseException | None) -> None:
        """The last line of a call may have changed something as well."""
        looking = self._looks.get(id(frame.f_code))
        if looking is None:
            return
        changes = looking[1](frame, frame.f_lineno)
        if changes:
            self._listener.line(frame, (), None, False, changes)
        if thrown is not None or not _is_yielding(frame):
            self._listener.left(frame)

    def _exception(self, frame: FrameType, thrown: BaseException, traceback: Any) -> None:
        if not isinstance(thrown, BaseException):
            return
        # It is told apart from its exception, which gets it only where it is caught.
        thrown.__traceback__ = traceback
        self._listener.thread_state(get_ident()).unwinding = (frame, frame.f_lasti, thrown)
        if self._raised:
            self._listener.raised(frame, thrown)

    def _unwinding(self, frame: FrameType, value: Any) -> BaseException | None:
        """The exception that a call is left by: where it ends is where it was told of last."""
        state = self._listener.thread_state(get_ident())
        told, state.unwinding = state.unwinding, None
        if value is None and told is not None and told[0] is frame and told[1] == frame.f_lasti:
            return told[2]
        return None


_REPLACED = (
    "The program has set a trace function of its own (sys.settrace), as tools that measure coverage do: "
    "breakpoints and steps do not work in that thread from here on. Python 3.12 and later have room for both.\n"
)

# Operations that only prepare a generator come before the first that is its own.
_FIRST = 8 if sys.version_info >= (3, 11) else 0


def _is_yielding(frame: FrameType) -> bool:
    code = frame.f_code
    if not (is_generator(code) or code.co_flags & 0x180):
        return False
    from opcode import opmap

    yields = (opmap["YIELD_VALUE"], opmap.get("YIELD_FROM"))
    text, at = code.co_code, frame.f_lasti
    # Before 3.11, one that waits for another is about to ask that again.
    return text[at] in yields or (sys.version_info < (3, 11) and text[at + 2 : at + 3] == bytes(yields[1:]))
