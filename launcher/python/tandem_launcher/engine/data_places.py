"""
What can be watched, and how: attributes of objects by what stands in their class for them, everything else by comparing
it wherever code runs that can change it.
"""

from __future__ import annotations

from _weakref import ref

from .watched_attribute import ABSENT, watched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import CodeType, FrameType
    from typing import Any

    from .watched_attribute import Tell, WatchedAttribute

    Look = Callable[[FrameType, int], Sequence["Change"]]

GONE = "The object is gone, and its attribute with it."
_LEFT = "The call has ended, and its variables with it."
_COMPARED = (
    "Compared after each line of the code that can change it, which is slower meanwhile: "
    "the stop is right after the line that did."
)


class Change:
    """Something was done with what is watched."""

    def __init__(
        self, place: Attribute | Compared, access: str, before: Any, after: Any, line: int | None = None
    ) -> None:
        self.place = place
        self.access = access
        self.before = before
        self.after = after
        self.line = line
        """The line that has done it, where the stop is not on it."""


class Attribute:
    """Of one object. Every use of it is told as it happens, the call that does it stops on its very line."""

    accesses = ("read", "write", "readWrite")
    message = None
    ended = GONE

    def __init__(self, target: Any, name: str, label: str) -> None:
        """Raises TypeError where the class of the object lets nobody stand in it."""
        self.label = label
        self.key = (id(target), name)
        self._kind = type(target)
        self._name = name
        self._there: WatchedAttribute | None = None
        self._gone: Callable[[], None] | None = None
        try:
            # Being watched keeps nothing alive, where that can be helped.
            self._target: Callable[[], Any] = ref(target, lambda _: self._forget())
            self.holds = False
        except TypeError:
            self._target = lambda: target
            self.holds = True
        there = watched(self._kind, self._name)
        if not there.told:
            there.leave()

    @property
    def is_gone(self) -> bool:
        return self._target() is None

    def begin(self, tell: Tell, gone: Callable[[], None]) -> None:
        self._gone = gone
        self._there = watched(self._kind, self._name)
        self._there.told[self.key[0]] = tell

    def again(self) -> None:
        """The program may have put something else in that place of the class."""
        if self._there is not None:
            self._there.stand_in()

    def end(self) -> None:
        there, self._there, self._gone = self._there, None, None
        if there is not None:
            there.told.pop(self.key[0], None)
            if not there.told:
                there.leave()

    def _forget(self) -> None:
        gone = self._gone
        self.end()
        if gone is not None:
            gone()


class Compared:
    """
    A variable, an item, an attribute that nothing can stand in for. `may_change` says of a code object whether it is worth
    to compare after its lines; a variable of one call is compared in that call alone.
    """

    accesses = ("write",)
    message = _COMPARED
    ended = _LEFT
    holds = True
    is_gone = False

    def __init__(
        self,
        label: str,
        key: tuple[Any, ...],
        read: Callable[[], Any],
        may_change: Callable[[CodeType], bool],
        frame: FrameType | None = None,
    ) -> None:
        self.label = label
        self.key = key
        self.may_change = may_change
        self.frame = frame
        self._read = read
        self._last = ABSENT
        self._looked: tuple[int, int] | None = None
        """Call and line of the last look."""

    def begin(self) -> None:
        self._last = self._read()
        self._looked = None if self.frame is None else (id(self.frame), self.frame.f_lineno)

    def again(self) -> None:
        """What was changed in a stop was not changed by the program."""
        self._last = self._read()

    def look(self, frame: FrameType, line: int) -> Sequence[Change]:
        """
        To be called before each line of code that may change it, and where a call of it ends. It costs what is written in
        it.
        """
        if self.frame is not None and frame is not self.frame:
            return _NONE
        looked, self._looked = self._looked, (id(frame), line)
        before, value = self._last, self._read()
        if value is before:
            return _NONE
        self._last = value
        if type(value) is type(before) and type(value) in _BY_VALUE and value == before:
            return _NONE
        by = looked[1] if looked is not None and looked[0] == id(frame) else None
        return (Change(self, "write" if value is not ABSENT else "delete", before, value, by),)


_NONE: tuple[Change, ...] = ()

_BY_VALUE = (int, str, float, bytes, complex, bool)
"""Python makes others of them that are the same."""
