"""Which code can change something that is named: by its operations, as far as they tell."""

from __future__ import annotations

from opcode import opmap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

OF_MODULE = ("STORE_GLOBAL", "STORE_NAME", "STORE_ATTR", "DELETE_GLOBAL", "DELETE_NAME", "DELETE_ATTR")
OF_OBJECT = ("STORE_ATTR", "DELETE_ATTR")

_EXTENDED = opmap["EXTENDED_ARG"]
_OF_CONTAINER = {
    code
    for name, code in opmap.items()
    if name in ("STORE_SUBSCR", "DELETE_SUBSCR", "STORE_SLICE") or name.startswith("INPLACE_")
}
_BINARY = opmap.get("BINARY_OP")
_FIRST_IN_PLACE = 13
"""`NB_INPLACE_ADD`: those in place are behind the others."""
_CHANGING = {
    *("append", "extend", "insert", "remove", "reverse", "sort", "appendleft", "popleft", "rotate"),
    *("pop", "clear", "update", "setdefault", "popitem", "move_to_end", "__setitem__", "__delitem__"),
}


def stores(code: CodeType, name: str, operations: tuple[str, ...]) -> bool:
    """Whether one of the operations is on that name."""
    if name not in code.co_names:
        return False
    wanted = {opmap[it] for it in operations if it in opmap}
    place = code.co_names.index(name)
    return any(operation in wanted and argument == place for operation, argument in _operations(code))


def changes_containers(code: CodeType) -> bool:
    """Whether items are assigned, or a method is named that changes a container."""
    return not _CHANGING.isdisjoint(code.co_names) or any(
        operation in _OF_CONTAINER or (operation == _BINARY and argument >= _FIRST_IN_PLACE)
        for operation, argument in _operations(code)
    )


def _operations(code: CodeType) -> Iterator[tuple[int, int]]:
    text, extended = code.co_code, 0
    for at in range(0, len(text), 2):
        argument = text[at + 1] | extended
        yield text[at], argument
        extended = argument << 8 if text[at] == _EXTENDED else 0
