"""What the worker (`launcher/node/pyodide/bridge.ts`) does for Python, as Python sees it."""

from __future__ import annotations

from typing import Any, Protocol


class Bridge(Protocol):
    signal: int
    """What interrupts the program when a command has come."""
    pid: int

    def take(self) -> str | None:
        """The next command or alarm, as JSON; None when there is none, and the next one will interrupt."""

    def wait(self, ms: float) -> None:
        """Until there is one, or for so long; below zero for as long as it takes."""

    def wakeLater(self, number: int, ms: float) -> None:
        """Has `{"alarm": number}` come then."""

    def say(self, text: str) -> None:
        """A message to the adapter, as JSON."""

    def write(self, stream: int, data: Any, kind: int, site: str) -> None:
        """To the program's output: 0 is standard output, 1 standard error. `data` is a `Uint8Array`."""

    def exit(self, code: int) -> None:
        """Does not return."""
