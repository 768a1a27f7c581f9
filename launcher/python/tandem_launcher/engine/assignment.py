"""Changing variables, and what expressions stand for."""

from __future__ import annotations

from ..failures import evaluation_failed, not_writable
from .evaluate import Place, failed, place_of
from .variables import Group, Value, View, members_of
from .scopes import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .engine import Engine
    from .members import Member
    from .references import Container


def set_variable(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    number = arguments["variablesReference"]
    container = engine.references.container(number)
    name = arguments["name"]
    member = member_of(container, name)
    if member is None or member.assign is None:
        raise not_writable(name)
    value = _place(engine, container).value_of(arguments["value"])
    try:
        member.assign(value)
    except Exception as error:
        raise evaluation_failed(failed(error)) from None
    expression = getattr(container, "expression", "")
    shown = View(engine, container.thread, number).show(_again(container, name, value) or member, expression)
    return {key: it for key, it in shown.items() if key != "name"}


def set_expression(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    """An assignment, as the program itself would make it."""
    place = place_of(engine, arguments)
    value = place.value_of(arguments["value"])
    place.assign(arguments["expression"], value)
    return place.view().value(value, arguments["expression"])


def member_of(container: Container, name: str) -> Member | None:
    if isinstance(container, Value) and name.isdecimal():
        from .members import element_count, elements

        if int(name) < element_count(container.value):
            return elements(container.value, int(name), 1)[0]
    return next((member for member in _all(container) if member.name == name), None)


def _again(container: Container, name: str, value: Any) -> Member | None:
    found = member_of(container, name)
    return found if found is not None and found.get is None else None


def _all(container: Container) -> list[Member]:
    if isinstance(container, Group):
        return container.members
    found = members_of(container, {"filter": "named"})
    return found + [inner for member in found if member.members for inner in member.members()]


def _place(engine: Engine, container: Container) -> Place:
    """Where the new value is evaluated: in the call of a scope, or in the innermost one."""
    if isinstance(container, Scope):
        return Place(engine, container.thread, container.frame)
    thread = container.thread
    frame = thread.stopped.frames[0][0] if thread is not None and thread.stopped is not None else None
    return Place(engine, thread, frame)
