"""
Where the programs of a user and his debuggers find each other: files in a directory that is his alone. `ipc/discovery.ts`
reads them, and removes what killed programs have left.
"""

from __future__ import annotations

import os
import stat
import sys

from .json_text import dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def private_directory() -> str:
    """Raises OSError where there is none that is this user's alone and has room."""
    refusal: OSError | None = None
    for directory in _meeting_places():
        try:
            _make_private(directory)
            _check_room(directory)
            return directory
        except OSError as error:
            refusal = error
    raise refusal or OSError("there is no directory")


def new_path(directory: str) -> str:
    """For a file of this process, which is swept when the process is gone."""
    return os.path.join(directory, f"program-{os.getpid()}-{os.urandom(6).hex()}")


def publish(directory: str, publication: dict[str, Any]) -> str:
    """Lets others find this process; yields the path of the file that is to be removed at its end."""
    path = os.path.join(directory, f"program-{os.getpid()}.json")
    # Nobody reads half of it.
    draft = f"{new_path(directory)}.draft"
    _write_new(draft, dumps({"pid": os.getpid(), **publication}).encode())
    os.replace(draft, path)
    return path


def _write_new(path: str, data: bytes) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(number, data)
    finally:
        os.close(number)


def _meeting_places() -> list[str]:
    if sys.platform == "win32":
        name = f"tandem-{os.environ.get('USERNAME', '')}"
        return [os.path.join(_temporary_directory(), name)]
    places = [os.path.join(_temporary_directory(), f"tandem-{os.getuid()}")]
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.path.isabs(runtime) and os.access(runtime, os.W_OK | os.X_OK):
        if not _problem(os.stat(runtime)):
            places.insert(0, os.path.join(runtime, "tandem"))
    return places


def _temporary_directory() -> str:
    """As Node has it."""
    names = ("TEMP", "TMP") if sys.platform == "win32" else ("TMPDIR", "TMP", "TEMP")
    named = next((os.environ[name] for name in names if os.environ.get(name)), None)
    if named is None:
        return os.path.join(os.environ.get("SystemRoot", ""), "temp") if sys.platform == "win32" else "/tmp"
    return named.rstrip("/") or "/" if sys.platform != "win32" else named


def _make_private(path: str) -> None:
    """What is there must be ours alone: its name can be guessed, and who makes it first might be somebody else."""
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        pass
    found = os.lstat(path)
    problem = _problem(found) if stat.S_ISDIR(found.st_mode) else "it is not a directory"
    if problem:
        raise OSError(f'the directory "{path}" cannot be used to find programs: {problem}')


def _check_room(directory: str) -> None:
    path = new_path(directory)
    try:
        _write_new(path, b" ")
    finally:
        try:
            os.unlink(path)
        except OSError:
            pass


def _problem(found: os.stat_result) -> str | None:
    """What keeps it from being this user's alone. On Windows there are no modes, and his directories are closed."""
    if sys.platform == "win32":
        return None
    if found.st_uid != os.getuid():
        return "it belongs to another user"
    return "other users may use it" if found.st_mode & 0o077 else None
