"""Which exceptions to stop at."""

from __future__ import annotations

from ..failures import filter_failed
from .conditions import Expression, syntax_problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

    from .files import Files

_NAMES = {"all": "raised", "raised": "raised", "uncaught": "uncaught", "userUncaught": "userUncaught"}

_NO_FAILURES = (StopIteration, StopAsyncIteration, GeneratorExit, SystemExit)
"""They say that something has come to its end."""


class _Filter:
    def __init__(self, condition: str) -> None:
        self.reported = False
        self.problem: str | None = None
        self.condition: Expression | None = None
        try:
            self.condition = Expression(condition, "<filter condition>") if condition else None
        except (SyntaxError, ValueError) as error:
            self.problem = syntax_problem(error)


class ExceptionFilters:
    def __init__(self, arguments: dict[str, Any] | None = None) -> None:
        self._filters: dict[str, _Filter] = {}
        self.answers: list[dict[str, Any]] = []
        asked = arguments or {}
        plain = [{"filterId": name} for name in asked.get("filters") or ()]
        for option in [*plain, *(asked.get("filterOptions") or ())]:
            self._add(option)

    def _add(self, option: dict[str, Any]) -> None:
        name = _NAMES.get(option.get("filterId", ""))
        if name is None:
            self.answers.append({"verified": False, "message": "Python programs have no such filter."})
            return
        filter = _Filter((option.get("condition") or "").strip())
        if filter.problem:
            self.answers.append({"verified": False, "message": filter.problem})
            return
        self._filters[name] = filter
        self.answers.append({"verified": True})

    def has(self, name: str) -> bool:
        return name in self._filters

    def wants(self, name: str, frame: FrameType, thrown: BaseException, tell: Callable[..., None]) -> bool:
        """Whether the filter takes an exception. Its condition may name it `error` or `exception`."""
        filter = self._filters.get(name)
        if filter is None or filter.condition is None:
            return filter is not None
        try:
            return bool(filter.condition.evaluate(frame, {"error": thrown, "exception": thrown}))
        except Exception as error:
            if not filter.reported:
                filter.reported = True
                failure = filter_failed(filter.condition.text, f"{type(error).__name__}: {error}")
                tell(f"{failure.text}\n", "important")
            return False

    def is_new(self, frame: FrameType, thrown: BaseException, files: Files) -> bool:
        """Whether an exception has come to the user's code here, and not before."""
        if isinstance(thrown, _NO_FAILURES) or not files.is_user(frame.f_code):
            return False
        traceback = thrown.__traceback__
        if traceback is None or traceback.tb_frame is not frame:
            return False
        deeper = traceback.tb_next
        while deeper is not None:
            if files.is_user(deeper.tb_frame.f_code):
                return False
            deeper = deeper.tb_next
        return True

    def leaves_users_code(self, frame: FrameType, thrown: BaseException, files: Files) -> bool:
        """Whether an exception goes on into a library that has called the user's code."""
        if isinstance(thrown, _NO_FAILURES) or not files.is_user(frame.f_code):
            return False
        caller = frame.f_back
        return (
            caller is not None
            and not files.is_user(caller.f_code)
            and files.is_library(caller.f_code.co_filename)
        )
