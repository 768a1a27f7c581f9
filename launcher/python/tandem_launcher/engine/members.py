"""What is inside a value: its elements, entries, attributes."""

from __future__ import annotations

import sys
from _collections import deque  # pyright: ignore[reportMissingImports]
from itertools import islice

from .attributes import of_class, of_instance
from .preview import preview
from .summaries import is_array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

_PLAIN = (
    type(None),
    bool,
    int,
    float,
    complex,
    str,
    bytes,
    bytearray,
    range,
    type(...),
    type(NotImplemented),
)
# Without the module `types`, which takes others along.
ModuleType = type(sys)
_SEQUENCES = (list, tuple, deque)
_SETS = (set, frozenset)
_CALLABLES = (type(lambda: 0), type(len), type([].append), type(object().__str__), classmethod, staticmethod)


class Member:
    """One thing inside another. `path` comes behind an expression for that; without it, no expression names it."""

    def __init__(
        self,
        name: str,
        value: Any = None,
        path: str | None = None,
        assign: Callable[[Any], None] | None = None,
        get: Callable[[], Any] | None = None,
        members: Callable[[], list[Member]] | None = None,
        home: tuple[str, Any, Any] | None = None,
    ) -> None:
        self.name = name
        self.value = value
        self.path = path
        self.assign = assign
        self.get = get
        """Runs the program's own code, so only on request."""
        self.members = members
        """A group of others."""
        self.home = home
        """Where it is: `item` or `attribute`, of what, and under which key or name."""


def has_members(value: Any) -> bool:
    kind = type(value)
    if isinstance(value, (*_SEQUENCES, *_SETS, dict)):
        return len(value) > 0 or (kind.__module__ != "builtins" and bool(_attributes(value)))
    if kind in _PLAIN:
        return False
    return (
        not isinstance(value, _PLAIN)
        or bool(getattr(value, "__dict__", None))
        or kind.__module__ != "builtins"
    )


def element_count(value: Any) -> int:
    """How many elements there are that have numbers for names."""
    if isinstance(value, (*_SEQUENCES, *_SETS)):
        return len(value)
    # The size of one on another device may not be known as a number.
    return value.shape[0] if is_array(value) and type(value.shape[0]) is int else 0


def elements(value: Any, first: int, count: int) -> list[Member]:
    if isinstance(value, (*_SETS, deque)):
        found = _stretch(value, first, count)
        if isinstance(value, _SETS):
            return [Member(str(at), it) for at, it in enumerate(found, first)]
    else:
        found = [value[at] for at in range(first, min(first + count, len(value)))]
    is_fixed = isinstance(value, tuple)
    return [
        Member(str(at), it, f"[{at}]", None if is_fixed else _item_setter(value, at), home=("item", value, at))
        for at, it in enumerate(found, first)
    ]


def _stretch(values: Iterable[Any], first: int, count: int) -> list[Any]:
    found: list[Any] = []
    try:
        found.extend(islice(values, first, first + count))
    except RuntimeError:
        # There are others by now.
        return found
    return found


def entry_count(value: Any) -> int:
    """How many entries there are, which have their keys for names."""
    return len(value) if isinstance(value, dict) else 0


def entries(value: dict[Any, Any], first: int, count: int) -> list[Member]:
    return [_entry(value, key, it) for key, it in _stretch(dict.items(value), first, count)]


def _entry(value: dict[Any, Any], key: Any, it: Any) -> Member:
    path = f"[{key!r}]" if is_literal(key) else None
    # As Python has it: others may look alike.
    return Member(preview(key, exact=True), it, path, _item_setter(value, key), home=("item", value, key))


def is_literal(key: Any) -> bool:
    if type(key) is tuple:
        return all(is_literal(it) for it in key)
    return type(key) in (str, int, bool, bytes, type(None)) and len(repr(key)) < 200


def _item_setter(value: Any, key: Any) -> Callable[[Any], None]:
    def assign(new: Any) -> None:
        value[key] = new

    return assign


def _attribute_setter(value: Any, name: str) -> Callable[[Any], None]:
    return lambda new: setattr(value, name, new)


def _attribute(value: Any, name: str, it: Any) -> Member:
    path = f".{name}" if name.isidentifier() else None
    return Member(name, it, path, _attribute_setter(value, name), home=("attribute", value, name))


def attributes(value: Any) -> list[Member]:
    if isinstance(value, (type, ModuleType)):
        return _grouped(value, [_attribute(value, name, it) for name, it in of_class(value)])
    members = [_attribute(value, name, it) for name, it in _attributes(value).items()]
    members += [
        Member(name, path=f".{name}", get=_getter(value, name), home=("attribute", value, name))
        for name in _properties(value)
    ]
    if isinstance(value, BaseException):
        members += [
            _attribute(value, name, getattr(value, name))
            for name in _OF_EXCEPTIONS
            if getattr(value, name, None)
        ]
    return _grouped(value, members)


_OF_EXCEPTIONS = ("args", "__cause__", "__context__", "__traceback__")


def _getter(value: Any, name: str) -> Callable[[], Any]:
    return lambda: getattr(value, name)


def _grouped(value: Any, members: list[Member]) -> list[Member]:
    """What a person looks for comes first; what nearly everything has, behind that."""
    plain, special, functions = [], [], []
    for member in members:
        is_special = (
            member.name.startswith("__") and member.name.endswith("__") and member.name not in _OF_EXCEPTIONS
        )
        is_function = member.get is None and isinstance(member.value, _CALLABLES)
        (special if is_special else functions if is_function else plain).append(member)
    if not isinstance(value, (type, ModuleType)):
        plain += functions
        functions = []
        plain.append(_attribute(value, "__class__", type(value)))
        plain[-1].assign = None
    if functions:
        plain.append(Member("functions", members=lambda: functions))
    if special:
        plain.append(Member("special variables", members=lambda: special))
    return plain


def _attributes(value: Any) -> dict[str, Any]:
    found = of_instance(value)
    fields = getattr(type(value), "_fields", None)
    if isinstance(value, tuple) and isinstance(fields, tuple):
        return {**{name: getattr(value, name) for name in fields}, **found}
    return found


def _properties(value: Any) -> list[str]:
    names: list[str] = []
    for kind in type(value).__mro__:
        for name, descriptor in of_class(kind):
            is_one = isinstance(descriptor, property) or type(descriptor).__name__ == "cached_property"
            if is_one and name not in names and not name.startswith("__"):
                names.append(name)
    own = getattr(value, "__dict__", {})
    return sorted(name for name in names if name not in own)
