"""What a process needs to wait for debuggers as the program does that starts it, at a place of its own."""

from __future__ import annotations

from .arguments import ARGS, LISTEN, QUIET, WAIT
from .children import Children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class WaitingChildren(Children):
    def __init__(self, wait: bool, quiet: bool) -> None:
        super().__init__((), "", False, lambda: True)
        # Two cannot listen in one place.
        self._asked = {LISTEN: "auto", **({WAIT: "1"} if wait else {}), **({QUIET: "1"} if quiet else {})}

    def path(self, own: Mapping[str, str]) -> dict[str, str]:
        return {name: value for name, value in super().path(own).items() if name != ARGS}

    def _way(self, apart: bool) -> dict[str, str]:
        return self._asked
