"""From the moment that the worker knows what to run to the end of the program."""

from __future__ import annotations

import os
import sys

from ..json_text import loads
from ..program import Program, exit_code
from ..streams import output
from .between import Between
from .limits import explain_limits
from .loop import install_loop
from .packages import PackageFinder
from .session import WorkerSession
from .waiting import install_sleep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .bridge import Bridge
    from .packages import Bring


def main(bridge: Bridge, told_json: str, bring: Bring) -> None:
    """Called once, by JavaScript. `told` is `PythonStart` of `protocol/python-worker.ts`."""
    told = loads(told_json)
    _settle(bridge, told)
    program = Program(told["words"])
    session = WorkerSession(bridge, program) if told["debug"] else None
    between = session.between if session else Between(bridge, lambda message: None)
    between.start()
    install_sleep(between)
    install_loop(between)
    explain_limits()
    program.prepare()
    PackageFinder(bring, told["environment"]).register()
    _add_python_path()
    output.deliver(_writer(bridge), session.site_of if session else None)
    code = _run(program, session)
    _finish()
    if session:
        session.farewell()
    output.flush()
    bridge.exit(code)


def load_all() -> None:
    """All of the engine, and what each start needs: to be kept with the interpreter, so that no program waits for it."""
    from importlib import import_module

    for name in ("linecache", "random", "socket", "subprocess", "traceback"):
        import_module(name)
    for package in ("engine", "in_process"):
        home = os.path.join(os.path.dirname(os.path.dirname(__file__)), package)
        for name in sorted(os.listdir(home)):
            if name.endswith(".py"):
                import_module(f"tandem_launcher.{package}.{name[:-3]}")


def _settle(bridge: Bridge, told: dict[str, Any]) -> None:
    """What a process gets from its parent. The interpreter may be a copy of one that was started long ago."""
    import random

    random.seed()
    libraries = os.environ.get("LD_LIBRARY_PATH", "")
    os.environ.clear()
    # The interpreter itself looks there for what packages are linked with.
    os.environ.update({"LD_LIBRARY_PATH": libraries, **told["env"]})
    os.chdir(told["cwd"])
    os.getpid = lambda: bridge.pid
    os._exit = bridge.exit
    sys.executable = ""
    sys.orig_argv[:] = ["python"]
    sys.path[:] = [entry for entry in sys.path if entry]


def _add_python_path() -> None:
    at = 1 if sys.path else 0
    sys.path[at:at] = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]


def _writer(bridge: Bridge):
    from pyodide.ffi import to_js  # pyright: ignore[reportMissingImports]

    def write(number: int, data: bytes, kind: int, site: bytes) -> None:
        bridge.write(number - 1, to_js(data), kind, site.decode("utf-8", "replace"))

    return write


def _run(program: Program, session: WorkerSession | None) -> int:
    if session:
        session.hold()
    try:
        program.run(session.uncaught if session else lambda thrown: None)
    except SystemExit as leaving:
        return exit_code(leaving.code, tells=True)
    except KeyboardInterrupt:
        return 130
    return 0


def _finish() -> None:
    """What the interpreter does at its end: here it does not end."""
    import atexit
    import gc

    atexit._run_exitfuncs()
    sys.modules["__main__"].__dict__.clear()
    gc.collect()
