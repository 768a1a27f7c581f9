"""
What a program that was found running prints from now on, for the debug console. Its streams stay its own: each keeps what it
is, and only says what is written to it.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .engine.engine import Engine


def hear_output(engine: Engine) -> None:
    """Until the debugger leaves. A stream that cannot be listened to (one in C, without a place for it) is left alone."""
    for category in ("stdout", "stderr"):
        stream = getattr(sys, category)
        # What is there already belongs to the program, or to somebody who has got there before.
        if stream is not None and "write" not in getattr(stream, "__dict__", {"write"}):
            _listen(engine, stream, category)


def _listen(engine: Engine, stream: Any, category: str) -> None:
    write = stream.write

    def heard(text: str) -> Any:
        result = write(text)
        if text and isinstance(text, str):
            engine.console.heard(text, category, sys._getframe(1))
        return result

    def leave() -> None:
        if stream.__dict__.get("write") is heard:
            del stream.write

    stream.write = heard
    engine.at_end(leave)
