"""From the first line of the launcher to the last of the program."""

from __future__ import annotations

import sys

from .arguments import Arguments
from .hindrance import hindrance
from .program import Program, exit_code
from .streams import output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .notes import Notes
    from .session import Session
    from .waiting import Waiting, Wish


def main() -> None:
    arguments = Arguments(sys.argv[1:])
    program = Program(arguments.program)
    if arguments.wish is not None:
        _run_waiting(program, arguments.wish)
        return
    if arguments.endpoint is None:
        _run_alone(program, arguments.notes, arguments.output)
        return
    session = _begin(arguments, program)
    if session is None:
        _run_alone(program, None, None)
        return
    program.prepare()
    if arguments.parent is None:
        # What others start may be read by others, as they like it.
        output.prepare(arguments.output, session.site_of)
    if not program.is_fork_server:
        session.hold()
    _run(program, session)


def _run(program: Program, watched: Session | Waiting | Notes) -> None:
    try:
        program.run(watched.uncaught)
    except SystemExit as leaving:
        watched.exit_code = exit_code(leaving.code)
        raise
    except KeyboardInterrupt:
        watched.exit_code = 130
        raise


def _run_waiting(program: Program, wish: Wish) -> None:
    """As it would run alone, with a thread beside it that waits for debuggers."""
    from .waiting import Waiting

    waiting = Waiting(wish, program)
    waiting.begin()
    program.prepare()
    waiting.hold()
    _run(program, waiting)


def _begin(arguments: Arguments, program: Program) -> Session | None:
    """None for a process that the program has started, and that nobody waits for any more."""
    problem = hindrance(arguments)
    if problem is not None:
        if arguments.parent is not None:
            return None
        raise SystemExit(problem)
    from .connection import Nowhere, connect
    from .session import Session

    assert arguments.endpoint is not None
    if program.is_fork_server:
        session = Session(Nowhere(), program, arguments)
        session.begin()
        return session
    try:
        connection = connect(arguments.endpoint)
    except OSError as error:
        if arguments.parent is not None:
            return None
        raise SystemExit(f"Tandem could not reach its debug adapter: {error}") from None
    session = Session(connection, program, arguments)
    session.begin()
    session.introduce(connection)
    return session


def _run_alone(program: Program, notes: str | None, told: str | None) -> None:
    """Without debugging there is nothing but what makes its output complete."""
    program.prepare()
    if told is not None:
        output.prepare(told)
    if notes is None:
        program.run(lambda thrown: None)
    else:
        from .notes import Notes

        _run(program, Notes(notes))
