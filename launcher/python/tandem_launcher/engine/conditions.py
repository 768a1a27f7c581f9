"""What is asked at each hit of a breakpoint: conditions, hit counts, log messages. Compiled once."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType
    from typing import Any

    HitCondition = Callable[[int], bool]


class Expression:
    """An expression that is evaluated in frames. Raises SyntaxError where it is none."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self._code = compile(text.strip(), name, "eval", dont_inherit=True)
        self._defines = defines_functions(self._code)

    @property
    def plain_code(self) -> CodeType | None:
        """For `eval` with the namespaces of a frame as they are, where that is all there is to it."""
        return None if self._defines else self._code

    def evaluate(self, frame: FrameType, names: dict[str, Any] | None = None) -> Any:
        """`names` are there beside those of the frame."""
        if names or self._defines:
            # What a lambda or a comprehension does not find in itself, it looks for among the globals.
            return eval(self._code, {**frame.f_globals, **frame.f_locals, **(names or {})})
        return eval(self._code, frame.f_globals, frame.f_locals)


def defines_functions(code: CodeType) -> bool:
    return any(type(constant) is type(code) for constant in code.co_consts)


def syntax_problem(error: SyntaxError | ValueError) -> str:
    return error.msg if isinstance(error, SyntaxError) else str(error)


_COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    ">": lambda hits, wanted: hits > wanted,
    ">=": lambda hits, wanted: hits >= wanted,
    "<": lambda hits, wanted: hits < wanted,
    "<=": lambda hits, wanted: hits <= wanted,
    "=": lambda hits, wanted: hits == wanted,
    "==": lambda hits, wanted: hits == wanted,
    "===": lambda hits, wanted: hits == wanted,
    "%": lambda hits, wanted: hits % wanted == 0,
}


def parse_hit_condition(text: str) -> HitCondition:
    """Reads `5`, `== 5`, `>= 5`, `% 5`, … A bare number means that very hit. Raises ValueError for all else."""
    text = text.strip()
    operator = text.rstrip("0123456789").strip()
    digits = text[len(text.rstrip("0123456789")) :]
    compare = _COMPARISONS.get(operator or "==")
    if compare is None or not digits or (operator == "%" and int(digits) == 0):
        raise ValueError(
            f'The hit condition "{text}" is not understood: write a number, optionally after >, >=, <, <=, == or %.'
        )
    wanted = int(digits)
    return lambda hits: compare(hits, wanted)


class LogMessage:
    """
    Text, and in braces expressions to be evaluated where it is hit: `x is {x}`. Braces nest, quotes hide them, a backslash
    makes text of them, and one that never closes is text. An expression may be followed by a format: `{x:.2f}`, `{x!r}`.
    """

    def __init__(self, text: str) -> None:
        self._parts = [part if kind == "text" else _Field(part) for kind, part in _cut(text)]

    def evaluate(self, frame: FrameType) -> str:
        return "".join(part if isinstance(part, str) else part.evaluate(frame) for part in self._parts)


class _Field:
    def __init__(self, text: str) -> None:
        self._problem = ""
        try:
            self._expression: Expression | None = Expression(text, "<log message>")
            return
        except (SyntaxError, ValueError) as error:
            self._problem = syntax_problem(error)
        # As in an f-string: what comes behind may say how the value is written.
        self._expression = _compiled_format(text)

    def evaluate(self, frame: FrameType) -> str:
        if self._expression is None:
            return f"<{self._problem}>"
        try:
            return str(self._expression.evaluate(frame))
        except Exception as error:
            return f"<{type(error).__name__}: {error}>"


def _compiled_format(text: str) -> Expression | None:
    quote = next((quote for quote in ("'", '"', "'''", '"""') if quote not in text), None)
    if quote is None or "\\" in text:
        return None
    try:
        return Expression(f"f{quote}{{{text}}}{quote}", "<log message>")
    except (SyntaxError, ValueError):
        return None


def _cut(message: str) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    text, at = "", 0
    while at < len(message):
        if message[at] == "\\" and message[at + 1 : at + 2] in ("{", "}"):
            text += message[at + 1]
            at += 2
            continue
        end = _closing(message, at) if message[at] == "{" else -1
        if end < 0:
            text += message[at]
            at += 1
            continue
        if text:
            parts.append(("text", text))
        text = ""
        parts.append(("expression", message[at + 1 : end]))
        at = end + 1
    if text:
        parts.append(("text", text))
    return parts


def _closing(message: str, opening: int) -> int:
    depth, quote, at = 0, "", opening
    while at < len(message):
        letter = message[at]
        if quote:
            if letter == "\\":
                at += 1
            elif letter == quote:
                quote = ""
        elif letter in "\"'":
            quote = letter
        elif letter == "{":
            depth += 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return -1
