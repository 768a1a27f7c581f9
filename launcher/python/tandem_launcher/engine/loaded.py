"""All code that has come into the program, by file."""

from __future__ import annotations

from .codes import stands_alike, tree
from .files import is_file, key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

_MODULE = "<module>"


class LoadedCode:
    """
    Only what is at the root of a file is kept as it comes: what is defined in it is looked for when somebody asks. A
    program loads hundreds of modules, and few of them have breakpoints.
    """

    def __init__(self) -> None:
        self._roots: dict[str, list[CodeType]] = {}
        self._alone: dict[str, list[CodeType]] = {}
        """Code without what was once defined in it."""
        self._pieces: dict[str, set[int]] = {}
        """The codes that were found of files that were loaded before anybody looked; their first code is gone."""
        self._completed: set[str] = set()

    def add(self, code: CodeType) -> bool:
        """To be called with code that is about to run; whether it is new, and what is defined in it as well."""
        filename = code.co_filename
        if not is_file(filename):
            return False
        roots = self._roots.get(filename)
        if roots is None:
            self._roots[filename] = [code]
            return True
        pieces = self._pieces.get(filename)
        if pieces is not None:
            if id(code) in pieces:
                return False
            pieces.update(id(it) for it in tree(code))
            roots.append(code)
            return True
        if code.co_name != _MODULE and roots[0].co_name == _MODULE:
            return False
        if any(root is code for root in roots):
            return False
        roots.append(code)
        return True

    def found(self, filename: str, codes: list[CodeType]) -> None:
        """Code that was there before anybody looked."""
        self._roots[filename] = codes
        if not any(code.co_name == _MODULE for code in codes):
            self._pieces[filename] = {id(it) for code in codes for it in tree(code)}

    def roots(self, key: str) -> list[CodeType]:
        return [code for name in list(self._roots) if key_of(name) == key for code in self._roots[name]]

    def exchange(self, old: CodeType, new: CodeType) -> None:
        """
        New code has taken the place of old. What of the old does the same on the same lines may still run, and breakpoints
        in it hold.
        """
        kept = [code for code in tree(old) if any(stands_alike(code, other) for other in tree(new))]
        self._alone[old.co_filename] = [*self._alone.get(old.co_filename, ()), *kept]
        roots = self._roots[old.co_filename]
        self._roots[old.co_filename] = [*(root for root in roots if root is not old), new]

    def filenames(self) -> list[str]:
        return list(self._roots)

    def of_file(self, key: str) -> list[CodeType]:
        """By the key of the file, whatever names it was loaded by."""
        names = [name for name in list(self._roots) if key_of(name) == key]
        for name in names:
            if name in self._pieces and name not in self._completed:
                self._complete(name)
        return [code for name in names for code in self._codes(name)]

    def _complete(self, filename: str) -> None:
        """What has run already and is gone has lines as well, so that a breakpoint on one does not slide to another."""
        from .running import text_of

        self._completed.add(filename)
        text = text_of(filename)
        if text is not None:
            self._roots[filename].append(text)

    def all(self) -> Iterator[CodeType]:
        for name in list(self._roots):
            yield from self._codes(name)

    def _codes(self, filename: str) -> Iterator[CodeType]:
        seen = set()
        for root in list(self._roots[filename]):
            for code in tree(root):
                if id(code) not in seen:
                    seen.add(id(code))
                    yield code
        yield from self._alone.get(filename, ())
