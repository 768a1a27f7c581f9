"""What variables and attributes are, without running anything of the program's to look at them."""

from __future__ import annotations

import types

from .evaluate import place_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from .engine import Engine
    from .evaluate import Place

_PLAIN = (types.MemberDescriptorType, types.GetSetDescriptorType)
_LOOKUPS = (object.__getattribute__, types.ModuleType.__getattribute__, type.__getattribute__)
_NOTHING = object()


def inline_values(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    place = place_of(engine, arguments)
    frame = engine.references.frame(arguments["frameId"]).frame
    return {"values": [_text_of(place, frame, path) for path in arguments["expressions"]]}


def _text_of(place: Place, frame: FrameType | None, path: str) -> str | None:
    try:
        value = _value_of(frame, path)
    except LookupError:
        return None
    return place.view().value(value, path)["value"]


def _value_of(frame: FrameType | None, path: str) -> Any:
    """
    What a name is, or an attribute of one (`self.order.total`). Raises LookupError where there is nothing, and where code
    would have to run to find out.
    """
    if frame is None:
        raise LookupError(path)
    name, *attributes = path.split(".")
    value = _variable(frame, name)
    for attribute in attributes:
        value = _attribute(value, attribute)
    return value


def _variable(frame: FrameType, name: str) -> Any:
    values = frame.f_locals
    if name in values:
        return values[name]
    code = frame.f_code
    # It has no value yet; the module may have another one of that name.
    if name in code.co_varnames or name in code.co_cellvars or name in code.co_freevars:
        raise LookupError(name)
    return frame.f_globals[name]


def _attribute(value: Any, name: str) -> Any:
    kind = type(value)
    if not any(_of_class(kind, "__getattribute__") is lookup for lookup in _LOOKUPS):
        raise LookupError(name)
    found = _of_class(kind, name)
    if isinstance(found, _PLAIN):
        return _described(found, value, kind)
    if found is not _NOTHING and _of_class(type(found), "__set__") is not _NOTHING:
        raise LookupError(name)
    own = _own(value)
    if name in own:
        return own[name]
    if isinstance(value, type):
        found = _of_class(value, name)
    if found is _NOTHING or _of_class(type(found), "__get__") is not _NOTHING:
        raise LookupError(name)
    return found


def _described(descriptor: Any, value: Any, kind: type) -> Any:
    try:
        return descriptor.__get__(value, kind)
    except AttributeError as error:
        raise LookupError(str(error)) from None


def _own(value: Any) -> dict[str, Any]:
    if isinstance(value, type):
        return {}
    try:
        own = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return {}
    return own if type(own) is dict else {}


def _of_class(kind: type, name: str) -> Any:
    for base in type.__getattribute__(kind, "__mro__"):
        members = type.__getattribute__(base, "__dict__")
        if name in members:
            return members[name]
    return _NOTHING
