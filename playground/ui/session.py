"""One learner's session: the only reader and writer of what is kept between runs of the script."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from playground.config import RunConfig
from playground.errors import PlaygroundError
from playground.films.cursor import Cursor, Event, Play, Tick, Watched, move, needs_ticks, wanted_step
from playground.films.engine import Reply
from playground.films.film import Film
from playground.films.heat import Heat
from playground.films.readings import PENDING
from playground.lanes import Lanes
from playground.probes.requests import Probe
from playground.sweeps import Sweep
from playground.tasks import own_data
from playground.ui import from_link
from playground.ui.calm import explained
from playground.ui.engine import engine
from playground.ui.language import speak
from playground.ui.look import View

_HOME = "home"
"""Where the session state keeps which page is open, by the preset it opens with."""
PATIENCE_SECONDS = 0.25
"""How long the first steps of a run, or a reading the learner has just asked for, are waited for:
the next look is half a second away."""


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
    ticked: float = 0.0
    """When time was last passed on to the cursor, on the monotonic clock."""
    lanes: Lanes | None = None
    """The runs beside each other, on a page that compares some."""
    sweep: Sweep | None = None
    """The runs that are searched for the best, on the page that does it; its cursor never plays."""
    patient_until: float = 0.0
    """Until when readings are waited for, on the same clock: the learner has just moved something."""


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
        cursor=Cursor(config=asked.config, playing=sweep is None),
        view=View(tab=asked.tab),
        lanes=asked.lanes,
        sweep=asked.sweep,
        message=asked.message,
        ticked=time.monotonic(),
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


def dispatch(event: Event) -> None:
    """The one way in for everything a learner does to a run."""
    session = current()
    if session.sweep is not None and isinstance(event, Play):
        return  # a sweep has a button of its own, beside what it will cost
    try:
        cursor = move(session.cursor, event, watched_by(session))
        after = replace(session, cursor=cursor)
        _require_fit(after)
        if cursor.playing or cursor.goal is not None:  # work begins before the page is drawn
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
    return 0.0 if cursor.playing or cursor.goal is not None else _soon()


def _soon() -> float:
    return time.monotonic() + PATIENCE_SECONDS


def tick() -> Film:
    """Let time pass, say what this learner needs of the film, and take a snapshot of it."""
    seen = _passed()
    assert isinstance(seen, Film)
    return seen


def tick_together() -> Heat:
    """The same for all runs that are compared."""
    seen = _passed()
    assert isinstance(seen, Heat)
    return seen


def _passed() -> Film | Heat:
    session, now = current(), time.monotonic()
    seen = watched_by(session)
    after = replace(
        session, cursor=move(session.cursor, Tick(now - session.ticked), seen), ticked=now, reading=False
    )
    _write(after)
    _want(after, seen)  # time does not change which runs there are
    return _begun() if after.cursor.playing and seen.last_step == 0 else seen


def _begun() -> Film | Heat:
    """What is watched with its first steps, where they come at once."""
    give_up = _soon()
    while (
        (seen := watched()).last_step == 0
        and engine().state().status == "ready"
        and time.monotonic() < give_up
    ):
        time.sleep(0.01)
    return seen


def watched() -> Film | Heat:
    """What the learner's cursor moves in, as it is now."""
    return watched_by(current())


def watched_by(session: Session) -> Film | Heat:
    """What a cursor moves in: a snapshot of the run, or of all runs that are compared."""
    films = tuple(engine().film(config) for config in configs(session))
    return films[0] if session.lanes is None else Heat(films=films, by_time=session.view.by_time)


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
    cursor = replace(session.cursor, step=0, goal=None, owed=0.0, playing=True)
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


def _want(session: Session, seen: Film | Heat) -> None:
    """Say how far this learner needs the runs; `seen` is a snapshot of them."""
    place = wanted_step(session.cursor, seen)
    for lane, config in enumerate(configs(session)):
        until = seen.wanted(lane, place) if isinstance(seen, Heat) else place
        engine().want(config, until, viewer=session.viewer)


def read(picture: str, probe: Probe) -> tuple[Reply, Probe]:
    """The reading to show in `picture`, and the probe it answers.

    One probe of a picture is under way at a time: the next is asked for when it has been answered,
    or a slow reading would be overtaken at every tick and never be seen. Until then the reading
    before it stays.
    """
    before = current()
    while time.monotonic() < before.patient_until and engine().probe(probe).status == "pending":
        time.sleep(0.005)
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


def is_moving(film: Watched) -> bool:
    """Whether the page must look again soon."""
    busy = engine().state().status in ("starting", "waiting")
    return busy or current().reading or needs_ticks(current().cursor, film)


def _write(session: Session) -> None:
    st.session_state[_key()] = session


def _key() -> str:
    return f"playground {st.session_state[_HOME]}"
