"""All pages that watch films: their wishes go to the engine, and what is new goes to each of them.

It knows neither sockets nor clocks: whoever owns those tells it what was heard and what time it is, and
asks in turns what to send. Pages speak from any number of threads; turns follow one another.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from playground.config import RunConfig
from playground.config.errors import ConfigError, OwnDataMissing, PlaygroundError
from playground.experiments import links
from playground.films.engine import Engine, EngineState
from playground.films.film import Film
from playground.films.many import Results
from playground.films.stream import messages
from playground.films.stream.gatherings import Gathering, Gatherings
from playground.films.stream.places import Places
from playground.films.stream.reel import Memory, Reel
from playground.films.stream.seat import Seat, Sent, Watched
from playground.films.stream.wishes import FilmWish, Place, heard
from playground.i18n import N_, Message

log = logging.getLogger(__name__)

RENEW_SECONDS = 1.0
"""How often wishes are said again to the engine, which forgets them after 2.5 seconds."""
BITE_SECONDS = 0.25
"""How long an engine that computes in place is let compute in one turn, for each film."""
FIRST_BITE = 4
"""Steps of the first bite, of which nobody knows how long they take."""
NOT_YOURS = N_("This run learns from a person's own data. Only that person can watch it.")
FAULT = N_("Something went wrong with this run. Reload the page to go on: the link keeps your experiment.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What is to be done after one turn."""

    messages: dict[Seat, list[bytes]]
    """For each page that has something to be sent, in order."""
    is_busy: bool
    """Whether there may be more at any moment."""


class Hub:
    """Who watches what, and how far they were sent it."""

    def __init__(
        self,
        engine: Callable[[], Engine],
        may_see: Callable[[RunConfig, str], bool],
        *,
        require_view: Callable[[str], None] = lambda _view: None,
        in_bites: bool = False,
    ) -> None:
        """Begin without anybody.

        Args:
            engine: finds the engine; may raise a `PlaygroundError` that says why there is none.
            may_see: whether a page with this proof may watch this run, which is of somebody's own data.
            require_view: raises a `PlaygroundError` where there is no such view.
            in_bites: the engine computes in place, while it is told what is wanted.
        """
        self._engine, self._may_see, self.in_bites = engine, may_see, in_bites
        self._require_view = require_view
        self._seats: dict[Seat, None] = {}
        self._memories: dict[str, Memory] = {}
        self._renewed = float("-inf")
        self._heard: Callable[[], None] | None = None
        self._listened: Engine | None = None
        self.places = Places()
        self.gatherings = Gatherings()
        self.results = Results()
        """Numbers of finished runs: comparisons and sweeps find what was done for anybody."""

    @property
    def watchers(self) -> int:
        """Pages that are here."""
        return len(self._seats)

    def listen(self, heard: Callable[[], None]) -> None:
        """Call `heard`, in any thread, when there may be something new of whatever the engine is."""
        self._heard = heard

    def join(self) -> Seat:
        """A page has come; it wants nothing yet."""
        seat = Seat()
        self._seats[seat] = None
        return seat

    def leave(self, seat: Seat) -> None:
        """A page has gone; what it wanted is forgotten by the engine in a while."""
        self._seats.pop(seat, None)

    def hear(self, seat: Seat, text: str, now: float) -> None:
        """Take in what a page says; raises `StreamError` where that cannot be read, and nothing changes."""
        wish = heard(text)
        if wish.place is not None:
            self.places.put(wish.viewer, wish.place, now)
        films: dict[str, Watched] = {}
        refused: dict[str, str | Message] = {}
        for one in wish.films:
            try:
                films[one.run] = self._opened(seat, one)
            except PlaygroundError as error:
                refused[one.run] = error.message
        seat.viewer, seat.language = wish.viewer, wish.language
        seat.films, seat.refused = films, refused
        if not self.in_bites:
            self._want(seat)

    def expect(self, config: RunConfig, viewer: str, until_step: int) -> None:
        """A page that is being drawn will watch this run: training need not wait for its browser."""
        if not self.in_bites:
            with suppress(PlaygroundError):  # the page says it
                self._engine().want(config, until_step, viewer=viewer)

    def place_of(self, viewer: str) -> Place | None:
        """Where a page's cursor is, as it told last."""
        return self.places.of(viewer)

    def turn(self, seats: Collection[Seat], now: float) -> Turn:
        """Say again what is wanted, when it is time to, and make what each of these pages can take now.

        Args:
            seats: those that have nothing left to be sent. The others are skipped ahead later.
            now: a reading of a clock that never goes back, in seconds.
        """
        if self.in_bites or now - self._renewed >= RENEW_SECONDS:
            self._renew(now)
        state, engine = self._state()
        reels: dict[str, Reel] = {}
        made: dict[Seat, list[bytes]] = {}
        is_busy = state.status in ("starting", "waiting")
        for seat in seats:
            out = [*self._told(seat, state)]
            if engine is not None:
                for watched in list(seat.films.values()):
                    is_busy |= self._show(engine, reels, seat, watched, out)
            if out:
                made[seat] = out
        return Turn(messages=made, is_busy=is_busy)

    # ---- wishes

    def _opened(self, seat: Seat, wish: FilmWish) -> Watched:
        """The film as this page watches it from now on, or the reason why not."""
        config = _decoded(wish.run)
        self._check(config, wish)
        for view in wish.views:
            self._require_view(view)
        known = seat.films.get(wish.run)
        sent = Sent(numbers=wish.have, film=wish.film) if known is None else known.sent
        return Watched(wish=wish, config=config, sent=sent)

    def _check(self, config: RunConfig, wish: FilmWish) -> None:
        if config.task.own and not self._may_see(config, wish.proof):
            raise OwnDataMissing(NOT_YOURS)

    def _renew(self, now: float) -> None:
        self._renewed = now
        seats = list(self._seats)
        for seat in seats:
            self.places.renew(seat.viewer, now)
            self._want(seat)
        watched = {run for seat in seats for run in seat.films}
        for run in self._memories.keys() - watched:
            del self._memories[run]
        for viewer in {seat.viewer for seat in seats}:
            for name, gathering in self.gatherings.of(viewer).items():
                self._gather(viewer, name, gathering, [seat for seat in seats if seat.viewer == viewer])

    def _gather(self, viewer: str, name: str, gathering: Gathering, seats: list[Seat]) -> None:
        """Want the next of many runs; each of the viewer's pages is told how many are done."""
        try:
            found = gathering.look(self._engine(), self.results, f"{viewer} {name}")
        except PlaygroundError:
            return  # the page says it when it is drawn again
        except Exception:
            log.exception("runs could not be gathered")
            self.gatherings.put(viewer, name, None)
            return
        for seat in seats:
            seat.gathered = {**seat.gathered, name: found.ended}

    def _want(self, seat: Seat) -> None:
        for run, watched in list(seat.films.items()):
            try:
                self._check(watched.config, watched.wish)
                self._want_film(self._engine(), watched, seat.viewer)
            except PlaygroundError as error:
                if isinstance(error, ConfigError):
                    self._refuse(seat, run, error.message)
            except Exception:
                log.exception("a film could not be wanted")
                self._refuse(seat, run, FAULT)

    def _want_film(self, engine: Engine, watched: Watched, viewer: str) -> None:
        wish = watched.wish
        goal = self._bite(engine.film(watched.config), wish.goal) if self.in_bites else wish.goal
        engine.want(watched.config, goal, viewer=viewer, queued=wish.queued, views=wish.views)

    def _bite(self, film: Film, goal: int) -> int:
        a_step = film.seconds_per_step
        steps = FIRST_BITE if a_step is None else int(BITE_SECONDS / max(a_step, 1e-6))
        return min(goal, film.last_step + max(1, steps))

    def _refuse(self, seat: Seat, run: str, sentence: str | Message) -> None:
        seat.films = {name: one for name, one in seat.films.items() if name != run}
        seat.refused = {**seat.refused, run: sentence}

    # ---- what is new

    def _state(self) -> tuple[EngineState, Engine | None]:
        try:
            engine = self._engine()
        except PlaygroundError as error:
            return EngineState(status="unavailable", sentence=error.message), None
        if engine is not self._listened and self._heard is not None:
            self._listened = engine
            engine.listen(self._heard)
        return engine.state(), engine

    def _told(self, seat: Seat, state: EngineState) -> Iterator[bytes]:
        """What a page should know beside its films."""
        if seat.engine != state:
            seat.engine = state
            yield messages.engine_message(state, language=seat.language)
        gathered, told_of = seat.gathered, seat.told_gathered
        if gathered != told_of:
            seat.told_gathered = gathered
            for name, ended in gathered.items():
                if told_of.get(name) != ended:
                    yield messages.gathered_message(name, ended)
        refused, told = seat.refused, seat.told_refusals
        if refused != told:
            seat.told_refusals = refused
            for run, sentence in refused.items():
                if told.get(run) != sentence:
                    yield messages.refusal_message(sentence, run=run, language=seat.language)

    def _show(
        self, engine: Engine, reels: dict[str, Reel], seat: Seat, watched: Watched, out: list[bytes]
    ) -> bool:
        """Add what is new of a film; whether there may soon be more."""
        run = watched.wish.run
        try:
            if run not in reels:
                memory = self._memories.setdefault(run, Memory())
                reels[run] = Reel(engine, watched.config, run, memory)
                self.results.paces.note(reels[run].film)
            out += reels[run].messages(watched, seat.language)
            return reels[run].is_waited_for(watched)
        except PlaygroundError as error:
            self._refuse(seat, run, error.message)
        except Exception:
            log.exception("a film could not be shown")
            self._refuse(seat, run, FAULT)
        return True


@lru_cache(maxsize=4096)
def _decoded(run: str) -> RunConfig:
    """The run that a link holds; the same value for the same text."""
    return links.decode(run)
