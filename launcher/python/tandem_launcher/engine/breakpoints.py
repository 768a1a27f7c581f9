"""The breakpoints on lines, by file: where they stand in the code that is loaded."""

from __future__ import annotations

import os

from .breakpoint import LineBreakpoint, Place, signature_of
from .files import key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType
    from typing import Any

    from .loaded import LoadedCode


def _base(path: str) -> str:
    return os.path.normcase(os.path.basename(path))


class Breakpoints:
    """
    `watch` is told which lines of a code object have breakpoints now, and `settle` when all of a file have been told;
    `changed`, what has become of one.
    """

    def __init__(
        self,
        loaded: LoadedCode,
        watch: Callable[[CodeType, dict[int, Place]], None],
        settle: Callable[[list[CodeType], bool], None],
        changed: Callable[[dict[str, Any]], None],
        new_id: Callable[[], int],
    ) -> None:
        self._loaded = loaded
        self._watch = watch
        self._settle = settle
        self._changed = changed
        self._new_id = new_id
        self._by_file: dict[str, list[LineBreakpoint]] = {}
        self._names: set[str] = set()
        self._watched: dict[str, list[CodeType]] = {}

    def __iter__(self):
        for breakpoints in self._by_file.values():
            yield from breakpoints

    def set(self, path: str, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        key = key_of(path)
        former = {breakpoint.signature: breakpoint for breakpoint in self._by_file.get(key, ())}
        wanted = []
        for request in requests:
            kept = former.pop(signature_of(request), None)
            wanted.append(kept or LineBreakpoint(self._new_id(), path, request))
        self._by_file[key] = wanted
        self._names = {_base(file) for file, breakpoints in self._by_file.items() if breakpoints}
        self._place(key)
        return [breakpoint.describe() for breakpoint in wanted]

    def are_in(self, filename: str) -> bool:
        """Whether a file has some, as far as its name tells."""
        return _base(filename) in self._names

    def loaded(self, code: CodeType) -> None:
        """To be called with code that is new, before it runs."""
        # Links keep the name of a file nearly always, and to find out where each leads takes time.
        if not self.are_in(code.co_filename):
            return
        self.placed_anew(key_of(code.co_filename))

    def placed_anew(self, key: str) -> None:
        """The code of a file is not what it was."""
        wanted = self._by_file.get(key, [])
        before = [breakpoint.describe() for breakpoint in wanted]
        self._place(key)
        for breakpoint, was in zip(wanted, before):
            if breakpoint.describe() != was:
                self._changed(breakpoint.describe())

    def tell_what_waits(self) -> None:
        """To be called when no more will be loaded: it may have been another file of that name."""
        for breakpoint in self:
            if breakpoint.describe().get("reason") == "pending":
                breakpoint.instead = self._namesake(breakpoint.path)
                if breakpoint.instead is not None:
                    self._changed(breakpoint.describe())

    def _namesake(self, path: str) -> str | None:
        # Every package has one.
        if _base(path) == "__init__.py":
            return None
        return next((name for name in self._loaded.filenames() if _base(name) == _base(path)), None)

    def clear(self) -> None:
        for path in list(self._by_file):
            self.set(path, [])

    def _place(self, key: str) -> None:
        former = self._watched.pop(key, ())
        for code in former:
            self._watch(code, {})
        wanted = self._by_file.get(key, [])
        if wanted:
            self._bind(key, wanted)
        if wanted or former:
            is_pending = any(it.placed is None and it.describe()["reason"] == "pending" for it in self)
            self._settle(self._loaded.of_file(key), is_pending)

    def _bind(self, key: str, wanted: list[LineBreakpoint]) -> None:
        from .codes import breakpoint_lines

        codes = self._loaded.of_file(key)
        places = breakpoint_lines(codes)
        last = max(places, default=0)
        by_code: dict[int, tuple[CodeType, dict[int, list[LineBreakpoint]]]] = {}
        for breakpoint in wanted:
            line = next((line for line in range(breakpoint.line, last + 1) if line in places), None)
            breakpoint.placed = line
            breakpoint.message = None if line else _why_not(breakpoint, last if codes else None)
            if breakpoint.asked.problem or line is None:
                continue
            for code in places[line]:
                by_code.setdefault(id(code), (code, {}))[1].setdefault(line, []).append(breakpoint)
        self._watched[key] = [code for code, _ in by_code.values()]
        for code, lines in by_code.values():
            self._watch(code, {line: Place(found) for line, found in lines.items()})


def _why_not(breakpoint: LineBreakpoint, last: int | None) -> str | None:
    """None for what waits for its file. `last` is the last line with code in it, 0 where there is none."""
    if last is not None:
        return f"There is no code on this line or after it{f': the last is on line {last}' if last else ''}."
    if os.path.isabs(breakpoint.path) and not os.path.exists(breakpoint.path):
        return f"The file {breakpoint.path} does not exist."
    return None
