"""
The engine: answers the adapter's commands, and decides at each place that the program comes to whether it is to stop
there. Commands come from the thread that reads; decisions are made in the program's own threads.
"""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock, get_ident

from ..streams import output
from . import handlers
from .breakpoints import Breakpoints
from .codes import is_tail
from .exception_filters import ExceptionFilters
from .files import Files, is_file, is_ours
from .function_breakpoints import FunctionBreakpoints
from .loaded import LoadedCode
from .references import References
from .steps import Move, frames_of
from .threads import Stop, Threads
from .tracing import new_tracer
from .watchdog import Watchdog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import CodeType, FrameType
    from typing import Any

    from ..program import Program
    from .threads import DebuggedThread


def guarded(decide: Callable) -> Callable:
    """The program must not fail of what goes wrong here; what its own code has raised meanwhile is its own."""

    def decided(self: Engine, *args: Any) -> None:
        try:
            decide(self, *args)
        except Exception as error:
            innermost = error.__traceback__
            while innermost is not None and innermost.tb_next is not None:
                innermost = innermost.tb_next
            if innermost is None or not is_ours(innermost.tb_frame.f_code.co_filename):
                raise
            self.failed(error)

    return decided


class Engine:
    """`emit` says an event: its name, its body, and its channel, if that is not the usual one."""

    def __init__(self, emit: Callable[..., None], program: Program) -> None:
        self.emit = emit
        self.program = program
        self.references = References()
        self.threads = Threads(self.references)
        self.loaded = LoadedCode()
        self.files = Files()
        self.tracer = new_tracer(self)
        self.filters = ExceptionFilters()
        self.breakpoints = Breakpoints(self.loaded, self.tracer.watch_lines, self._changed, self._new_id)
        self.functions = FunctionBreakpoints(
            self.loaded, self.tracer.watch_calls, self._changed, self._new_id
        )
        self.first_line = 1
        self.shows_types = True
        self.stops_all = False
        self._stops_on_entry = False
        self._along: set[int] = set()
        """Threads that are to stop because another has."""
        self._last_id = 0
        self._detached = False
        self._has_failed = False
        self._held = allocate_lock()
        self._held.acquire()
        self.watchdog = Watchdog(self.threads)
        self._calling: dict[int, tuple[FrameType, list[Any]]] = {}
        """By thread: a call that has begun and is to be stopped at its first line."""

    def request(self, command: str, arguments: dict[str, Any], respond: Callable, refuse: Callable) -> None:
        handlers.handle(self, command, arguments, respond, refuse)

    def hold(self) -> None:
        """In the program's first thread: returns when the program may run, with everything in force."""
        self.wait()
        if self._detached:
            return
        self.tracer.begin()
        self.tracer.begin_thread()
        if self._stops_on_entry:
            self.tracer.move(get_ident(), _Entry(self.files), [])

    def release(self) -> None:
        if self._held.locked():
            self._held.release()

    def configure(self, arguments: dict[str, Any]) -> None:
        numbers = arguments.get("numbers")
        if numbers:
            self.threads.count_from(numbers["threads"])
            self.references.count_from(numbers["references"])
        self.first_line = 1 if arguments.get("linesStartAt1", True) else 0
        self.shows_types = arguments.get("showsTypes", True)
        self.stops_all = arguments.get("pauseAllThreads", False)
        self.files = Files(
            arguments.get("justMyCode", True), arguments.get("skipFiles", ()), self.program.text is not None
        )
        self.functions.is_library = self.files.is_library
        self._stops_on_entry = arguments.get("stopOnEntry", False)

    def detach(self) -> None:
        """Gives the program up: nothing of the debugger's is left in it, and whatever is stopped runs on."""
        self._detached = True
        self.breakpoints.clear()
        self.functions.clear()
        self.filters = ExceptionFilters()
        self.tracer.end()
        for thread in self.threads.stopped():
            thread.go_on()
        self.release()

    def forked(self, emit: Callable[..., None]) -> None:
        """In a process that was forked off: there is one thread, nothing is stopped, and nothing wanted yet."""
        self.emit = emit
        for thread in self.threads.known():
            self.tracer.stay(thread.ident)
        self.breakpoints.clear()
        self.functions.clear()
        self.references = References()
        self.threads = Threads(self.references)
        self.watchdog = Watchdog(self.threads)
        self._calling.clear()
        self._along.clear()
        self._held = allocate_lock()
        self._held.acquire()

    def wait(self) -> None:
        """Returns when the program may run."""
        self._held.acquire()

    def forget(self) -> None:
        """In a process that was forked off: nobody is there to tell anything to."""
        self._detached = True
        self.emit = lambda *said: None
        self.tracer.end()

    def set_exception_filters(self, arguments: dict[str, Any]) -> list[dict[str, Any]]:
        self.filters = filters = ExceptionFilters(arguments)
        self.tracer.watch_exceptions(filters.has("raised"), filters.has("userUncaught"))
        return filters.answers

    def resume(self, thread: DebuggedThread, alone: bool = False) -> bool:
        """Lets a stopped thread run on, and with it all others where they were stopped together. Whether all run."""
        together = self.stops_all and not alone
        if together:
            along, self._along = self._along, set()
            for ident in along:
                self.tracer.stay(ident)
        for other in list(self.threads.stopped()) if together else [thread]:
            other.go_on()
        return together

    def step(self, thread: DebuggedThread, move: Move, frame: FrameType) -> None:
        if not self._detached:
            self.tracer.move(thread.ident, move, [frame])

    def pause(self, thread: DebuggedThread) -> Move | None:
        """Has a running thread stop at the next line of the program's that it comes to. None where it is stopped."""
        if thread.stopped is not None or self._detached:
            return None
        frames = [frame for frame in frames_of(self.frame_of(thread)) if self.files.is_user(frame.f_code)]
        move = Move.anywhere(self.files, "pause")
        self.tracer.move(thread.ident, move, frames)
        return move

    def threads_are_few(self) -> bool:
        """Whether the program has no other thread than the one that asks."""
        return all(ident in self.threads.ours or ident == get_ident() for ident in sys._current_frames())

    def ended(self) -> None:
        """Called by a thread at its end. The next one may have its ident, and nothing of what was asked of this one."""
        ident = get_ident()
        self.tracer.stay(ident)
        self._calling.pop(ident, None)
        self.threads.ended(ident)

    def frame_of(self, thread: DebuggedThread) -> FrameType | None:
        """Where a thread is at this moment."""
        return sys._current_frames().get(thread.ident)

    def tell(self, text: str, category: str, frame: FrameType | None = None) -> None:
        """A line for the debug console."""
        if frame is not None:
            output.flush()
            if output.log(text.rstrip("\n"), site_of(frame)):
                return
        body: dict[str, Any] = {"category": category, "output": text}
        if frame is not None:
            from .stack import source_of

            body["source"] = source_of(frame.f_code.co_filename)
            body["line"] = frame.f_lineno + self.first_line - 1
        self.emit("output", body, "output")

    def failed(self, error: Exception) -> None:
        """Something went wrong where the program was looked at: it runs on. Said once."""
        if self._has_failed or isinstance(error, RecursionError):
            return
        self._has_failed = True
        text = f"Tandem could not make sense of a pause and let the program run on: {type(error).__name__}: {error}."
        self.emit("output", {"category": "important", "output": f"{text} Please report this.\n"}, "output")

    def site_of(self, frame: FrameType | None) -> str:
        """Who has called what writes, in the user's own code; nobody, where that is not near."""
        for _ in range(_NEAR):
            if frame is None:
                break
            if self.files.is_user(frame.f_code) and is_file(frame.f_code.co_filename):
                return site_of(frame)
            frame = frame.f_back
        return ""

    # What the tracer tells, in the program's own threads.

    @guarded
    def code(self, code: CodeType) -> None:
        if is_ours(code.co_filename):
            return
        if self.loaded.add(code):
            self.breakpoints.loaded(code)
            self.functions.loaded(code)
        if code.co_name in _THREAD_CALLS and os.path.basename(code.co_filename) == "threading.py":
            from .thread_ends import follow

            follow(self)

    @guarded
    def line(self, frame: FrameType, found: Sequence[Any], move: Move | None, holds: bool = False) -> None:
        ident = get_ident()
        thread = self.threads.of(ident)
        if thread.stopped is not None:
            return
        calling = self._calling.get(ident)
        called: Sequence[Any] = ()
        if calling is not None and calling[0] is frame:
            del self._calling[ident]
            called = calling[1]
        meant = found if found and not is_tail(frame) else ()
        hits = [it for it in meant if it.asked.stops(frame, self.tell, holds)]
        if hits:
            self._stop(thread, frame, Stop("breakpoint", [], hitBreakpointIds=[it.id for it in hits]), move)
        elif called:
            ids = [it.id for it in called]
            self._stop(thread, frame, Stop("function breakpoint", [], hitBreakpointIds=ids), move)
        elif move is not None:
            self._stop(thread, frame, Stop(move.reason, []), move)

    @guarded
    def call(self, frame: FrameType, functions: Sequence[Any]) -> None:
        ident = get_ident()
        if self.threads.of(ident).stopped is not None:
            return
        hits = [it for it in functions if it.asked.stops(frame, self.tell)]
        if hits:
            self._calling[ident] = (frame, hits)
            self.tracer.move(ident, Move.over(self.files, frame), [frame])

    @guarded
    def raised(self, frame: FrameType, thrown: BaseException) -> None:
        if self.filters.is_new(frame, thrown, self.files):
            self._throw(frame, thrown, "raised", False)

    @guarded
    def unwound(self, frame: FrameType, thrown: BaseException) -> None:
        if self.filters.leaves_users_code(frame, thrown, self.files):
            self._throw(frame, thrown, "userUncaught", True)

    def uncaught(self, thrown: BaseException) -> None:
        """Nothing has caught an exception: its calls have ended, and are shown as they were."""
        traceback = thrown.__traceback__
        if self._detached or traceback is None or not self.filters.has("uncaught"):
            return
        thread = self.threads.current()
        if thread.told is thrown:
            return
        frames = past_frames(thrown)
        if self.filters.wants("uncaught", frames[0][0], thrown, self.tell):
            self._stop_thrown(thread, frames, thrown, True, None)

    def is_user(self, code: CodeType) -> bool:
        return self.files.is_user(code)

    def follows(self, ident: int, frame: FrameType) -> bool:
        return ident not in self.threads.ours and not is_ours(frame.f_code.co_filename)

    def thread_state(self, ident: int) -> DebuggedThread:
        return self.threads.of(ident)

    def asked_to_stop(self, frame: FrameType) -> None:
        """The program says `breakpoint()`."""
        if self._detached:
            return
        thread = self.threads.current()
        stop = Stop("breakpoint", [], description="Paused at breakpoint()")
        self._stop(thread, frame, stop, None)

    def _throw(self, frame: FrameType, thrown: BaseException, kind: str, unhandled: bool) -> None:
        thread = self.threads.current()
        if thread.stopped is not None or thread.told is thrown:
            return
        if self.filters.wants(kind, frame, thrown, self.tell):
            self._stop_thrown(thread, past_frames(thrown, frame), thrown, unhandled, frame)

    def _stop_thrown(
        self,
        thread: DebuggedThread,
        frames: list[tuple[FrameType, int]],
        thrown: BaseException,
        unhandled: bool,
        going_on: FrameType | None,
    ) -> None:
        from .exceptions import one_line

        stop = Stop("exception", frames, description="Paused on exception", text=one_line(thrown))
        stop.thrown, stop.unhandled = thrown, unhandled
        stop.going_on, stop.is_past = going_on, going_on is None
        self._stop(thread, frames[0][0], stop, None)
        thread.told = thrown

    def _stop(self, thread: DebuggedThread, frame: FrameType, stop: Stop, move: Move | None) -> None:
        self.tracer.stay(thread.ident)
        self._along.discard(thread.ident)
        self._calling.pop(thread.ident, None)
        thread.told = None
        if not stop.frames:
            stop.frames = [(it, it.f_lineno) for it in frames_of(frame)]
        if move is not None:
            stop.returned = move.returned

        def tell() -> None:
            body = {
                "reason": stop.reason,
                "threadId": thread.id,
                "allThreadsStopped": self.stops_all,
                **stop.body,
            }
            self.emit("stopped", body)
            if self.stops_all:
                self._stop_others(thread)

        thread.stop(stop, tell)

    def _stop_others(self, thread: DebuggedThread) -> None:
        for other in self.threads.all():
            if other is not thread and other.stopped is None and not self.tracer.is_moving(other.ident):
                self._along.add(other.ident)
                self.pause(other)

    def _changed(self, breakpoint: dict[str, Any]) -> None:
        self.emit("breakpoint", {"reason": "changed", "breakpoint": self.shown(breakpoint)})

    def shown(self, breakpoint: dict[str, Any]) -> dict[str, Any]:
        """A breakpoint as the client counts lines."""
        if "line" not in breakpoint:
            return breakpoint
        return {**breakpoint, "line": breakpoint["line"] + self.first_line - 1}

    def _new_id(self) -> int:
        self._last_id += 1
        return self._last_id


_THREAD_CALLS = ("start", "__init__", "_bootstrap_inner")

_NEAR = 30
"""Calls that a logger may have between the program and what writes."""


def site_of(frame: FrameType) -> str:
    return f"{frame.f_code.co_filename}:{frame.f_lineno}:1"


def past_frames(thrown: BaseException, below: FrameType | None = None) -> list[tuple[FrameType, int]]:
    """The calls that an exception has come through, the innermost first, and those that still go on from `below` outwards."""
    frames = []
    traceback = thrown.__traceback__
    while traceback is not None:
        frame = traceback.tb_frame
        if not is_ours(frame.f_code.co_filename):
            frames.append((frame, traceback.tb_lineno or frame.f_lineno))
        traceback = traceback.tb_next
    frames.reverse()
    if below is None:
        below = frames[-1][0].f_back if frames else None
    elif frames and frames[-1][0] is below:
        below = below.f_back
    return frames + [(it, it.f_lineno) for it in frames_of(below)]


class _Entry(Move):
    """To the first line of the main program."""

    def __init__(self, files: Files) -> None:
        super().__init__(files, "entry")
        self.enters = True

    def wants(self, code: CodeType) -> bool:
        return code.co_name == "<module>" and not is_ours(code.co_filename)

    def ends_at(self, frame: FrameType) -> bool:
        return self.wants(frame.f_code) and frame.f_globals.get("__name__") == "__main__"
