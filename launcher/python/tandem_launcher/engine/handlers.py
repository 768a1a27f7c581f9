"""Which command is answered by what, and by whom: by the thread that reads, or by the stopped thread that it is about."""

from __future__ import annotations

import os
import sys

from ..failures import command_unknown
from .jobs import Job
from .steps import Move, frames_of
from .stops import frame_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

    from .engine import Engine
    from .tasks import TaskThread
    from .threads import DebuggedThread

    Arguments = dict[str, Any]


def handle(engine: Engine, command: str, arguments: Arguments, respond: Callable, refuse: Callable) -> None:
    if command in _AT_ONCE:
        answer = _AT_ONCE[command](engine, arguments)
        if command == "threads":
            # Before the answer: whoever asks about one of them next finds it stopped.
            for stopped in _in_loops(engine):
                engine.tasks.tell(stopped)
        respond(answer)
    elif command in _MOVES:
        # The answer comes before whatever the thread says next.
        thread = engine.threads.stopped_by_id(arguments.get("threadId"))
        respond(_MOVES[command](engine, thread, arguments))
        if arguments["threadId"] != thread.id:
            # It is a task that was meant, and the client knows nothing of who runs it.
            engine.emit("continued", {"threadId": thread.id, "allThreadsContinued": False})
        engine.stops.resume(thread, bool(arguments.get("singleThread")))
    elif command in _IN_THREAD:
        module, function, limit = _IN_THREAD[command]

        def work() -> Any:
            return getattr(_module(module), function)(engine, arguments)

        job = Job(work, respond, refuse, engine.beside)
        job.ticket, job.limit = arguments.get("ticket"), limit
        _give(engine, _thread_of(engine, arguments), job)
    else:
        raise command_unknown(command)


def _give(engine: Engine, thread: DebuggedThread | None, job: Job) -> None:
    engine.watchdog.watch(job)
    if thread is not None:
        thread.jobs.put(job)
        return
    # What is about no thread that is stopped must not keep others from being answered.
    engine.beside.begin(job.run)


def _thread_of(engine: Engine, arguments: Arguments) -> DebuggedThread | None:
    if arguments.get("frameId") is not None:
        return engine.references.frame(arguments["frameId"]).thread
    if arguments.get("variablesReference"):
        thread = engine.references.container(arguments["variablesReference"]).thread
        return thread if thread is not None and thread.stopped is not None else None
    if "threadId" in arguments:
        return engine.threads.stopped_by_id(arguments["threadId"])
    return None


def _module(name: str) -> Any:
    # Only what is asked for is loaded: the program waits for nothing of it.
    qualified = f"{__package__}.{name}"
    return sys.modules.get(qualified) or __import__(qualified, fromlist=["*"])


def _configure(engine: Engine, arguments: Arguments) -> Arguments:
    engine.configure(arguments)
    return {}


def _ready(engine: Engine, arguments: Arguments) -> Arguments:
    engine.release()
    return {}


def _nothing(engine: Engine, arguments: Arguments) -> Arguments:
    return {}


def _detach(engine: Engine, arguments: Arguments) -> Arguments:
    engine.detach()
    return {}


def _abort(engine: Engine, arguments: Arguments) -> Arguments:
    engine.watchdog.end(arguments["aborted"])
    return {}


def _set_breakpoints(engine: Engine, arguments: Arguments) -> Arguments:
    shift = 1 - engine.first_line
    requests = [{**it, "line": it["line"] + shift} for it in arguments.get("breakpoints") or ()]
    source = arguments.get("source") or {}
    path = source.get("path") or source.get("name") or ""
    return {"breakpoints": [engine.shown(it) for it in engine.breakpoints.set(path, requests)]}


def _set_function_breakpoints(engine: Engine, arguments: Arguments) -> Arguments:
    return {"breakpoints": [engine.shown(it) for it in engine.functions.set(arguments["breakpoints"])]}


def _set_exception_breakpoints(engine: Engine, arguments: Arguments) -> Arguments:
    return {"breakpoints": engine.exceptions.set(arguments)}


def _set_data_breakpoints(engine: Engine, arguments: Arguments) -> Arguments:
    return {"breakpoints": engine.data.set(arguments["breakpoints"])}


def _breakpoint_locations(engine: Engine, arguments: Arguments) -> Arguments:
    from .codes import breakpoint_lines
    from .files import key_of

    shift = engine.first_line - 1
    first = arguments["line"] - shift
    last = arguments.get("endLine", arguments["line"]) - shift
    codes = engine.loaded.of_file(key_of(arguments["source"].get("path") or ""))
    lines = sorted(breakpoint_lines(codes))
    return {"breakpoints": [{"line": line + shift} for line in lines if first <= line <= last]}


def _locations(engine: Engine, arguments: Arguments) -> Arguments:
    from .stack import place_of_site

    return {"locations": [place_of_site(engine, site) for site in arguments["sites"]]}


def _threads(engine: Engine, arguments: Arguments) -> Arguments:
    shown: list[DebuggedThread | TaskThread] = list(engine.threads.all())
    for thread in _in_loops(engine):
        shown += engine.tasks.of(thread)
    return {"threads": [{"id": it.id, "name": it.name} for it in shown]}


def _in_loops(engine: Engine) -> list[DebuggedThread]:
    return [it for it in engine.threads.stopped() if it.stopped is not None and it.stopped.loop is not None]


def _pause(engine: Engine, arguments: Arguments) -> Arguments:
    thread = engine.threads.by_id(arguments.get("threadId"))
    move = engine.stops.pause(thread)
    if move is not None:
        engine.beside.later(_SILENCE, lambda: _tell_if_waiting(engine, thread, move))
    return {}


_SILENCE = 0.4
"""Seconds after which the user is told why a thread does not pause."""


def _tell_if_waiting(engine: Engine, thread: DebuggedThread, move: Move) -> None:
    if not engine.tracer.is_moving(thread.ident, move):
        return
    frames = frames_of(frame_of(thread))
    near = next((frame for frame in frames if engine.files.is_user(frame.f_code)), None)
    if near is None:
        text = f'The thread "{thread.name}" runs no code of the program at the moment. It pauses as soon as it does.'
    else:
        place = f"{os.path.basename(near.f_code.co_filename)}:{near.f_lineno + engine.first_line - 1}"
        text = f'The thread "{thread.name}" waits for what it has called at {place}. It pauses as soon as that returns.'
    engine.console.tell(f"{text}\n", "console")


def _continue(engine: Engine, thread: DebuggedThread, arguments: Arguments) -> Arguments:
    return {"allThreadsContinued": engine.stops_all and not arguments.get("singleThread")}


def _move(
    engine: Engine, thread: DebuggedThread, id: int, kind: Callable[..., Move]
) -> tuple[Move, list[FrameType]]:
    """The move, and the calls that may be its end. A task is stepped in where it goes on some time."""
    stop, task = thread.stopped, engine.threads.tasks.get(id)
    assert stop is not None
    frame = engine.tasks.frame_to_step(task) if task is not None else None
    if frame is None and stop.is_idle:
        users = [frame for frame, _ in stop.frames if engine.files.is_user(frame.f_code)]
        return Move.anywhere(engine.files, "step"), users
    frame = frame or stop.step_frame
    return kind(engine.files, frame), [frame]


def _step(kind: Callable[..., Move]) -> Callable[[Engine, DebuggedThread, Arguments], Arguments]:
    def step(engine: Engine, thread: DebuggedThread, arguments: Arguments) -> Arguments:
        assert thread.stopped is not None
        # An exception that got away has left no call to step in.
        if not thread.stopped.is_past:
            engine.stops.step(thread, *_move(engine, thread, arguments["threadId"], kind))
        return {}

    return step


_AT_ONCE: dict[str, Callable[[Engine, Arguments], Arguments]] = {
    "configure": _configure,
    "ready": _ready,
    "ping": _nothing,
    "exit": _nothing,
    "abort": _abort,
    "detach": _detach,
    "setBreakpoints": _set_breakpoints,
    "setFunctionBreakpoints": _set_function_breakpoints,
    "setDataBreakpoints": _set_data_breakpoints,
    "setExceptionBreakpoints": _set_exception_breakpoints,
    "breakpointLocations": _breakpoint_locations,
    "locations": _locations,
    "threads": _threads,
    "pause": _pause,
}

_MOVES = {
    "continue": _continue,
    "next": _step(Move.over),
    "stepIn": _step(Move.into),
    "stepOut": _step(Move.out),
}

_SHORT = 5.0
"""Seconds that the program's own code may take for something that the editor asks by itself."""

_IN_THREAD: dict[str, tuple[str, str, float | None]] = {
    "stackTrace": ("stack", "stack_trace", _SHORT),
    "exceptionInfo": ("exceptions", "exception_info", _SHORT),
    "scopes": ("scopes", "scopes", _SHORT),
    "variables": ("variables", "variables", _SHORT),
    "setVariable": ("assignment", "set_variable", _SHORT),
    "setExpression": ("assignment", "set_expression", _SHORT),
    "evaluate": ("evaluate", "evaluate", None),
    "inlineValues": ("inline_values", "inline_values", _SHORT),
    "dataBreakpointInfo": ("data_breakpoint_info", "data_breakpoint_info", _SHORT),
    "completions": ("completions", "completions", _SHORT),
    "gotoTargets": ("goto", "goto_targets", None),
    "goto": ("goto", "goto", None),
    "source": ("sources", "source", None),
    "loadedSources": ("sources", "loaded_sources", None),
    "modules": ("sources", "modules", None),
    "hotReload": ("hot_reload", "hot_reload", None),
    "breakpointStories": ("stories", "breakpoint_stories", None),
}
