"""Why a program cannot be debugged, before anything is tried."""

from __future__ import annotations

import sys

from .arguments import TOKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .arguments import Arguments

_NEEDED = ("_socket", "_thread", "atexit")


def hindrance(arguments: Arguments) -> str | None:
    """For the user's eyes, with what to do; None where nothing is in the way."""
    name = sys.implementation.name
    if name != "cpython":
        return f"Tandem debugs CPython, and this is {name}: run it without debugging, or choose another interpreter."
    if not arguments.token:
        return (
            f"The variable {TOKEN} has not arrived: what starts Python clears the environment (env -i, sudo). "
            "Let it pass the variables that begin with TANDEM_."
        )
    for module in _NEEDED:
        try:
            __import__(module)
        except ImportError:
            return f"This Python was built without {module}, which Tandem needs to debug it."
    return None
