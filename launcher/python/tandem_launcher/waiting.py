"""
A program that waits for debuggers, which come and go, one at a time. While none is in, there is a thread that listens, and
nothing else of ours.
"""

from __future__ import annotations

import atexit
import os
import sys
from _thread import allocate_lock, get_ident, start_new_thread
from time import time

from .door import Door, open_door
from .following import follow
from .forks import spare_warnings
from .introduction import main_of
from .program import Running
from .publishing import new_path, private_directory, publish
from .sudden_ends import follow_exit, follow_replacement
from .version import VERSION
from .waiting_children import WaitingChildren

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _socket
    from typing import Any

    from .program import Runs
    from .visit import Visit
    from .wire import Decoder


_GRACE = 0.3
"""Seconds in which a debugger is seen to have gone, if it has."""


class Wish:
    """What the user wants of a program that waits for debuggers."""

    def __init__(
        self,
        place: str = "auto",
        token: str | None = None,
        wait: bool = False,
        quiet: bool = False,
        allows_others: bool = False,
    ) -> None:
        self.place = place
        self.token = token
        self.wait = wait
        """The program is held until a debugger is ready."""
        self.quiet = quiet
        self.allows_others = allows_others
        """Other machines may connect."""


class Waiting:
    """To be made by the thread that the program begins with."""

    def __init__(self, wish: Wish, program: Runs) -> None:
        self.exit_code: int | None = None if isinstance(program, Running) else 0
        """Unknown where somebody else runs the program."""
        self._wish = wish
        self._program = program
        self._token = wish.token or os.urandom(32).hex()
        self._main = get_ident()
        self._ours: set[int] = set()
        self._door: Door | None = None
        self._files: list[str] = []
        self._visit: Visit | None = None
        self._children = WaitingChildren(wish.wait, wish.quiet)
        self._entering = allocate_lock()
        self._held = allocate_lock()

    def begin(self) -> None:
        """Where it cannot wait, the program runs on as it would without us, and the user is told."""
        # What is registered first is called last: the program's own handlers can be debugged.
        atexit.register(self._farewell)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forked)
            spare_warnings(self._is_alone)
        follow(self._children)
        follow_replacement(self._children, lambda leaving: None)
        follow_exit(self._left)
        if not getattr(self._program, "is_fork_server", False):
            self._listen()
        if self._wish.wait and self._door is not None:
            self._held.acquire()

    def hold(self) -> None:
        """Returns when the program may run."""
        if self._held.acquire():
            self._held.release()

    def uncaught(self, thrown: BaseException) -> None:
        if self._visit is not None:
            self._visit.uncaught(thrown)

    def _listen(self) -> None:
        directory = self._directory()
        try:
            self._door = door = open_door(
                self._wish.place, self._wish.allows_others, (lambda: new_path(directory)) if directory else None
            )
        except (OSError, ValueError) as error:
            _say(f"Tandem cannot wait for debuggers: {error}.")
            return
        if door.file is not None:
            self._files.append(door.file)
        if directory is not None:
            self._publish(directory, door)
        if not self._wish.quiet:
            self._announce(door, directory is not None)
        start_new_thread(self._watch, (door,))

    def _directory(self) -> str | None:
        """None where this user has none: then only who is told the endpoint and the token can come."""
        try:
            return private_directory()
        except OSError as error:
            _say(f"{error}.")
            return None

    def _publish(self, directory: str, door: Door) -> None:
        publication: dict[str, Any] = {
            "endpoint": door.endpoint,
            "token": self._token,
            "runtime": "python",
            "cwd": os.getcwd(),
            "version": VERSION,
            "startedAt": int(time() * 1000),
        }
        main = main_of(self._program)
        if main is not None:
            publication["main"] = main
        self._files.append(publish(directory, publication))

    def _announce(self, door: Door, is_published: bool) -> None:
        """A line that can be run as it is."""
        program = self._program
        title = os.path.basename(program.file) if program.file else program.module or "python"
        _say(f"tandem attach {os.getpid() if is_published else door.endpoint}  # {title}, {door.endpoint}")

    def _watch(self, door: Door) -> None:
        self._ours.add(get_ident())
        door.watch(self._token, self._comes)

    def _comes(self, stream: _socket.socket, decoder: Decoder, said: list[dict[str, Any]]) -> None:
        start_new_thread(self._receive, (stream, decoder, said))

    def _receive(self, stream: _socket.socket, decoder: Decoder, said: list[dict[str, Any]]) -> None:
        """One debugger, from when it knocks until it has gone."""
        self._ours.add(get_ident())
        # Most of what there is: a program that nobody debugs does without.
        from .connection import Connection, watch_over
        from .visit import Visit, say_occupied

        try:
            watch_over(stream)
            connection = Connection(stream, decoder, said)
            with self._entering:
                former = self._visit
                if former is not None:
                    # One that has gone may not have been missed yet.
                    if not former.over.acquire(True, -1 if former.is_leaving else _GRACE):
                        say_occupied(connection)
                        return
                    former.over.release()
                visit = Visit(
                    connection, self._program, self._main, self._ours, self._release, self._held.locked
                )
                self._visit = visit
            if isinstance(self._program, Running):
                visit.hear_uncaught()
            visit.run()
            if self._visit is visit:
                self._visit = None
        finally:
            self._ours.discard(get_ident())

    def _release(self) -> None:
        if self._held.locked():
            self._held.release()

    def _is_alone(self) -> bool:
        return all(ident in self._ours or ident == get_ident() for ident in sys._current_frames())

    def _farewell(self) -> None:
        for file in self._files:
            try:
                os.unlink(file)
            except OSError:
                pass
        self._files = []
        if self._visit is not None and not self._visit.is_leaving:
            self._visit.end(self.exit_code)

    def _left(self, exit_code: int) -> None:
        """The program ends at once."""
        self.exit_code = exit_code & 0xFF
        self._farewell()

    def _forked(self) -> None:
        """A process that was forked off is another program, which waits at a place of its own."""
        if self._door is not None:
            self._door.forget()
        if self._visit is not None:
            self._visit.forget()
        self._door = self._visit = None
        self._files = []
        self._ours.clear()
        self._entering = allocate_lock()
        self._held = allocate_lock()
        self._main = get_ident()
        self._wish = Wish("auto", None, False, self._wish.quiet)
        self._token = os.urandom(32).hex()
        # What is forked off to become another program is that when it has.
        if get_ident() not in self._children.starting:
            self._listen()


def _say(line: str) -> None:
    """Past the program's own streams."""
    try:
        os.write(2, f"{line}\n".encode("utf-8", "backslashreplace"))
    except OSError:
        # Nobody reads it.
        pass
