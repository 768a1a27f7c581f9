"""
Stands in the PYTHONPATH of what a debugged program starts, so that Python comes to the debugger through shells, scripts
and other programs as well. The interpreter takes this for the user's `sitecustomize`: the process begins anew with the
launcher, or goes on without it, and finds the user's own in either case. Any version of Python may come here, 2 too.
"""

import os
import sys

_OURS = (
    "TANDEM_SESSION",
    "TANDEM_LAUNCHER_ARGS",
    "TANDEM_TOKEN",
    "TANDEM_REPORT_EXIT",
    "TANDEM_FOLLOW",
    "TANDEM_PARENT",
    "TANDEM_APART",
    "TANDEM_SKIP",
    "TANDEM_LISTEN",
    "TANDEM_WAIT",
    "TANDEM_QUIET",
    "TANDEM_ALLOW_NON_LOOPBACK",
)


def _begin():
    here = os.environ.get("TANDEM_PYTHONPATH")
    if here is None or _is_skipped(os.path.dirname(here)):
        return
    del os.environ["TANDEM_PYTHONPATH"]
    _take_back("PYTHONPATH", here, os.pathsep)
    _take_back("NODE_OPTIONS", os.environ.pop("TANDEM_PRELOAD", None), " ")
    command = _command(os.path.dirname(here)) if _is_known() else None
    if command is not None:
        try:
            os.execv(sys.executable, command)
        except OSError:
            pass
    for name in _OURS:
        os.environ.pop(name, None)


def _is_known():
    """Whether the launcher can run here. Windows has no way to begin a process anew."""
    implementation = getattr(getattr(sys, "implementation", None), "name", "")
    return os.name != "nt" and implementation == "cpython" and sys.version_info >= (3, 9) and sys.executable


def _is_skipped(home):
    """It runs as it is, and what it starts finds the same way."""
    skips = os.environ.get("TANDEM_SKIP")
    if skips is None or not _is_known():
        return False
    line = _command_line(home)
    return line.is_skipped(line.interpreter_words(), skips)


def _command_line(home):
    sys.path.insert(0, home)
    try:
        from tandem_launcher import command_line
    finally:
        sys.path.remove(home)
    return command_line


def _command(home):
    """None where the interpreter runs no program, or is a part of something else."""
    line = _command_line(home)
    words = line.interpreter_words()
    if not words or not line.is_python(words[0]):
        return None
    return line.launched(words, os.path.join(home, "debug_launcher.py"), ())


def _take_back(name, ours, separator):
    value = os.environ.get(name)
    if not ours or not value:
        return
    if value == ours:
        del os.environ[name]
    elif value.startswith(ours + separator):
        os.environ[name] = value[len(ours + separator) :]


def _leave():
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [it for it in sys.path if os.path.abspath(it) != here]
    sys.path_importer_cache.pop(here, None)
    for name in [it for it in sys.modules if it == __name__ or it.startswith("tandem_launcher")]:
        del sys.modules[name]


_begin()
_leave()

# The user's own. Where there is none, that is what is to be said, and what Python expects to hear.
import sitecustomize  # noqa: E402, F401
