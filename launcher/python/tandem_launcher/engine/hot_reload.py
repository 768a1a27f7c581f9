"""Puts the present text of a file into the functions that the program has made of it."""

from __future__ import annotations

import gc
import os

from ..failures import Failure
from .codes import own_part
from .files import key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType
    from typing import Any

    from .engine import Engine

_Function = type(lambda: 0)
_RESTART = "Restart to run it again."


def hot_reload(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    path = arguments["path"]
    name = os.path.basename(path)
    modules = [code for code in engine.loaded.roots(key_of(path)) if code.co_name == "<module>"]
    if not modules:
        return {"status": "notLoaded", "message": f"{name} is not loaded: no code of it has run so far."}
    old = modules[-1]
    new = _compiled(path, old.co_filename)
    if new == old:
        return {"status": "unchanged", "message": f"The program runs {name} as it is."}
    changes = _changes(name, old, new)
    count = _exchange(changes, engine.tracer.original)
    engine.loaded.exchange(old, new)
    engine.breakpoints.placed_anew(key_of(path))
    engine.functions.loaded(new)
    calls = f" in {count} function{'' if count == 1 else 's'}" if count else ""
    return {"status": "applied", "message": f"Applied the changes to {name}{calls}."}


def _compiled(path: str, filename: str) -> CodeType:
    try:
        with open(path, "rb") as file:
            text = file.read()
    except OSError as error:
        message = f'The changes cannot be applied: "{path}" cannot be read ({error.strerror}).'
        raise Failure("engine.reloadUnreadable", message, None, "user") from None
    try:
        return compile(text, filename, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        place = f"{os.path.basename(path)}:{getattr(error, 'lineno', 0)}"
        problem = error.msg if isinstance(error, SyntaxError) else str(error)
        message = f"The changes cannot be applied: {place}: {problem}."
        raise Failure(
            "engine.reloadCompileError", message, "The program goes on as it was.", "user"
        ) from None


def _changes(name: str, old: CodeType, new: CodeType) -> list[tuple[CodeType, CodeType]]:
    """The code that is to be exchanged. Raises `engine.reloadTopLevel` for what has run already, and runs once."""
    found = _by_name(old)
    wanted = _by_name(new)
    changes = []
    for place, code in found.items():
        other = wanted.get(place)
        if other is None or other == code:
            continue
        if _runs_once(code):
            if own_part(code) != own_part(other):
                problem = "what a file does outside its functions runs once"
                message = f'The changes to "{name}" cannot be applied: {problem}.'
                raise Failure("engine.reloadTopLevel", message, _RESTART, "user")
            continue
        if code.co_freevars != other.co_freevars:
            problem = f"{code.co_name} uses other variables of the functions around it"
            message = f'The changes to "{name}" cannot be applied: {problem}.'
            raise Failure("engine.reloadTopLevel", message, _RESTART, "user")
        changes.append((code, other))
    return changes


def _runs_once(code: CodeType) -> bool:
    """The body of a module or a class."""
    return not code.co_flags & 0x1


def _by_name(root: CodeType) -> dict[tuple[Any, ...], CodeType]:
    """By the names of what it is defined in; those of one name by their order."""
    found: dict[tuple[Any, ...], CodeType] = {}

    def add(code: CodeType, outer: tuple[Any, ...]) -> None:
        count = 0
        while (place := (*outer, code.co_name, count)) in found:
            count += 1
        found[place] = code
        for constant in code.co_consts:
            if type(constant) is type(code):
                add(constant, place)

    add(root, ())
    return found


def _exchange(
    changes: list[tuple[CodeType, CodeType]], original: Callable[[CodeType], CodeType]
) -> int:
    """How many functions the program has made of the code. Calls that run already go on as they were."""
    wanted = {id(old): new for old, new in changes}
    count = 0
    for thing in gc.get_objects():
        if type(thing) is not _Function:
            continue
        code = wanted.get(id(original(thing.__code__)))
        if code is not None:
            thing.__code__ = code
            count += 1
    return count
