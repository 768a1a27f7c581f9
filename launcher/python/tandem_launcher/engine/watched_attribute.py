"""
What stands in a class for an attribute of one of its objects that is watched. It is a descriptor, which Python asks before
it looks anywhere else: it does what would have been done without it, and says so. The object itself, its type and its
`__dict__` are what they were.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

    Tell = Callable[[str, Any, Any, FrameType], None]
    """Access (`read`, `write` or `delete`), value before and after, and the call that has done it."""

_getframe = sys._getframe

ABSENT: Any = type("Absent", (), {"__slots__": ()})()
"""In place of a value that is not there."""

UNKNOWN: Any = type("Unknown", (), {"__slots__": ()})()
"""In place of a value that only code of the program's could tell."""

_Slot = type(type(lambda: 0).__globals__)


class WatchedAttribute:
    def __init__(self, kind: type, name: str, original: Any) -> None:
        self.kind = kind
        self.name = name
        self.original = original
        """What the class itself has by that name."""
        self.told: dict[int, Tell] = {}
        """Who is told of which object, by its `id`."""
        self._is_plain = False
        """No class that the objects of this one inherit from has anything by that name."""

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        tell = self.told.get(id(instance))
        if tell is None and self._is_plain and owner is self.kind:
            # All other objects of the class pay for the one that is watched.
            own = _dict_of(instance)
            if own is not None and self.name in own:
                return own[self.name]
        if instance is None:
            assert owner is not None
            return self._of_class(owner)
        value = self._value(instance)
        if tell is not None:
            tell("read", value, value, _getframe(1))
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        tell = self.told.get(id(instance))
        if tell is None and self._is_plain and type(instance) is self.kind:
            own = _dict_of(instance)
            if own is not None:
                own[self.name] = value
                return
        before = None if tell is None else self.peek(instance)
        original = self._original(type(instance))
        assign = getattr(type(original), "__set__", None)
        if assign is not None:
            assign(original, instance, value)
        else:
            self._own(instance)[self.name] = value
        if tell is not None:
            tell("write", before, value, _getframe(1))

    def __delete__(self, instance: Any) -> None:
        tell = self.told.get(id(instance))
        before = None if tell is None else self.peek(instance)
        original = self._original(type(instance))
        delete = getattr(type(original), "__delete__", None)
        if delete is not None:
            delete(original, instance)
        elif self.name in self._own(instance):
            del self._own(instance)[self.name]
        else:
            raise self._missing(instance)
        if tell is not None:
            tell("delete", before, ABSENT, _getframe(1))

    def peek(self, instance: Any) -> Any:
        """The value, if no code of the program's has to be run for it: `ABSENT` and `UNKNOWN` are the others."""
        original = self._original(type(instance))
        if type(original) is not _Slot and _is_data_descriptor(original):
            return UNKNOWN
        try:
            return self._value(instance)
        except AttributeError:
            return ABSENT

    def stand_in(self) -> None:
        """Takes its place in the class. Raises TypeError where a class lets nobody do that."""
        there = vars(self.kind).get(self.name, ABSENT)
        if there is not self:
            type.__setattr__(self.kind, self.name, self)
            self.original = there
            self._is_plain = self._original(self.kind) is ABSENT

    def leave(self) -> None:
        if vars(self.kind).get(self.name) is not self:
            return
        if self.original is ABSENT:
            type.__delattr__(self.kind, self.name)
        else:
            type.__setattr__(self.kind, self.name, self.original)

    def _value(self, instance: Any) -> Any:
        kind = type(instance)
        original = self._original(kind)
        get = getattr(type(original), "__get__", None)
        if get is None or not _is_data_descriptor(original):
            own = _dict_of(instance)
            if own is not None and self.name in own:
                return own[self.name]
            if original is ABSENT:
                raise self._missing(instance)
        return original if get is None else get(original, instance, kind)

    def _of_class(self, owner: type) -> Any:
        original = self._original(owner)
        if original is ABSENT:
            raise AttributeError(f"type object '{owner.__name__}' has no attribute '{self.name}'")
        get = getattr(type(original), "__get__", None)
        return original if get is None else get(original, None, owner)

    def _original(self, owner: type) -> Any:
        if self.original is not ABSENT:
            return self.original
        # Inherited, from a class that may be changed at any time.
        classes = iter(owner.__mro__)
        for kind in classes:
            if kind is self.kind:
                break
        for kind in classes:
            found = vars(kind).get(self.name, ABSENT)
            if found is not ABSENT:
                return found
        return ABSENT

    def _own(self, instance: Any) -> dict[str, Any]:
        own = _dict_of(instance)
        if own is None:
            raise self._missing(instance)
        return own

    def _missing(self, instance: Any) -> AttributeError:
        error = AttributeError(f"'{type(instance).__name__}' object has no attribute '{self.name}'")
        if sys.version_info >= (3, 10):
            error.name, error.obj = self.name, instance
        return error


def watched(kind: type, name: str) -> WatchedAttribute:
    """What stands in a class for an attribute. Raises TypeError where nothing can."""
    there = vars(kind).get(name, ABSENT)
    if isinstance(there, WatchedAttribute):
        return there
    made = WatchedAttribute(kind, name, there)
    made.stand_in()
    return made


def original_of(there: Any) -> Any:
    """What a class would have in this place if nobody watched it."""
    return there.original if isinstance(there, WatchedAttribute) else there


def _is_data_descriptor(thing: Any) -> bool:
    return hasattr(type(thing), "__set__") or hasattr(type(thing), "__delete__")


def _dict_of(instance: Any) -> dict[str, Any] | None:
    try:
        return object.__getattribute__(instance, "__dict__")
    except AttributeError:
        return None
