"""Breakpoints on functions, by name: `f`, `Class.method`, `module.f`."""

from __future__ import annotations

from .breakpoint import Asked, signature_of
from .codes import name_of, tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType
    from typing import Any

    from .loaded import LoadedCode


class FunctionBreakpoint:
    def __init__(self, number: int, request: dict[str, Any]) -> None:
        self.id = number
        self.name = str(request["name"]).strip().removesuffix("()")
        self.signature = signature_of(request)
        self.asked = Asked(request)
        self.codes: dict[int, CodeType] = {}

    def means(self, code: CodeType) -> bool:
        own = name_of(code)
        if self.name in (own, code.co_name):
            return True
        if not self.name.endswith(f".{own}"):
            return False
        # What is left is the name of a module, or the end of it.
        module = self.name[: -len(own) - 1].replace(".", "/")
        stem = code.co_filename.replace("\\", "/").removesuffix(".py").removesuffix("/__init__")
        return stem == module or stem.endswith(f"/{module}")

    def describe(self) -> dict[str, Any]:
        if self.asked.problem:
            return {"id": self.id, "verified": False, "message": self.asked.problem, "reason": "failed"}
        if not self.codes:
            message = (
                f"Not loaded yet: no code that has run so far defines a function `{self.name}`. "
                "It binds when one is loaded."
            )
            return {"id": self.id, "verified": False, "message": message, "reason": "pending"}
        described: dict[str, Any] = {"id": self.id, "verified": True}
        if len(self.codes) > 1:
            described["message"] = f"Stops in {len(self.codes)} functions of this name."
            return described
        (code,) = self.codes.values()
        path = code.co_filename
        described["line"] = code.co_firstlineno
        described["source"] = {"name": path.replace("\\", "/").rpartition("/")[2], "path": path}
        return described


class FunctionBreakpoints:
    """`watch` is told which breakpoints a function has now; `changed`, what has become of one."""

    def __init__(
        self,
        loaded: LoadedCode,
        watch: Callable[[CodeType, list[FunctionBreakpoint]], None],
        changed: Callable[[dict[str, Any]], None],
        new_id: Callable[[], int],
    ) -> None:
        self._loaded = loaded
        self._watch = watch
        self._changed = changed
        self._new_id = new_id
        self._all: list[FunctionBreakpoint] = []
        self.is_library: Callable[[str], bool] = lambda filename: False

    def __iter__(self):
        return iter(self._all)

    def set(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        former = {breakpoint.signature: breakpoint for breakpoint in self._all}
        watched = {number: code for breakpoint in self._all for number, code in breakpoint.codes.items()}
        self._all = [
            former.pop(signature_of(request), None) or FunctionBreakpoint(self._new_id(), request)
            for request in requests
        ]
        for code in watched.values():
            self._bind(code)
        if self._all:
            for code in self._loaded.all():
                self._bind(code)
        return [breakpoint.describe() for breakpoint in self._all]

    def loaded(self, code: CodeType) -> None:
        """To be called with code that is new, before it runs."""
        if not self._all:
            return
        before = [breakpoint.describe() for breakpoint in self._all]
        for inner in tree(code):
            self._bind(inner)
        for breakpoint, was in zip(self._all, before):
            if breakpoint.describe() != was:
                self._changed(breakpoint.describe())

    def clear(self) -> None:
        self.set([])

    def _bind(self, code: CodeType) -> None:
        if code.co_name.startswith("<"):
            return
        meant = [breakpoint for breakpoint in self._all if self._means(breakpoint, code)]
        for breakpoint in self._all:
            breakpoint.codes.pop(id(code), None)
        for breakpoint in meant:
            breakpoint.codes[id(code)] = code
        self._watch(code, meant)

    def _means(self, breakpoint: FunctionBreakpoint, code: CodeType) -> bool:
        if breakpoint.asked.problem or not breakpoint.means(code):
            return False
        # By a name of one part, the user means what the user has written.
        return "." in breakpoint.name or not self.is_library(code.co_filename)
