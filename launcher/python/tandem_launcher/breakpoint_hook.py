"""What `breakpoint()` does in a program that is debugged."""

from __future__ import annotations

import sys

from .engine.files import is_ours

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .engine.engine import Engine


def breakpoint_hook(engine: Engine) -> Callable[..., None]:
    def hook(*args: Any, **kwargs: Any) -> None:
        frame = sys._getframe(1)
        while frame.f_back is not None and is_ours(frame.f_code.co_filename):
            frame = frame.f_back
        engine.asked_to_stop(frame)

    return hook
