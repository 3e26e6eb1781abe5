"""One learner's session: the only reader and writer of what is kept between runs of the script."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

import streamlit as st

from playground.config import RunConfig, TaskConfig
from playground.errors import PlaygroundError
from playground.films.cursor import (
    Cursor,
    Event,
    Paused,
    Play,
    Playing,
    Tick,
    Watched,
    move,
    needs_ticks,
    wanted_step,
)
from playground.films.engine import Reply
from playground.films.film import Film
from playground.films.film_group import FilmGroup
from playground.films.readings import PENDING
from playground.lanes import Lanes
from playground.probes.requests import BaselinesProbe, BaselinesReading, Probe
from playground.sweeps import Sweep
from playground.ui import from_link
from playground.ui.calm import explained
from playground.ui.engine import engine
from playground.ui.language import speak
from playground.ui.look import View
from playground.uploads import own_data

_HOME = "home"
"""Where the session state keeps which page is open, by the preset it opens with."""
PATIENCE_SECONDS = 0.25
"""How long the first steps of a run, or a reading the learner has just asked for, are waited for:
the next look is half a second away."""
LOOK_SECONDS = 0.005
"""How long to wait between two looks at what is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Everything kept for one learner. Written as a whole, so it is never half changed."""

    viewer: str
    cursor: Cursor
    view: View = field(default_factory=View)
    message: str = ""
    """The last refusal, until something is changed successfully."""
    asked: Mapping[str, Probe] = field(default_factory=dict)
    """The probe each picture waits for, or got last."""
    shown: Mapping[str, Probe] = field(default_factory=dict)
    """The newest probe answered for each picture, shown while the next one is read."""
    reading: bool = False
    """Whether a picture still waits for its reading since the last tick."""
    lanes: Lanes | None = None
    """The runs beside each other, on a page that compares some."""
    sweep: Sweep | None = None
    """The runs that are searched for the best, on the page that does it; its cursor never plays."""
    patient_until: float = 0.0
    """Until when readings are waited for, on the page's clock: the learner has just moved something."""


def clock() -> float:
    """A reading of the page's clock in seconds, which never goes back; the only one there is."""
    return time.monotonic()


def start(home: str, *, lanes: Lanes | None = None, sweep: Sweep | None = None) -> None:
    """Open the page's session on its first run, from the link; keep the link equal to the experiment.

    Args:
        home: the preset the page opens with.
        lanes: what it compares to begin with, if it does. Each kind of page keeps its own place.
        sweep: what it searches to begin with, if it does.
    """
    kind = " lanes" if lanes is not None else " sweep" if sweep is not None else ""
    st.session_state[_HOME] = f"{home}{kind}"
    if _key() not in st.session_state or not _has_its_data():
        _write(_opened(home, lanes, sweep))
    if dict(st.query_params) != query():
        st.query_params.from_dict(query())


def _opened(home: str, lanes: Lanes | None, sweep: Sweep | None) -> Session:
    """What the link asks for, or the page's own beginning."""
    given = {name: st.query_params[name] for name in st.query_params}
    asked = from_link.opened(given, home, lanes, sweep)
    return Session(
        viewer=uuid.uuid4().hex,
        cursor=Cursor(config=asked.config, mode=Playing(clock()) if sweep is None else Paused()),
        view=View(tab=asked.tab),
        lanes=asked.lanes,
        sweep=asked.sweep,
        message=asked.message,
    )


def _has_its_data() -> bool:
    """Whether what the learner brought is still kept; if not, the page opens anew, and says so."""
    own = current().cursor.config.task.own
    return not own or own_data.has(own)


def query() -> dict[str, str]:
    """The link's parameters: the experiment, what it is compared with, and which side of it is open."""
    session = current()
    return from_link.written(session.cursor.config, session.view.tab, session.lanes, session.sweep)


def current() -> Session:
    """The session as it is now, in the learner's language: every callback asks for it first."""
    speak()
    session: Session = st.session_state[_key()]
    return session


def play() -> None:
    """Go on from where the cursor is, from now on."""
    dispatch(Play(clock()))


def dispatch(event: Event) -> None:
    """The one way in for everything a learner does to a run."""
    session = current()
    if session.sweep is not None and isinstance(event, Play):
        return  # a sweep has a button of its own, beside what it will cost
    try:
        cursor = move(session.cursor, event, watched_by(session))
        after = replace(session, cursor=cursor)
        _require_fit(after)
        if not cursor.is_paused:  # work begins before the page is drawn
            _want(after, watched_by(after))
    except PlaygroundError as error:
        refuse(str(error))
        return
    except Exception as error:  # a callback runs before the page, where nobody would catch it
        refuse(explained(error))
        return
    view = replace(session.view, own_fault="")
    _write(replace(session, cursor=cursor, view=view, message="", patient_until=_patience(cursor)))


def _require_fit(session: Session) -> None:
    """Raise `ConfigError` where the other lanes, or the sweep, do not fit the experiment."""
    configs(session)
    if session.sweep is not None:
        session.sweep.configs(session.cursor.config)


def refuse(sentence: str) -> None:
    """Keep a sentence that says why something was not done."""
    _write(replace(current(), message=sentence))


def set_view(**changes: Any) -> None:
    """Change how the learner looks at the run."""
    session = current()
    view = replace(session.view, **changes)
    _write(replace(session, view=view, patient_until=_patience(session.cursor)))


def _patience(cursor: Cursor) -> float:
    """Until when to wait for readings: of a run that moves the next look shows newer ones anyway."""
    return _soon() if cursor.is_paused else 0.0


def _soon() -> float:
    return clock() + PATIENCE_SECONDS


def tick() -> Film:
    """Let time pass, say what this learner needs of the film, and take a snapshot of it."""
    seen = _passed()
    assert isinstance(seen, Film)
    return seen


def tick_together() -> FilmGroup:
    """The same for all runs that are compared."""
    seen = _passed()
    assert isinstance(seen, FilmGroup)
    return seen


def _passed() -> Film | FilmGroup:
    session = current()
    seen = watched_by(session)
    after = replace(session, cursor=move(session.cursor, Tick(clock()), seen), reading=False)
    _write(after)
    _want(after, seen)  # time does not change which runs there are
    return _begun() if after.cursor.is_playing and seen.last_step == 0 else seen


def _begun() -> Film | FilmGroup:
    """What is watched with its first steps, where they come at once."""
    _wait(lambda: watched().last_step > 0 or engine().state().status != "ready", PATIENCE_SECONDS)
    return watched()


def _wait(until: Callable[[], bool], seconds: float) -> None:
    """Look again and again; the looks are counted, so that a test's clock may stand still."""
    for _look in range(ceil(seconds / LOOK_SECONDS)):
        if until():
            return
        time.sleep(LOOK_SECONDS)


def watched() -> Film | FilmGroup:
    """What the learner's cursor moves in, as it is now."""
    return watched_by(current())


def watched_by(session: Session) -> Film | FilmGroup:
    """What a cursor moves in: a snapshot of the run, or of all runs that are compared."""
    films = tuple(engine().film(config) for config in configs(session))
    return films[0] if session.lanes is None else FilmGroup(films=films, by_time=session.view.by_time)


def configs(session: Session) -> tuple[RunConfig, ...]:
    """The run, or all runs that are compared."""
    base = session.cursor.config
    return (base,) if session.lanes is None else session.lanes.of(base)


def set_lanes(lanes: Lanes) -> None:
    """Compare other runs from now on; where one does not fit, say why and change nothing."""
    session = current()
    try:
        lanes.of(session.cursor.config)
    except PlaygroundError as error:
        refuse(str(error))
        return
    cursor = replace(session.cursor, step=0, step_fraction=0.0, mode=Playing(clock()))
    _write(replace(session, lanes=lanes, cursor=cursor, message=""))


def set_sweep(sweep: Sweep) -> None:
    """Search something else from now on; where it does not fit, say why and change nothing."""
    session = current()
    try:
        sweep.configs(session.cursor.config)
    except PlaygroundError as error:
        refuse(str(error))
        return
    _write(replace(session, sweep=sweep, message=""))


def _want(session: Session, seen: Film | FilmGroup) -> None:
    """Say how far this learner needs the runs; `seen` is a snapshot of them."""
    place = wanted_step(session.cursor, seen)
    for lane, config in enumerate(configs(session)):
        until = seen.wanted(lane, place) if isinstance(seen, FilmGroup) else place
        engine().want(config, until, viewer=session.viewer)


def read(picture: str, probe: Probe) -> tuple[Reply, Probe]:
    """The reading to show in `picture`, and the probe it answers.

    One probe of a picture is under way at a time: the next is asked for when it has been answered,
    or a slow reading would be overtaken at every tick and never be seen. Until then the reading
    before it stays.
    """
    before = current()
    _wait(lambda: engine().probe(probe).status != "pending", before.patient_until - clock())
    waiting, shown = before.asked.get(picture, probe), before.shown.get(picture)
    if not waiting.is_like(probe):
        waiting = probe
    if engine().probe(waiting).status != "pending":
        shown, waiting = waiting, probe
        if shown != probe and engine().probe(probe).status != "pending":
            shown = probe
    after = replace(
        before,
        asked={**before.asked, picture: waiting},
        shown={**before.shown, picture: shown} if shown else before.shown,
        reading=before.reading or shown != probe,
    )
    if after != before:
        _write(after)
    if shown is None or not shown.is_like(probe):
        return PENDING, probe
    return engine().probe(shown), shown


def read_along(probes: Mapping[int, Probe], *, at_once: int) -> dict[int, Any]:
    """The readings there are for a picture of the whole run; the missing ones are asked for in turn.

    Only `at_once` are under way together: a picture of the past must not hold up the training.
    """
    readings, pending = {}, 0
    for step, probe in probes.items():
        reply = engine().probe(probe)
        if reply.status == "ready":
            readings[step] = reply.value
        pending += reply.status == "pending"
        if pending == at_once:
            break
    if pending:
        _write(replace(current(), reading=True))
    return readings


def fitted_baselines(task: TaskConfig) -> BaselinesReading | None:
    """The baselines that a worker fits to the data of a problem; `None` while it does."""
    reply = engine().probe(BaselinesProbe(config=RunConfig(task=task)))
    if reply.status == "pending" and not current().reading:
        _write(replace(current(), reading=True))
    return reply.value if isinstance(reply.value, BaselinesReading) else None


def is_moving(film: Watched) -> bool:
    """Whether the page must look again soon."""
    busy = engine().state().status in ("starting", "waiting")
    return busy or current().reading or needs_ticks(current().cursor, film)


def _write(session: Session) -> None:
    st.session_state[_key()] = session


def _key() -> str:
    return f"playground {st.session_state[_HOME]}"
