"""The data breakpoints: what is watched, and for whom."""

from __future__ import annotations

import sys

from .breakpoint import Asked
from .codes import tree
from .data_places import GONE, Attribute, Change, Compared
from .threads import Stop
from .watched_attribute import ABSENT, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import CodeType, FrameType
    from typing import Any

    from .engine import Engine

    from .data_places import Look

    Place = Attribute | Compared
    Signature = tuple[Any, ...]

_PARTS = ("dataId", "accessType", "condition", "hitCondition")
_ROOM = 100


class DataBreakpoint:
    def __init__(self, number: int, request: dict[str, Any]) -> None:
        self.id = number
        self.data_id = str(request["dataId"])
        self.asked = Asked(request)
        self.place: Place | None = None
        self.ended: str | None = GONE
        """Why nothing is watched for it any more."""
        self._access = request.get("accessType") or "write"

    def is_for(self, access: str) -> bool:
        return self._access == "readWrite" or self._access == ("read" if access == "read" else "write")

    def describe(self) -> dict[str, Any]:
        problem = self.asked.problem or self.ended
        if problem is not None or self.place is None:
            return {"id": self.id, "verified": False, "message": problem or GONE, "reason": "failed"}
        message = self.place.message
        return {"id": self.id, "verified": True, **({"message": message} if message else {})}


class DataBreakpoints:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[str, Place] = {}
        self._last_id = 0
        self._breakpoints: dict[Signature, DataBreakpoint] = {}
        self._compared: list[Compared] = []
        self._watched: dict[int, CodeType] = {}

    def remember(self, place: Place) -> str:
        """The id that a place has from now on, or has already."""
        for number, known in self._known.items():
            if known.key == place.key and not known.is_gone:
                return number
        self._last_id += 1
        self._known[str(self._last_id)] = place
        return str(self._last_id)

    def set(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Replaces all. Those that are asked for again keep their identity and hit count."""
        former, self._breakpoints = self._breakpoints, {}
        answers = []
        for request in requests:
            signature = tuple(request.get(part) or None for part in _PARTS)
            kept = former.get(signature) or DataBreakpoint(self._engine.new_id(), request)
            if kept.place is None and kept.asked.problem is None:
                kept.place = self._known.get(kept.data_id)
                kept.ended = GONE if kept.place is None or kept.place.is_gone else None
            self._breakpoints[signature] = kept
            answers.append(kept)
        self._place(former.values())
        return [breakpoint.describe() for breakpoint in answers]

    def clear(self) -> None:
        self.set([])
        self._known.clear()

    def loaded(self, code: CodeType) -> None:
        """To be called with code that is new, before it runs."""
        if self._compared:
            self._watch(tree(code))

    def stop_at(self, frame: FrameType, changes: Iterable[Change]) -> Stop | None:
        """What to stop for, if a breakpoint wants it. Counts hits."""
        told, ids = [], []
        for change in changes:
            hits = [
                it
                for it in self._of(change.place)
                if it.is_for(change.access) and it.asked.stops(frame, self._engine.console.tell)
            ]
            if hits:
                told.append(self._describe(change))
                ids += [it.id for it in hits]
        if not ids:
            return None
        text = ", ".join(told)
        return Stop("data breakpoint", [], description=text, text=text, hitBreakpointIds=ids)

    def left(self, frame: FrameType) -> None:
        """A call has ended in which something is compared."""
        over = [place for place in self._compared if place.frame is frame]
        for place in over:
            self._end(place)

    def resumed(self) -> None:
        """A thread runs on after a stop."""
        used = {id(it.place) for it in self._breakpoints.values()}
        self._known = {
            number: place
            for number, place in self._known.items()
            if id(place) in used or not (place.holds or place.is_gone)
        }
        for breakpoint in list(self._breakpoints.values()):
            if breakpoint.place is not None:
                breakpoint.place.again()

    def _of(self, place: Place) -> Iterator[DataBreakpoint]:
        return (it for it in list(self._breakpoints.values()) if it.place is place and not it.asked.problem)

    def _place(self, former: Iterable[DataBreakpoint]) -> None:
        before = {id(it.place): it.place for it in former if it.place is not None}
        wanted = {id(it.place): it.place for it in self._breakpoints.values() if it.place is not None}
        for number, place in before.items():
            if number not in wanted and isinstance(place, Attribute):
                place.end()
        for number, place in wanted.items():
            if number in before:
                continue
            if isinstance(place, Attribute):
                self._begin(place)
            else:
                place.begin()
        self._compare([place for place in wanted.values() if isinstance(place, Compared)])

    def _begin(self, place: Attribute) -> None:
        def tell(access: str, before: Any, after: Any, frame: FrameType) -> None:
            self._engine.listener.used(frame, [Change(place, access, before, after)])

        place.begin(tell, lambda: self._engine.beside.begin(lambda: self._end(place)))

    def _compare(self, places: list[Compared]) -> None:
        self._compared = places
        codes = list(self._watched.values())
        self._watched = {}
        for code in codes:
            self._engine.tracer.watch_values(code, None)
        if not places:
            return
        running = {id(it): it for it in self._running()}
        self._watch(place.frame.f_code for place in places if place.frame is not None)
        if any(place.frame is None for place in places):
            self._watch(self._engine.loaded.all())
            for code in running.values():
                self._watch(tree(code))

    def _running(self) -> Iterator[CodeType]:
        for frame in sys._current_frames().values():
            at: FrameType | None = frame
            while at is not None:
                yield at.f_code
                at = at.f_back

    def _watch(self, codes: Iterable[CodeType]) -> None:
        for code in codes:
            if id(code) in self._watched:
                continue
            places = [place for place in self._compared if place.may_change(code)]
            if places:
                self._watched[id(code)] = code
                self._engine.tracer.watch_values(code, _look(places))

    def _end(self, place: Place) -> None:
        """Nothing is there any more to be watched."""
        ended = list(self._of(place))
        if isinstance(place, Compared):
            self._compare([it for it in self._compared if it is not place])
        for number in [number for number, known in self._known.items() if known is place]:
            del self._known[number]
        for breakpoint in ended:
            breakpoint.place, breakpoint.ended = None, place.ended
            self._engine.changed(breakpoint.describe())

    def _describe(self, change: Change) -> str:
        from .preview import preview

        label = change.place.label
        by = "" if change.line is None else f" (by line {change.line + self._engine.first_line - 1})"
        if change.access == "read":
            return f"{label} was read: {preview(change.after, _ROOM)}"
        if change.access == "delete":
            return f"{label} was deleted{by}"
        if change.before is ABSENT or change.before is UNKNOWN:
            return f"{label} was set: {preview(change.after, _ROOM)}{by}"
        return f"{label}: {preview(change.before, _ROOM)} → {preview(change.after, _ROOM)}{by}"


def _look(places: list[Compared]) -> Look:
    """What is to be called at each line of a code object: yields what has changed."""
    if len(places) == 1:
        return places[0].look
    return lambda frame, line: [change for place in places for change in place.look(frame, line)]
