"""The painted frames of a film: of each view a bounded number, spread over the steps."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from playground.films.scheduler.memory import thinned

MOST_FRAMES = 80
"""Frames kept of one view; beyond these the closest neighbours go first, never the first nor the newest."""
NEWEST_KEPT = 12
"""Frames that stay at first, however close: those who watch have not been sent them yet."""
MOST_VIEWS = 24
"""Views kept of one film; the one that got none for longest goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a view shows after one step."""

    step: int
    serial: int
    """Its number in the film, from 1 and rising: what came later has a larger one."""
    data: bytes
    """As the browser takes it."""


class Frames:
    """All frames of one film, by view."""

    def __init__(self) -> None:
        self._views: OrderedDict[str, list[Frame]] = OrderedDict()  # each by rising step
        self._serial = 0
        self.nbytes = 0

    def add(self, view: str, painted: Iterable[tuple[int, bytes]]) -> None:
        """Keep frames of a view, painted after these steps."""
        kept = self._views.setdefault(view, [])
        self._views.move_to_end(view)
        for step, data in painted:
            self._serial += 1
            self._put(kept, Frame(step=step, serial=self._serial, data=data))
        self._thin(kept)
        while len(self._views) > MOST_VIEWS:
            _, gone = self._views.popitem(last=False)
            self.nbytes -= sum(len(frame.data) for frame in gone)

    def at(self, view: str, step: int) -> Frame | None:
        """The frame of a view after just this step."""
        kept = self._views.get(view, [])
        place = bisect_left(kept, step, key=lambda frame: frame.step)
        return kept[place] if place < len(kept) and kept[place].step == step else None

    def after(self, view: str, serial: int) -> tuple[Frame, ...]:
        """The frames of a view that came after the one with this number."""
        newer = [frame for frame in self._views.get(view, []) if frame.serial > serial]
        return tuple(sorted(newer, key=lambda frame: frame.serial))

    def _put(self, kept: list[Frame], frame: Frame) -> None:
        place = bisect_left(kept, frame.step, key=lambda known: known.step)
        if place < len(kept) and kept[place].step == frame.step:
            self.nbytes -= len(kept.pop(place).data)
        kept.insert(place, frame)
        self.nbytes += len(frame.data)

    def _thin(self, kept: list[Frame]) -> None:
        """Drop the closest neighbours among those that are not new."""
        newest = {frame.serial for frame in kept if frame.serial > self._serial - NEWEST_KEPT}
        old = [frame for frame in kept if frame.serial not in newest]
        room = MOST_FRAMES - len(newest)
        if len(old) <= room:
            return
        stay = {old[0].step, *thinned([frame.step for frame in old], room)}
        gone = [frame for frame in old if frame.step not in stay]
        self.nbytes -= sum(len(frame.data) for frame in gone)
        kept[:] = [frame for frame in kept if frame not in gone]
