"""The connection to the adapter: commands in, answers and events out."""

from __future__ import annotations

import _socket
from _thread import allocate_lock

from .speaker import Speaker
from .wire import COMMAND, EVENT, Decoder, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from .arguments import Endpoint

_CHUNK = 65536


def connect(endpoint: Endpoint) -> Connection:
    """Raises OSError when nobody listens there."""
    if endpoint.transport == "unix":
        stream = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        stream.connect(endpoint.path)
        return Connection(stream)
    found = _socket.getaddrinfo(endpoint.host, endpoint.port, 0, _socket.SOCK_STREAM)
    family, kind, protocol, _, address = found[0]
    stream = _socket.socket(family, kind, protocol)
    stream.connect(address)
    watch_over(stream)
    return Connection(stream)


def watch_over(stream: _socket.socket) -> None:
    """Over TCP, frames go out at once, and the system finds out when the other side is gone without a word."""
    if stream.family not in (_socket.AF_INET, _socket.AF_INET6):
        return
    # A frame is one write: there is nothing to wait for.
    stream.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
    stream.setsockopt(_socket.SOL_SOCKET, _socket.SO_KEEPALIVE, 1)
    for name, value in _SIGNS_OF_LIFE.items():
        if hasattr(_socket, name):
            stream.setsockopt(_socket.IPPROTO_TCP, getattr(_socket, name), value)


_SIGNS_OF_LIFE = {"TCP_KEEPIDLE": 15, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 6}
"""Seconds of silence, then between two questions, and how many of those may get no answer."""


class Nowhere:
    """Of a process that nobody wants to look at, but perhaps at what it forks off."""

    def emit(self, event: str, body: Any = None, channel: str | None = None) -> None: ...

    def close(self) -> None: ...

    def forget(self) -> None: ...


class Connection(Speaker, Nowhere):
    """Says things from any thread, in one numbering; is read by one."""

    def __init__(
        self,
        stream: _socket.socket,
        decoder: Decoder | None = None,
        said: Sequence[dict[str, Any]] = (),
    ) -> None:
        self._stream = stream
        self._decoder = decoder or Decoder(COMMAND)
        self._said = said
        """What has come already, before it was known who says it."""
        self._lock = allocate_lock()
        self._seq = 0
        self._open = True

    def commands(self) -> Iterator[dict[str, Any]]:
        """Yields what the adapter says, until there is nothing more. Raises a Failure `frame.*` for a violation."""
        yield from self._said
        while True:
            chunk = self._receive()
            if not chunk:
                return
            yield from self._decoder.push(chunk)

    def close(self) -> None:
        """Ends it for both sides, once what was said has been handed to the system."""
        self._open = False
        try:
            self._stream.shutdown(_socket.SHUT_RDWR)
        except OSError:
            pass
        self._stream.close()

    def forget(self) -> None:
        """In a process that was forked off: it is the parent's."""
        self._open = False
        self._lock = allocate_lock()
        self._stream.close()

    def _receive(self) -> bytes:
        while self._open:
            try:
                return self._stream.recv(_CHUNK)
            except InterruptedError:
                continue
            except OSError:
                break
        return b""

    def _say(self, message: dict[str, Any]) -> None:
        with self._lock:
            if not self._open:
                return
            # Encoding what cannot be said must use no number.
            frame = encode(EVENT, {"seq": self._seq + 1, **message})
            self._seq += 1
            try:
                self._stream.sendall(frame)
            except OSError:
                # Whoever reads learns of the loss.
                self._open = False
