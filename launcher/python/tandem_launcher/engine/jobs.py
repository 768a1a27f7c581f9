"""
Work that a stopped thread does for the adapter: in its own context, so that what belongs to a thread (a database
connection, a window, a context variable) may be looked at.
"""

from __future__ import annotations

from _thread import get_ident
from time import monotonic

from ..failures import evaluation_ended
from .beside import Interrupted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .beside import Beside


class Job:
    """
    `work` is done once, and its result given to `answer`, or what it raises to `refuse`. Then `after` is called, if there
    is such a thing.
    """

    def __init__(
        self,
        work: Callable[[], Any],
        answer: Callable[[Any], None],
        refuse: Callable[[BaseException], None],
        beside: Beside,
    ) -> None:
        self.ticket: int | None = None
        self.limit: float | None = None
        """In seconds; it is ended when it takes longer."""
        self.began: float | None = None
        self.is_over = False
        self._work = work
        self._answer = answer
        self._refuse = refuse
        self._beside = beside
        self._lock = beside.lock()
        self._ident: int | None = None
        self._reason: BaseException | None = None
        self._raised = False

    def run(self) -> None:
        try:
            body = self._interruptible()
        except BaseException as thrown:
            self._refuse(self._reason if isinstance(thrown, Interrupted) and self._reason else thrown)
        else:
            self._answer(body)

    def end(self, reason: BaseException | None = None) -> None:
        """From another thread: ends the work, as far as that can be done; it is refused with `reason`."""
        with self._lock:
            self._reason = reason or evaluation_ended()
            if self._ident is not None and not self._raised:
                self._raised = self._beside.interrupt(self._ident)

    def _interruptible(self) -> Any:
        try:
            with self._lock:
                if self._reason is not None:
                    raise self._reason
                self._ident = get_ident()
                self.began = monotonic()
            return self._work()
        finally:
            # From here on nobody raises anything in this thread any more; what is on its way has to come now.
            with self._lock:
                self._ident, self.is_over = None, True
                raised = self._raised
            if raised:
                self._beside.be_interrupted()
