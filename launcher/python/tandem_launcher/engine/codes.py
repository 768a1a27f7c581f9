"""Code objects: which lines of a file they have, and where a call of theirs stands on a line."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType, FrameType

_COROUTINES = 0x80 | 0x100 | 0x200
_COROUTINE = 0x80
_ASYNC_GENERATOR = 0x200
_GENERATORS = 0x20 | 0x200
_OPTIMIZED = 0x1
_COMPREHENSIONS = ("<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>")


def tree(code: CodeType) -> Iterator[CodeType]:
    """The code and all that is defined in it, the outer before the inner."""
    yield code
    for constant in code.co_consts:
        if type(constant) is type(code):
            yield from tree(constant)


def own_part(code: CodeType) -> tuple[object, ...]:
    """What the code itself does, wherever it stands, without what is defined in it."""
    constants = tuple((type(it), it) for it in code.co_consts if type(it) is not type(code))
    return (code.co_code, code.co_names, code.co_varnames, code.co_freevars, constants)


def stands_alike(code: CodeType, other: CodeType) -> bool:
    """Whether both do the same on the same lines, apart from what is defined in them."""
    return own_part(code) == own_part(other) and list(ranges(code)) == list(ranges(other))


def name_of(code: CodeType) -> str:
    """As a person writes it: `Class.method`."""
    if sys.version_info >= (3, 11):
        return code.co_qualname.replace("<locals>.", "")
    return code.co_name


def is_comprehension(code: CodeType) -> bool:
    return code.co_name in _COMPREHENSIONS


def suspends(code: CodeType, value: object) -> bool:
    """Whether what a frame yields is a wait, after which it goes on, and not a value for whoever called."""
    if not code.co_flags & _COROUTINES:
        return False
    if code.co_flags & _ASYNC_GENERATOR:
        return type(value).__name__ != "async_generator_wrapped_value"
    return True


def is_generator(code: CodeType) -> bool:
    return bool(code.co_flags & _GENERATORS)


def is_coroutine(code: CodeType) -> bool:
    return bool(code.co_flags & _COROUTINE)


def is_class_body(code: CodeType) -> bool:
    return not code.co_flags & _OPTIMIZED and not code.co_name.startswith("<")


def ranges(code: CodeType) -> Iterator[tuple[int, int, int | None]]:
    """Begin and end in bytes, and the line."""
    if sys.version_info >= (3, 10):
        yield from code.co_lines()
        return
    begin, line = 0, code.co_firstlineno
    table = code.co_lnotab
    for width, step in zip(table[::2], table[1::2]):
        if width:
            yield begin, begin + width, line
            begin += width
        line += step - 256 if step >= 128 else step
    yield begin, len(code.co_code), line


def lines_of(code: CodeType) -> set[int]:
    """The lines of a code object alone, not of what is defined in it, on which a breakpoint can stand."""
    lines = set()
    body = begin_of_body(code)
    for begin, end, line in ranges(code):
        if line and end > begin and end > body:
            lines.add(line)
    if is_class_body(code):
        # That line is met where the class is made, too.
        lines.discard(code.co_firstlineno)
    return lines


def begin_of_body(code: CodeType) -> int:
    """Behind what only prepares a call, which stands on the line of the `def`."""
    if sys.version_info >= (3, 11):
        from opcode import opmap

        resume, text = opmap["RESUME"], code.co_code
        for at in range(0, min(len(text), 64 + 2 * len(code.co_cellvars)), 2):
            if text[at] == resume:
                return at + 2
        return 0
    return 2 if sys.version_info >= (3, 10) and code.co_flags & (_GENERATORS | _COROUTINES) else 0


def breakpoint_lines(codes: list[CodeType]) -> dict[int, list[CodeType]]:
    """For each line with code, the code objects that a breakpoint there is to stand in."""
    found: dict[int, list[CodeType]] = {}
    for code in codes:
        for line in lines_of(code):
            found.setdefault(line, []).append(code)
    for line, on_line in found.items():
        if len(on_line) > 1:
            # A comprehension goes over its line once for each round.
            found[line] = [code for code in on_line if not is_comprehension(code)] or on_line
    return found


_origins: dict[int, tuple[CodeType, CodeType, Callable[[int], int]]] = {}


def remember(code: CodeType, original: CodeType, origin: Callable[[int], int]) -> None:
    """The code is another one with checks in it. `origin` tells for a place in it which one it is in the other."""
    _origins[id(code)] = (code, original, origin)


def place_of(frame: FrameType) -> tuple[CodeType, int]:
    """The code that a frame runs, as it was compiled, and where in it the frame is."""
    known = _origins.get(id(frame.f_code))
    if known is None or frame.f_lasti < 0:
        return frame.f_code, frame.f_lasti
    return known[1], known[2](frame.f_lasti)


def span(frame: FrameType) -> tuple[int, int] | None:
    """
    First and last line of the expression whose end a frame is at, where that is more than one and the code tells. Loops
    and `with`, which come back to their first line as well, are none.
    """
    return _span_at(*place_of(frame))


def _span_at(code: CodeType, at: int) -> tuple[int, int] | None:
    if not hasattr(code, "co_positions") or at < 0:
        return None
    _learn_operations()
    operation, following = code.co_code[at], code.co_code[at + 2 : at + 3]
    if operation not in _ENDS_EXPRESSION and not (following and following[0] in _CALLS_BY_NAME):
        return None
    for index, (begin, end, _, _) in enumerate(code.co_positions()):
        if index == at // 2:
            return (begin, end) if begin and end and end > begin else None
    return None


def ends_waiting(frame: FrameType) -> bool:
    """
    Whether a line is met only because something awaited has ended by an exception: before 3.10 the end of an `async for`,
    which is on the last line of what is in it, and in 3.13 the line of an `await` that raises.
    """
    return _ends_waiting_at(*place_of(frame))


def _ends_waiting_at(code: CodeType, at: int) -> bool:
    if not code.co_flags & _COROUTINES:
        return False
    from opcode import opmap

    name = "CLEANUP_THROW" if sys.version_info >= (3, 10) else "END_ASYNC_FOR"
    return code.co_code[at] == opmap.get(name)


def is_tail(frame: FrameType) -> bool:
    """
    Whether a line is met once more because the statement that begins on it is over several lines: Python goes back to the
    first for the call whose arguments were on the others.
    """
    return is_tail_at(*place_of(frame), frame.f_lineno)


def is_tail_at(code: CodeType, at: int, line: int) -> bool:
    known = _tails.get((id(code), at))
    if known is None or known[0] is not code:
        known = _tails[id(code), at] = (
            code,
            _ends_waiting_at(code, at)
            or (_is_behind_first(code, at, line) and (_span_at(code, at) is not None or _comes_back(code, at))),
        )
    return known[1]


def _is_behind_first(code: CodeType, at: int, line: int) -> bool:
    body = begin_of_body(code)
    on_line = (
        max(begin, body) for begin, end, its_line in ranges(code) if its_line == line and end > body
    )
    return at > next(on_line, 0)


def _comes_back(code: CodeType, at: int) -> bool:
    """
    Before 3.11, where the code does not tell expressions: a line that follows on a later one, without a jump there. Where
    there is one, it is the test of a loop, written once more at its end.
    """
    if sys.version_info >= (3, 11):
        return False
    _learn_operations()
    before = 0
    for begin, end, line in ranges(code):
        if begin == at:
            return line is not None and before > line and not _TESTS.intersection(code.co_code[begin:end:2])
        before = line or before
    return False


_tails: dict[tuple[int, int], tuple[CodeType, bool]] = {}


def _line_and_rest(code: CodeType, at: int) -> tuple[int | None, list[int]]:
    """The line that a call is on, and the operations that are still to come on it, in their order."""
    here, rest = None, []
    text = code.co_code
    for begin, end, line in ranges(code):
        if here is None:
            if not begin <= at < end:
                continue
            here = line
            begin = at + 2
        elif line != here:
            break
        rest += text[begin:end:2]
    return here, rest


def goes_on(frame: FrameType) -> bool:
    """
    Whether something is still to come that is worth a stop on the line on which a frame waits for a call to return:
    another call, another round of a loop that is all on this line, or that what was returned is returned.
    """
    _learn_operations()
    used = False
    code, place = place_of(frame)
    line, rest = _line_and_rest(code, place)
    if _operation(code, place) in _WAITS:
        # The loop that asks again and again what is waited for.
        end = next((at for at, operation in enumerate(rest) if operation in _ASKS_AGAIN), -1)
        rest = rest[end + 1 :]
    for operation in rest:
        if operation in _CALLS:
            return True
        if operation in _RETURNS:
            return not used
        if operation in _JUMPS:
            return operation in _ROUNDS and _has_loop(code, line)
        used = used or operation in _USES
    return False


def _has_loop(code: CodeType, line: int | None) -> bool:
    text = code.co_code
    on_line = (text[begin:end:2] for begin, end, its_line in ranges(code) if its_line == line)
    return any(not _LOOPS.isdisjoint(operations) for operations in on_line)


def _operation(code: CodeType, at: int) -> int:
    """The one at a place, which may be told by what the interpreter remembers behind it."""
    text = code.co_code
    while at > 0 and text[at] == _CACHE and sys.version_info >= (3, 11):
        at -= 2
    return text[at]


_CACHE = 0
_CALLS: set[int] = set()
_RETURNS: set[int] = set()
_JUMPS: set[int] = set()
_USES: set[int] = set()
_TESTS: set[int] = set()
_ROUNDS: set[int] = set()
_LOOPS: set[int] = set()
_WAITS: set[int] = set()
_ENDS_EXPRESSION: set[int] = set()
_CALLS_BY_NAME: set[int] = set()
_ASKS_AGAIN: set[int] = set()

_EXPRESSIONS = (
    *(
        "CALL",
        "PRECALL",
        "KW_NAMES",
        "BUILD",
        "BINARY",
        "COMPARE",
        "CONTAINS",
        "IS_OP",
        "RETURN",
        "STORE",
        "LIST",
    ),
    *("DICT", "SET", "POP_TOP", "FORMAT", "LOAD_ATTR", "LOAD_METHOD", "GET_AWAITABLE", "RAISE"),
)


def _learn_operations() -> None:
    if _CALLS:
        return
    from opcode import opmap

    def called(*beginnings: str) -> set[int]:
        return {code for name, code in opmap.items() if name.startswith(beginnings)}

    _RETURNS.update(called("RETURN_VALUE", "RETURN_CONST"))
    _JUMPS.update(called("JUMP", "RAISE", "END_ASYNC_FOR"))
    _USES.update(called("POP_TOP", "STORE_"))
    _ENDS_EXPRESSION.update(called(*_EXPRESSIONS))
    _CALLS_BY_NAME.update(called("CALL_KW"))
    _TESTS.update(called("POP_JUMP", "JUMP_IF"))
    if sys.version_info >= (3, 12):
        # Before, each round begins its line anew.
        _ROUNDS.update(called("JUMP_BACKWARD"))
    _LOOPS.update(called("FOR_ITER", "GET_ANEXT"))
    _WAITS.update(called("SEND", "YIELD_VALUE"))
    _ASKS_AGAIN.update(called("JUMP_BACKWARD_NO_INTERRUPT"))
    _CALLS.update(
        called("CALL", "PRECALL", "SEND", "YIELD", "IMPORT_NAME", "FOR_ITER") - called("CALL_INTRINSIC")
    )
