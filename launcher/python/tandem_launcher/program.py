"""
Runs the program as Python itself would: its own `__main__`, `sys.argv`, `sys.path[0]`, exit code and tracebacks, in which
nothing of ours is.
"""

from __future__ import annotations

import os
import sys

from .command_line import FORK_SERVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, TracebackType

    from typing import Union

    Runs = Union["Running", "Program"]

USAGE = "There is no program to run. Usage: debug_launcher.py [--ipc TRANSPORT …] -- [-m MODULE | -c CODE | FILE] [ARGUMENT …]"

_OURS = os.path.dirname(os.path.abspath(__file__))


class Running:
    """A program that is run by somebody else: what is known of it."""

    def __init__(self) -> None:
        self.file: str | None = getattr(sys.modules["__main__"], "__file__", None)
        self.module: str | None = None
        self.text = "" if self.file is None and sys.argv[:1] == ["-c"] else None


class Program:
    """What to run, and the way to run it."""

    def __init__(self, words: list[str]) -> None:
        if not words or (words[0] in ("-m", "-c") and len(words) < 2):
            raise SystemExit(USAGE)
        self.module = words[1] if words[0] == "-m" else None
        self.text = words[1] if words[0] == "-c" else None
        self.file = None if words[0] in ("-m", "-c") else words[0]
        self.argv = [words[0], *words[2:]] if self.file is None else words
        self.revised: Callable[[CodeType], CodeType] = lambda code: code
        """What the code of a file is to be run as."""
        self._code: CodeType | None = None

    @property
    def is_fork_server(self) -> bool:
        return self.text is not None and self.text.startswith(FORK_SERVER)

    @property
    def is_plain_file(self) -> bool:
        """Not a directory or an archive with a `__main__` in it."""
        return self.file is not None and os.path.isfile(self.file) and not _is_archive(self.file)

    def code(self) -> CodeType:
        """The compiled text of a program that is a file; what is wrong with it is raised as Python raises it."""
        if self._code is None:
            import io

            assert self.file is not None
            with io.open_code(os.path.abspath(self.file)) as source:
                self._code = compile(source.read(), self.file, "exec", dont_inherit=True)
        return self._code

    def prepare(self) -> None:
        """Makes the process look as if Python had been started with the program alone."""
        sys.argv[:] = self.argv
        if hasattr(sys, "orig_argv"):
            sys.orig_argv[:] = [*_interpreter_options(), *_words(self)]
        _replace_path(self._path_entry())

    def run(self, uncaught: Callable[[BaseException], None]) -> None:
        """Runs it to its end. `uncaught` gets what nothing has caught, before the program's own hooks do."""
        try:
            self._execute()
            return
        except SystemExit:
            raise
        except BaseException as error:
            thrown = error
        # Not while it is handled: to hooks it would seem to be what their own failures come from.
        thrown.__traceback__ = without_ours(thrown.__traceback__)
        uncaught(thrown)
        _report(thrown)

    def _execute(self) -> None:
        if self.text is not None:
            exec(compile(self.text + "\n", "<string>", "exec", dont_inherit=True), _fresh_main({}))
        elif self.is_plain_file:
            exec(self.revised(self.code()), self._main_of_file())
        else:
            from runpy import _run_module_as_main  # pyright: ignore[reportAttributeAccessIssue]

            _fresh_main({})
            if self.module is not None:
                _run_module_as_main(self.module)
            else:
                _run_module_as_main("__main__", False)

    def _main_of_file(self) -> dict[str, object]:
        from _frozen_importlib_external import SourceFileLoader

        path = self.file or ""
        return _fresh_main(
            {"__file__": path, "__cached__": None, "__loader__": SourceFileLoader("__main__", path)}
        )

    def _path_entry(self) -> str | None:
        if getattr(sys.flags, "safe_path", sys.flags.isolated):
            # Still needed where it holds the program itself.
            return None if self.file is None or self.is_plain_file else self.file
        if self.text is not None:
            return ""
        if self.module is not None:
            return os.getcwd()
        assert self.file is not None
        return os.path.dirname(os.path.realpath(self.file)) if self.is_plain_file else self.file


def exit_code(code: object, tells: bool = False) -> int:
    """As the system gets it: `sys.exit("text")` is 1, and with `tells` the text is written as Python does at its end."""
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    if tells:
        print(code, file=sys.stderr)
    return 1


def _words(program: Program) -> list[str]:
    if program.module is not None:
        return ["-m", program.module, *program.argv[1:]]
    if program.text is not None:
        return ["-c", program.text, *program.argv[1:]]
    return program.argv


def _interpreter_options() -> list[str]:
    """Python's own words before our script."""
    words = sys.orig_argv
    ours = next((at for at, word in enumerate(words) if word.endswith("debug_launcher.py")), 1)
    return words[:ours]


def _replace_path(entry: str | None) -> None:
    # Python has put the directory of our script first, unless it was told not to.
    ours = os.path.dirname(_OURS)
    if sys.path and os.path.abspath(sys.path[0]) == ours:
        del sys.path[0]
    if entry is not None:
        sys.path.insert(0, entry)


def _is_archive(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            if file.read(4) == b"PK\x03\x04":
                return True
            file.seek(-22, os.SEEK_END)
            return file.read(4) == b"PK\x05\x06"
    except OSError:
        return False


def _fresh_main(names: dict[str, object]) -> dict[str, object]:
    """The namespace of `__main__`, with nothing of this launcher in it."""
    import builtins

    main = sys.modules["__main__"].__dict__
    main.clear()
    main.update(
        {
            "__name__": "__main__",
            "__doc__": None,
            "__package__": None,
            "__loader__": None,
            "__spec__": None,
            "__builtins__": builtins,
        }
    )
    if sys.version_info < (3, 14):
        main["__annotations__"] = {}
    if "__file__" not in names:
        # As of a module that is built in.
        from _frozen_importlib import BuiltinImporter

        main["__loader__"] = BuiltinImporter
    main.update(names)
    return main


def without_ours(traceback: TracebackType | None) -> TracebackType | None:
    while traceback is not None and traceback.tb_frame.f_code.co_filename.startswith(_OURS):
        traceback = traceback.tb_next
    return traceback


def _call_hook(kind: type, thrown: BaseException) -> BaseException | None:
    """What has come of calling the program's hook, if that has failed."""
    try:
        sys.excepthook(kind, thrown, thrown.__traceback__)
    except SystemExit:
        raise
    except BaseException as failure:
        return failure
    return None


def _report(thrown: BaseException) -> None:
    """What Python does with an exception that nothing has caught, ending with the exit code that it has."""
    kind = type(thrown)
    sys.last_type, sys.last_value, sys.last_traceback = kind, thrown, thrown.__traceback__
    if sys.version_info >= (3, 12):
        sys.last_exc = thrown
    failure = _call_hook(kind, thrown)
    if failure is not None:
        failure.__traceback__ = without_ours(failure.__traceback__)
        print("Error in sys.excepthook:", file=sys.stderr)
        sys.__excepthook__(type(failure), failure, failure.__traceback__)
        print("\nOriginal exception was:", file=sys.stderr)
        sys.__excepthook__(kind, thrown, thrown.__traceback__)
    if isinstance(thrown, KeyboardInterrupt):
        # Python ends itself by the signal then, which it does only for an exception that comes up to it.
        sys.excepthook = lambda *_: None
        raise KeyboardInterrupt
    raise SystemExit(1)
