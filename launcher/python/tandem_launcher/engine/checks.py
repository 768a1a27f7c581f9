"""
Code with checks in it: what a breakpoint asks is asked by the program itself, where the line of the breakpoint begins. Code
is exchanged as a whole, with all that is defined in it; what runs already goes on as it was.
"""

from __future__ import annotations

from .bytecode import Entry, entries, with_calls
from .codes import begin_of_body, is_tail_at, remember

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import CodeType, FunctionType
    from typing import Any

    from .breakpoint import Place


class Spot:
    """What the checks at one line ask: None when nobody waits there any more."""

    __slots__ = ("line", "place")

    def __init__(self, line: int, place: Place) -> None:
        self.line = line
        self.place: Place | None = place


class Check:
    """
    What stands among the constants of the program's code. In a copy of that, which may be for another process, it is
    something that does nothing.
    """

    __slots__ = ("__call__",)

    def __init__(self, call: Callable[[], None]) -> None:
        self.__call__ = call

    def __reduce__(self) -> Any:
        return type, (object(),)


def _nothing() -> None:
    """What is left of a check when the debugger is gone."""


class Version:
    """One code as it is, or was, run; the first has no checks."""

    def __init__(self, original: CodeType, code: CodeType, spots: dict[int, Spot]) -> None:
        self.original = original
        self.code = code
        self.spots = spots

    @property
    def inner(self) -> list[int]:
        """The ids of what is defined in it."""
        return [id(it) for it in self.code.co_consts if type(it) is type(self.code)]


class Checks:
    """`new_check` makes what the program is to call at a spot."""

    def __init__(self, new_check: Callable[[Spot], Callable[[], None]]) -> None:
        self._new_check = new_check
        self._places: dict[int, dict[int, Place]] = {}
        """By the id of the original, and the line."""
        self._versions: dict[int, list[Version]] = {}
        """By the id of the original; the last one is in force."""
        self._original: dict[int, CodeType] = {}
        """By the id of any version."""
        self._heralds: dict[int, Callable[[], None]] = {}
        self._made: list[Check] = []

    def watch(self, code: CodeType, places: dict[int, Place]) -> None:
        """What is waited for in a code from the next `renew` on."""
        self._places[id(code)] = places

    def herald(self, code: CodeType, call: Callable[[], None]) -> None:
        """What is called where a call of the code begins, if nobody waits for a line of it."""
        self._heralds[id(code)] = call

    def is_known(self, code: CodeType) -> bool:
        return id(code) in self._original

    def original(self, code: CodeType) -> CodeType:
        return self._original.get(id(code), code)

    def in_force(self, code: CodeType) -> CodeType:
        """As an original is to be run."""
        versions = self._versions.get(id(code))
        return versions[-1].code if versions else code

    def versions(self, code: CodeType) -> list[CodeType]:
        """All that an original was ever run as."""
        return [version.code for version in self._versions.get(id(code), ())]

    def former(self, code: CodeType) -> dict[int, CodeType]:
        """What is in force, by the ids of what is not any more."""
        current = self.in_force(code)
        return {id(it): current for it in self.versions(code) if it is not current}

    def unchecked(self, code: CodeType) -> dict[int, Place]:
        """What is waited for in a version that has no checks there."""
        original = self.original(code)
        spots = next((it.spots for it in self._versions.get(id(original), ()) if it.code is code), {})
        return {line: it for line, it in self._places.get(id(original), {}).items() if line not in spots}

    def silence(self) -> None:
        """Checks that are still in the program do nothing any more, and know of nobody."""
        for check in self._made:
            check.__call__ = _nothing
        self._made.clear()

    def renew(self, code: CodeType) -> None:
        """Puts what is waited for in force, in the code and all that is defined in it."""
        versions = self._versions.get(id(code))
        if versions is None:
            versions = self._versions[id(code)] = [Version(code, code, {})]
            self._original[id(code)] = code
        inner = {}
        for constant in code.co_consts:
            if type(constant) is type(code):
                self.renew(constant)
                inner[id(constant)] = self.in_force(constant)
        places = self._places.get(id(code), {})
        for version in versions:
            for line, spot in version.spots.items():
                spot.place = places.get(line)
        wanted = list(map(id, inner.values()))
        known = versions[1:] if id(code) in self._heralds else versions
        alike = (it for it in known if it.spots.keys() == places.keys() and it.inner == wanted)
        version = next(alike, None)
        if version is None:
            version = self._checked(code, places, inner)
        else:
            versions.remove(version)
        versions.append(version)

    def _checked(self, code: CodeType, places: dict[int, Place], inner: dict[int, CodeType]) -> Version:
        spots = {line: Spot(line, place) for line, place in places.items()}
        checks = {line: self._new(self._new_check(spot)) for line, spot in spots.items()}
        wanted = [
            (entry, checks[line])
            for line, entry in entries(code, set(places))
            if not is_tail_at(code, entry.at, line)
        ]
        if not places and id(code) in self._heralds:
            wanted = [(Entry(begin_of_body(code), False, set()), self._new(self._heralds[id(code)]))]
        new, origin = with_calls(code, wanted, inner)
        remember(new, code, origin)
        self._original[id(new)] = code
        return Version(code, new, spots)

    def _new(self, call: Callable[[], None]) -> Check:
        check = Check(call)
        self._made.append(check)
        return check


def exchange(functions: Iterable[FunctionType], former: dict[int, CodeType]) -> None:
    """Gives functions the code that is in force."""
    for function in functions:
        code = former.get(id(function.__code__))
        if code is not None:
            function.__code__ = code
