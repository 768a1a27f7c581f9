"""What is in a container: a scope, a value, a group, a property."""

from __future__ import annotations

from .exceptions import type_name
from .members import Member, attributes, element_count, elements, entries, entry_count, has_members
from .preview import LINE, preview
from .references import Container
from .scopes import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .engine import Engine
    from .threads import DebuggedThread

PAGE = 500
"""A client that does not page is shown so many at a time."""

RETURNED = "(return) "


class Value(Container):
    def __init__(self, value: Any, expression: str | None, thread: DebuggedThread | None) -> None:
        self.value = value
        self.expression = expression
        """An expression for the value, if there is one."""
        self.thread = thread


class Group(Container):
    def __init__(
        self, make: Callable[[], list[Member]], expression: str | None, thread: DebuggedThread | None
    ) -> None:
        self._make = make
        self._members: list[Member] | None = None
        self.expression = expression
        self.thread = thread

    @property
    def members(self) -> list[Member]:
        if self._members is None:
            self._members = self._make()
        return self._members


class Lazy(Container):
    """A property, which is one variable: its value, once it is asked for."""

    def __init__(self, member: Member, expression: str | None, thread: DebuggedThread | None) -> None:
        self.member = member
        self.expression = expression
        self.thread = thread


def variables(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    number = arguments["variablesReference"]
    container = engine.references.container(number)
    view = View(engine, container.thread, number, (arguments.get("format") or {}).get("hex", False))
    if isinstance(container, Lazy):
        return {"variables": [view.lazily(container)]}
    members = members_of(container, arguments)
    return {"variables": [view.show(member, getattr(container, "expression", "")) for member in members]}


def members_of(container: Container, arguments: dict[str, Any]) -> list[Member]:
    first, count = arguments.get("start") or 0, arguments.get("count") or 0
    if isinstance(container, Scope):
        return scope_members(container)
    if isinstance(container, Group):
        return container.members[first : first + count] if count else container.members
    assert isinstance(container, Value)
    value, kind = container.value, arguments.get("filter")
    total = element_count(value)
    shown: list[Member] = []
    if total and kind != "named":
        if count or kind == "indexed":
            shown += elements(value, first, count or total - first)
        else:
            shown += _in_ranges(total, lambda begin, many: elements(value, begin, many))
    if kind != "indexed":
        shown += _in_ranges(entry_count(value), lambda begin, many: entries(value, begin, many))
        own = attributes(value)
        shown += _in_ranges(len(own), lambda begin, many: own[begin : begin + many])
    return shown


def _in_ranges(total: int, members: Callable[[int, int], list[Member]], first: int = 0) -> list[Member]:
    """All `total` of them from `first` on, or groups of them where that are many."""
    if total <= 2 * PAGE:
        return members(first, total) if total else []
    # So few that all can be seen, whatever there is.
    size = PAGE
    while total > size * PAGE:
        size *= PAGE

    def group(begin: int) -> Member:
        many = min(size, first + total - begin)
        inside = (
            (lambda: members(begin, many)) if many <= PAGE else (lambda: _in_ranges(many, members, begin))
        )
        return Member(f"[{begin} … {begin + many - 1}]", members=inside)

    return [group(begin) for begin in range(first, first + total, size)]


def scope_members(scope: Scope) -> list[Member]:
    members = []
    special = []
    for name, value in scope.items():
        member = Member(
            name, value, name if name.isidentifier() else None, lambda new, name=name: scope.set(name, new)
        )
        if name.startswith("."):
            # The iterator of a comprehension.
            continue
        (special if name.startswith("__") and name.endswith("__") else members).append(member)
    if scope.returned is not None:
        name, value = scope.returned
        members.insert(0, Member(f"{RETURNED}{name}", value))
    if special:
        members.append(Member("special variables", members=lambda: special))
    return members


class View:
    """How variables are written. Those of one container are numbered by their names, so that they keep their numbers."""

    def __init__(
        self, engine: Engine, thread: DebuggedThread | None, parent: object, hexadecimal: bool = False
    ) -> None:
        self._engine = engine
        self._thread = thread
        self._parent = parent
        self._hexadecimal = hexadecimal

    def show(self, member: Member, parent_expression: str | None) -> dict[str, Any]:
        expression = None
        if member.path is not None and parent_expression is not None:
            expression = f"{parent_expression}{member.path}"
        key = (self._parent, member.name)
        if member.members is not None:
            number = self._engine.references.add(Group(member.members, parent_expression, self._thread), key)
            return {
                "name": member.name,
                "value": "",
                "variablesReference": number,
                "presentationHint": {"kind": "virtual"},
            }
        if member.get is not None:
            number = self._engine.references.add(Lazy(member, expression, self._thread), key)
            hint = {"kind": "property", "lazy": True}
            body = {"name": member.name, "value": "", "variablesReference": number, "presentationHint": hint}
            return {**body, "evaluateName": expression} if expression else body
        return {"name": member.name, **self.value(member.value, expression, key), **self._hint(member)}

    def lazily(self, lazy: Lazy) -> dict[str, Any]:
        assert lazy.member.get is not None
        try:
            value = lazy.member.get()
        except Exception as error:
            return {
                "name": lazy.member.name,
                "value": f"<{type_name(type(error))}: {error}>",
                "variablesReference": 0,
            }
        key = (self._parent, lazy.member.name, "value")
        return {"name": lazy.member.name, **self.value(value, lazy.expression, key)}

    def value(
        self,
        value: Any,
        expression: str | None,
        key: object = None,
        room: int = LINE,
        exact: bool = False,
    ) -> dict[str, Any]:
        text = preview(value, room, self._hexadecimal, exact)
        body: dict[str, Any] = {"value": text, "variablesReference": 0}
        if self._engine.shows_types:
            body["type"] = type(value).__qualname__
        if expression:
            body["evaluateName"] = expression
        if has_members(value):
            body["variablesReference"] = self._engine.references.add(
                Value(value, expression, self._thread), key
            )
            count = element_count(value)
            if count:
                body["indexedVariables"] = count
                body["namedVariables"] = 1
        return body

    def _hint(self, member: Member) -> dict[str, Any]:
        if member.name.startswith(RETURNED):
            return {"presentationHint": {"attributes": ["readOnly"]}}
        if isinstance(member.value, type):
            return {"presentationHint": {"kind": "class"}}
        if callable(member.value):
            return {"presentationHint": {"kind": "method"}}
        return {}
