"""Evaluating what the user types, watches or points at."""

from __future__ import annotations

import sys

from ..failures import Failure, evaluation_failed
from .conditions import defines_functions
from .exceptions import type_name
from .beside import Interrupted
from .preview import LINE
from .scopes import is_module
from .variables import View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType
    from typing import Any

    from .engine import Engine
    from .threads import DebuggedThread

_NAME = "<console>"
_ROOM = {"repl": 100_000, "clipboard": 10_000_000, "hover": 2000, "watch": 2000}
_EXACT = ("repl", "clipboard")
"""Where one asks Python, and gets its answer."""
_NOTHING = object()
RETURNED = "_returned"

_ALLOW_AWAIT = 0x2000
_COROUTINE = 0x80


def evaluate(engine: Engine, arguments: dict[str, Any]) -> dict[str, Any]:
    context = arguments.get("context")
    place = place_of(engine, arguments, lasting=context == "repl")
    value = place.run(arguments["expression"], statements=context == "repl")
    if value is _NOTHING or (context == "repl" and value is None):
        return {"result": "", "variablesReference": 0}
    if context == "clipboard" and isinstance(value, str):
        return {"result": value, "variablesReference": 0}
    hexadecimal = (arguments.get("format") or {}).get("hex", False)
    shown = place.view(hexadecimal).value(
        value, arguments["expression"], room=_ROOM.get(context or "", LINE), exact=context in _EXACT
    )
    shown.pop("evaluateName", None)
    return {"result": shown.pop("value"), **shown}


def place_of(engine: Engine, arguments: dict[str, Any], lasting: bool = False) -> Place:
    if arguments.get("frameId") is None:
        return Place(engine, None, None)
    reference = engine.references.frame(arguments["frameId"])
    place = Place(engine, reference.thread, reference.frame)
    place.is_lasting = lasting
    if reference.is_innermost and reference.thread.stopped is not None:
        place.returned = reference.thread.stopped.returned
    return place


def failed(error: BaseException) -> str:
    if isinstance(error, SyntaxError) and error.filename == _NAME:
        return f"SyntaxError: {error.msg}"
    try:
        text = str(error)
    except Exception:
        text = ""
    name = type_name(type(error))
    return f"{name}: {text}" if text else name


def _compiled(source: Any, mode: str, flags: int = 0) -> Any:
    return compile(source, _NAME, mode, flags=_ALLOW_AWAIT | flags, dont_inherit=True)


def _run(code: CodeType, variables: dict[str, Any], local: Any) -> Any:
    value = eval(code, variables, local)
    if not code.co_flags & _COROUTINE:
        return value
    from . import console_await

    return console_await.run(value)


class Place:
    """A call, or the program as a whole."""

    def __init__(self, engine: Engine, thread: DebuggedThread | None, frame: FrameType | None) -> None:
        self._engine = engine
        self._thread = thread
        self._frame = frame
        self.is_lasting = False
        """What is shown may be opened when the program has gone on."""
        self.returned: tuple[str, Any] | None = None

    def view(self, hexadecimal: bool = False) -> View:
        return View(self._engine, None if self.is_lasting else self._thread, None, hexadecimal)

    def value_of(self, expression: str) -> Any:
        return self.run(expression, statements=False)

    def assign(self, target: str, value: Any) -> None:
        names = {"__tandem_value": value}
        self._execute(f"{target} = __tandem_value", names)

    def run(self, text: str, statements: bool) -> Any:
        """The value of an expression; of statements, that of the last one, if it is an expression."""
        text = text.strip("\n")
        try:
            code = _compiled(text.strip(), "eval")
        except (SyntaxError, ValueError) as error:
            if not statements:
                raise evaluation_failed(failed(error)) from None
        else:
            return self._evaluate(code, ":=" in text)
        return self._run_statements(text)

    def _run_statements(self, text: str) -> Any:
        import ast

        try:
            body = _compiled(text, "exec", ast.PyCF_ONLY_AST).body
            last = body[-1] if body and isinstance(body[-1], ast.Expr) else None
            if last is not None:
                body.pop()
            code = _compiled(ast.Module(body, []), "exec")
            last_code = None if last is None else _compiled(ast.Expression(last.value), "eval")
        except (SyntaxError, ValueError) as error:
            raise evaluation_failed(failed(error)) from None
        self._execute(code)
        if last_code is None:
            return _NOTHING
        value = self._evaluate(last_code, ":=" in text)
        return _NOTHING if value is None else value

    def _evaluate(self, code: Any, may_assign: bool) -> Any:
        try:
            variables, own = self._namespaces(code)
            if not may_assign or self._frame is None or own is self._frame.f_globals:
                return _run(code, variables, own)
            local = _Local(self._frame, {})
            value = _run(code, variables, local)
            local.write_back()
            return value
        except (Interrupted, Failure):
            raise
        except BaseException as error:
            raise evaluation_failed(failed(error)) from None

    def _execute(self, code: Any, names: dict[str, Any] | None = None) -> None:
        try:
            if isinstance(code, str):
                code = compile(code, _NAME, "exec", dont_inherit=True)
            frame = self._frame
            if frame is None or is_module(frame):
                scope, _ = self._namespaces(code)
                self._in_module(code, scope, names)
                return
            local = _Local(frame, names)
            if defines_functions(code):
                # What is defined here finds the variables of the call as if they were the module's.
                _run(code, {**frame.f_globals, **local}, local)
            else:
                _run(code, frame.f_globals, local)
            local.write_back()
        except (Interrupted, Failure):
            raise
        except BaseException as error:
            raise evaluation_failed(failed(error)) from None

    def _in_module(self, code: Any, scope: dict[str, Any], names: dict[str, Any] | None) -> None:
        if not names:
            _run(code, scope, scope)
            return
        scope.update(names)
        try:
            _run(code, scope, scope)
        finally:
            for name in names:
                scope.pop(name, None)

    def _namespaces(self, code: Any) -> tuple[dict[str, Any], Any]:
        frame = self._frame
        if frame is None:
            main = sys.modules["__main__"].__dict__
            return main, main
        extra = (
            {RETURNED: self.returned[1]} if self.returned is not None and RETURNED in code.co_names else {}
        )
        if is_module(frame) and not extra:
            return frame.f_globals, frame.f_globals
        if extra or defines_functions(code):
            return {**frame.f_globals, **frame.f_locals, **extra}, {**frame.f_locals, **extra}
        return frame.f_globals, frame.f_locals


class _Local(dict):
    """The variables of a call, and those that the console has made beside them, for a while."""

    def __init__(self, frame: FrameType, names: dict[str, Any] | None) -> None:
        self._frame = frame
        self._names = names or {}
        self._before = dict(frame.f_locals)
        super().__init__(self._before)
        self.update(self._names)

    def write_back(self) -> None:
        from .scopes import assign_local

        for name, value in self.items():
            if name in self._names or (name in self._before and self._before[name] is value):
                continue
            if (
                name not in self._before
                and name in self._frame.f_code.co_names
                and name in self._frame.f_globals
            ):
                # To the call, that name is one of its module.
                self._frame.f_globals[name] = value
                continue
            try:
                assign_local(self._frame, name, value)
            except LookupError:
                # It has no place in the call; the console finds it again all the same.
                self._frame.f_locals[name] = value
