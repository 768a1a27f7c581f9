"""
Has the processes that the program starts come to the debugger as well: a command line that runs Python is given to the
system with the launcher in it. The program sees nothing of that, neither in its environment nor in what it starts.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

_LAUNCHER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "debug_launcher.py")

# Python's own helpers, which would only be in the way of whoever looks at the program.
_HELPERS = ("from multiprocessing.resource_tracker", "from multiprocessing.forkserver")

_FLAGS = frozenset("bBdEIOPqRsSuvx")
_WITH_VALUE = ("-W", "-X", "--check-hash-based-pycs")

_ENVIRONMENT, _START_NEW_SESSION = 5, 15
"""Places among the arguments of `_posixsubprocess.fork_exec`."""


class Following:
    """`way_home` are the launcher's arguments, `is_wanted` says whether the debugger is there yet."""

    def __init__(
        self, way_home: Sequence[str], token: str, is_apart: bool, is_wanted: Callable[[], bool]
    ) -> None:
        self._way_home = way_home
        self._token = token
        self._is_apart = is_apart
        self._is_wanted = is_wanted

    def begin(self) -> None:
        """To be called once, before the program runs. Does nothing where processes are started in another way (Windows)."""
        try:
            import _posixsubprocess
        except ImportError:
            return
        self._follow_forks(_posixsubprocess)
        for name in ("posix_spawn", "posix_spawnp"):
            if hasattr(os, name):
                self._follow_spawns(name)

    def _follow_forks(self, posix: Any) -> None:
        """What `subprocess` and `multiprocessing` come down to."""
        start = posix.fork_exec

        def fork_exec(*arguments: Any) -> int:
            words, executables = arguments[:2]
            told = self._told(executables[0], words)
            if told is None:
                return start(*arguments)
            prepared = list(arguments)
            prepared[0] = told
            own = arguments[_ENVIRONMENT]
            if own is None:
                own = [os.fsencode(f"{name}={value}") for name, value in os.environ.items()]
            added = self._added(bool(arguments[_START_NEW_SESSION]))
            prepared[_ENVIRONMENT] = [
                *own,
                *(os.fsencode(f"{name}={value}") for name, value in added.items()),
            ]
            return start(*prepared)

        posix.fork_exec = fork_exec
        subprocess = sys.modules.get("subprocess")
        if subprocess is not None and hasattr(subprocess, "_fork_exec"):
            subprocess._fork_exec = fork_exec

    def _follow_spawns(self, name: str) -> None:
        """What `subprocess` uses instead where nothing speaks against it."""
        start = getattr(os, name)

        def spawn(path: Any, words: Any, env: Any, **how: Any) -> int:
            told = self._told(path, words)
            if told is None:
                return start(path, words, env, **how)
            own = os.environ if env is None else env
            return start(path, told, {**own, **self._added(bool(how.get("setsid")))}, **how)

        setattr(os, name, spawn)

    def _told(self, executable: Any, words: Sequence[Any]) -> list[str] | None:
        """The command with the launcher in it; None where it is to stay as it is."""
        try:
            if not self._is_wanted() or not _is_python(os.fsdecode(executable)):
                return None
            return self._rewritten([os.fsdecode(word) for word in words])
        except TypeError:
            # What is wrong with the command is for Python to say.
            return None

    def _added(self, starts_session: bool) -> dict[str, str]:
        """To the environment of a process."""
        added = {"TANDEM_TOKEN": self._token, "TANDEM_FOLLOW": "1", "TANDEM_PARENT": str(os.getpid())}
        return {**added, "TANDEM_APART": "1"} if self._is_apart or starts_session else added

    def _rewritten(self, words: list[str]) -> list[str] | None:
        cut = split_command(words)
        if cut is None:
            return None
        options, program = cut
        if program[0] == "-c" and program[1:] and program[1].startswith(_HELPERS):
            return None
        return [words[0], *options, _LAUNCHER, *self._way_home, "--", *program]


def _is_python(executable: str) -> bool:
    name = os.path.basename(executable).lower().removesuffix(".exe")
    return name.rstrip("0123456789.").removesuffix("w") in ("python", "pypy")


def split_command(words: Sequence[str]) -> tuple[list[str], list[str]] | None:
    """The options of an interpreter, and what it runs. None where it runs no program, or one of ours."""
    options: list[str] = []
    at = 1
    while at < len(words):
        word = words[at]
        if not word.startswith("-"):
            return None if word == _LAUNCHER else (options, list(words[at:]))
        if word in _WITH_VALUE:
            options += words[at : at + 2]
            at += 2
            continue
        for kind in ("c", "m"):
            before, found, behind = word[1:].partition(kind)
            if found and _FLAGS.issuperset(before) and not word.startswith("--"):
                text = [behind] if behind else []
                return options + ([f"-{before}"] if before else []), [f"-{kind}", *text, *words[at + 1 :]]
        if word.startswith(_WITH_VALUE) or _FLAGS.issuperset(word[1:]) and word != "-":
            options.append(word)
            at += 1
            continue
        return None
    return None
