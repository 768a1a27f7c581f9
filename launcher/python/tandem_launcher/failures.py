"""Every error that the launcher answers a command with. The codes are those of `protocol/errors/`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Failure(Exception):
    """An error by its code: what happened, what to do about it, and who has to act."""

    def __init__(self, code: str, message: str, hint: str | None = None, audience: str = "expected") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.audience = audience

    @property
    def text(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else self.message

    def to_json(self) -> dict[str, Any]:
        details = {"code": self.code, "message": self.message, "audience": self.audience}
        if self.hint:
            details["hint"] = self.hint
        return details


def unexpected(thrown: BaseException) -> Failure:
    if isinstance(thrown, Failure):
        return thrown
    return Failure("internal", f"{type(thrown).__name__}: {thrown}", "Please report this.", "internal")


def command_unknown(command: str) -> Failure:
    return Failure(
        "engine.commandUnknown",
        f'The debugger in the program does not know the command "{command}".',
        "Python programs cannot be asked for this.",
        "internal",
    )


def thread_unknown(thread_id: object) -> Failure:
    return Failure("engine.threadUnknown", f"There is no thread {thread_id}; it may have ended.")


def thread_running(name: str) -> Failure:
    return Failure("engine.threadRunning", f'The thread "{name}" is running.', "Pause it first.")


def reference_stale(reference: object) -> Failure:
    return Failure(
        "engine.referenceStale",
        f"The value {reference} belongs to a stop that is over.",
        "Ask for the scopes of the current stop.",
    )


def frame_stale(frame: object) -> Failure:
    return Failure(
        "engine.frameStale",
        f"The stack frame {frame} belongs to a stop that is over.",
        "Ask for the stack trace of the current stop.",
    )


def no_exception() -> Failure:
    return Failure("engine.noException", "The thread is not paused on an exception.")


def not_writable(name: str, why: str = "") -> Failure:
    return Failure("engine.notWritable", f"{name or 'The value'} cannot be changed here{why and ': ' + why}.")


def evaluation_failed(thrown: str) -> Failure:
    return Failure("engine.evaluationFailed", thrown)


def awaited_elsewhere(thrown: str) -> Failure:
    return Failure(
        "engine.evaluationFailed",
        thrown,
        "The program's event loop does not go on while the program is stopped: the console awaits in one of its own.",
    )


def evaluation_ended() -> Failure:
    return Failure("engine.evaluationEnded", "The evaluation was ended.")


def evaluation_timed_out(seconds: float) -> Failure:
    return Failure(
        "engine.evaluationTimedOut",
        f"The evaluation was ended: it took longer than {seconds:g} s.",
        "The program itself was not harmed and can go on.",
        "user",
    )


def condition_failed(condition: str, thrown: str) -> Failure:
    return Failure(
        "engine.conditionFailed",
        f"The breakpoint condition `{condition}` failed: {thrown}.",
        "The program was not stopped there. This is said once per breakpoint.",
        "user",
    )


def filter_failed(condition: str, thrown: str) -> Failure:
    return Failure(
        "engine.filterFailed",
        f"The condition `{condition}` of an exception filter failed: {thrown}.",
        "The program was not stopped there. This is said once per filter.",
        "user",
    )


def source_unknown(source: object) -> Failure:
    return Failure("engine.sourceUnknown", f"The source {source} is not known to this session.")


def goto_refused(why: str) -> Failure:
    return Failure("engine.gotoRefused", f"Execution cannot be moved there: {why}.")


def launcher_arguments(problem: str) -> Failure:
    return Failure(
        "ipc.launcherArguments", f"The launcher cannot use its arguments: {problem}.", None, "internal"
    )
