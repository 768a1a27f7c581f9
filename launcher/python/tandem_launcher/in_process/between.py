"""
Takes the place of threads where there are none: the program's own thread hears commands whenever it waits, and between
two operations when the adapter interrupts it.
"""

from __future__ import annotations

import signal
from collections import deque

from ..engine.beside import Interrupted
from ..json_text import loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Any

    from .bridge import Bridge

    Work = Callable[[], Any]


class Between:
    """The `Beside` of a thread that is alone. `hear` gets each command, in its order."""

    def __init__(self, bridge: Bridge, hear: Callable[[dict[str, Any]], None]) -> None:
        self.ours: set[int] = set()
        self._bridge = bridge
        self._hear = hear
        self._alone = _Alone(self.turn)
        self._begun: deque[Work] = deque()
        self._later: dict[int, Work] = {}
        self._alarms = 0
        self._interrupts = False
        self._works = 0

    def start(self) -> None:
        signal.signal(self._bridge.signal, lambda *_: self.turn())

    def queue(self) -> _Queue:
        return _Queue(self)

    def lock(self) -> _Alone:
        return self._alone

    def begin(self, work: Work) -> None:
        """It is done as soon as whoever asks for it is through with what he does."""
        self._begun.append(work)

    def later(self, seconds: float, work: Work) -> None:
        self._alarms += 1
        self._later[self._alarms] = work
        self._bridge.wakeLater(self._alarms, seconds * 1000)

    def is_at_work(self, ident: int) -> bool:
        return self._works > 0

    def interrupt(self, ident: int) -> bool:
        self._interrupts = True
        return True

    def be_interrupted(self) -> None:
        self._interrupts = False

    def wait(self, seconds: float = -1.0) -> None:
        """Until there is something new, or for so long at most; and does what there is to do."""
        self._bridge.wait(seconds * 1000)
        self.turn()

    def turn(self) -> None:
        """Hears what has been said. Raises `Interrupted` in what is to be ended by it."""
        if self._alone.is_held:
            # Whoever holds it will.
            self._alone.missed = True
            return
        with self._alone:
            # Now, what is said from here on interrupts anew.
            while (said := self._bridge.take()) is not None:
                self._take(said)
        while self._begun:
            self._work(self._begun.popleft())
        if self._interrupts:
            self._interrupts = False
            raise Interrupted

    def _work(self, work: Work) -> None:
        self._works += 1
        try:
            work()
        finally:
            self._works -= 1

    def _take(self, said: str) -> None:
        message = loads(said)
        if "alarm" not in message:
            self._hear(message)
            return
        work = self._later.pop(message["alarm"], None)
        if work is not None:
            work()


class _Queue:
    """Who waits at it hears commands meanwhile."""

    def __init__(self, between: Between) -> None:
        self._between = between
        self._items: deque[Any] = deque()

    def put(self, item: Any) -> None:
        self._items.append(item)

    def get(self, seconds: float = -1.0) -> Any:
        """None when nothing has come after so many seconds."""
        if seconds >= 0 and not self._items:
            self._between.later(seconds, lambda: self.put(None))
        while not self._items:
            self._between.wait()
        return self._items.popleft()


class _Alone:
    """While it is held no command is heard: the thread that would wait for its end is the one that holds it."""

    def __init__(self, turn: Work) -> None:
        self.is_held = False
        self.missed = False
        self._turn = turn
        self._depth = 0

    def __enter__(self) -> None:
        self._depth += 1
        self.is_held = True

    def __exit__(
        self, kind: type[BaseException] | None, thrown: BaseException | None, where: TracebackType | None
    ) -> None:
        self._depth -= 1
        if self._depth:
            return
        self.is_held = False
        if self.missed:
            self.missed = False
            self._turn()
