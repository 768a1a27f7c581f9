"""
The places where a program hands a process to the system: each is asked for what it takes to come to the debugger. The
program sees nothing of that in its own environment.
"""

from __future__ import annotations

import os
import sys
from _thread import get_ident

from .os_functions import put

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .children import Children

_ENVIRONMENT, _START_NEW_SESSION = 5, 15
"""Places among the arguments of `_posixsubprocess.fork_exec`."""


def follow(children: Children) -> None:
    """To be called once, before the program runs. Does nothing where processes are started in another way (Windows)."""
    try:
        import _posixsubprocess
    except ImportError:
        return
    _follow_forks(_posixsubprocess, children)
    for name in ("posix_spawn", "posix_spawnp"):
        if hasattr(os, name):
            _follow_spawns(name, children)
    _follow_system(children)


def _follow_forks(posix: Any, children: Children) -> None:
    """What `subprocess` and `multiprocessing` come down to."""
    start = posix.fork_exec

    def fork_exec(*arguments: Any) -> int:
        words, executables = arguments[:2]
        own = arguments[_ENVIRONMENT]
        # The first that is there is the one that the system takes.
        executable = next((it for it in executables if os.access(it, os.X_OK)), executables[0])
        environment = None if own is None else dict(pair.split(b"=", 1) for pair in own)
        prepared = children.prepared(executable, words, environment, bool(arguments[_START_NEW_SESSION]))
        told = list(arguments)
        if prepared is not None:
            told[0], pairs = list(prepared[0]), prepared[1].items()
            told[_ENVIRONMENT] = [os.fsencode(f"{name}={value}") for name, value in pairs]
        children.starting.add(get_ident())
        try:
            return start(*told)
        finally:
            children.starting.discard(get_ident())

    posix.fork_exec = fork_exec
    subprocess: Any = sys.modules.get("subprocess")
    if subprocess is not None and hasattr(subprocess, "_fork_exec"):
        subprocess._fork_exec = fork_exec


def _follow_spawns(name: str, children: Children) -> None:
    """What `subprocess` uses instead where nothing speaks against it."""
    start = getattr(os, name)

    def spawn(path: Any, words: Any, env: Any, /, **how: Any) -> int:
        prepared = children.prepared(path, words, env, bool(how.get("setsid")))
        return start(path, *(prepared or (words, env)), **how)

    put(name, spawn)


def _follow_system(children: Children) -> None:
    """It takes the environment that the system knows of this process, which need not be the one that the program sees."""
    start = os.system

    def system(command: Any) -> int:
        prepared = children.prepared("/bin/sh", ())
        if prepared is None:
            return start(command)
        added = {name: value for name, value in prepared[1].items() if os.environ.get(name) != value}
        for name, value in added.items():
            os.putenv(name, value)
        try:
            return start(command)
        finally:
            for name in added:
                if name in os.environ:
                    os.putenv(name, os.environ[name])
                else:
                    os.unsetenv(name)

    put("system", system)
