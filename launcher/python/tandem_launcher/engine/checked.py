"""
Tracing by checks in the program itself (CPython 3.10 and 3.11). What is loaded while somebody waits for its lines gets calls
of ours in it, and no thread is traced until one of them says stop: only then, and for as long as it steps, is `sys.settrace`
on in that thread. What ran already before a breakpoint came into it is traced as in `settrace.py`.
"""

from __future__ import annotations

import sys
from _thread import get_ident

from .bytecode import comes_to
from .checks import Checks, exchange
from .codes import tree
from .files import is_ours
from .listening import FOLLOWED
from .settrace import SetTracer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import CodeType, FrameType
    from typing import Any

    from .breakpoint import Place
    from .checks import Spot
    from .data_places import Look
    from .steps import Move
    from .tracing import Listener

_getframe = sys._getframe


class CheckedTracer(SetTracer):
    def __init__(self, listener: Listener) -> None:
        self._checks = Checks(self._new_check)
        self._traced: dict[int, Any] = {}
        """The threads that are traced, with what has traced them before."""
        self._hits: dict[int, tuple[FrameType, list[Any]]] = {}
        """By thread: what a check has found, until the line begins."""
        self._checking: set[int] = set()
        self._olds: set[int] = set()
        """Threads in which calls go on that have begun without the checks that they should have."""
        self._makers: list[FrameType] = []
        """Calls that may still make functions without the checks that those should have."""
        self._sleepers: dict[int, Any] = {}
        """Generators that have begun without the checks that they should have, by reference."""
        self._looking: dict[int, tuple[CodeType, Look]] = {}
        """By the id of the original: who looks at each line."""
        self._fresh: set[int] = set()
        """The ids of code that comes at this moment, of which nothing has been made yet."""
        self._has_begun = False
        self._expects = False
        super().__init__(listener)

    def begin(self) -> None:
        from .arrivals import follow_imports

        super().begin()
        self._has_begun = True
        self._undo.append(follow_imports(self._arrives))
        for module, filename in (("threading", "threading.py"), ("asyncio.base_events", "base_events.py")):
            if module in sys.modules:
                self._listener.ran(filename)
        if self._expects:
            self._follow_execution()

    def begin_thread(self) -> None:
        ident = get_ident()
        self._traced.pop(ident, None)
        self._olds.discard(ident)
        self._hits.pop(ident, None)
        self._checking.discard(ident)
        if not self._over and self._needs(ident):
            self._trace(ident)

    def begin_all(self, but: set[int]) -> bool:
        self._joined = True
        if self._needs_all():
            self._wake_all()
        return True

    def end(self) -> None:
        super().end()
        self._checks.silence()
        self._makers.clear()
        self._sleepers.clear()
        self._olds.clear()
        self._looking.clear()

    def in_force(self, code: CodeType) -> CodeType:
        return self._checks.in_force(code)

    def original(self, code: CodeType) -> CodeType:
        return self._checks.original(code)

    def watch_lines(self, code: CodeType, lines: dict[int, Place]) -> None:
        self._checks.watch(code, lines)

    def settle(self, codes: list[CodeType], is_pending: bool) -> None:
        before = [(code, self._checks.in_force(code)) for code in codes]
        for code in codes:
            self._checks.renew(code)
        changed = [code for code, former in before if self._checks.in_force(code) is not former]
        for code in codes:
            if id(code) in self._looking:
                self.watch_values(*self._looking[id(code)])
            for version in self._checks.versions(code):
                rest = self._checks.unchecked(version)
                if rest:
                    self._lines[id(version)] = (version, rest)
                else:
                    self._lines.pop(id(version), None)
        if self._over:
            return
        old = [code for code in changed if id(code) not in self._fresh]
        if self._has_begun and old:
            self._exchange(old)
        if is_pending and not self._expects:
            self._expects = True
            if self._has_begun:
                self._follow_execution()

    def watch_calls(self, code: CodeType, functions: list[Any]) -> None:
        super().watch_calls(code, functions)
        if functions:
            self._wake_all()

    def watch_values(self, code: CodeType, look: Look | None) -> None:
        original = self._checks.original(code)
        if look is None:
            self._looking.pop(id(original), None)
        else:
            self._looking[id(original)] = (original, look)
        for version in self._checks.versions(original) or [original]:
            super().watch_values(version, look)
        if look is not None:
            self._wake_all()

    def watch_exceptions(self, raised: bool, unwound: bool) -> None:
        super().watch_exceptions(raised, unwound)
        if raised or unwound:
            self._wake_all()

    def move(self, ident: int, move: Move, frames: list[FrameType]) -> None:
        super().move(ident, move, frames)
        if ident == get_ident():
            self._trace(ident)
        elif not self._listener.is_at_rest(ident):
            self._wake([ident])

    def stay(self, ident: int) -> None:
        super().stay(ident)
        self._hits.pop(ident, None)

    def goes_on(self, ident: int) -> None:
        if ident in self._moves and not self._over:
            self._trace(ident)

    def _discovered(self, code: CodeType) -> None:
        if not self._checks.is_known(code):
            super()._discovered(code)

    def _watch_settrace(self) -> None:
        """A tracer of the program's own has its turn where we do not trace."""
        settrace = sys.settrace

        def watched(function: Any) -> None:
            ident = get_ident()
            is_others = not is_ours(getattr(getattr(function, "__code__", None), "co_filename", ""))
            if is_others and ident in self._traced and not self._over:
                self._traced[ident] = function
            else:
                settrace(function)

        self._settrace = settrace
        sys.settrace = watched
        self._undo.append(lambda: setattr(sys, "settrace", settrace))

    def _arrives(self, code: CodeType) -> CodeType:
        if self._over:
            return code
        try:
            self._prepare(code)
        except Exception as error:
            # A module is imported, whatever goes wrong here.
            self._listener.failed(error)
        return self._checks.in_force(code)

    def _prepare(self, code: CodeType) -> None:
        self._seen[id(code)] = code
        former = self._fresh
        self._fresh = former | {id(it) for it in tree(code)}
        try:
            self._listener.code(code)
            if self._listener.is_followed(code.co_filename):
                self._announce(code)
        finally:
            self._fresh = former

    def _announce(self, code: CodeType) -> None:
        """Of some of the library's code it is told when it runs, as if it were traced."""
        for inner in tree(code):
            if inner.co_name in FOLLOWED:
                self._checks.herald(inner, lambda inner=inner: self._listener.code(inner))
        self._checks.renew(code)

    def _follow_execution(self) -> None:
        from .arrivals import follow_execution

        self._undo.append(follow_execution(self._executes))

    def _executes(self, code: CodeType) -> None:
        """Code that nobody has handed over is traced until it has made its functions."""
        if self._over or self._checks.is_known(code) or not self._listener.is_expected(code.co_filename):
            return
        ident = get_ident()
        if not self._listener.is_at_rest(ident):
            self._trace(ident)

    def _exchange(self, codes: Iterable[CodeType]) -> None:
        """Puts what is in force into functions that there are, and has what goes on without it traced."""
        import gc

        former = {number: new for code in codes for number, new in self._checks.former(code).items()}
        things = gc.get_objects()
        exchange((it for it in things if type(it) is _Function), former)
        for it in things:
            frame = _sleeping_frame(it)
            if frame is not None and id(frame.f_code) in former and self._is_old(frame):
                from _weakref import ref

                frame.f_trace = self._local
                self._sleepers[id(it)] = ref(it, lambda _, number=id(it): self._sleepers.pop(number, None))
        olds = set()
        for ident, frame in sys._current_frames().items():
            while frame is not None:
                if id(frame.f_code) in former and self._listener.follows(ident, frame):
                    if self._is_old(frame):
                        frame.f_trace = self._local
                        olds.add(ident)
                    if self._makes(frame) and not any(it is frame for it in self._makers):
                        frame.f_trace = self._local
                        self._makers.append(frame)
                frame = frame.f_back
        self._olds |= olds
        if self._makers or self._sleepers:
            self._wake_all()
        elif olds:
            self._wake(olds)

    def _is_old(self, frame: FrameType) -> bool:
        """Whether a call may still come to a line that it has no check for."""
        watched = self._lines.get(id(frame.f_code))
        return watched is not None and comes_to(frame.f_code, frame.f_lasti, set(watched[1]), ())

    def _makes(self, frame: FrameType) -> bool:
        """Whether a call may still make functions of code that is not in force."""
        code, checks = frame.f_code, self._checks
        inner = (it for it in code.co_consts if type(it) is type(code))
        old = {id(it) for it in inner if checks.in_force(checks.original(it)) is not it}
        return bool(old) and comes_to(code, frame.f_lasti, set(), old)

    def _needs_all(self) -> bool:
        return bool(
            self._follows_all or self._functions or self._looks or self._makers or self._sleepers
        )

    def _needs(self, ident: int) -> bool:
        return ident in self._moves or ident in self._olds or ident in self._hits or self._needs_all()

    def _trace(self, ident: int) -> None:
        """In the thread itself."""
        if ident not in self._traced:
            self._traced[ident] = sys.gettrace()
        self._settrace(self._call)

    def _wake_all(self) -> None:
        if self._has_begun:
            self._wake(sys._current_frames())

    def _wake(self, idents: Iterable[int]) -> None:
        """Has threads traced from their next event on, wherever they are."""
        own = get_ident()
        others = {it for it in idents if it not in self._traced and not self._listener.is_ours(it)}
        if own in others:
            others.discard(own)
            self._trace(own)
        if others:
            from .running import trace_all

            self._traced.update(dict.fromkeys(others))
            trace_all(self._call, True, set(sys._current_frames()) - others)

    def _rest(self, frame: FrameType | None) -> None:
        """In the thread itself: it is not traced any more, if nothing speaks for it."""
        ident = get_ident()
        if self._over or self._needs(ident):
            return
        former = self._traced.pop(ident, None)
        self._settrace(former)
        while frame is not None:
            if frame.f_trace is self._local:
                frame.f_trace = None
            frame = frame.f_back
        if self._needs(ident):
            self._trace(ident)

    def _new_check(self, spot: Spot) -> Callable[[], None]:
        """Called by the program where a line begins: it costs what is written in it."""
        checking, listener = self._checking, self._listener

        def check() -> None:
            place = spot.place
            if place is None:
                return
            ident = get_ident()
            if ident in checking:
                return
            frame = _getframe(1)
            checking.add(ident)
            try:
                if place.code is None:
                    self._ask(ident, frame, spot.line, place, False)
                elif eval(place.code, frame.f_globals, frame.f_locals):
                    self._ask(ident, frame, spot.line, place, True)
            except Exception as error:
                if not listener.is_at_rest(ident):
                    place.breakpoints[0].asked.failed(error, listener.tell)
            finally:
                checking.discard(ident)

        return check

    def _ask(self, ident: int, frame: FrameType, line: int, place: Place, holds: bool) -> None:
        if self._over or self._listener.is_at_rest(ident):
            return

        def tell(text: str, category: str, of: FrameType | None = None) -> None:
            self._listener.tell(text, category, of, line)

        hits = [it for it in place.breakpoints if it.asked.stops(frame, tell, holds)]
        if hits:
            self._hits[ident] = (frame, hits)
            frame.f_trace = self._local
            self._trace(ident)

    def _call_callback(self) -> Callable[[FrameType, str, Any], Any]:
        seen, lines, looks, functions, moves = (
            self._seen,
            self._lines,
            self._looks,
            self._functions,
            self._moves,
        )
        olds, makers, sleepers, hits = self._olds, self._makers, self._sleepers, self._hits

        def call(frame: FrameType, event: str, _: Any) -> Any:
            code = frame.f_code
            number = id(code)
            if number in seen:
                if number in lines or number in looks:
                    return self._local
                if not (moves or functions or self._follows_all):
                    if not (olds or makers or sleepers or hits or looks):
                        self._rest(frame.f_back)
                    return None
            found = self._begin(frame, code, number)
            return self._local if any(it is frame for it in makers) else found

        return call

    def _local_callback(self) -> Callable[[FrameType, str, Any], Any]:
        hits, moves, looks, makers, olds = self._hits, self._moves, self._looks, self._makers, self._olds
        listener = self._listener
        follow = super()._local_callback()

        def local(frame: FrameType, event: str, argument: Any) -> Any:
            told = hits.pop(get_ident(), None) if hits and event == "line" else None
            if told is not None and told[0] is frame:
                move = moves.get(get_ident())
                ended = move is not None and move.ends_at(frame)
                looking = looks.get(id(frame.f_code)) if looks else None
                changes = () if looking is None else looking[1](frame, frame.f_lineno)
                listener.hit(frame, told[1], move if ended else None, changes)
            else:
                follow(frame, event, argument)
            if self._over:
                return None
            if makers and event in ("line", "return"):
                self._has_made(frame, event)
            if olds and event == "return":
                self._has_left(frame)
            if moves or olds or makers or self._needs(get_ident()):
                return local
            self._rest(frame)
            return None

        return local

    def _has_made(self, frame: FrameType, event: str) -> None:
        """A call goes on that may make functions: whether it is done with it."""
        for index, maker in enumerate(self._makers):
            if maker is frame and (event == "return" or not self._makes(frame)):
                del self._makers[index]
                self._exchange(tree(self._checks.original(frame.f_code)))
                return

    def _has_left(self, frame: FrameType) -> None:
        ident = get_ident()
        outer = frame.f_back
        while outer is not None:
            if outer.f_trace is self._local and self._is_old(outer):
                return
            outer = outer.f_back
        self._olds.discard(ident)


_Function = type(lambda: 0)


async def _coroutine() -> None: ...


async def _generator() -> Any:
    yield


_waiting = _coroutine()
_FRAMES = {
    type(_waiting): "cr_frame",
    type(_generator()): "ag_frame",
    type(it for it in ()): "gi_frame",
}
_waiting.close()


def _sleeping_frame(thing: Any) -> FrameType | None:
    """Where a generator is to go on."""
    name = _FRAMES.get(type(thing))
    if name is None or getattr(thing, name.replace("frame", "running")):
        return None
    return getattr(thing, name)
