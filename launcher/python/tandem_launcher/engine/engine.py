"""
The engine: what there is of a debugger in the program, from its first line to its last. Commands come from the thread
that reads (`handlers.py`); whether to stop is decided in the program's own threads (`listening.py`).
"""

from __future__ import annotations

import sys
from _thread import get_ident

from . import handlers
from .breakpoints import Breakpoints
from .console import Console
from .data_breakpoints import DataBreakpoints
from .exception_stops import ExceptionStops
from .files import Files
from .function_breakpoints import FunctionBreakpoints
from .listening import EngineListener
from .loaded import LoadedCode
from .references import References
from .steps import Entry
from .stops import Stops
from .threads import Stop, Threads
from .tracing import new_tracer
from .watchdog import Watchdog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

    from ..program import Runs
    from .beside import Beside
    from .tasks import Tasks


class Engine:
    """
    `emit` says an event: its name, its body, and its channel, if that is not the usual one. `main` is the thread that the
    program has begun with, if not this one.
    """

    def __init__(
        self, emit: Callable[..., None], program: Runs, beside: Beside, main: int | None = None
    ) -> None:
        self.emit = emit
        self.program = program
        self.beside = beside
        self.references = References()
        self.threads = Threads(self.references, beside, main)
        self.loaded = LoadedCode()
        self.files = Files()
        self.console = Console(self)
        self.stops = Stops(self)
        self.exceptions = ExceptionStops(self)
        self.listener = EngineListener(self)
        self.tracer = new_tracer(self.listener)
        self.breakpoints = Breakpoints(
            self.loaded, self.tracer.watch_lines, self.tracer.settle, self.changed, self.new_id
        )
        self.functions = FunctionBreakpoints(
            self.loaded, self.tracer.watch_calls, self.changed, self.new_id
        )
        self.data = DataBreakpoints(self)
        self.watchdog = Watchdog(beside)
        self.first_line = 1
        self.first_column = 1
        self.shows_types = True
        self.stops_all = False
        self.is_detached = False
        self._tasks: Tasks | None = None
        self._stops_on_entry = False
        self._last_id = 0
        self._released = beside.queue()
        self._undo: list[Callable[[], None]] = []

    def request(self, command: str, arguments: dict[str, Any], respond: Callable, refuse: Callable) -> None:
        handlers.handle(self, command, arguments, respond, refuse)

    def hold(self) -> None:
        """In the program's first thread: returns when the program may run, with everything in force."""
        self.wait()
        if self.is_detached:
            return
        self.tracer.begin()
        self.tracer.begin_thread()
        if self._stops_on_entry:
            self.tracer.move(get_ident(), Entry(self.files), [])

    def join(self) -> None:
        """In a program that runs already: from now on, everything is in force."""
        from .running import running_code

        self.tracer.begin()
        for filename, codes in running_code().items():
            self.loaded.found(filename, codes)
        if not self.tracer.begin_all(self.beside.ours):
            self.console.tell(_UNTRACED, "important")
        if "threading" in sys.modules:
            from .thread_ends import follow

            follow(self)
        if "asyncio" in sys.modules:
            from .loop_failures import follow as follow_loops

            follow_loops(self)

    def stop_on_entry(self, ident: int) -> None:
        """For a thread that is about to begin with the program."""
        if self._stops_on_entry and not self.is_detached:
            self.tracer.move(ident, Entry(self.files), [])

    def at_end(self, undo: Callable[[], None]) -> None:
        """What is to be undone when the debugger leaves."""
        self._undo.append(undo)

    def undo(self) -> None:
        while self._undo:
            self._undo.pop()()

    def wait(self) -> None:
        """Returns when the program may run."""
        self._released.get()

    def release(self) -> None:
        self._released.put(None)

    def configure(self, arguments: dict[str, Any]) -> None:
        numbers = arguments.get("numbers")
        if numbers:
            self.threads.count_from(numbers["threads"])
            self.references.count_from(numbers["references"])
        self.first_line = 1 if arguments.get("linesStartAt1", True) else 0
        self.first_column = 1 if arguments.get("columnsStartAt1", True) else 0
        self.shows_types = arguments.get("showsTypes", True)
        self.stops_all = arguments.get("pauseAllThreads", False)
        self.files = Files(
            arguments.get("justMyCode", True), arguments.get("skipFiles", ()), self.program.text is not None
        )
        self.functions.is_library = self.files.is_library
        self._stops_on_entry = arguments.get("stopOnEntry", False)

    def detach(self) -> None:
        """Gives the program up: nothing of the debugger's is left in it, and whatever is stopped runs on."""
        self.is_detached = True
        self.breakpoints.clear()
        self.functions.clear()
        self.data.clear()
        self.exceptions.clear()
        self.tracer.end()
        self.undo()
        self.watchdog.end_all()
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
        self.data.clear()
        self.stops.clear()
        self.references = References()
        self.beside.ours.clear()
        self.threads = Threads(self.references, self.beside)
        self.watchdog = Watchdog(self.beside)
        self._tasks = None
        self._released = self.beside.queue()

    def end(self) -> None:
        """The program is about to exit: nothing of it is stopped any more."""
        if not self.is_detached:
            self.breakpoints.tell_what_waits()
        self.data.clear()
        self.tracer.end()

    def forget(self) -> None:
        """In a process that was forked off: nobody is there to tell anything to."""
        self.is_detached = True
        self.emit = lambda *said: None
        self.end()

    @property
    def tasks(self) -> Tasks:
        """To be asked only of a thread that is stopped in an event loop."""
        if self._tasks is None:
            from .tasks import Tasks

            self._tasks = Tasks(self)
        return self._tasks

    def asked_to_stop(self, frame: FrameType) -> None:
        """The program says `breakpoint()`."""
        if not self.is_detached:
            stop = Stop("breakpoint", [], description="Paused at breakpoint()")
            self.stops.stop(self.threads.current(), frame, stop)

    def threads_are_few(self) -> bool:
        """Whether the program has no other thread than the one that asks."""
        return all(ident in self.beside.ours or ident == get_ident() for ident in sys._current_frames())

    def shown(self, breakpoint: dict[str, Any]) -> dict[str, Any]:
        """A breakpoint as the client counts lines."""
        if "line" not in breakpoint:
            return breakpoint
        return {**breakpoint, "line": breakpoint["line"] + self.first_line - 1}

    def changed(self, breakpoint: dict[str, Any]) -> None:
        self.emit("breakpoint", {"reason": "changed", "breakpoint": self.shown(breakpoint)})

    def new_id(self) -> int:
        self._last_id += 1
        return self._last_id


_UNTRACED = (
    "This Python has no ctypes: threads that have begun already are not stopped before they end.\n"
)
