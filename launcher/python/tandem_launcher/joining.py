"""How a debugger comes to a program that runs and knows nothing of us: `sys.remote_exec` has the first thread call `join`."""

from __future__ import annotations

import atexit
import sys
from _thread import get_ident, start_new_thread

from .arguments import endpoint_of
from .connection import connect
from .program import Running
from .visit import Visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_visits: set[Visit] = set()


def join(way_home: Sequence[str], token: str) -> None:
    """Returns at once. Does nothing where nobody waits for it any more."""
    endpoint = endpoint_of(list(way_home))
    try:
        connection = connect(endpoint)
    except OSError:
        _forget()
        return
    ours: set[int] = set()
    visit = Visit(connection, Running(), _main(), ours)
    _visits.add(visit)

    def run() -> None:
        ours.add(get_ident())
        visit.hear_uncaught()
        atexit.register(visit.end)
        try:
            visit.run(token)
        finally:
            atexit.unregister(visit.end)
            _visits.discard(visit)
            _forget()

    start_new_thread(run, ())


def _main() -> int:
    threading = sys.modules.get("threading")
    main = threading.main_thread().ident if threading is not None else None
    return main or get_ident()


def _forget() -> None:
    """The last one takes along what is ours."""
    if not _visits:
        package = __package__ or ""
        for name in [it for it in sys.modules if it == package or it.startswith(f"{package}.")]:
            del sys.modules[name]
