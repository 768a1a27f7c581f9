"""What a stack shows."""

from __future__ import annotations

import os

from .codes import name_of
from .files import is_file, is_ours
from .references import FrameReference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from .engine import Engine
    from .tasks import Entry, TaskThread
    from .threads import Stop


def stack_trace(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    thread = engine.threads.stopped_by_id(arguments.get("threadId"))
    stop = thread.stopped
    assert stop is not None
    task = engine.threads.tasks.get(arguments["threadId"])
    entries = _entries(engine, stop, task)
    at_line = task is None and stop.thrown is None
    first = arguments.get("startFrame") or 0
    count = arguments.get("levels") or len(entries)
    shown = []
    for depth, entry in enumerate(entries[first : first + count], first):
        key = (arguments["threadId"], depth)
        if isinstance(entry, str):
            number = engine.references.add_frame(FrameReference(thread, None, key))
            shown.append(_label(number, entry))
        else:
            frame, line = entry
            number = engine.references.add_frame(FrameReference(thread, frame, key))
            shown.append(_shown(engine, frame, line, number, depth > 0 or not at_line))
    return {"stackFrames": shown, "totalFrames": len(entries)}


def _entries(engine: Engine, stop: Stop, task: TaskThread | None) -> list[Entry]:
    if task is None and stop.loop is None:
        return list(stop.frames)
    from .tasks import stack_of_task, stack_of_thread

    return stack_of_thread(stop, engine.files) if task is None else stack_of_task(task, engine.files)


def _label(number: int, name: str) -> dict[str, Any]:
    return {"id": number, "name": name, "line": 0, "column": 0, "presentationHint": "label"}


def _shown(engine: Engine, frame: FrameType, line: int, number: int, in_the_middle: bool) -> dict[str, Any]:
    code = frame.f_code
    body: dict[str, Any] = {
        "id": number,
        "name": name_of(code),
        "line": line + engine.first_line - 1,
        "column": engine.first_column,
    }
    source = source_of(code.co_filename)
    if source:
        body["source"] = source
    if not engine.files.is_user(code):
        body["presentationHint"] = "subtle"
        if source:
            source["presentationHint"] = "deemphasize"
    module = frame.f_globals.get("__name__")
    if isinstance(module, str):
        body["moduleId"] = module
    if in_the_middle:
        body.update(_place(engine, frame, line))
    return body


def _place(engine: Engine, frame: FrameType, line: int) -> dict[str, int]:
    """The call that a frame waits for, within its line, where the code tells."""
    code = frame.f_code
    if not hasattr(code, "co_positions") or frame.f_lasti < 0:
        return {}
    at = frame.f_lasti // 2
    position = next((it for index, it in enumerate(code.co_positions()) if index == at), None)
    if position is None or position[0] != line:
        return {}
    begin, end, column, end_column = position
    if begin is None or end is None or column is None or not end_column:
        return {}
    first, last = _line(code.co_filename, begin), _line(code.co_filename, end)
    if first is None or last is None:
        return {}
    # The code counts bytes.
    return {
        "column": len(first[:column].decode(errors="replace")) + engine.first_column,
        "endLine": end + engine.first_line - 1,
        "endColumn": len(last[:end_column].decode(errors="replace")) + engine.first_column,
    }


_texts: dict[str, list[bytes]] = {}


def _line(filename: str, number: int) -> bytes | None:
    # Not `linecache`: it takes `re` and `tokenize` along, and knows letters, not bytes.
    lines = _texts.get(filename)
    if lines is None:
        try:
            with open(filename, "rb") as file:
                lines = file.read().split(b"\n")
        except OSError:
            lines = []
        _texts[filename] = lines
    return lines[number - 1] if 0 < number <= len(lines) else None


def place_of_site(engine: Engine, site: str) -> dict[str, Any] | None:
    """As the client is shown where something was written."""
    path, line, _ = site.rsplit(":", 2)
    source = source_of(path)
    if source is None:
        return None
    return {"source": source, "line": int(line) + engine.first_line - 1, "column": engine.first_column}


def source_of(filename: str) -> dict[str, Any] | None:
    if is_ours(filename):
        return None
    source: dict[str, Any] = {"name": filename}
    if is_file(filename):
        source = {"name": os.path.basename(filename), "path": os.path.abspath(filename)}
        if filename in _there or os.path.exists(filename):
            _there.add(filename)
            return source
    from .sources import reference_of

    return {**source, **reference_of(filename)}


_there: set[str] = set()
"""Files that have been found: a stack names the same ones again and again."""
