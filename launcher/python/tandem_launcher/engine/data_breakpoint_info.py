"""Whether what the user points at can be watched, and under which id; or why not."""

from __future__ import annotations

import sys
from _collections import deque  # pyright: ignore[reportMissingImports]

from .completions import is_plain
from .data_places import Attribute, Compared
from .scopes import Scope, is_module
from .stores import OF_MODULE, OF_OBJECT, changes_containers, stores
from .variables import Group, Lazy, Value
from .watched_attribute import ABSENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType
    from typing import Any

    from .engine import Engine
    from .references import Container

    Place = Attribute | Compared

_Module = type(sys)
_NO_ADDRESS = "Values of Python have no address that could be watched."
_NO_PLACE = "{} is neither a variable, nor an attribute, nor an item: write name, object.name or container[key]."


class _Refused(Exception):
    """For the user: why something cannot be watched."""


def data_breakpoint_info(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    try:
        if arguments.get("asAddress") or arguments.get("bytes") is not None:
            raise _Refused(_NO_ADDRESS)
        place = _place(engine, arguments)
    except _Refused as refused:
        return {"dataId": None, "description": str(refused)}
    return {
        "dataId": engine.data.remember(place),
        "description": place.label,
        "accessTypes": list(place.accesses),
        "canPersist": False,
    }


def _place(engine: Engine, arguments: dict[str, Any]) -> Place:
    name = arguments["name"]
    if arguments.get("variablesReference"):
        return _in_container(engine, engine.references.container(arguments["variablesReference"]), name)
    return _of_expression(engine, arguments, name)


def _in_container(engine: Engine, container: Container, name: str) -> Place:
    if isinstance(container, Scope):
        if container.kind == "globals":
            return _global(engine, container.frame.f_globals, name)
        return _variable(engine, container.frame, name)
    if isinstance(container, Lazy):
        member = container.member
    elif isinstance(container, (Value, Group)):
        from .assignment import member_of

        member = member_of(container, name)
    else:
        member = None
    if member is None or member.home is None:
        raise _Refused(f"{name or 'This'} cannot be watched: it is neither an attribute nor an item.")
    kind, holder, key = member.home
    expression = getattr(container, "expression", None)
    label = f"{expression}{member.path}" if expression and member.path else name
    return _attribute(engine, holder, key, label) if kind == "attribute" else _item(engine, holder, key, label)


def _of_expression(engine: Engine, arguments: dict[str, Any], text: str) -> Place:
    import ast

    label = text.strip()
    try:
        node = ast.parse(label, mode="eval").body
    except (SyntaxError, ValueError):
        raise _Refused(_NO_PLACE.format(label)) from None
    if isinstance(node, ast.Name):
        return _name(engine, arguments, node.id)
    if isinstance(node, ast.Attribute):
        return _attribute(engine, _value(engine, arguments, node.value), node.attr, label)
    if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
        holder = _value(engine, arguments, node.value)
        return _item(engine, holder, _value(engine, arguments, node.slice), label)
    raise _Refused(_NO_PLACE.format(label))


def _name(engine: Engine, arguments: dict[str, Any], name: str) -> Place:
    number = arguments.get("frameId")
    frame = None if number is None else engine.references.frame(number).frame
    if frame is None:
        return _global(engine, sys.modules["__main__"].__dict__, name)
    if not is_module(frame) and name in frame.f_locals:
        return _variable(engine, frame, name)
    return _global(engine, frame.f_globals, name)


def _value(engine: Engine, arguments: dict[str, Any], node: Any) -> Any:
    """Of a part of what the user has written; nothing is called for it, but properties may be."""
    import ast

    from ..failures import Failure
    from .evaluate import place_of

    text = ast.unparse(node)
    if not is_plain(text):
        raise _Refused(f"{text} cannot be looked up without calling something.")
    try:
        return place_of(engine, arguments).value_of(text)
    except Failure as failure:
        raise _Refused(f"{text} cannot be looked up: {failure.message}.") from None


def _variable(engine: Engine, frame: FrameType, name: str) -> Place:
    """Of a call: of its own, or one that it shares with the functions around it or in it."""
    code = frame.f_code
    if name not in frame.f_locals:
        raise _Refused(f"{name} cannot be watched: there is no such variable.")
    if name == "__class__" or name.startswith("."):
        raise _Refused(f"{name} cannot be watched: it is Python's own.")
    shared = name in code.co_freevars or name in code.co_cellvars

    def read() -> Any:
        return frame.f_locals.get(name, ABSENT)

    def shares(other: CodeType) -> bool:
        return other.co_filename == code.co_filename and (
            name in other.co_freevars or name in other.co_cellvars
        )

    if shared:
        return Compared(name, ("shared", id(frame), name), read, shares)
    return Compared(name, ("local", id(frame), name), read, lambda other: other is code, frame)


def _global(engine: Engine, names: dict[str, Any], name: str) -> Place:
    if name not in names:
        raise _Refused(f"{name} cannot be watched: there is no such variable.")
    may_change = _of_user_or(engine, names.get("__file__"), lambda code: stores(code, name, OF_MODULE))
    return Compared(name, ("item", id(names), name), lambda: names.get(name, ABSENT), may_change)


def _attribute(engine: Engine, holder: Any, name: str, label: str) -> Place:
    if name == "__class__" or not isinstance(name, str):
        raise _Refused(f"{label} cannot be watched: it is Python's own.")
    if isinstance(holder, _Module):
        place = _global(engine, vars(holder), name)
        place.label = label
        return place
    if isinstance(holder, type):
        return _of_class(engine, holder, name, label)
    if not _has(holder, name):
        raise _Refused(f"{label} cannot be watched: there is no such attribute.")
    try:
        return Attribute(holder, name, label)
    except TypeError:
        kind = type(holder).__qualname__
        raise _Refused(
            f"{label} cannot be watched: the type {kind} is written in C, and nothing can be put into it."
        ) from None


def _of_class(engine: Engine, holder: type, name: str, label: str) -> Place:
    if name not in vars(holder):
        raise _Refused(f"{label} cannot be watched: the class itself has no such attribute.")

    def read() -> Any:
        from .watched_attribute import original_of

        return original_of(vars(holder).get(name, ABSENT))

    may_change = _of_user_or(engine, None, lambda code: stores(code, name, OF_OBJECT))
    return Compared(label, ("class", id(holder), name), read, may_change)


def _has(holder: Any, name: str) -> bool:
    if any(name in vars(kind) for kind in type(holder).__mro__):
        return True
    try:
        return name in object.__getattribute__(holder, "__dict__")
    except AttributeError:
        return False


def _item(engine: Engine, holder: Any, key: Any, label: str) -> Place:
    read = _reader(holder, key)
    if read is None:
        never = isinstance(holder, (tuple, str, bytes, range, frozenset))
        why = "it never changes" if never else "only items of lists and dictionaries can"
        raise _Refused(f"{label} cannot be watched: {why}.")
    try:
        is_there = read() is not ABSENT
    except TypeError:
        # No key of a dictionary.
        is_there = False
    if not is_there:
        raise _Refused(f"{label} cannot be watched: there is no such item.")
    own_key = key if isinstance(key, (int, str, bytes)) else id(key)
    may_change = _of_user_or(engine, None, changes_containers)
    return Compared(label, ("item", id(holder), own_key), read, may_change)


def _reader(holder: Any, key: Any) -> Callable[[], Any] | None:
    """Of what is there, without what the program's own classes make of that."""
    if isinstance(holder, dict):
        return lambda: dict.get(holder, key, ABSENT)
    if isinstance(key, int) and isinstance(holder, (list, deque)):
        get = list.__getitem__ if isinstance(holder, list) else deque.__getitem__
        return lambda: get(holder, key) if -len(holder) <= key < len(holder) else ABSENT
    return None


def _of_user_or(
    engine: Engine, filename: str | None, changes: Callable[[CodeType], bool]
) -> Callable[[CodeType], bool]:
    """Only the user's own code is looked at, and that of one file."""

    def may_change(code: CodeType) -> bool:
        return (engine.files.is_user(code) or code.co_filename == filename) and changes(code)

    return may_change
