"""What may come next in an expression."""

from __future__ import annotations

import builtins
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .engine import Engine

_MOST = 500
_LETTERS = "_"


def completions(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    lines = arguments["text"].split("\n")
    line = lines[max(0, arguments["line"] - engine.first_line)] if "line" in arguments else arguments["text"]
    before = line[: arguments["column"] - engine.first_column]
    begin = len(before)
    while begin and (before[begin - 1].isalnum() or before[begin - 1] in _LETTERS):
        begin -= 1
    typed = before[begin:]
    if before[:begin].endswith("."):
        found = _members(engine, arguments, _expression_before(before[: begin - 1]))
    elif _in_text(before):
        found = []
    else:
        found = _names(engine, arguments)
    matching = [it for it in found if it[0].lower().startswith(typed.lower())]
    # What begins with an underline is meant for nobody, unless it is asked for.
    matching.sort(key=lambda it: (it[0].startswith("_"), it[2]))
    targets = [
        {"label": label, "type": kind, "sortText": f"{at:05}", "start": begin + engine.first_column, "length": len(typed)}
        for at, (label, kind, _) in enumerate(matching[:_MOST])
    ]
    return {"targets": targets}


def _names(engine: Engine, arguments: dict[str, Any]) -> list[tuple[str, str, int]]:
    import keyword

    scopes: list[dict[str, Any]] = []
    if arguments.get("frameId") is not None:
        frame = engine.references.frame(arguments["frameId"]).frame
        if frame is not None:
            scopes = [dict(frame.f_locals), frame.f_globals]
    scopes = scopes or [sys.modules["__main__"].__dict__]
    found: dict[str, tuple[str, str, int]] = {}
    for nearness, scope in enumerate([*scopes, vars(builtins)]):
        for name, value in list(scope.items()):
            if name.isidentifier():
                found.setdefault(name, (name, _kind(value, "variable"), nearness))
    for name in keyword.kwlist:
        found.setdefault(name, (name, "keyword", len(scopes) + 1))
    return list(found.values())


def _members(engine: Engine, arguments: dict[str, Any], expression: str) -> list[tuple[str, str, int]]:
    from .evaluate import place_of

    if not expression or not is_plain(expression):
        return []
    try:
        value = place_of(engine, arguments).value_of(expression)
    except Exception:
        return []
    own = getattr(value, "__dict__", {})
    found = []
    for name in dir(value):
        is_own = isinstance(own, dict) and name in own
        # The class knows what it is: a property is not called for that.
        known = own[name] if is_own else getattr(type(value), name, None)
        found.append((name, _kind(known, "property"), 0 if is_own else 1))
    return found


def _kind(value: Any, otherwise: str) -> str:
    if isinstance(value, type):
        return "class"
    if isinstance(value, type(sys)):
        return "module"
    return "function" if callable(value) else otherwise


def is_plain(expression: str) -> bool:
    """Names, members and elements: nothing is called while somebody types."""
    import ast

    try:
        tree = ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError):
        return False
    plain = (
        ast.Expression, ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.Load, ast.UnaryOp, ast.USub,
        ast.Tuple, ast.List, ast.Dict,
    )  # fmt: skip
    return all(isinstance(node, plain) or type(node).__name__ == "Index" for node in ast.walk(tree))


def _expression_before(text: str) -> str:
    """The expression that ends where the text does: names, dots, and what is in brackets."""
    at, depth, quote = len(text), 0, ""
    while at:
        letter = text[at - 1]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in ")]}":
            depth += 1
        elif letter in "([{":
            if depth == 0:
                break
            depth -= 1
        elif depth == 0 and not (letter.isalnum() or letter in "_."):
            break
        at -= 1
    return text[at:].strip()


def _in_text(text: str) -> bool:
    quote, at = "", 0
    while at < len(text):
        letter = text[at]
        if letter == "\\":
            at += 1
        elif quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter == "#":
            return True
        at += 1
    return bool(quote)
