"""
What stands for functions, classes, modules and plain objects, of which `repr` tells little but where in memory they are.
Nothing of the program's is run for it.
"""

from __future__ import annotations

import sys

from .attributes import dictionary_of, of_instance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FunctionType, MethodType, ModuleType
    from typing import Any, Protocol

    class Writer(Protocol):
        def write(self, value: Any, depth: int) -> str: ...
        def join(self, begin: str, end: str, parts: Iterable[str], count: int) -> str: ...

    Brief = Callable[[Writer, Any, int], "str | None"]

_VARIABLE, _KEYWORDS, _COROUTINE, _ASYNC_GENERATOR = 0x4, 0x8, 0x80, 0x200
_WRAPPERS = 20
"""So many decorators are looked behind."""

# Without the module `types`, which takes others along.
_Function: Any = type(lambda: 0)
_Module: Any = type(sys)
_Method: Any = type(_Function.__get__(lambda: 0, 0))


def brief_of(kind: type, represent: Any) -> Brief | None:
    """How objects of a type are written, if not as its `__repr__` has it. What that returns is None where it is as good."""
    if issubclass(kind, type) and (represent is type.__repr__ or getattr(represent, "__module__", None) == "enum"):
        return _class
    return _BRIEFS.get(represent)


def named(thing: Any) -> str:
    """What a person calls a function or a class, wherever it has been defined."""
    return thing.__qualname__.rpartition("<locals>.")[2]


def _class(_writer: Writer, value: type, _depth: int) -> str:
    return f"class {named(value)}"


def _module(_writer: Writer, value: ModuleType, _depth: int) -> str:
    return f"module {(dictionary_of(value) or {}).get('__name__')}"


def _function(writer: Writer, value: FunctionType, depth: int, bound: int = 0) -> str:
    name, shown = named(value), _undecorated(value)
    parts = list(_parameters(writer, shown, depth, bound))
    if name == "<lambda>":
        return writer.join("lambda ", "", parts, len(parts)).rstrip()
    is_async = shown.__code__.co_flags & (_COROUTINE | _ASYNC_GENERATOR)
    return writer.join(f"{'async ' if is_async else ''}{name}(", ")", parts, len(parts))


def _undecorated(function: FunctionType) -> FunctionType:
    for _ in range(_WRAPPERS):
        wrapped: Any = function.__dict__.get("__wrapped__")
        if type(wrapped) is not _Function:
            break
        function = wrapped
    return function


def _parameters(writer: Writer, function: FunctionType, depth: int, bound: int) -> Iterator[str]:
    """@bound: how many of the first ones have their arguments already."""
    code, defaults, of_keywords = function.__code__, function.__defaults__ or (), function.__kwdefaults__ or {}
    names, count = code.co_varnames, code.co_argcount
    behind = count + code.co_kwonlyargcount
    for at in range(bound, count):
        given = at - (count - len(defaults))
        yield names[at] if given < 0 else f"{names[at]}={writer.write(defaults[given], depth)}"
        if at + 1 == code.co_posonlyargcount:
            yield "/"
    if code.co_flags & _VARIABLE:
        yield f"*{names[behind]}"
        behind += 1
    elif code.co_kwonlyargcount:
        yield "*"
    for name in names[count : count + code.co_kwonlyargcount]:
        yield f"{name}={writer.write(of_keywords[name], depth)}" if name in of_keywords else name
    if code.co_flags & _KEYWORDS:
        yield f"**{names[behind]}"


def _method(writer: Writer, value: MethodType, depth: int) -> str | None:
    function = value.__func__
    return _function(writer, function, depth, bound=1) if type(function) is _Function else None


def _built_in(_writer: Writer, value: Any, _depth: int) -> str:
    signature = value.__text_signature__
    if signature is None:
        return f"{named(value)}(…)"
    parameters = signature[1:-1].split(", ")
    if parameters[0].startswith("$"):
        # What it is bound to.
        del parameters[: 2 if parameters[1:2] == ["/"] else 1]
    return f"{named(value)}({', '.join(parameters)})"


def _object(writer: Writer, value: Any, depth: int) -> str | None:
    attributes = of_instance(value)
    if not attributes and dictionary_of(value) is None:
        return None
    # What is private says less.
    names = sorted(attributes, key=lambda name: name.startswith("_"))
    parts = (f"{name}={writer.write(attributes[name], depth)}" for name in names)
    return writer.join(f"{named(type(value))}(", ")", parts, len(names))


_BRIEFS: dict[Any, Brief] = {
    _Function.__repr__: _function,
    _Method.__repr__: _method,
    type(len).__repr__: _built_in,
    _Module.__repr__: _module,
    object.__repr__: _object,
}
