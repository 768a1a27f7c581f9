"""A debugger in a program that runs: an engine of its own, from when it has come until nothing of it is left."""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock

from .breakpoint_hook import breakpoint_hook
from .engine.beside import ThreadsBeside
from .engine.engine import Engine
from .failures import Failure
from .heard_output import hear_output
from .introduction import introduction

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .connection import Connection
    from .program import Runs


class Visit:
    """
    `main` is the thread that the program has begun with, `ours` are those that are not the program's. `ready` is called when
    the debugger is; `is_held` tells whether the program has not begun yet.
    """

    def __init__(
        self,
        connection: Connection,
        program: Runs,
        main: int,
        ours: set[int],
        ready: Callable[[], None] = lambda: None,
        is_held: Callable[[], bool] = lambda: False,
    ) -> None:
        self.is_leaving = False
        self.over = allocate_lock()
        """Held until nothing of it is left."""
        self.over.acquire()
        self._connection = connection
        self._program = program
        self._main = main
        self._ready = ready
        self._is_held = is_held
        self._engine = Engine(connection.emit, program, ThreadsBeside(ours), main)

    def run(self, token: str = "") -> None:
        """From its `hello` to its end, in a thread that is not the program's."""
        self._connection.emit("hello", introduction(self._program, token))
        try:
            for message in self._connection.commands():
                if "command" in message:
                    self._answer(message)
                if self.is_leaving:
                    break
        except Failure:
            # Nobody is there who could be told that he cannot be understood.
            pass
        finally:
            self.is_leaving = True
            self._leave()
            self._connection.close()
            self.over.release()

    def uncaught(self, thrown: BaseException) -> None:
        """To be called with what nothing in the program's first thread has caught."""
        self._engine.exceptions.uncaught(thrown)

    def hear_uncaught(self) -> None:
        """Has the program's own hook tell what nothing has caught, where nobody else does."""
        former = sys.excepthook

        def hook(kind: type, thrown: BaseException, traceback: Any) -> None:
            self.uncaught(thrown)
            former(kind, thrown, traceback)

        def restore() -> None:
            if sys.excepthook is hook:
                sys.excepthook = former

        sys.excepthook = hook
        self._engine.at_end(restore)

    def end(self, exit_code: int | None = None) -> None:
        """To be called when the program is about to exit; None where nobody knows how."""
        self._engine.end()
        if exit_code is not None:
            self._connection.emit("exited", {"exitCode": exit_code})
        self._connection.close()

    def forget(self) -> None:
        """In a process that was forked off: the debugger is in the parent."""
        self._connection.forget()
        self._engine.forget()
        self._engine.undo()

    def _answer(self, message: dict[str, Any]) -> None:
        number, command = message["seq"], message["command"]

        def respond(body: Any) -> None:
            self._connection.answer(number, body)

        def refuse(thrown: BaseException) -> None:
            self._connection.refuse(number, thrown)

        try:
            if command == "detach":
                self.is_leaving = True
                self._leave()
                respond({})
                return
            arguments = message.get("arguments") or {}
            if command == "configure":
                self._join(arguments)
            self._engine.request(command, arguments, respond, refuse)
            if command == "ready":
                if self._is_held():
                    self._engine.stop_on_entry(self._main)
                self._ready()
        except Exception as thrown:
            refuse(thrown)

    def _join(self, arguments: dict[str, Any]) -> None:
        engine = self._engine
        engine.configure(arguments)
        engine.join()
        hear_output(engine)
        if "PYTHONBREAKPOINT" not in os.environ:
            former = sys.breakpointhook
            own = breakpoint_hook(engine)
            sys.breakpointhook = own

            def restore() -> None:
                if sys.breakpointhook is own:
                    sys.breakpointhook = former

            engine.at_end(restore)

    def _leave(self) -> None:
        if not self._engine.is_detached:
            self._engine.detach()


def say_occupied(connection: Connection) -> None:
    """Says no to a debugger that has come while another is in."""
    message = "Another debugger is attached to this program: there is room for one at a time."
    occupied = Failure("attach.occupied", message, "Disconnect it first.", "user")
    connection.emit("refused", occupied.to_json())
    connection.close()
