"""
From 3.12 on, Python warns whoever forks a process that has several threads. One of them is ours: a program that has no other
must not be warned because of it.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_WARNING = r"This process .* is multi-threaded, use of \w+\(\) may lead to deadlocks in the child"


def spare_warnings(is_alone: Callable[[], bool]) -> None:
    """`is_alone` says whether the program has no other thread than the one that asks."""
    if sys.version_info < (3, 12):
        return
    for name in ("fork", "forkpty"):
        if hasattr(os, name):
            _wrap(name, is_alone)


def _wrap(name: str, is_alone: Callable[[], bool]) -> None:
    fork = getattr(os, name)

    def forked() -> Any:
        import warnings

        alone = is_alone()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", _WARNING, DeprecationWarning)
            result = fork()
        pid = result if isinstance(result, int) else result[0]
        if pid and not alone:
            # What was left out above would have been said of us, not of the program that has called.
            text = f"This process (pid={os.getpid()}) is multi-threaded, use of {name}() may lead to deadlocks in the child."
            warnings.warn(text, DeprecationWarning, stacklevel=2)
        return result

    forked.__name__ = forked.__qualname__ = name
    forked.__doc__ = fork.__doc__
    setattr(os, name, forked)
