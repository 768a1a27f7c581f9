"""What the user is told in the debug console, and who has written a line there."""

from __future__ import annotations

from ..streams import output
from .files import is_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from .engine import Engine

_NEAR = 30
"""Calls that a logger may have between the program and what writes."""


class Console:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._has_failed = False

    def tell(
        self, text: str, category: str, frame: FrameType | None = None, line: int | None = None
    ) -> None:
        """A line for the debug console. `line` is the one that a frame is about to begin, if it is not on it yet."""
        if frame is not None:
            output.flush()
            if output.log(text.rstrip("\n"), _site(frame, line)):
                return
        body: dict[str, Any] = {"category": category, "output": text}
        if frame is not None:
            from .stack import source_of

            body["source"] = source_of(frame.f_code.co_filename)
            body["line"] = (line or frame.f_lineno) + self._engine.first_line - 1
        self._engine.emit("output", body, "output")

    def heard(self, text: str, category: str, frame: FrameType | None) -> None:
        """The program has written something, which somebody else has put where it belongs."""
        body: dict[str, Any] = {"category": category, "output": text}
        writer = self._writer(frame)
        if writer is not None:
            from .stack import source_of

            body["source"] = source_of(writer.f_code.co_filename)
            body["line"] = writer.f_lineno + self._engine.first_line - 1
        self._engine.emit("output", body, "output")

    def failed(self, error: Exception) -> None:
        """Something went wrong where the program was looked at: it runs on. Said once."""
        if self._has_failed or isinstance(error, RecursionError):
            return
        self._has_failed = True
        text = f"Tandem could not make sense of a pause and let the program run on: {type(error).__name__}: {error}."
        body = {"category": "important", "output": f"{text} Please report this.\n"}
        self._engine.emit("output", body, "output")

    def site_of(self, frame: FrameType | None) -> str:
        """Where that is who has called what writes."""
        writer = self._writer(frame)
        return _site(writer) if writer is not None else ""

    def _writer(self, frame: FrameType | None) -> FrameType | None:
        """Who has called what writes, in the user's own code; nobody, where that is not near."""
        for _ in range(_NEAR):
            if frame is None:
                break
            if self._engine.files.is_user(frame.f_code) and is_file(frame.f_code.co_filename):
                return frame
            frame = frame.f_back
        return None


def _site(frame: FrameType, line: int | None = None) -> str:
    return f"{frame.f_code.co_filename}:{line or frame.f_lineno}:1"
