"""
Where a thread is to stop next that was told to move: what a step, a pause or a stop on entry waits for. The two ways to
trace, by `sys.monitoring` and by `sys.settrace`, ask it about each line, call and end of a call.
"""

from __future__ import annotations

from .codes import ends_waiting, goes_on, is_coroutine, span, suspends
from .files import is_ours

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType
    from typing import Any

    from .files import Files


class Move:
    """
    One move of one thread. `frame` is the call that it is bound to: in it, the next line is the end of the move. With
    `enters`, so is the first line of any call of the user's that begins or goes on meanwhile.
    """

    def __init__(self, files: Files, reason: str, frame: FrameType | None = None) -> None:
        self.reason = reason
        self.frame = frame
        self.enters = False
        self.returned: tuple[str, Any] | None = None
        self._files = files
        self._leaves = False
        # What is written over several lines comes back to its first one.
        self._line = frame.f_lineno if frame else 0

    @classmethod
    def over(cls, files: Files, frame: FrameType) -> Move:
        return cls(files, "step", frame)

    @classmethod
    def into(cls, files: Files, frame: FrameType) -> Move:
        move = cls(files, "step", frame)
        move.enters = True
        return move

    @classmethod
    def out(cls, files: Files, frame: FrameType) -> Move:
        move = cls(files, "step", frame)
        move._leaves = True
        return move

    @classmethod
    def anywhere(cls, files: Files, reason: str) -> Move:
        """To the next line of the user's that the thread runs, in whatever call."""
        move = cls(files, reason)
        move.enters = True
        return move

    def wants(self, code: CodeType) -> bool:
        """Whether a call that begins, or goes on, may be the end of the move."""
        return self.enters and self._files.is_user(code)

    def ends_at(self, frame: FrameType) -> bool:
        """Whether the move ends at the line that begins in `frame`."""
        if frame is self.frame:
            return not self._leaves and not self._is_tail(frame)
        return self.wants(frame.f_code)

    def left(self, frame: FrameType, value: Any, how: str) -> FrameType | None:
        """
        A call ends: by `return`, `yield` or `unwind`. Yields the frame to stop in at once, if any; otherwise `frame` and
        `enters` say where the move goes on.
        """
        if frame is not self.frame:
            return None
        if how == "yield" and suspends(frame.f_code, value):
            # Whatever else runs meanwhile is not what the user looks at.
            self.enters = False
            return None
        if how == "return":
            self.returned = (frame.f_code.co_name, value)
        caller, awaiter = self._caller(frame), self._awaiter(frame)
        self.frame, self._leaves, self._line = awaiter or caller, False, 0
        self.enters = awaiter is None and (caller is None or caller is not frame.f_back)
        if awaiter is not None:
            return None
        if how != "unwind" and caller is not None and not self.enters and goes_on(caller):
            return caller
        return None

    def _caller(self, frame: FrameType) -> FrameType | None:
        caller = frame.f_back
        while caller is not None and not self._files.is_user(caller.f_code):
            caller = caller.f_back
        return caller

    def _awaiter(self, frame: FrameType) -> FrameType | None:
        """What goes on when a task has ended is a call that waits for it, and not what its loop runs next."""
        if not is_coroutine(frame.f_code) or (frame.f_back and self._files.is_user(frame.f_back.f_code)):
            return None
        from .awaiting import awaiting_frame

        return awaiting_frame(frame, self._files.is_user)

    def _is_tail(self, frame: FrameType) -> bool:
        """Whether a line is met once more because the statement on it goes on behind what stands on the next ones."""
        line, self._line = self._line, frame.f_lineno
        if ends_waiting(frame):
            return True
        lines = span(frame)
        return lines is not None and lines[0] < line <= lines[1]


class Entry(Move):
    """To the first line of the main program."""

    def __init__(self, files: Files) -> None:
        super().__init__(files, "entry")
        self.enters = True

    def wants(self, code: CodeType) -> bool:
        return code.co_name == "<module>" and not is_ours(code.co_filename)

    def ends_at(self, frame: FrameType) -> bool:
        return self.wants(frame.f_code) and frame.f_globals.get("__name__") == "__main__"


def frames_of(frame: FrameType | None) -> list[FrameType]:
    """The stack from a frame outwards, without ours at its bottom."""
    frames = []
    while frame is not None and is_ours(frame.f_code.co_filename):
        # On its way out of a stop.
        frame = frame.f_back
    while frame is not None and not is_ours(frame.f_code.co_filename):
        frames.append(frame)
        frame = frame.f_back
    return frames
