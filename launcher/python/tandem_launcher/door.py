"""
Where debuggers come to a program: a socket that listens, and a look at whoever connects. Only who knows the token comes in.
"""

from __future__ import annotations

import os
import sys
from _operator import _compare_digest
from time import monotonic, sleep

import _socket
import select

from .failures import Failure
from .wire import COMMAND, EVENT, Decoder, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Comes = Callable[[_socket.socket, Decoder, list[dict[str, Any]]], None]

_PATIENCE = 5.0
"""Seconds in which somebody has to have said who he is."""

_LONGEST = 64 * 1024
"""Bytes that he may take for it."""

_NO_FILES = 0.2
"""Seconds to wait where the program has as many files open as it may."""

_LOOPBACK = "127.0.0.1"
_BACKLOG = 128


class Door:
    """`endpoint` is as `formatEndpoint` writes it; `file` is that of a socket, to be removed in the end."""

    def __init__(self, stream: _socket.socket, endpoint: str, file: str | None = None) -> None:
        self.endpoint = endpoint
        self.file = file
        self._listening = stream
        self._strangers: dict[int, _Stranger] = {}

    def watch(self, token: str, comes: Comes) -> None:
        """Never returns. `comes` gets whoever knows the token, and what he has said behind that."""
        self._listening.setblocking(False)
        while True:
            for number in self._waiting():
                if number == self._listening.fileno():
                    self._let_near()
                else:
                    self._examine(self._strangers[number], token, comes)
            now = monotonic()
            for stranger in [it for it in self._strangers.values() if it.until <= now]:
                self._turn_away(stranger)

    def forget(self) -> None:
        """In a process that was forked off: it is the parent's."""
        for stream in [self._listening, *(it.stream for it in self._strangers.values())]:
            stream.close()

    def _waiting(self) -> list[int]:
        """The sockets on which there is something, or none when somebody has been silent for too long."""
        numbers = [self._listening.fileno(), *self._strangers]
        ends = [stranger.until for stranger in self._strangers.values()]
        patience = max(0.0, min(ends) - monotonic()) if ends else None
        if not hasattr(select, "poll"):
            return select.select(numbers, [], [], patience)[0]
        poll = select.poll()
        for number in numbers:
            poll.register(number, select.POLLIN)
        return [number for number, _ in poll.poll(None if patience is None else patience * 1000 + 1)]

    def _let_near(self) -> None:
        try:
            number, _ = self._listening._accept()  # pyright: ignore[reportAttributeAccessIssue]
        except (BlockingIOError, ConnectionAbortedError):
            # He has gone again.
            return
        except OSError:
            # There are no more files to be had. He waits until the program has closed one.
            sleep(_NO_FILES)
            return
        stream = _socket.socket(fileno=number)
        stream.setblocking(False)
        self._strangers[number] = _Stranger(stream)

    def _examine(self, stranger: _Stranger, token: str, comes: Comes) -> None:
        try:
            self._hear(stranger, token, comes)
        except Exception:
            # Whatever he has brought about is nobody else's trouble.
            self._turn_away(stranger)

    def _hear(self, stranger: _Stranger, token: str, comes: Comes) -> None:
        try:
            said = list(stranger.decoder.push(stranger.receive()))
        except BlockingIOError:
            return
        except (OSError, Failure):
            self._turn_away(stranger)
            return
        if not said:
            return
        refusal = _refusal(said[0], token)
        if refusal is not None:
            self._turn_away(stranger, refusal)
            return
        del self._strangers[stranger.stream.fileno()]
        stranger.stream.setblocking(True)
        stranger.decoder.accept_long()
        comes(stranger.stream, stranger.decoder, said[1:])

    def _turn_away(self, stranger: _Stranger, refusal: Failure | None = None) -> None:
        self._strangers = {number: it for number, it in self._strangers.items() if it is not stranger}
        if refusal is not None:
            try:
                stranger.stream.send(encode(EVENT, {"link": "refused", "error": refusal.to_json()}))
            except OSError:
                pass
        stranger.stream.close()


class _Stranger:
    def __init__(self, stream: _socket.socket) -> None:
        self.stream = stream
        self.decoder = Decoder(COMMAND, _LONGEST)
        self.until = monotonic() + _PATIENCE

    def receive(self) -> bytes:
        """Raises OSError where there is nothing more to come."""
        chunk = self.stream.recv(_LONGEST)
        if not chunk:
            raise OSError
        return chunk


def _refusal(said: dict[str, Any], token: str) -> Failure | None:
    if said.get("link") not in ("open", "resume"):
        return Failure("ipc.helloMissing", 'The first message is no "open".', None, "internal")
    if not _compare_digest(_bytes(said["token"]), _bytes(token)):
        hint = "Use the token that belongs to this endpoint: each start of a program makes a new one."
        return Failure(
            "link.token", "The token is not the one that the other side expects.", hint, "user"
        )
    if said["link"] == "resume":
        # A visit is over when its connection is.
        message = "The connection cannot be resumed: the other side does not know it, or has given it up."
        return Failure("link.unknown", message, None, "user")
    return None


def _bytes(text: str) -> bytes:
    # JSON may have halves of characters.
    return text.encode("utf-8", "surrogatepass")


def open_door(place: str, allows_others: bool, new_path: Callable[[], str] | None) -> Door:
    """
    Listens at a place that a user names: `auto`, `unix`, `tcp`, or an endpoint. `new_path` makes paths in a directory that is
    his alone, if there is one. Raises OSError or ValueError with what is wrong.
    """
    transport, _, rest = place.partition(":")
    has_sockets = hasattr(_socket, "AF_UNIX")
    if transport == "auto" and not rest:
        transport = "unix" if has_sockets and new_path is not None else "tcp"
    if transport == "unix" and has_sockets:
        if rest:
            return _at_path(rest)
        if new_path is None:
            raise ValueError("there is no directory that is yours alone")
        return _at_path(new_path())
    if transport == "tcp":
        host, port = _address(rest) if rest else (_LOOPBACK, 0)
        return _at_port(host, port, allows_others)
    raise ValueError(f'"{place}" is no place where a Python program can wait: auto, unix[:/PATH] or tcp[:HOST:PORT]')


def _at_path(path: str) -> Door:
    if not os.path.isabs(path) or "\0" in path:
        raise ValueError(f'"{path}" is no absolute path')
    stream = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
    try:
        try:
            # On Linux the file gets it from here, and is closed to others from its first moment.
            os.fchmod(stream.fileno(), 0o600)
        except OSError:
            pass
        try:
            stream.bind(path)
        except OSError:
            if not _is_left(path):
                raise
            os.unlink(path)
            stream.bind(path)
        os.chmod(path, 0o600)
        stream.listen(_BACKLOG)
    except OSError as error:
        stream.close()
        raise OSError(f"the socket {path}: {error.strerror or error}") from None
    return Door(stream, f"unix:{path}", path)


def _is_left(path: str) -> bool:
    """Whether a socket is there at which nobody listens any more."""
    import stat

    try:
        if not stat.S_ISSOCK(os.lstat(path).st_mode):
            return False
        probe = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        try:
            probe.connect(path)
        finally:
            probe.close()
        return False
    except ConnectionRefusedError:
        return True
    except OSError:
        return False


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise ValueError(f'"tcp:{text}" is not of the form tcp:HOST:PORT')
    return host.strip("[]"), int(port)


def _at_port(host: str, port: int, allows_others: bool) -> Door:
    if not allows_others and not _is_loopback(host):
        raise ValueError(
            f'"{host}" is not a loopback address: whoever reaches the port could try to debug the program. '
            "Use 127.0.0.1, or allow it where the network is trusted"
        )
    family, _, _, _, address = _socket.getaddrinfo(host, port, 0, _socket.SOCK_STREAM)[0]
    stream = _socket.socket(family, _socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            stream.setsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR, 1)
        stream.bind(address)
        stream.listen(_BACKLOG)
    except OSError as error:
        stream.close()
        raise OSError(f"{host}:{port}: {error.strerror or error}") from None
    host, port = stream.getsockname()[:2]
    return Door(stream, f"tcp:[{host}]:{port}" if ":" in host else f"tcp:{host}:{port}")


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")
