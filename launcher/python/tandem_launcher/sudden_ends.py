"""The ways in which a program ends before Python does: at once, or by becoming another one."""

from __future__ import annotations

import os

from .os_functions import put

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .children import Children


def follow_replacement(children: Children | None, leaves: Callable[[bool], None]) -> None:
    """
    What this process becomes by `os.exec*` comes to the debugger as well, if `children` do. `leaves` is called with True
    when it is about to, and with False when it has stayed after all.
    """
    if os.name == "nt":
        # It is another process there.
        return

    def becomes(start: Any, path: Any, words: Any, *environment: Any) -> None:
        # The search in the PATH tries one place after the other.
        if None in environment or not (isinstance(path, int) or os.access(path, os.X_OK)):
            start(path, words, *environment)
        prepared = None if children is None else children.prepared(path, words, *environment)
        leaves(True)
        try:
            if prepared is None:
                start(path, words, *environment)
            else:
                execve(path, *prepared)
        finally:
            leaves(False)

    execve: Any = os.execve
    execv = os.execv
    put("execve", lambda path, argv, env: becomes(execve, path, argv, env))
    put("execv", lambda path, argv, /: becomes(execv, path, argv))


def follow_exit(leaves: Callable[[int], None]) -> None:
    """`leaves` is called before `os._exit`."""
    start = os._exit

    def _exit(status):
        if isinstance(status, int):
            leaves(status)
        start(status)

    put("_exit", _exit)
