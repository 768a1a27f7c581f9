"""What the launcher is told: on its command line, and in the environment, which the program must not see anything of."""

from __future__ import annotations

import os

from .failures import Failure, launcher_arguments
from .json_text import loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .waiting import Wish

_OPTIONS = {"unix": ("--ipc-path",), "tcp": ("--ipc-host", "--ipc-port")}

SESSION = "TANDEM_SESSION"
"""A file, as JSON: the variables below that are not in the environment, where others could read them there."""
ARGS = "TANDEM_LAUNCHER_ARGS"
TOKEN = "TANDEM_TOKEN"
REPORT_EXIT = "TANDEM_REPORT_EXIT"
OUTPUT = "TANDEM_OUTPUT"
PRELOAD = "TANDEM_PRELOAD"
"""What stands before the user's own in NODE_OPTIONS, to bring Node along."""
PYTHONPATH = "TANDEM_PYTHONPATH"
"""What stands before the user's own in PYTHONPATH, to bring Python along."""
NOTES = "TANDEM_NOTES"
"""A file: the program notes its process id there, and in the end its exit code. Only where there is no debugging."""
FOLLOW = "TANDEM_FOLLOW"
PARENT = "TANDEM_PARENT"
APART = "TANDEM_APART"
SKIP = "TANDEM_SKIP"
"""In a debug terminal: packages whose programs are not debugged."""
LISTEN = "TANDEM_LISTEN"
"""Where the program is to wait for debuggers, if it is."""
WAIT = "TANDEM_WAIT"
QUIET = "TANDEM_QUIET"
ALLOW_NON_LOOPBACK = "TANDEM_ALLOW_NON_LOOPBACK"
_OTHERS = (PRELOAD, PYTHONPATH)


class Endpoint:
    """Where the adapter listens: `unix` with a path, `tcp` with a host and a port."""

    def __init__(self, transport: str, options: dict[str, str]) -> None:
        self.transport = transport
        self.path = options.get("--ipc-path", "")
        self.host = options.get("--ipc-host", "")
        self.port = int(options.get("--ipc-port", 0))


class Arguments:
    """The launcher's own arguments; `program` is what comes behind `--`."""

    def __init__(self, argv: Sequence[str]) -> None:
        own, self.program = _split(argv)
        _read_note()
        self.token = take(TOKEN) or ""
        self.reports_exit = take(REPORT_EXIT) == "1"
        self.notes = take(NOTES)
        self.output = take(OUTPUT)
        self.follows = take(FOLLOW) == "1"
        parent = take(PARENT)
        self.parent = int(parent) if parent and parent.isdecimal() else None
        """The process of the program that has started this one; None for the program itself."""
        self.is_apart = take(APART) == "1"
        self.skips = take(SKIP)
        told = take(ARGS)
        self.wish = self._wish(own, told is not None)
        for name in _OTHERS:
            take(name)
        if self.wish is not None:
            own = []
        elif not own and told:
            own = loads(told)
        self.way_home = own
        self.endpoint = self._endpoint(own) if own else None

    def _endpoint(self, own: list[str]) -> Endpoint | None:
        """None where what the program has started cannot get there: it is to run all the same."""
        try:
            return endpoint_of(own)
        except Failure:
            if self.parent is None:
                raise
            return None

    def _wish(self, own: list[str], is_told: bool) -> Wish | None:
        """What is asked of a program that waits for debuggers: on the command line, or in the environment."""
        place, wait, quiet, allows = take(LISTEN), take(WAIT), take(QUIET), take(ALLOW_NON_LOOPBACK)
        if own[:1] == ["--listen"]:
            if len(own) != 2:
                raise launcher_arguments('"--listen" needs a place, and nothing else')
            place = own[1]
        elif own or is_told:
            # A debugger has started this process.
            return None
        if not place:
            return None
        from .waiting import Wish

        return Wish(place, self.token or None, wait == "1", quiet == "1", allows == "1")


def take(name: str) -> str | None:
    """A variable, removed from the environment that the program will see."""
    return os.environ.pop(name, None)


def _read_note() -> None:
    """One that is gone was that of a session that is over: the program runs as it would alone."""
    path = take(SESSION)
    if path is None:
        return
    try:
        with open(path, encoding="utf-8") as file:
            os.environ.update(loads(file.read()))
    except (OSError, ValueError):
        pass


def _split(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    if "--" not in argv:
        raise launcher_arguments('there is no "--" before the program')
    at = argv.index("--")
    return list(argv[:at]), list(argv[at + 1 :])


def endpoint_of(own: list[str]) -> Endpoint:
    options = dict(zip(own[::2], own[1::2]))
    if len(own) % 2 or len(options) != len(own) // 2:
        raise launcher_arguments("they are not pairs of an option and its value")
    transport = options.pop("--ipc", "")
    if transport not in _OPTIONS:
        raise launcher_arguments(f'"--ipc {transport}" is none of {", ".join(_OPTIONS)}')
    for option in _OPTIONS[transport]:
        if not options.get(option):
            raise launcher_arguments(f'"{option}" is missing')
    unknown = [option for option in options if option not in _OPTIONS[transport]]
    if unknown:
        raise launcher_arguments(f'"{unknown[0]}" means nothing to the transport "{transport}"')
    if transport == "tcp" and not options["--ipc-port"].isdecimal():
        raise launcher_arguments(f'"{options["--ipc-port"]}" is no port')
    return Endpoint(transport, options)
