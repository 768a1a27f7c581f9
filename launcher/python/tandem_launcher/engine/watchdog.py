"""Ends work that takes too long, or that nobody waits for any more."""

from __future__ import annotations

from time import monotonic

from ..failures import evaluation_timed_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .beside import Beside
    from .jobs import Job


class Watchdog:
    def __init__(self, beside: Beside) -> None:
        self._beside = beside
        self._jobs: list[Job] = []
        self._looks = False

    def watch(self, job: Job) -> None:
        self._jobs = [it for it in self._jobs if not it.is_over]
        self._jobs.append(job)
        if job.limit is not None and not self._looks:
            self._looks = True
            self._beside.later(_INTERVAL, self._look)

    def end(self, ticket: object) -> None:
        for job in list(self._jobs):
            if job.ticket == ticket:
                job.end()

    def end_all(self) -> None:
        """Nobody waits for any of it any more."""
        for job in list(self._jobs):
            if not job.is_over:
                job.end()

    def _look(self) -> None:
        """For as long as there is something that may take too long. Most work is over long before the first look."""
        now = monotonic()
        limited = [job for job in self._jobs if job.limit is not None and not job.is_over]
        for job in limited:
            if job.began is not None and job.limit is not None and now - job.began > job.limit:
                job.end(evaluation_timed_out(job.limit))
        self._looks = bool(limited)
        if limited:
            self._beside.later(_INTERVAL, self._look)


_INTERVAL = 0.5
"""In seconds."""
