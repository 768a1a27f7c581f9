"""What the launcher says about its program before anything else."""

from __future__ import annotations

import os
import sys

from .program import Running
from .version import VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .program import Runs


def introduction(program: Runs, token: str) -> dict[str, Any]:
    """A `hello`."""
    hello: dict[str, Any] = {
        "token": token,
        "pid": os.getpid(),
        "runtime": "python",
        "runtimeVersion": ".".join(map(str, sys.version_info[:3])),
        "version": VERSION,
    }
    main = main_of(program)
    if main is not None:
        hello["main"] = main
    if isinstance(program, Running):
        hello["endUnknown"] = True
    return hello


def main_of(program: Runs) -> str | None:
    return program.module if program.file is None else os.path.abspath(program.file)
