"""The moving parts of a session: the cursor through time, and the readings that pictures wait for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from playground.config import RunConfig, TaskConfig
from playground.films.cursor import Event, Play, Tick, Watched, move, needs_ticks, wanted_step
from playground.films.engine import Reply
from playground.films.film_group import FilmGroup
from playground.films.readings import PENDING
from playground.i18n import translated
from playground.probes.requests import BaselinesProbe, BaselinesReading, Probe
from playground.ui import clock
from playground.ui.engine import engine
from playground.ui.error_boundary import refusals_told
from playground.ui.session import Session, configs_of, current_session, patience_of, refuse, write_session
from playground.ui.words import plain

R = TypeVar("R")


def play() -> None:
    """Go on from where the cursor is, from now on."""
    dispatch(Play(clock.now()))


def dispatch(event: Event) -> None:
    """The one way in for everything a learner does to a run."""
    session = current_session()
    if session.sweep is not None and isinstance(event, Play):
        return  # a sweep has a button of its own, beside what it will cost
    with refusals_told(refuse):
        cursor = move(session.cursor, event, watched_by(session))
        after = replace(session, cursor=cursor)
        _require_fit(after)
        if not cursor.is_paused:  # work begins before the page is drawn
            _want(after, watched_by(after))
        view_state = replace(session.view_state, own_fault="")
        patience = patience_of(cursor)
        write_session(replace(after, view_state=view_state, message="", patient_until=patience))


def _require_fit(session: Session) -> None:
    """Raise `ConfigError` where the other lanes, or the sweep, do not fit the experiment."""
    configs_of(session)
    if session.sweep is not None:
        session.sweep.configs(session.config)


def tick() -> Watched:
    """Let time pass, say what this learner needs of the runs, and take a snapshot of them."""
    session = current_session()
    seen = watched_by(session)
    after = replace(session, cursor=move(session.cursor, Tick(clock.now()), seen), reading=False)
    write_session(after)
    _want(after, seen)  # time does not change which runs there are
    return _begun(after) if after.cursor.is_playing and seen.last_step == 0 else seen


def _begun(session: Session) -> Watched:
    """The watched film or group with its first steps, where they come at once."""

    def has_begun() -> bool:
        return watched_by(session).last_step > 0 or engine().state().status != "ready"

    clock.wait(has_begun, clock.PATIENCE_SECONDS)
    return watched_by(session)


def watched_by(session: Session) -> Watched:
    """The film or group that a cursor moves in: a snapshot of the run, or of all runs that are compared."""
    films = tuple(engine().film(config) for config in configs_of(session))
    return films[0] if session.lanes is None else FilmGroup(films=films, by_time=session.view_state.by_time)


def _want(session: Session, seen: Watched) -> None:
    """Say how far this learner needs the runs; `seen` is a snapshot of them."""
    place = wanted_step(session.cursor, seen)
    for lane, config in enumerate(configs_of(session)):
        until = seen.wanted(lane, place) if isinstance(seen, FilmGroup) else place
        engine().want(config, until, viewer=session.viewer)


def read_probe(picture: str, probe: Probe) -> tuple[Reply, Probe]:
    """The reading to show in `picture`, and the probe it answers.

    One probe of a picture is under way at a time: the next is asked for when it has been answered,
    or a slow reading would be overtaken at every tick and never be seen. Until then the reading
    before it stays.
    """
    before = current_session()
    clock.wait(lambda: engine().probe(probe).status != "pending", before.patient_until - clock.now())
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
        write_session(after)
    if shown is None or not shown.is_like(probe):
        return PENDING, probe
    return engine().probe(shown), shown


def reading_of(picture: str, probe: Probe, kind: type[R]) -> R | None:
    """The reading to show in `picture`, where there is one."""
    value = read_probe(picture, probe)[0].value
    return value if isinstance(value, kind) else None


def awaited(picture: str, probe: Probe, kind: type[R], until_then: str) -> tuple[R | None, int]:
    """The reading to show in `picture`, and its step; where there is none, the picture's place says why."""
    reply, shown = read_probe(picture, probe)
    if isinstance(reply.value, kind):
        return reply.value, shown.step
    with st.container(height=330, border=False, key=f"waiting-{picture}"):
        st.caption(why_none(reply, until_then))
    return None, shown.step


def why_none(reply: Reply, until_then: str) -> str:
    """The words in place of a reading: why it failed, or `until_then`."""
    return plain(translated(reply.sentence)) if reply.sentence else until_then


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
        _look_again()
    return readings


def fitted_baselines(task: TaskConfig) -> BaselinesReading | None:
    """The baselines that a worker fits to the data of a problem; `None` while it does."""
    reply = engine().probe(BaselinesProbe(config=RunConfig(task=task)))
    if reply.status == "pending":
        _look_again()
    return reply.value if isinstance(reply.value, BaselinesReading) else None


def _look_again() -> None:
    """Something that is drawn still waits for a reading."""
    write_session(replace(current_session(), reading=True))


def is_moving(film: Watched) -> bool:
    """Whether the page must look again soon."""
    busy = engine().state().status in ("starting", "waiting")
    return busy or current_session().reading or needs_ticks(current_session().cursor, film)
