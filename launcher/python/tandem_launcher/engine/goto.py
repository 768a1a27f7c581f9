"""Going on from another line of the same call."""

from __future__ import annotations

from ..failures import goto_refused
from .codes import lines_of
from .files import key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .engine import Engine


def goto_targets(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    """The line itself, or the next one with code, wherever a stopped thread is in that file. A target is a line."""
    shift = engine.first_line - 1
    wanted = arguments["line"] - shift
    key = key_of(arguments["source"].get("path") or "")
    for thread in engine.threads.stopped():
        assert thread.stopped is not None
        code = thread.stopped.frames[0][0].f_code
        if key_of(code.co_filename) != key:
            continue
        line = min((line for line in lines_of(code) if line >= wanted), default=None)
        if line is not None:
            return {"targets": [{"id": line, "label": f"line {line + shift}", "line": line + shift}]}
    return {"targets": []}


def goto(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    thread = engine.threads.stopped_by_id(arguments["threadId"])
    stop = thread.stopped
    assert stop is not None
    if arguments["threadId"] != thread.id:
        raise goto_refused("a task has to run for that, and this one waits")
    frame: Any = stop.frames[0][0]
    if stop.reason == "exception" or stop.is_past:
        raise goto_refused("the call has been left by an exception")
    try:
        frame.f_lineno = arguments["targetId"]
    except ValueError as error:
        raise goto_refused(str(error)) from None
    stop.frames[0] = (frame, frame.f_lineno)
    body = {"reason": "goto", "threadId": thread.id, "allThreadsStopped": engine.stops_all}
    engine.emit("stopped", body)
    return {}
