"""What the program's side says to the adapter: events, and answers to commands."""

from __future__ import annotations

from .failures import unexpected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Speaker:
    """Its subclass has the way there, and numbers what is said from 1."""

    def emit(self, event: str, body: Any = None, channel: str | None = None) -> None:
        message = {"type": "event", "event": event, "body": {} if body is None else body}
        if channel:
            message["channel"] = channel
        self._say(message)

    def answer(self, request_seq: int, body: Any) -> None:
        self._say({"type": "response", "requestSeq": request_seq, "body": body})

    def refuse(self, request_seq: int, thrown: BaseException) -> None:
        self._say({"type": "response", "requestSeq": request_seq, "error": unexpected(thrown).to_json()})

    def _say(self, message: dict[str, Any]) -> None:
        raise NotImplementedError
