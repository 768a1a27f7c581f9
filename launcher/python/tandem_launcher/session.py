"""The program's side of a session: says hello, hears commands in a thread of its own, and sees to the end."""

from __future__ import annotations

import atexit
import os
import sys
from _thread import allocate_lock, get_ident, start_new_thread

from .answering import answer, look_at
from .breakpoint_hook import breakpoint_hook
from .engine.beside import ThreadsBeside
from .engine.engine import Engine
from .failures import Failure
from .forks import spare_warnings
from .introduction import introduction
from .streams import output
from .sudden_ends import follow_exit, follow_replacement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

    from .arguments import Arguments
    from .children import Children
    from .connection import Connection, Nowhere
    from .program import Program

_FLUSH_LIMIT = 0.5
"""Seconds that the adapter may take to read what was written last."""

_KILL_AFTER = 5.0
"""Seconds between the signals that ask and that end, when the adapter has vanished."""


class Session:
    def __init__(self, connection: Nowhere, program: Program, arguments: Arguments) -> None:
        self.exit_code = 0
        self._connection = connection
        self._program = program
        self._arguments = arguments
        self._parent = arguments.parent
        self._reports_exit = arguments.reports_exit
        self._beside = ThreadsBeside()
        self._engine = Engine(connection.emit, program, self._beside)
        program.revised = self._engine.tracer.in_force
        self._children: Children | None = None
        self._is_over = False
        self._is_traced = False
        """Long before it was forked off, perhaps: what traces is inherited."""
        self._is_wanted = False
        """The adapter has said something."""
        self._may_exit = allocate_lock()
        self._may_exit.acquire()
        self._prepared = allocate_lock()
        self._prepared.acquire()

    def begin(self) -> None:
        # What is registered first is called last: the program's own handlers can be debugged.
        atexit.register(self._farewell)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forked)
            spare_warnings(self._engine.threads_are_few)
        if "PYTHONBREAKPOINT" not in os.environ:
            sys.breakpointhook = breakpoint_hook(self._engine)
        if self._arguments.follows:
            self._follow_children()
        follow_replacement(self._children, self._replaced)
        follow_exit(self._left)

    def _follow_children(self) -> None:
        from .children import Children
        from .following import follow

        told = self._arguments
        self._children = Children(told.way_home, told.token, told.is_apart, lambda: not self._is_over, told.skips)
        follow(self._children)

    def introduce(self, connection: Connection) -> None:
        """To the adapter, which is heard from now on."""
        hello = introduction(self._program, self._arguments.token)
        if self._parent is not None:
            hello["parentPid"] = self._parent
        if self._arguments.is_apart:
            hello["apart"] = True
        connection.emit("hello", hello)
        start_new_thread(self._read, (connection,))

    def hold(self) -> None:
        """Returns when the program may run."""
        look_at(self._engine, self._program)
        self._prepared.release()
        self._is_traced = True
        self._engine.hold()

    def uncaught(self, thrown: BaseException) -> None:
        self._engine.exceptions.uncaught(thrown)

    def site_of(self, frame: FrameType | None) -> str:
        return self._engine.console.site_of(frame)

    def _read(self, connection: Connection) -> None:
        self._beside.ours.add(get_ident())
        self._prepared.acquire()
        try:
            for message in connection.commands():
                if "command" in message:
                    self._answer(connection, message)
        except Failure:
            # Nobody is there who could be told that he cannot be understood.
            pass
        except BaseException:
            # At the end of the process.
            if not self._is_over:
                raise
        if self._is_over:
            return
        if self._parent is not None and not self._is_wanted:
            # Nobody has taken it: the session that it belonged to is over.
            self._is_over = True
            self._engine.detach()
        else:
            self._abandoned()

    def _answer(self, connection: Connection, message: dict[str, Any]) -> None:
        self._is_wanted = True
        if message["command"] == "exit":
            self._may_exit.release()
        if message["command"] == "detach":
            # Whoever lets go hears nothing more, and is not missed.
            self._is_over = True
        answer(self._engine, connection, message)

    def _abandoned(self) -> None:
        """
        The adapter has vanished. The program must neither stay frozen nor stay behind: it is let go, asked to end as a
        terminal would ask it, and killed when it does not.
        """
        import signal
        import time

        self._is_over = True
        self._engine.detach()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_KILL_AFTER)
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    def _farewell(self) -> None:
        self._engine.end()
        if not self._is_over:
            # Only we know where its last output was written.
            output.flush()
        self._say_goodbye()

    def _say_goodbye(self) -> None:
        if not self._is_over:
            self._let_output_be_read()
        self._is_over = True
        if self._reports_exit:
            self._connection.emit("exited", {"exitCode": self.exit_code})
        self._connection.close()

    def _let_output_be_read(self) -> None:
        """While the engine can still be asked where it was written."""
        if output.told_places:
            self._connection.emit("exiting")
            self._may_exit.acquire(True, _FLUSH_LIMIT)

    def _left(self, exit_code: int) -> None:
        """The program ends at once: what it has not written is lost, as it is without us."""
        if self._is_over or self._is_becoming_another():
            return
        self.exit_code = exit_code & 0xFF
        self._say_goodbye()

    def _replaced(self, leaving: bool) -> None:
        """This process becomes another program, or has stayed what it was. Its end is not that of the program then."""
        if self._is_over or self._is_becoming_another():
            return
        if leaving:
            self._let_output_be_read()
        self._connection.emit("replacing", {"replacing": leaving})

    def _is_becoming_another(self) -> bool:
        return self._children is not None and get_ident() in self._children.starting

    def _forked(self) -> None:
        """In a process that the program has forked off. It is debugged if that is wanted, and held until it is."""
        output.stop_framing()
        self._connection.forget()
        if self._is_over or self._is_becoming_another() or not self._comes_along():
            self._is_over = True
            atexit.unregister(self._farewell)
            self._engine.forget()

    def _comes_along(self) -> bool:
        from .connection import connect

        if self._children is None:
            return False
        assert self._arguments.endpoint is not None
        try:
            connection = connect(self._arguments.endpoint)
        except OSError:
            return False
        self._connection = connection
        self._parent = os.getppid()
        self._reports_exit = True
        self._is_wanted = False
        self._engine.forked(connection.emit)
        # It has been prepared when it was one with its parent.
        self._prepared = allocate_lock()
        self.introduce(connection)
        if self._is_traced:
            self._engine.wait()
        else:
            self._engine.hold()
            self._is_traced = True
        return not self._is_over
