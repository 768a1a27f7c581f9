"""
Values in one line. What Python has of its own is written here, up to as many letters as there is room for: a list of a
million would take a second to write as `repr` does. Everything else says itself what it is, or has something said for it.
"""

from __future__ import annotations

import sys

from _collections import OrderedDict, defaultdict, deque  # pyright: ignore[reportMissingImports]

from .briefs import brief_of, named
from .summaries import summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from .briefs import Brief

LINE = 200
"""As many letters as a line of the variables view has room for."""

_DEPTH = 4
_EXACT_DEPTH = 40
_MORE = "…"

_STANDARD = getattr(
    sys,
    "stdlib_module_names",
    frozenset("collections datetime decimal enum fractions ipaddress pathlib types uuid".split()),
)
"""Whose `__repr__` does nothing but tell."""


def preview(value: object, room: int = LINE, hexadecimal: bool = False, exact: bool = False) -> str:
    """Never raises, whatever the program's own `__repr__` does. Where it is `exact`, nothing else is said than by `repr`."""
    return _Writer(room, hexadecimal, exact).write(value, 0)


class _Writer:
    def __init__(self, room: int, hexadecimal: bool, exact: bool) -> None:
        self._room = room
        self._hexadecimal = hexadecimal
        self._exact = exact
        self._depth = _EXACT_DEPTH if exact else _DEPTH
        self._briefs = 0
        """How many of those around what is written are told without running anything of the program's."""
        self._open: set[int] = set()

    def write(self, value: Any, depth: int) -> str:
        kind = type(value)
        if kind is int:
            return self._integer(value)
        represent = kind.__repr__
        if represent is str.__repr__ or represent in _BYTES:
            return self._cut_literal(value)
        writer = _WRITERS.get(represent)
        if writer is not None:
            return self._nested(value, depth, lambda: writer(self, value, depth + 1))
        fields = generated_fields(kind, represent)
        if fields is not None:
            return self._nested(value, depth, lambda: self._fields(value, fields, depth + 1))
        return (None if self._exact else self._told(value, kind, represent, depth)) or self._cut(self._own(value))

    def _told(self, value: object, kind: type, represent: Any, depth: int) -> str | None:
        """None where the value's own `repr` is as good."""
        write = brief_of(kind, represent)
        if write is not None:
            return self._brief(value, write, depth)
        if self._briefs and hasattr(represent, "__code__") and not _is_standard(represent):
            return f"{named(kind)}({_MORE})"
        text = self._summary(value, kind, depth)
        return text and self._cut(text)

    def _brief(self, value: object, write: Brief, depth: int) -> str | None:
        self._briefs += 1
        try:
            return self._nested(value, depth, lambda: write(self, value, depth + 1))
        finally:
            self._briefs -= 1

    def join(self, begin: str, end: str, parts: Iterable[str], count: int) -> str:
        text, written = begin, 0
        for part in parts:
            if len(text) + len(part) > self._room and written:
                break
            text += (", " if written else "") + part
            written += 1
            if len(text) > self._room:
                break
        if written < count:
            text += f"{', ' if written else ''}{_MORE}"
        return text + end

    def factory(self, value: Any, depth: int) -> str:
        return named(value) if isinstance(value, type) and not self._exact else self.write(value, depth)

    def _nested(self, value: object, depth: int, write: Callable[[], Any]) -> Any:
        if id(value) in self._open or depth >= self._depth:
            return _MORE
        self._open.add(id(value))
        try:
            return write()
        except Exception as error:
            return _failed(error)
        finally:
            self._open.discard(id(value))

    def _integer(self, value: int) -> str:
        if value.bit_length() > 12_000:
            return f"<int of {value.bit_length()} bits>"
        return hex(value) if self._hexadecimal else repr(value)

    def _cut_literal(self, value: Any) -> str:
        return repr(value) if len(value) <= self._room else repr(value[: self._room])[:-1] + _MORE

    def _cut(self, text: str) -> str:
        return text if len(text) <= self._room else text[: self._room] + _MORE

    def _summary(self, value: object, kind: type, depth: int) -> str | None:
        try:
            return summary(value, kind, lambda inner: self.write(inner, depth + 1))
        except Exception:
            return None

    def _own(self, value: object) -> str:
        try:
            text = repr(value)
        except Exception as error:
            return _failed(error)
        return " ".join(text.split("\n")) if self._room <= LINE and "\n" in text else text

    def _fields(self, value: Any, names: Iterable[str], depth: int) -> str:
        names = list(names)
        parts = (f"{name}={self.write(getattr(value, name), depth)}" for name in names)
        return self.join(f"{type(value).__qualname__}(", ")", parts, len(names))


def _failed(error: BaseException) -> str:
    return f"<{type(error).__name__} in __repr__>"


def _is_standard(represent: Any) -> bool:
    return (represent.__module__ or "").partition(".")[0] in _STANDARD


def generated_fields(kind: type, represent: Any = None) -> list[str] | None:
    """The fields of a dataclass or a named tuple that Python has made the `__repr__` of."""
    represent = represent or kind.__repr__
    filename = getattr(getattr(represent, "__code__", None), "co_filename", "").replace("\\", "/")
    if filename.endswith(("/dataclasses.py", "/reprlib.py")) and hasattr(kind, "__dataclass_fields__"):
        return [field.name for field in kind.__dataclass_fields__.values() if field.repr and _is_field(field)]
    if filename.endswith("/collections/__init__.py") and issubclass(kind, tuple):
        return list(getattr(kind, "_fields", ()))
    return None


def _is_field(field: Any) -> bool:
    return getattr(field._field_type, "name", "") == "_FIELD"


def _sequence(begin: str, end: str) -> Callable[[_Writer, Any, int], str]:
    return lambda writer, value, depth: writer.join(
        begin, end, (writer.write(it, depth) for it in list_of(value)), len(value)
    )


def _named(name: str) -> Callable[[_Writer, Any, int], str]:
    def write(writer: _Writer, value: Any, depth: int) -> str:
        return f"{name}({_WRITERS[list.__repr__](writer, value, depth)})"

    return write


def list_of(value: Any) -> Iterable[Any]:
    """The elements, of which there may be others by the time that the last one is reached."""
    try:
        yield from value
    except RuntimeError:
        return


def _tuple(writer: _Writer, value: Any, depth: int) -> str:
    end = ",)" if len(value) == 1 else ")"
    return writer.join("(", end, (writer.write(it, depth) for it in list_of(value)), len(value))


def _set(writer: _Writer, value: Any, depth: int) -> str:
    if not value:
        return f"{type(value).__qualname__}()"
    text = writer.join("{", "}", (writer.write(it, depth) for it in list_of(value)), len(value))
    return text if type(value) is set else f"{type(value).__qualname__}({text})"


def _dict(writer: _Writer, value: Any, depth: int) -> str:
    parts = (
        f"{writer.write(key, depth)}: {writer.write(it, depth)}" for key, it in list_of(dict.items(value))
    )
    return writer.join("{", "}", parts, len(value))


def _default_dict(writer: _Writer, value: Any, depth: int) -> str:
    return f"defaultdict({writer.factory(value.default_factory, depth)}, {_dict(writer, value, depth)})"


_BYTES = (bytes.__repr__, bytearray.__repr__)

_WRITERS: dict[Any, Callable[[_Writer, Any, int], str]] = {
    list.__repr__: _sequence("[", "]"),
    tuple.__repr__: _tuple,
    set.__repr__: _set,
    frozenset.__repr__: _set,
    dict.__repr__: _dict,
    deque.__repr__: _named("deque"),
    OrderedDict.__repr__: lambda writer, value, depth: f"OrderedDict({_dict(writer, value, depth)})",
    defaultdict.__repr__: _default_dict,
    type({}.keys()).__repr__: _named("dict_keys"),
    type({}.values()).__repr__: _named("dict_values"),
    type({}.items()).__repr__: _named("dict_items"),
}
