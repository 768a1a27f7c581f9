"""
What a process that the program starts needs to come to the debugger: a Python like this one gets the launcher into its
command line, everything else finds its way by its environment, which passes through shells and scripts. It brings Python
(`follow/sitecustomize.py`) and Node (its own launcher's preload) alike.
"""

from __future__ import annotations

import os
import sys

from .arguments import (
    APART,
    ARGS,
    FOLLOW,
    LISTEN,
    PARENT,
    PRELOAD,
    PYTHONPATH,
    REPORT_EXIT,
    SESSION,
    SKIP,
    TOKEN,
)
from .command_line import is_python, is_skipped, launched
from .json_text import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

_HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_LAUNCHER = os.path.join(_HOME, "debug_launcher.py")
_FOLLOW = os.path.join(_HOME, "follow")
_NODE = os.path.join(os.path.dirname(_HOME), "node", "bootstrap.cjs")

_PREPARED = (TOKEN, LISTEN, SESSION)
"""What has one of these has been prepared by another debugger."""


class Children:
    """`way_home` are the launcher's arguments, `is_wanted` says whether the debugger is there still."""

    def __init__(
        self,
        way_home: Sequence[str],
        token: str,
        is_apart: bool,
        is_wanted: Callable[[], bool],
        skips: str | None = None,
    ) -> None:
        self._way_home = way_home
        self._token = token
        self._is_apart = is_apart
        self._is_wanted = is_wanted
        self._skips = skips
        self.starting: set[int] = set()
        """Threads that are just forking a process to become another program: what is forked is not the program itself."""

    def prepared(
        self, executable: Any, words: Sequence[Any], environment: Mapping[Any, Any] | None = None, apart: bool = False
    ) -> tuple[Sequence[Any], dict[str, str]] | None:
        """
        The words and the environment to start it with, of which None is that of this process. `apart`: out of reach of
        the signals of the program's group. None where it is to be started as it is.
        """
        if not self._is_wanted():
            return None
        try:
            own = _texts(os.environ if environment is None else environment)
            if any(name in own for name in _PREPARED):
                return None
            told = [os.fsdecode(word) for word in words]
            command = self._command(os.fsdecode(executable), told)
        except (TypeError, ValueError):
            # What is wrong with it is for Python to say.
            return None
        if command is not None:
            return command, {**own, **self._way(apart)}
        return words, {**own, **self._way(apart), **self.path(own)}

    def path(self, own: Mapping[str, str]) -> dict[str, str]:
        """What is added to the environment for whatever runs in it to find its way, Python or Node."""
        added = {
            ARGS: dumps(list(self._way_home)),
            PYTHONPATH: _FOLLOW,
            "PYTHONPATH": _before(_FOLLOW, own.get("PYTHONPATH"), os.pathsep),
        }
        if os.path.exists(_NODE):
            preload = "--require " + _quoted(_NODE)
            added[PRELOAD] = preload
            added["NODE_OPTIONS"] = _before(preload, own.get("NODE_OPTIONS"), " ")
        return added

    def _way(self, apart: bool) -> dict[str, str]:
        way = {TOKEN: self._token, FOLLOW: "1", REPORT_EXIT: "1", PARENT: str(os.getpid())}
        if self._skips is not None:
            way[SKIP] = self._skips
        return {**way, APART: "1"} if self._is_apart or apart else way

    def _command(self, executable: str, words: list[str]) -> list[str] | None:
        # Another Python may be one that the launcher cannot run in.
        if not is_python(executable) or not _is_same(executable):
            return None
        # It finds out by itself, and what it starts comes all the same.
        if self._skips is not None and is_skipped(words, self._skips):
            return None
        return launched(words, _LAUNCHER, self._way_home)


def _is_same(executable: str) -> bool:
    return bool(sys.executable) and os.path.realpath(executable) == os.path.realpath(sys.executable)


def _texts(environment: Mapping[Any, Any]) -> dict[str, str]:
    return {os.fsdecode(name): os.fsdecode(value) for name, value in environment.items()}


def _before(ours: str, own: str | None, separator: str) -> str:
    return f"{ours}{separator}{own}" if own else ours


def _quoted(path: str) -> str:
    """As one word of NODE_OPTIONS."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
