"""One breakpoint as the client has set it."""

from __future__ import annotations

from ..failures import condition_failed
from .conditions import Expression, LogMessage, parse_hit_condition, syntax_problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType
    from typing import Any


class Asked:
    """What is asked at each hit."""

    def __init__(self, request: dict[str, Any]) -> None:
        self.hits = 0
        self.problem: str | None = None
        """It can never stop as it was written."""
        self._condition: Expression | None = None
        self._hit_condition: Callable[[int], bool] | None = None
        self._log: LogMessage | None = None
        self._reported = False
        try:
            self._read(request)
        except (SyntaxError, ValueError) as error:
            problem = syntax_problem(error)
            is_syntax = isinstance(error, SyntaxError)
            self.problem = f"The condition has a syntax error: {problem}" if is_syntax else problem

    @property
    def is_plain(self) -> bool:
        return self._condition is None and self._hit_condition is None and self._log is None

    @property
    def code(self) -> CodeType | None:
        """The condition, where it can be evaluated by `eval` alone."""
        return None if self._condition is None else self._condition.plain_code

    def stops(self, frame: FrameType, tell: Callable[..., None], holds: bool = False) -> bool:
        """
        Counts a hit, and says what there is to say. Whether the program is to stop. With `holds`, the condition has been
        looked at.
        """
        if self._condition is not None and not holds and not self._holds(self._condition, frame, tell):
            return False
        self.hits += 1
        if self._hit_condition is not None and not self._hit_condition(self.hits):
            return False
        if self._log is None:
            return True
        tell(f"{self._log.evaluate(frame)}\n", "console", frame)
        return False

    def _read(self, request: dict[str, Any]) -> None:
        condition = (request.get("condition") or "").strip()
        if condition:
            self._condition = Expression(condition, "<breakpoint condition>")
        hit_condition = (request.get("hitCondition") or "").strip()
        if hit_condition:
            self._hit_condition = parse_hit_condition(hit_condition)
        if request.get("logMessage"):
            self._log = LogMessage(request["logMessage"])

    def _holds(self, condition: Expression, frame: FrameType, tell: Callable[..., None]) -> bool:
        try:
            return bool(condition.evaluate(frame))
        except Exception as error:
            self.failed(error, tell)
            return False

    def failed(self, error: Exception, tell: Callable[..., None]) -> None:
        """The condition has raised: that is said once."""
        if self._reported or self._condition is None:
            return
        self._reported = True
        failure = condition_failed(self._condition.text, f"{type(error).__name__}: {error}")
        tell(f"{failure.text}\n", "important", None)


def signature_of(request: dict[str, Any]) -> tuple[Any, ...]:
    """Equal for requests that ask for the same breakpoint."""
    parts = ("line", "name", "condition", "hitCondition", "logMessage")
    return tuple(request.get(part) or None for part in parts)


class LineBreakpoint:
    """On a line of a file. It keeps its identity, and its count of hits, while the client keeps it unchanged."""

    def __init__(self, number: int, path: str, request: dict[str, Any]) -> None:
        self.id = number
        self.path = path
        self.line: int = request["line"]
        self.signature = signature_of(request)
        # One of another language waits for a program in it, and asks nothing that is Python.
        self.asked = Asked({} if path.lower().endswith(_OF_NODE) else request)
        self.placed: int | None = None
        """The line that it stands on, once its file is loaded."""
        self.message: str | None = None
        self.instead: str | None = None
        """A file of the same name that was loaded, when this one never was."""

    def describe(self) -> dict[str, Any]:
        problem = self.asked.problem
        if problem or self.placed is None:
            reason = "failed" if problem or self.message else "pending"
            message = problem or self.message or self._waiting()
            return {"id": self.id, "verified": False, "line": self.line, "message": message, "reason": reason}
        return {"id": self.id, "verified": True, "line": self.placed}

    def _waiting(self) -> str:
        return NOT_LOADED if self.instead is None else f"{NOT_LOADED} Note that {self.instead} was loaded."


class Place:
    """The breakpoints on one line of a code object."""

    def __init__(self, breakpoints: list[LineBreakpoint]) -> None:
        self.breakpoints = breakpoints
        self.code = breakpoints[0].asked.code if len(breakpoints) == 1 else None
        """A condition without which nothing happens here: evaluated in the tracer itself, where it costs least."""


_OF_NODE = (".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx")

NOT_LOADED = "Not loaded yet: no code of this file has run so far. It binds when the file is imported."
