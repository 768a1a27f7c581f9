"""What there is not where the program runs in the adapter's process: said where it is asked for."""

from __future__ import annotations

import _thread
import errno
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

_WAY_OUT = 'a program that is debugged in-process has none. Remove "inProcess" from the launch configuration to run it in an interpreter of its own.'


def explain_limits() -> None:
    _refuse_threads()
    _refuse_sockets()
    _refuse_processes()


def _refuse_threads() -> None:
    def start(*args: object, **kwargs: object) -> NoReturn:
        raise RuntimeError(f"can't start new thread: {_WAY_OUT}")

    threading = sys.modules.get("threading")
    for name in ("start_new_thread", "start_new", "start_joinable_thread"):
        setattr(_thread, name, start)
        if hasattr(threading, f"_{name}"):
            setattr(threading, f"_{name}", start)


def _refuse_sockets() -> None:
    import socket

    for name in ("connect", "connect_ex", "bind", "listen", "sendto"):
        setattr(socket.socket, name, _refusal(f"no sockets: {_WAY_OUT}"))


def _refuse_processes() -> None:
    import os
    import subprocess

    refuse = _refusal(f"no processes: {_WAY_OUT}")
    subprocess.Popen.__init__ = refuse
    os.system = os.fork = os.popen = refuse


def _refusal(text: str) -> Callable[..., NoReturn]:
    def refuse(*args: object, **kwargs: object) -> NoReturn:
        raise OSError(errno.ENOTSUP, text)

    return refuse
