"""The program's streams, as they are in a terminal: a line is out when it is written, and its letters are UTF-8."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def prepare() -> None:
    for stream in (sys.stdout, sys.stderr):
        # Without a console (pythonw) there are none.
        if stream is not None and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)


def flush() -> None:
    """Hands on what the program has written so far, whatever the program has made of its streams."""
    for name in ("stdout", "stderr"):
        stream: Any = getattr(sys, name, None)
        try:
            stream.flush()
        except Exception:
            continue
