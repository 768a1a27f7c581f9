"""What the client is told of an exception."""

from __future__ import annotations

from ..failures import no_exception
from ..program import without_ours

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .engine import Engine

_LONGEST = 2000


def type_name(kind: type) -> str:
    """As a traceback has it: with its module, unless that is Python's own or the program's."""
    module = kind.__module__
    return kind.__qualname__ if module in ("builtins", "__main__") else f"{module}.{kind.__qualname__}"


def message_of(thrown: BaseException) -> str:
    try:
        return str(thrown)
    except Exception as error:
        return f"<{type(error).__name__} in __str__>"


def one_line(thrown: BaseException) -> str:
    message = message_of(thrown).split("\n")[0][:_LONGEST]
    return f"{type_name(type(thrown))}: {message}" if message else type_name(type(thrown))


def exception_info(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    thread = engine.threads.stopped_by_id(arguments.get("threadId"))
    assert thread.stopped is not None
    thrown = thread.stopped.thrown
    if thrown is None or arguments["threadId"] != thread.id:
        raise no_exception()
    message = message_of(thrown)
    name = type_name(type(thrown))
    return {
        "exceptionId": name,
        "description": f"{name}: {message}" if message else name,
        "breakMode": "unhandled" if thread.stopped.unhandled else "always",
        "details": _details(thrown, 0),
    }


def _details(thrown: BaseException, depth: int) -> dict[str, Any]:
    from traceback import format_exception

    kind = type(thrown)
    lines = format_exception(kind, thrown, without_ours(thrown.__traceback__), chain=depth == 0)
    details: dict[str, Any] = {
        "message": message_of(thrown),
        "typeName": kind.__name__,
        "fullTypeName": type_name(kind),
        "stackTrace": "".join(lines),
    }
    inner = thrown.__cause__ or (None if thrown.__suppress_context__ else thrown.__context__)
    inners = [*getattr(thrown, "exceptions", ()), *([inner] if inner is not None else [])]
    if inners and depth < 5:
        details["innerException"] = [
            _details(it, depth + 1) for it in inners if isinstance(it, BaseException)
        ]
    return details
