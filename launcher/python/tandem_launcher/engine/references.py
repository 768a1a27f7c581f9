"""Numbers for frames and values. Those of a stop are forgotten when its thread runs on."""

from __future__ import annotations

from ..failures import frame_stale, reference_stale

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

    from .threads import DebuggedThread


class FrameReference:
    def __init__(self, thread: DebuggedThread, frame: FrameType | None, key: tuple[int, int]) -> None:
        self.thread = thread
        """The one that answers what is asked about it."""
        self.frame = frame
        """None for a label."""
        self.key = key
        """The thread that it is shown in, which may be a task, and how many calls are within it."""

    @property
    def is_innermost(self) -> bool:
        """Whether it is the call that its thread has stopped in."""
        return self.key == (self.thread.id, 0)


class Container:
    """Something that has variables in it: see `variables.py` for what each makes of that."""

    thread: DebuggedThread | None = None


class References:
    def __init__(self) -> None:
        self._last = 0
        self._frames: dict[int, FrameReference] = {}
        self._containers: dict[int, Container] = {}
        self._numbers: dict[object, int] = {}
        """By what a number was given for, so that asking twice in one stop gives the same one."""

    def count_from(self, base: int) -> None:
        self._last = base

    def add_frame(self, reference: FrameReference) -> int:
        key = ("frame", *reference.key)
        number = self._number(key)
        self._frames[number] = reference
        return number

    def add(self, container: Container, key: object = None) -> int:
        """`key` is what the container is called in this stop."""
        number = self._number(key)
        self._containers[number] = container
        return number

    def frame(self, number: object) -> FrameReference:
        """Raises `engine.frameStale`."""
        reference = self._frames.get(number) if isinstance(number, int) else None
        if reference is None:
            raise frame_stale(number)
        return reference

    def container(self, number: object) -> Container:
        """Raises `engine.referenceStale`."""
        container = self._containers.get(number) if isinstance(number, int) else None
        if container is None:
            raise reference_stale(number)
        return container

    def resumed(self, thread: DebuggedThread) -> None:
        """What was handed out in the stop of a thread means nothing any more."""
        for number in [number for number, it in self._frames.items() if it.thread is thread]:
            del self._frames[number]
        gone = {number for number, it in self._containers.items() if it.thread is thread}
        for number in gone:
            del self._containers[number]
        self._numbers = {
            key: number
            for key, number in self._numbers.items()
            if number in self._containers or number in self._frames
        }

    def _number(self, key: object) -> int:
        known = self._numbers.get(key) if key is not None else None
        if known is not None:
            return known
        self._last += 1
        if key is not None:
            self._numbers[key] = self._last
        return self._last
