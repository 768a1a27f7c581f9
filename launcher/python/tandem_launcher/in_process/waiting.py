"""Time that the program waits is time in which commands are heard."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .between import Between

_monotonic = time.monotonic


def install_sleep(between: Between) -> None:
    """Python's own would keep the processor busy."""

    def sleep(seconds: float, /) -> None:
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        end = _monotonic() + seconds
        while (left := end - _monotonic()) > 0:
            between.wait(left)

    time.sleep = sleep
