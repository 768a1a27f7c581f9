"""Ends work that takes too long, or that nobody waits for any more."""

from __future__ import annotations

from _thread import allocate_lock
from time import monotonic

from ..failures import evaluation_timed_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .jobs import Job
    from .threads import Threads


class Watchdog:
    def __init__(self, threads: Threads) -> None:
        self._threads = threads
        self._jobs: list[Job] = []
        self._looks = False
        self._woken = allocate_lock()
        self._woken.acquire()

    def watch(self, job: Job) -> None:
        self._jobs = [it for it in self._jobs if not it.is_over]
        self._jobs.append(job)
        if job.limit is not None and not self._looks:
            self._looks = True
            self._threads.begin_own(self._look)

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
        while True:
            self._woken.acquire(True, _INTERVAL)
            now = monotonic()
            limited = [job for job in self._jobs if job.limit is not None and not job.is_over]
            for job in limited:
                if job.began is not None and job.limit is not None and now - job.began > job.limit:
                    job.end(evaluation_timed_out(job.limit))
            if not limited:
                self._looks = False
                return


_INTERVAL = 0.5
"""In seconds."""
