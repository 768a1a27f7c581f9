"""
Keeps the bytecode of what is ours, also where the program is told to keep none (`PYTHONDONTWRITEBYTECODE`): to compile the
engine anew at each start would take longer than all the rest of it. Nothing of it is seen by other imports.
"""

from __future__ import annotations

import os
import sys
from _frozen_importlib_external import FileFinder, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType


class _Keeping(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType | None:
        keeps_nothing, sys.dont_write_bytecode = sys.dont_write_bytecode, False
        try:
            return super().get_code(fullname)
        finally:
            sys.dont_write_bytecode = keeps_nothing


def keep_bytecode(directory: str) -> None:
    """Of all modules of the package that lies there."""
    for package in (directory, os.path.join(directory, "engine")):
        sys.path_importer_cache[package] = FileFinder(package, (_Keeping, [".py"]))
