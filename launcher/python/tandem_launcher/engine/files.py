"""Which file some code comes from, and whether it is the user's own."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import CodeType

_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_OUR_SCRIPT = os.path.join(os.path.dirname(_OURS), "debug_launcher.py")
_PACKAGES = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")
_LIBRARY = os.path.realpath(os.path.dirname(os.__file__)) + os.sep


def is_ours(filename: str) -> bool:
    return filename.startswith(_OURS) or filename == _OUR_SCRIPT


def is_file(filename: str) -> bool:
    """Code that was made of a text in memory has a name in angle brackets."""
    return not filename.startswith("<")


def key_of(filename: str) -> str:
    """The same for all names of one file."""
    key = _keys.get(filename)
    if key is None:
        key = os.path.normcase(os.path.realpath(filename)) if is_file(filename) else filename
        _keys[filename] = key
    return key


_keys: dict[str, str] = {}


class Files:
    """What is to be skipped: steps pass over it, and pauses and exceptions do not stop in it."""

    def __init__(self, just_my_code: bool = True, skip: Iterable[str] = (), runs_text: bool = False) -> None:
        self._just_my_code = just_my_code
        self._runs_text = runs_text
        self._skips = _matcher(skip)
        self._known: dict[str, bool] = {}

    def is_user(self, code: CodeType) -> bool:
        filename = code.co_filename
        known = self._known.get(filename)
        if known is None:
            known = self._known[filename] = self._is_users(filename)
        return known

    def is_library(self, filename: str) -> bool:
        if not is_file(filename):
            return filename.startswith("<frozen ") or (filename == "<string>" and not self._runs_text)
        path = key_of(filename)
        return any(part in path for part in _PACKAGES) or path.startswith(_LIBRARY)

    def _is_users(self, filename: str) -> bool:
        if is_ours(filename):
            return False
        if self._just_my_code and self.is_library(filename):
            return False
        return not (self._skips and self._skips(key_of(filename).replace("\\", "/")))


def _matcher(globs: Iterable[str]) -> Callable[[str], bool] | None:
    """As in the other engine, a glob that begins with `!` takes out what those before it took in."""
    # What has to do with Node alone costs nothing here.
    wanted = [glob for glob in globs if not glob.lstrip("!").startswith("<node_internals>")]
    if not wanted:
        return None
    import re

    patterns = [(not glob.startswith("!"), re.compile(_pattern(glob.lstrip("!")))) for glob in wanted]

    def skips(path: str) -> bool:
        skipped = False
        for takes_in, pattern in patterns:
            if pattern.fullmatch(path):
                skipped = takes_in
        return skipped

    return skips


def _pattern(glob: str) -> str:
    import re

    glob = glob.replace("\\", "/")
    if not glob.startswith(("/", "*", "<")) and not (sys.platform == "win32" and glob[1:2] == ":"):
        glob = f"**/{glob}"
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob)
    words = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(words.get(part) or re.escape(part) for part in parts)
