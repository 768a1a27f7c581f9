"""Functions of `os` that have to say when they are called."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def put(name: str, function: Any) -> None:
    """In the place of Python's own of that name, looking as that does."""
    former = getattr(os, name)
    function.__name__ = function.__qualname__ = name
    function.__doc__ = former.__doc__
    function.__module__ = former.__module__
    setattr(os, name, function)
