"""What a program that is not debugged notes in a file, for an adapter that is not its parent."""

from __future__ import annotations

import atexit
import os

from .json_text import dumps
from .sudden_ends import follow_exit


class Notes:
    """Its process id when it starts, its exit code when it ends by itself: one line of JSON each."""

    def __init__(self, path: str) -> None:
        self.exit_code = 0
        self._path = path
        self._pid = os.getpid()
        self._note({"pid": self._pid})
        # What is registered first is called last.
        atexit.register(self._end)
        follow_exit(self._end)

    def uncaught(self, thrown: BaseException) -> None:
        """It ends as any program would."""

    def _end(self, exit_code: int | None = None) -> None:
        # What was forked off has its own end.
        if os.getpid() == self._pid:
            self._note({"exitCode": self.exit_code if exit_code is None else exit_code & 0xFF})

    def _note(self, note: dict[str, int]) -> None:
        try:
            with open(self._path, "a", encoding="ascii") as file:
                file.write(f"{dumps(note)}\n")
        except OSError:
            # The adapter is gone, and its directory with it.
            pass
