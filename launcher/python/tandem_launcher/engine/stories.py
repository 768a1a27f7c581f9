"""All that is known of each breakpoint, for a person to read."""

from __future__ import annotations

import os

from .files import key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .engine import Engine


def breakpoint_stories(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    lines = [
        _story(engine, it, f"{it.path}:{it.line}", _file_lines(engine, it.path)) for it in engine.breakpoints
    ]
    functions = [_story(engine, it, f"function {it.name}", _code_lines(it)) for it in engine.functions]
    return {"stories": lines + functions}


def _story(engine: Engine, breakpoint: Any, title: str, known: list[str]) -> dict[str, Any]:
    described = engine.shown(breakpoint.describe())
    state = "bound" if described["verified"] else "waiting" if described["reason"] == "pending" else "failed"
    lines = [described["message"]] if "message" in described else []
    if described["verified"] and "source" not in described:
        lines.append(f"It stands on line {described['line']}.")
    lines.append(f"Hits so far: {breakpoint.asked.hits}.")
    return {"id": breakpoint.id, "title": title, "state": state, "lines": lines + known}


def _file_lines(engine: Engine, path: str) -> list[str]:
    if not os.path.exists(path):
        return ["There is no such file on disk."]
    key = key_of(path)
    names = [name for name in engine.loaded.filenames() if key_of(name) == key]
    same = [name for name in engine.loaded.filenames() if os.path.basename(name) == os.path.basename(path)]
    lines = [f"Loaded as {name}." for name in names]
    if key != os.path.normcase(path):
        lines.append(f"The file is a link to {key}; code of either name is meant.")
    return lines + [f"Another file of that name is loaded: {name}." for name in same if name not in names]


def _code_lines(breakpoint: Any) -> list[str]:
    return [f"Found at {code.co_filename}:{code.co_firstlineno}." for code in breakpoint.codes.values()]
