"""What a command line has an interpreter run. Nothing is imported for it: it may be asked of before a program begins."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

FORK_SERVER = "from multiprocessing.forkserver"
"""It runs nothing of the program itself, and forks off what does."""

# A helper of Python's own, which would only be in the way of whoever looks at the program.
_TRACKER = "from multiprocessing.resource_tracker"

_FLAGS = frozenset("bBdEIOPqRsSuvx")
_WITH_VALUE = ("-W", "-X", "--check-hash-based-pycs")


def is_python(executable: str) -> bool:
    return os.path.basename(executable).lower().rstrip("0123456789.tw") == "python"


def interpreter_words() -> list[str]:
    """The command line of this very process, its interpreter's options included. Empty where it cannot be known."""
    if hasattr(sys, "orig_argv"):
        return list(sys.orig_argv)
    try:
        with open("/proc/self/cmdline", "rb") as file:
            return [os.fsdecode(word) for word in file.read().split(b"\0")[:-1]]
    except OSError:
        return _words_of_interpreter()


def _words_of_interpreter() -> list[str]:
    """Where the system does not tell, as macOS."""
    try:
        import ctypes
    except ImportError:
        return []
    count = ctypes.c_int()
    words = ctypes.POINTER(ctypes.c_wchar_p)()
    ctypes.pythonapi.Py_GetArgcArgv(ctypes.byref(count), ctypes.byref(words))
    return [words[at] or "" for at in range(count.value)]


def launched(words: Sequence[str], launcher: str, way_home: Sequence[str]) -> list[str] | None:
    """The command with the launcher in it. None where it is to stay as it is."""
    cut = _split(words, launcher)
    if cut is None:
        return None
    options, program = cut
    if program[0] == "-c" and program[1:] and program[1].startswith(_TRACKER):
        return None
    return [words[0], *options, launcher, *way_home, "--", *program]


_PACKAGE_MANAGERS = ("pip", "pipenv", "poetry", "conda", "pipx", "ensurepip", "venv", "virtualenv")


def is_skipped(words: Sequence[str], packages: str) -> bool:
    """
    Whether a command of a debug terminal runs a tool that is not debugged, though what it starts is: a package manager, or
    one of `packages`, which have commas between. A file of the user's own has the ending of one.
    """
    program = (_split(words, "") or ([], []))[1]
    if program[:1] == ["-m"] and len(program) > 1:
        name = program[1].partition(".")[0]
    elif program and not program[0].startswith("-"):
        name = os.path.basename(program[0])
    else:
        return False
    return name.rstrip("0123456789.") in (*_PACKAGE_MANAGERS, *packages.split(","))


def _split(words: Sequence[str], launcher: str) -> tuple[list[str], list[str]] | None:
    """The options of an interpreter, and what it runs. None where it runs no program, or one of ours."""
    options: list[str] = []
    at = 1
    while at < len(words):
        word = words[at]
        if not word.startswith("-"):
            return None if word == launcher else (options, list(words[at:]))
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
