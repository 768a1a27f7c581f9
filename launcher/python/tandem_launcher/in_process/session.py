"""The program's side of a session in a worker of the adapter's process."""

from __future__ import annotations

import os
import sys

from ..answering import answer, look_at
from ..breakpoint_hook import breakpoint_hook
from ..engine.engine import Engine
from ..json_text import dumps
from ..speaker import Speaker
from ..streams import output
from .between import Between

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from ..program import Program
    from .bridge import Bridge

_FLUSH_LIMIT = 0.5
"""Seconds that the adapter may take to read what was written last."""


class BridgeSpeaker(Speaker):
    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._seq = 0

    def _say(self, message: dict[str, Any]) -> None:
        self._seq += 1
        self._bridge.say(dumps({"seq": self._seq, **message}))


class WorkerSession:
    def __init__(self, bridge: Bridge, program: Program) -> None:
        self.between = Between(bridge, self._answer)
        self._connection = BridgeSpeaker(bridge)
        self._program = program
        self._engine = Engine(self._connection.emit, program, self.between)
        self._is_over = False
        self._may_exit = self.between.queue()

    def hold(self) -> None:
        """Returns when the program may run."""
        if "PYTHONBREAKPOINT" not in os.environ:
            sys.breakpointhook = breakpoint_hook(self._engine)
        look_at(self._engine, self._program)
        self._engine.hold()

    def uncaught(self, thrown: BaseException) -> None:
        self._engine.exceptions.uncaught(thrown)

    def site_of(self, frame: FrameType | None) -> str:
        return self._engine.console.site_of(frame)

    def farewell(self) -> None:
        self._engine.end()
        if output.told_places and not self._is_over:
            # Only we know where its last output was written.
            output.flush()
            self._connection.emit("exiting")
            self._may_exit.get(_FLUSH_LIMIT)

    def _answer(self, message: dict[str, Any]) -> None:
        if message["command"] == "exit":
            self._may_exit.put(None)
        if message["command"] == "detach":
            self._is_over = True
        answer(self._engine, self._connection, message)
