"""
Runs a Python program under Tandem:

    python debug_launcher.py [--ipc TRANSPORT ...] -- program.py [ARGUMENT ...]
    python debug_launcher.py [--ipc TRANSPORT ...] -- -m module [ARGUMENT ...]
    python debug_launcher.py [--ipc TRANSPORT ...] -- -c code [ARGUMENT ...]

Standard library only, CPython 3.9 and later. This file stays short: Python compiles the script that it is given anew each
time, and keeps the bytecode only of what is imported.
"""

import sys

if sys.version_info < (3, 9):
    # In words that any Python can read.
    sys.exit("Tandem debugs Python 3.9 and later.")


def _launch():
    here = __file__.rpartition("debug_launcher.py")[0].rstrip("/\\") or "."
    keeps_nothing, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    sys.path.insert(0, here)
    try:
        from tandem_launcher import start
    finally:
        sys.path.remove(here)
        sys.dont_write_bytecode = keeps_nothing
    return start.main


_launch()()
