"""Stops at exceptions: as they are raised, as they leave the user's code, and after nothing has caught them."""

from __future__ import annotations

from .exception_filters import ExceptionFilters
from .files import is_ours
from .steps import frames_of
from .threads import Stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from .engine import Engine
    from .threads import DebuggedThread

    Frames = list[tuple[FrameType, int]]


class ExceptionStops:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._filters = ExceptionFilters()

    def set(self, arguments: dict[str, Any]) -> list[dict[str, Any]]:
        self._filters = filters = ExceptionFilters(arguments)
        self._engine.tracer.watch_exceptions(filters.has("raised"), filters.has("userUncaught"))
        return filters.answers

    def clear(self) -> None:
        self._filters = ExceptionFilters()

    def raised(self, frame: FrameType, thrown: BaseException) -> None:
        if self._filters.is_new(frame, thrown, self._engine.files):
            self._throw(frame, thrown, "raised", False)

    def unwound(self, frame: FrameType, thrown: BaseException) -> None:
        if self._filters.leaves_users_code(frame, thrown, self._engine.files):
            self._throw(frame, thrown, "userUncaught", True)

    def uncaught(self, thrown: BaseException) -> None:
        """Nothing has caught an exception: its calls have ended, and are shown as they were."""
        if self._engine.is_detached or thrown.__traceback__ is None or not self._filters.has("uncaught"):
            return
        thread = self._engine.threads.current()
        if thread.told is thrown:
            return
        frames = _past_frames(thrown)
        if self._filters.wants("uncaught", frames[0][0], thrown, self._engine.console.tell):
            self._stop(thread, frames, thrown, True, None)

    def _throw(self, frame: FrameType, thrown: BaseException, kind: str, unhandled: bool) -> None:
        thread = self._engine.threads.current()
        if thread.stopped is not None or thread.told is thrown:
            return
        if self._filters.wants(kind, frame, thrown, self._engine.console.tell):
            self._stop(thread, _past_frames(thrown, frame), thrown, unhandled, frame)

    def _stop(
        self,
        thread: DebuggedThread,
        frames: Frames,
        thrown: BaseException,
        unhandled: bool,
        going_on: FrameType | None,
    ) -> None:
        from .exceptions import one_line

        stop = Stop("exception", frames, description="Paused on exception", text=one_line(thrown))
        stop.thrown, stop.unhandled = thrown, unhandled
        stop.going_on, stop.is_past = going_on, going_on is None
        self._engine.stops.stop(thread, frames[0][0], stop)
        thread.told = thrown


def _past_frames(thrown: BaseException, below: FrameType | None = None) -> Frames:
    """The calls that an exception has come through, the innermost first, and those that still go on from `below` outwards."""
    frames = []
    traceback = thrown.__traceback__
    while traceback is not None:
        frame = traceback.tb_frame
        if not is_ours(frame.f_code.co_filename):
            frames.append((frame, traceback.tb_lineno or frame.f_lineno))
        traceback = traceback.tb_next
    frames.reverse()
    if below is None:
        below = frames[-1][0].f_back if frames else None
    elif frames and frames[-1][0] is below:
        below = below.f_back
    return frames + [(it, it.f_lineno) for it in frames_of(below)]
