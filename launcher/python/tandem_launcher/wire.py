"""
Frames, as `docs/WIRE.md` has them: `44 50`, version, kind, length of the payload in four bytes, payload. Whatever is wrong
with one ends the connection with an error that says what.
"""

from __future__ import annotations

from .failures import Failure
from .json_text import dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

MAGIC = b"DP"
VERSION = 1
HEADER_LENGTH = 8
MAX_PAYLOAD = 64 * 1024 * 1024
EVENT, COMMAND = 1, 2

_LARGEST = 2**53 - 1
_CHANNELS = ("debug", "output", "telemetry", "diagnostics")


def encode(kind: int, message: dict[str, Any]) -> bytes:
    """One message as one frame, to be written in one call."""
    payload = dumps(message).encode()
    if len(payload) > MAX_PAYLOAD:
        raise Failure(
            "ipc.messageUnsendable", f"A message of {len(payload)} bytes is too long.", None, "internal"
        )
    return MAGIC + bytes((VERSION, kind)) + len(payload).to_bytes(4, "big") + payload


class Decoder:
    """Cuts a byte stream into the messages of one side, however it was chunked."""

    def __init__(self, hears: int, max_payload: int = MAX_PAYLOAD) -> None:
        self._hears = hears
        self._max_payload = max_payload
        self._bytes = bytearray()

    def push(self, chunk: bytes) -> Iterator[dict[str, Any]]:
        """Yields what the chunk completes. Raises a Failure `frame.*`, after which the stream is beyond repair."""
        data = self._bytes
        data += chunk
        begin = 0
        try:
            while True:
                _check_magic(data, begin)
                if len(data) - begin < HEADER_LENGTH:
                    return
                end = begin + HEADER_LENGTH + self._payload_length(data[begin : begin + HEADER_LENGTH])
                if len(data) < end:
                    return
                payload = bytes(data[begin + HEADER_LENGTH : end])
                begin = end
                yield _read(payload, self._hears)
        finally:
            del data[:begin]

    def accept_long(self) -> None:
        """Who is at the other side is known now."""
        self._max_payload = MAX_PAYLOAD

    def end(self) -> None:
        """To be called at the end of the stream. Raises `frame.truncated` inside a frame."""
        if self._bytes:
            raise _violation("truncated", "The stream ended inside a frame")

    def _payload_length(self, header: bytearray) -> int:
        _, _, version, kind = header[:4]
        length = int.from_bytes(header[4:], "big")
        if version != VERSION:
            raise _violation("version", f"A frame has version {version}; {VERSION} is understood")
        if kind not in (EVENT, COMMAND):
            raise _violation("kind", f"A frame has the unknown kind {kind}")
        if length > self._max_payload:
            raise _violation("tooLong", f"A frame has {length} bytes; {self._max_payload} are accepted")
        if kind != self._hears:
            raise _violation("direction", "A frame came from the side that must not send it")
        return length


def _check_magic(data: bytearray, begin: int) -> None:
    # At the first byte: a stranger that sends less than a header would otherwise just hang.
    seen = bytes(data[begin : begin + 2])
    if not MAGIC.startswith(seen):
        raise _violation("magic", f"A frame begins with {seen.hex(' ')}")


def _read(payload: bytes, hears: int) -> dict[str, Any]:
    try:
        message = loads(payload.decode())
    except (ValueError, RecursionError) as problem:
        raise _violation("payload", f"A payload is not JSON: {problem}") from None
    problem = message_problem(message, hears)
    if problem:
        raise _violation("payload", f"A payload is no message: {problem}")
    return message


def _violation(what: str, message: str) -> Failure:
    return Failure(f"frame.{what}", f"{message}.", None, "internal")


def _is_seq(value: object) -> bool:
    return type(value) is int and 0 < value <= _LARGEST


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= _LARGEST


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_error(value: object) -> bool:
    return isinstance(value, dict) and _is_text(value.get("code")) and _is_text(value.get("message"))


def _is_id(value: object) -> bool:
    return isinstance(value, str) and 16 <= len(value) <= 128


def _is_pid(value: object) -> bool:
    return value is None or _is_seq(value)


_LINK_FIELDS: dict[str, dict[str, Callable[[object], bool]]] = {
    "open": {"id": _is_id, "token": _is_text, "pid": _is_pid},
    "resume": {"id": _is_id, "token": _is_text, "seen": _is_count},
    "welcome": {"seen": _is_count},
    "seen": {"seen": _is_count},
    "refused": {"error": _is_error},
    "bye": {},
}


def message_problem(message: object, hears: int) -> str | None:
    """What is wrong with a decoded payload, or None. Arguments and bodies are not looked at here."""
    if not isinstance(message, dict):
        return "it is not an object"
    if "link" in message:
        return _link_problem(message)
    if not _is_seq(message.get("seq")):
        return '"seq" is not a positive integer'
    if hears == COMMAND:
        return None if _is_text(message.get("command")) else '"command" is not a string'
    if message.get("type") == "event":
        return _event_problem(message)
    if message.get("type") != "response":
        return '"type" is neither "event" nor "response"'
    if not _is_seq(message.get("requestSeq")):
        return '"requestSeq" is not a positive integer'
    return (
        None
        if "error" not in message or _is_error(message["error"])
        else '"error" has no "code" and "message"'
    )


def _event_problem(message: dict[str, Any]) -> str | None:
    if not _is_text(message.get("event")):
        return '"event" is not a string'
    if "channel" in message and message["channel"] not in _CHANNELS:
        return f'"channel" is none of {", ".join(_CHANNELS)}'
    return None


def _link_problem(message: dict[str, Any]) -> str | None:
    link = message["link"]
    fields = _LINK_FIELDS.get(link) if isinstance(link, str) else None
    if fields is None:
        return f'"link" is none of {", ".join(_LINK_FIELDS)}'
    wrong = next((name for name, is_valid in fields.items() if not is_valid(message.get(name))), None)
    return wrong and f'"{wrong}" is not what it has to be'
