"""The texts that code was made of, and the modules that are loaded."""

from __future__ import annotations

import os
import sys

from ..failures import source_unknown
from .files import is_file, is_ours

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .engine import Engine

_references: dict[str, int] = {}
"""Numbers of what is no file, from 1."""


def reference_of(filename: str) -> dict[str, Any]:
    """Of code that is in no file, but in memory or in an archive; without a number where its text is not to be had."""
    from linecache import getlines

    if getlines(filename, _namespace_of(filename)):
        return {"sourceReference": _references.setdefault(filename, len(_references) + 1)}
    return {"presentationHint": "deemphasize"}


def _namespace_of(filename: str) -> dict[str, Any] | None:
    """Of the module that was made of it: its loader has the text."""
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) == filename:
            return vars(module)
    return None


def source(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    from linecache import getlines

    asked = arguments.get("source") or {}
    number = arguments.get("sourceReference") or asked.get("sourceReference")
    name = (
        next((name for name, known in _references.items() if known == number), None)
        if number
        else asked.get("path")
    )
    lines = getlines(name) if name else []
    if not lines:
        raise source_unknown(name or number)
    return {"content": "".join(lines), "mimeType": "text/x-python"}


def loaded_sources(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    names = [name for name in engine.loaded.filenames() if is_file(name) and not is_ours(name)]
    paths = sorted({os.path.abspath(name) for name in names})
    return {"sources": [{"name": os.path.basename(path), "path": path} for path in paths]}


def modules(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    shown = []
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if not isinstance(file, str) or is_ours(file) or name.startswith("tandem_launcher"):
            continue
        body: dict[str, Any] = {"id": name, "name": name, "path": os.path.abspath(file)}
        body["isUserCode"] = not engine.files.is_library(file)
        version = getattr(module, "__version__", None)
        if isinstance(version, str):
            body["version"] = version
        shown.append(body)
    shown.sort(key=lambda module: (not module["isUserCode"], module["name"]))
    first = arguments.get("startModule") or 0
    count = arguments.get("moduleCount") or len(shown)
    return {"modules": shown[first : first + count], "totalModules": len(shown)}
