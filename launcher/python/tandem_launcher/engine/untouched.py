"""What there is to a tracer that leaves the program's code as it was compiled."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType


class Untouched:
    def settle(self, codes: list[CodeType], is_pending: bool) -> None:
        """
        All has been said of which lines are waited for in the codes of a file. With `is_pending`, there are breakpoints in
        files that have not come yet.
        """

    def in_force(self, code: CodeType) -> CodeType:
        """A code that was compiled, as it is to be run."""
        return code

    def original(self, code: CodeType) -> CodeType:
        """A code that is run, as it was compiled."""
        return code

    def goes_on(self, ident: int) -> None:
        """The thread that calls has been stopped, and runs on."""
