"""One film in one turn of the hub: looked at once, encoded once for all who watch from the same point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from playground.config import RunConfig
from playground.films.engine import Engine, Reply
from playground.films.film import Film
from playground.films.frames import Frame
from playground.films.stream import messages
from playground.films.stream.seat import Sent, Shown, Watched
from playground.i18n import Message
from playground.probes.requests import ViewProbe

MARKS = 17
"""Places all along a run of which a picture of the whole run has frames; one more than a power of two."""


def _ends_first(count: int) -> list[int]:
    """The numbers below `count`, the ends first, then the middle between those before."""
    return sorted(range(count), key=lambda place: -(place & -place) if place else -count)


@dataclass(slots=True, kw_only=True)
class Memory:
    """What the hub remembers of a film that is watched, from one turn to the next."""

    reached: int = 0
    """Its last step."""
    times: int = 0
    """How often it was dropped and began anew: the numbers of its frames then begin anew too."""
    frames: dict[str, tuple[Frame, ...]] = field(default_factory=dict)


class Reel:
    """What a turn knows of one film."""

    def __init__(self, engine: Engine, config: RunConfig, run: str, memory: Memory) -> None:
        self._engine, self._config, self._run, self._memory = engine, config, run, memory
        self.film: Film = engine.film(config)
        if self.film.last_step < memory.reached:
            memory.times += 1
            memory.frames.clear()
        memory.reached = self.film.last_step
        self._fresh: dict[str, tuple[Frame, ...]] = {}
        self._replies: dict[tuple[str, int], Reply] = {}
        self._encoded: dict[object, bytes] = {}
        self._is_surveying = False

    def messages(self, watched: Watched, language: str) -> Iterator[bytes]:
        """All that a page is to be sent now."""
        sent = watched.sent
        if sent.times != self._memory.times:
            sent.times = self._memory.times
            sent.views.clear()
        if sent.at != watched.wish.at:
            sent.at = watched.wish.at
            for shown in sent.views.values():
                shown.exact = None
        yield from self._numbers(sent, language)
        if self.film.is_over or self.film.last_step >= watched.wish.goal:
            for view in watched.wish.along:
                self._survey(view)
        for view in watched.wish.views:
            yield from self._view(view, sent.views.setdefault(view, Shown()), watched.wish.at, language)

    def is_waited_for(self, watched: Watched) -> bool:
        """Whether there may soon be more for this page."""
        wish, sent = watched.wish, watched.sent
        if not self.film.is_over and self.film.status != "failed" and self.film.last_step < wish.goal:
            return True
        if sent.numbers < self.film.last_step:
            return True
        if self._is_surveying:
            return True
        shown = [sent.views[view] for view in wish.views if view in sent.views]
        return any(one.owes or (wish.at is not None and one.exact != wish.at) for one in shown)

    def _survey(self, view: str) -> None:
        """Ask for the frames that are missing all along a run, one at a time: the past holds up nothing."""
        gap = self.film.last_step / (MARKS - 1)
        known = [frame.step for frame in self._frames(view)]
        for mark in dict.fromkeys(round(place * gap) for place in _ends_first(MARKS)):
            is_near = any(abs(step - mark) <= gap / 2 for step in known)
            if not is_near and self._reply(view, mark).status != "failed":
                self._is_surveying = True
                return

    def _numbers(self, sent: Sent, language: str) -> Iterator[bytes]:
        """The next stretch, if there is one or the film has become another.

        A film that the server has dropped, or never had because it was started again, is developed once
        more to the same digits: the page keeps what it has of it, and hears more when there is more. It is
        cut back where it is a film of other digits, or where that one ends earlier.
        """
        film, name = self.film, messages.film_name(self.film)
        is_other = sent.film not in ("", name) or sent.numbers > film.total_steps
        if is_other or (film.is_over and film.last_step < sent.numbers):
            sent.numbers = 0
        sent.film = name
        end = messages.stretch_end(film, sent.numbers)
        told = (end, film.status, film.reason)
        if told != sent.told or end > sent.numbers:
            start, sent.numbers, sent.told = sent.numbers, end, told
            yield self._once(
                (start, language), lambda: messages.film_message(film, self._run, start, language=language)
            )

    def _view(self, view: str, shown: Shown, at: int | None, language: str) -> Iterator[bytes]:
        exact = None
        if at is not None and shown.exact != at:
            reply = self._reply(view, at)
            if reply.status == "failed":
                shown.exact = at
                yield self._failed(view, at, reply.sentence, language)
            elif reply.status == "ready":
                exact = next((frame for frame in self._frames(view) if frame.step == at), None)
                shown.exact = at if exact is not None else shown.exact
        frames = shown.next(self._frames(view), exact)
        if frames:
            key = (view, *(frame.serial for frame in frames))
            yield self._once(key, lambda: messages.frames_message(self._run, view, frames))

    def _failed(self, view: str, step: int, sentence: str | Message, language: str) -> bytes:
        key = ("failed", view, step, language)
        return self._once(
            key,
            lambda: messages.frame_failed_message(self._run, view, step, sentence, language=language),
        )

    def _reply(self, view: str, step: int) -> Reply:
        if (view, step) not in self._replies:
            self._fresh.pop(view, None)  # what is ready is among the frames from now on
            probe = ViewProbe(config=self._config, step=step, view=view)
            self._replies[view, step] = self._engine.probe(probe)
        return self._replies[view, step]

    def _frames(self, view: str) -> tuple[Frame, ...]:
        """All frames there are; the same value as in the turn before where no new one came."""
        if view not in self._fresh:
            known = self._memory.frames.get(view, ())
            newest = known[-1].serial if known else 0
            if self._engine.frames(self._config, view, newest):
                known = self._engine.frames(self._config, view)
            self._fresh[view] = self._memory.frames[view] = known
        return self._fresh[view]

    def _once(self, key: object, encode: Callable[[], bytes]) -> bytes:
        if key not in self._encoded:
            self._encoded[key] = encode()
        return self._encoded[key]
