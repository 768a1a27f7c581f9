"""The event loops of asyncio, which is never imported for it: a program that does not use it has none."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def running_loop() -> Any:
    """The loop that runs in the thread that asks. None where there is none."""
    ask = getattr(sys.modules.get("asyncio.events"), "_get_running_loop", None)
    return ask() if ask is not None else None


def current_task(loop: Any) -> Any:
    """The task that a loop is in, whichever thread asks."""
    tasks = sys.modules.get("asyncio.tasks")
    return tasks.current_task(loop) if tasks is not None and loop is not None else None
