"""
The program's streams, as they are in a terminal: a line is out when it is written, and its letters are UTF-8. Where the
adapter reads them, each write is framed in the very call that hands it to the system (`protocol/output-record.ts` has the
words): so the adapter knows the order of both streams, and where in the program a line comes from.
"""

from __future__ import annotations

import os
import sys
from _thread import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

    Locate = Callable[[FrameType | None], str]
    Deliver = Callable[[int, bytes, int, bytes], None]
    """The number of the stream, what is written, its kind, and the place in the program that it comes from."""

_TEXT, _LOG, _LOG_POINT = 0, 1, 6
_LONGEST_SITE = 4096


class Output:
    """What is framed. `locate` says where a write comes from, or nothing."""

    def __init__(self) -> None:
        self.is_framed = False
        self.told_places = False
        self._deliver: Deliver = self._write_frame
        self._start = b""
        self._seq = 0
        # A signal's handler may print in the middle of it.
        self._lock = RLock()
        self._locate: Locate | None = None
        self._former: list[Any] = []
        self._pipes: dict[int, tuple[int, int]] = {}
        """What the numbers 1 and 2 have been at first: a program may have them lead elsewhere."""

    def prepare(self, told: str | None, locate: Locate | None = None) -> None:
        """`told` is what the adapter says: its process, and the key of the frames."""
        key = _key(told)
        if key is None:
            self._open(locate, lambda number: False)
            return
        self._start = f"\x1b_{key};".encode()
        self._open(locate, _is_pipe)

    def deliver(self, deliver: Deliver, locate: Locate | None = None) -> None:
        """What is written is handed to `deliver`, instead of being framed."""
        self._deliver = deliver
        self._open(locate, lambda number: True)

    def _open(self, locate: Locate | None, is_read: Callable[[int], bool]) -> None:
        self._locate = locate
        for number, name in ((1, "stdout"), (2, "stderr")):
            stream: Any = getattr(sys, name)
            # Without a console (pythonw) there are none.
            if stream is None or stream.isatty():
                continue
            if stream.fileno() == number and is_read(number):
                self._frame(name, number, stream)
            else:
                stream.reconfigure(encoding="utf-8", errors=stream.errors, line_buffering=True)

    def flush(self) -> None:
        """Hands on what the program has written so far, whatever the program has made of its streams."""
        locate, self._locate = self._locate, None
        for name in ("stdout", "stderr"):
            stream: Any = getattr(sys, name, None)
            try:
                stream.flush()
            except Exception:
                continue
        self._locate = locate

    def log(self, text: str, site: str) -> bool:
        """Writes the message of a log point at its very place. False where that is nobody's to read."""
        if not self._leads_home(1):
            return False
        self.write(1, text.encode("utf-8", "backslashreplace"), _LOG_POINT, site)
        return True

    def stop_framing(self) -> None:
        """In a process that was forked off: its pieces would get between those of the first."""
        self._lock = RLock()
        self.is_framed = False

    def write_placed(self, number: int, data: bytes, frame: FrameType | None) -> None:
        site = self._locate(frame) if self._locate is not None else ""
        self.write(number, data, _LOG if site else _TEXT, site)

    def write(self, number: int, data: bytes, kind: int, site: str) -> None:
        encoded = site.encode("utf-8", "surrogateescape")
        if len(encoded) > _LONGEST_SITE:
            kind, encoded = _TEXT if kind == _LOG else kind, b""
        with self._lock:
            self.told_places = self.told_places or bool(encoded)
            self._deliver(number, data, kind, encoded)

    def _write_frame(self, number: int, data: bytes, kind: int, site: bytes) -> None:
        self._seq += 1
        header = b"%s%d;%d;%d;0;0;%s\x1b\\" % (self._start, len(data), self._seq, kind, site)
        _write_all(number, header + data)

    def _leads_home(self, number: int) -> bool:
        return self.is_framed and self._pipes.get(number) == _identity(number)

    def _frame(self, name: str, number: int, stream: Any) -> None:
        import io

        output = self

        class Framed(io.FileIO):
            def write(self, data) -> int:
                if not output._leads_home(number):
                    return super().write(data)
                data = bytes(data)
                # At the very end Python itself writes, and nobody has called.
                output.write_placed(number, data, sys._getframe().f_back)
                return len(data)

        raw = Framed(number, "wb", closefd=False)
        raw.name = f"<{name}>"
        framed: Any = io.TextIOWrapper(
            # Without buffers (`-u`) there is none in between.
            io.BufferedWriter(raw) if hasattr(stream.buffer, "raw") else raw,
            encoding="utf-8",
            errors=stream.errors,
            newline=None if sys.platform == "win32" else "\n",
            line_buffering=True,
            write_through=stream.write_through,
        )
        framed.mode = "w"
        self._former.append(stream)
        self.is_framed = True
        self._pipes[number] = _identity(number)
        setattr(sys, name, framed)
        setattr(sys, f"__{name}__", framed)


def _key(told: str | None) -> str | None:
    """Only the process that the adapter has started itself writes to the adapter's pipes for sure."""
    pid, _, key = (told or "").partition(":")
    return key if key and pid == str(os.getppid()) else None


def _is_pipe(number: int) -> bool:
    import stat

    mode = os.fstat(number).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _identity(number: int) -> tuple[int, int]:
    try:
        stat = os.fstat(number)
    except OSError:
        return (0, 0)
    return (stat.st_dev, stat.st_ino)


def _write_all(number: int, data: bytes) -> None:
    while data:
        data = data[os.write(number, data) :]


output = Output()
