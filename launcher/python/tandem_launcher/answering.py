"""How a command is answered, and the program made known, however the commands come."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .engine.engine import Engine
    from .program import Program
    from .speaker import Speaker


def answer(engine: Engine, connection: Speaker, message: dict[str, Any]) -> None:
    number = message["seq"]

    def respond(body: Any) -> None:
        connection.answer(number, body)

    def refuse(thrown: BaseException) -> None:
        connection.refuse(number, thrown)

    try:
        engine.request(message["command"], message.get("arguments") or {}, respond, refuse)
    except Exception as thrown:
        refuse(thrown)


def look_at(engine: Engine, program: Program) -> None:
    """Before anything is answered: so a breakpoint in the program itself is bound, or is not, at once."""
    if not program.is_plain_file:
        return
    try:
        engine.listener.code(program.code())
    except Exception:
        # What is wrong with it is told when it is to run.
        pass
