"""
Puts calls into compiled code (CPython 3.10 and 3.11). What is put in stands on no line: lines, positions, jumps and
handlers of the rest are those it had, and whoever traces the code is told of the same lines.
"""

from __future__ import annotations

import sys
from bisect import bisect_right

from .codes import begin_of_body, ranges

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from types import CodeType
    from typing import Any

IS_KNOWN = (3, 10) <= sys.version_info < (3, 12)
"""Whether this is about the bytecode of the interpreter that runs."""

_STACK = 3
"""What a call of ours needs of it at most."""


class Instruction:
    """With what widens its argument, and what the interpreter remembers behind it. Places are in bytes."""

    def __init__(self, begin: int, end: int, operation: int, argument: int, target: int | None) -> None:
        self.begin = begin
        self.end = end
        self.operation = operation
        self.argument = argument
        self.target = target
        self.line: int | None = None


def instructions(code: CodeType) -> list[Instruction]:
    operations = _operations()
    text, found, begin, wide, at = code.co_code, [], 0, 0, 0
    while at < len(text):
        operation, argument = text[at], text[at + 1] | wide
        at += 2
        if operation == operations.wide:
            wide = argument << 8
            continue
        target = operations.target(operation, at, argument)
        at += 2 * operations.caches[operation]
        found.append(Instruction(begin, at, operation, argument, target))
        begin, wide = at, 0
    spans = iter(ranges(code))
    first, end, line = next(spans, (0, 0, None))
    for it in found:
        while it.begin >= end:
            first, end, line = next(spans)
        it.line = line
    return found


class Entry:
    """
    A place where a line begins for the jumps that are named and, unless it is `passed`, for the instruction before, which
    is on that line as well.
    """

    def __init__(self, at: int, passed: bool, jumps: set[int]) -> None:
        self.at = at
        self.passed = passed
        self.jumps = jumps


def entries(code: CodeType, lines: set[int]) -> Iterator[tuple[int, Entry]]:
    """Where those lines begin, as tracing tells it: on another line than before, or by a jump backwards."""
    operations = _operations()
    body = begin_of_body(code)
    found = instructions(code)
    jumps: dict[int, list[Instruction]] = {}
    for it in found:
        if it.target is not None:
            jumps.setdefault(it.target, []).append(it)
    caught = list(_handlers(code))
    before: Instruction | None = None
    for it in found:
        if it.begin >= body and it.line in lines:
            ended = before is not None and before.operation in operations.ends
            passed = before is not None and before.begin >= body and before.line == it.line and not ended
            coming = {
                jump.begin
                for jump in jumps.get(it.begin, ())
                if (jump.line != it.line or jump.begin > it.begin) and jump.operation not in operations.asks_again
            }
            # What only cleans up before an exception goes on is no line of the program's.
            thrown = it.operation != operations.clean_up and any(
                begin <= other.begin < end and other.line not in (it.line, None)
                for begin, end, handler, _ in caught
                if handler == it.begin
                for other in found
            )
            if coming or thrown or not (passed or ended):
                assert it.line is not None
                yield it.line, Entry(it.begin, passed, coming)
        before = it


def comes_to(code: CodeType, at: int, lines: set[int], constants: Collection[int]) -> bool:
    """
    Whether what runs the code and is at a place may still come to the beginning of one of the lines, or load one of the
    constants, which are told by their ids.
    """
    operations = _operations()
    found = instructions(code)
    index_of = {it.begin: index for index, it in enumerate(found)}
    wanted = {entry.at for _, entry in entries(code, lines)}
    loads = {
        it.begin
        for it in found
        if it.operation == operations.constant and id(code.co_consts[it.argument]) in constants
    }
    caught = list(_handlers(code))
    here = next((it for it in found if it.begin <= at < it.end), found[0])
    if here.begin in loads:
        # A line that begins here has not done it yet.
        return True
    wanted |= loads
    waiting, seen = [here], set()
    while waiting:
        it = waiting.pop()
        aims = [it.end] if it.operation not in operations.ends else []
        aims += [] if it.target is None else [it.target]
        aims += [handler for begin, end, handler, _ in caught if begin <= it.begin < end]
        if not wanted.isdisjoint(aims):
            return True
        new = [aim for aim in aims if aim in index_of and aim not in seen]
        seen.update(new)
        waiting += [found[index_of[aim]] for aim in new]
    return False


def with_calls(
    code: CodeType, calls: list[tuple[Entry, Callable[[], Any]]], inner: dict[int, CodeType]
) -> tuple[CodeType, Callable[[int], int]]:
    """
    The code with calls at some of its entries, and other code in place of what is defined in it, by its id. Also what
    tells, for a place in the new code, which one it was in the old.
    """
    constants = tuple(inner.get(id(it), it) for it in code.co_consts)
    if not calls:
        return code.replace(co_consts=constants), lambda at: at
    writer = _Writer(code, calls, len(constants))
    changed: dict[str, Any] = {
        "co_code": writer.text(),
        "co_consts": (*constants, *(call for _, call in calls)),
        "co_stacksize": code.co_stacksize + _STACK,
        "co_linetable": writer.lines(),
    }
    if sys.version_info >= (3, 11):
        changed["co_exceptiontable"] = writer.handlers()
    return code.replace(**changed), writer.origin


class _Item:
    """
    An instruction of the new code. `target` is that of a jump: the old place, and whether by the call there. What is new
    stands on no line, but for what passes it over, which goes on with the line that it is in.
    """

    def __init__(self, operation: int, argument: int, old: Instruction, is_new: bool = True) -> None:
        self.operation = operation
        self.argument = argument
        self.old = old
        self.is_new = is_new
        self.line = None if is_new else old.line
        self.target: tuple[int, bool] | None = None
        self.begin = self.end = self.widened = 0


class _Writer:
    def __init__(self, code: CodeType, calls: list[tuple[Entry, Callable[[], Any]]], first: int) -> None:
        self._code = code
        self._operations = operations = _operations()
        self._items: list[_Item] = []
        self._first: dict[int, _Item] = {}
        """What comes first of a place of the old code, whoever comes there."""
        self._by_call: dict[int, _Item] = {}
        self._own: dict[int, _Item] = {}
        entry_of = {entry.at: (entry, first + number) for number, (entry, _) in enumerate(calls)}
        for old in instructions(code):
            start = len(self._items)
            entry, constant = entry_of.get(old.begin, (None, 0))
            called = start
            if entry is not None:
                if entry.passed:
                    skip = _Item(operations.skip, 0, old)
                    skip.target = (old.begin, False)
                    skip.line = old.line
                    self._items.append(skip)
                called = len(self._items)
                for operation in operations.call:
                    argument = constant if operation == operations.constant else 0
                    self._items.append(_Item(operation, argument, old))
            own = _Item(old.operation, old.argument, old, False)
            if old.target is not None:
                aimed = entry_of.get(old.target)
                by_call = aimed is not None and (
                    old.begin in aimed[0].jumps or old.operation in operations.sets_up
                )
                own.target = (old.target, by_call)
            self._items.append(own)
            self._first[old.begin] = self._items[start]
            self._by_call[old.begin] = self._items[called]
            self._own[old.begin] = own
        self._end = len(code.co_code)
        self._lay_out()

    def _lay_out(self) -> None:
        """Arguments get wider the farther their jumps lead, and jumps lead farther the wider arguments get."""
        moved = True
        while moved:
            at, moved = 0, False
            for item in self._items:
                moved = moved or item.begin != at
                item.begin = at
                argument = self._argument(item)
                item.widened = max(item.widened, (max(argument.bit_length(), 1) - 1) // 8)
                at += 2 * (1 + item.widened + self._operations.caches[item.operation])
                moved = moved or item.end != at
                item.end = at
        self._begins = [item.begin for item in self._items]

    def _argument(self, item: _Item) -> int:
        if item.target is None:
            return item.argument
        place, by_call = item.target
        aim = (self._by_call if by_call else self._own)[place]
        behind = item.end - 2 * self._operations.caches[item.operation]
        return self._operations.argument(item.operation, behind, aim.begin)

    def text(self) -> bytes:
        text = bytearray()
        for item in self._items:
            argument = self._argument(item)
            for part in range(item.widened, 0, -1):
                text += bytes((self._operations.wide, argument >> 8 * part & 0xFF))
            text += bytes((item.operation, argument & 0xFF))
            text += bytes(2 * self._operations.caches[item.operation])
        return bytes(text)

    def origin(self, at: int) -> int:
        item = self._items[max(bisect_right(self._begins, at) - 1, 0)]
        # Wider in front, if at all.
        return item.old.begin if item.is_new else max(item.old.begin, item.old.end - (item.end - at))

    def _place(self, old: int) -> int:
        return self._first[old].begin if old < self._end else self._items[-1].end

    def lines(self) -> bytes:
        if sys.version_info >= (3, 11):
            return self._positions()
        spans = [(it.line, it.end - it.begin, it) for it in self._items]
        table, line = bytearray(), self._code.co_firstlineno
        starts = {begin for begin, _, _ in ranges(self._code)}
        for its_line, width, item in _joined(spans, starts):
            step = 0 if its_line is None else its_line - line
            line = line if its_line is None else its_line
            while not -127 <= step <= 127:
                part = max(-127, min(127, step))
                table += bytes((0, part & 0xFF))
                step -= part
            if its_line is None:
                step = -128
            while width > 254:
                table += bytes((254, step & 0xFF))
                width, step = width - 254, -128 if its_line is None else 0
            table += bytes((width, step & 0xFF))
        return bytes(table)

    def _positions(self) -> bytes:
        """What 3.11 knows of each instruction: first line, last line, first column, last column."""
        positions = list(self._code.co_positions())
        table, line = bytearray(), self._code.co_firstlineno
        for item in self._items:
            place = (None,) * 4 if item.line is None else positions[item.old.end // 2 - 1]
            units = (item.end - item.begin) // 2
            while units > 0:
                length = min(units, 8)
                units -= length
                table += _location(place, line, length)
                line = line if place[0] is None else place[0]
        return bytes(table)

    def handlers(self) -> bytes:
        table = bytearray()
        for begin, end, handler, rest in _handlers(self._code):
            first, last = self._place(begin) // 2, self._place(end) // 2
            for number, value in enumerate((first, last - first, self._by_call[handler].begin // 2, rest)):
                table += _spread(value, number == 0)
        return bytes(table)


def _joined(spans: list[Any], starts: set[int]) -> Iterator[Any]:
    """Instructions of one line, which begins anew behind what is not the program's, and where it did."""
    line, width, first = spans[0]
    for its_line, its_width, item in spans[1:]:
        if its_line == line and (item.is_new or item.old.begin not in starts):
            width += its_width
            continue
        yield line, width, first
        line, width, first = its_line, its_width, item
    yield line, width, first


def _location(place: Any, line: int, length: int) -> bytes:
    """One entry of 3.11's table of positions, as its `Objects/locations.md` says."""
    begin, end, column, end_column = place
    if begin is None:
        return bytes((0x80 | 15 << 3 | length - 1,))
    step = begin - line
    signed = (-step << 1) | 1 if step < 0 else step << 1
    if column is None or end_column is None or end is None:
        return bytes((0x80 | 13 << 3 | length - 1,)) + _varint(signed)
    values = (signed, end - begin, column + 1, end_column + 1)
    return bytes((0x80 | 14 << 3 | length - 1,)) + b"".join(map(_varint, values))


def _varint(value: int) -> bytes:
    """Six bits a byte, the lowest first."""
    text = bytearray()
    while value >= 64:
        text.append(0x40 | value & 0x3F)
        value >>= 6
    text.append(value)
    return bytes(text)


def _spread(value: int, begins: bool) -> bytes:
    """Six bits a byte, the highest first; the first byte of an entry is marked."""
    parts = [value & 0x3F]
    while value := value >> 6:
        parts.append(0x40 | value & 0x3F)
    parts.reverse()
    if begins:
        parts[0] |= 0x80
    return bytes(parts)


def _handlers(code: CodeType) -> Iterator[tuple[int, int, int, int]]:
    """Begin, end and handler in bytes, and what the handler finds on the stack."""
    if sys.version_info < (3, 11):
        return
    text = iter(code.co_exceptiontable)

    def number() -> int:
        byte = next(text)
        value = byte & 0x3F
        while byte & 0x40:
            byte = next(text)
            value = value << 6 | byte & 0x3F
        return value

    while True:
        try:
            begin = number() * 2
        except StopIteration:
            return
        yield begin, begin + number() * 2, number() * 2, number()


class _Operations:
    """What the numbers of operations mean."""

    def __init__(self) -> None:
        import opcode

        names = opcode.opmap
        self.wide = names["EXTENDED_ARG"]
        self.skip = names["JUMP_FORWARD"]
        self.constant = names["LOAD_CONST"]
        self.clean_up = names.get("COPY")
        if sys.version_info >= (3, 11):
            words = ("PUSH_NULL", "LOAD_CONST", "PRECALL", "CALL", "POP_TOP")
        else:
            words = ("LOAD_CONST", "CALL_FUNCTION", "POP_TOP")
        self.call = [names[word] for word in words]
        self.caches = list(getattr(opcode, "_inline_cache_entries", [0] * 256))
        self._relative = frozenset(opcode.hasjrel)
        self._absolute = frozenset(opcode.hasjabs)
        self._backward = {number for name, number in names.items() if "BACKWARD" in name}
        self.ends = {
            number
            for name, number in names.items()
            if name in ("RETURN_VALUE", "RAISE_VARARGS", "RERAISE", "JUMP_FORWARD", "JUMP_ABSOLUTE")
            or name.startswith("JUMP_BACKWARD")
        }
        self.sets_up = {number for name, number in names.items() if name.startswith("SETUP_")}
        self.asks_again = {names[name] for name in ("JUMP_BACKWARD_NO_INTERRUPT",) if name in names}

    def target(self, operation: int, behind: int, argument: int) -> int | None:
        if operation in self._absolute:
            return argument * 2
        if operation not in self._relative:
            return None
        return behind - argument * 2 if operation in self._backward else behind + argument * 2

    def argument(self, operation: int, behind: int, target: int) -> int:
        if operation in self._absolute:
            return target // 2
        way = (target - behind) // 2
        # While places are still being found, a jump may seem to lead the other way.
        return max(0, -way if operation in self._backward else way)


_known: list[_Operations] = []


def _operations() -> _Operations:
    if not _known:
        _known.append(_Operations())
    return _known[0]
