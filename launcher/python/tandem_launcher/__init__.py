"""What is loaded into a Python program that Tandem debugs. It imports little: a program waits for it at its start."""

from __future__ import annotations

from .bytecode_cache import keep_bytecode

keep_bytecode(__path__[0])


def listen(place: str = "auto", *, wait: bool = False, token: str | None = None, quiet: bool = False) -> None:
    """
    For a program that is to let debuggers in from here on, wherever it was started: they come and go as in one that
    `tandem exec` has started. `place` is `auto`, `unix[:/PATH]` or `tcp[:HOST:PORT]`; with `wait`, it returns when a debugger is
    ready. To be called once, by the thread that the program begins with.
    """
    from .program import Running
    from .waiting import Waiting, Wish

    waiting = Waiting(Wish(place, token, wait, quiet), Running())
    waiting.begin()
    waiting.hold()
