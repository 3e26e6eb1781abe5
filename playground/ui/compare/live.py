"""The living part of the page that compares: timeline, verdict, losses, table, and each lane's pictures."""

from __future__ import annotations

from functools import partial

import streamlit as st

from playground import tasks
from playground.charts.compare.lanes import LaneLine, lanes_loss_figure
from playground.films.cursor import Seek, Watched
from playground.films.film_group import MILLISECONDS, FilmGroup
from playground.i18n import _
from playground.ui import progress
from playground.ui.compare import cliff, multiples, significance, table
from playground.ui.compare.names import Lane, lanes_of
from playground.ui.components.live_figure import Click, live_figure
from playground.ui.engine import engine
from playground.ui.error_boundary import DrawnFor, living, show_refusal
from playground.ui.playback import dispatch, is_moving, tick, watched_by
from playground.ui.scores import best_simple
from playground.ui.session import Session, configs_of, current_session, set_view_state
from playground.ui.settings.controlled import controlled


def show_lanes() -> None:
    """Mount the two living parts; the timer of each runs only while something in it moves."""
    session = current_session()
    group = watched_by(session)
    living(_live, _drawn_for(session, group))
    living(_below, _below_drawn_for(session, group))


def _drawn_for(session: Session, group: Watched) -> DrawnFor:
    """Whether something moves, whether the run bar shows Play, when a lane has solved it, and the clock."""
    view = session.view_state
    return is_moving(group), session.cursor.is_paused, view.target_share, view.by_time


def _below_drawn_for(session: Session, group: Watched) -> DrawnFor:
    return (significance.is_going(session, group) or cliff.is_going(session),)


def _below() -> DrawnFor:
    """Seeds and delays: nothing in them follows the cursor, so they do not tick with it."""
    session = current_session()
    group = watched_by(session)
    shown = lanes_of(configs_of(session))
    significance.show_significance(session, group, shown)
    cliff.show_memory_cliff(session, shown)
    return _below_drawn_for(session, group)


def _live() -> DrawnFor:
    group = tick()
    assert isinstance(group, FilmGroup)
    session = current_session()
    shown = lanes_of(configs_of(session))
    progress.show_timeline(session, group)
    show_refusal(session.message)
    st.markdown(table.verdict(session, group, shown, engine().state()))
    with st.container(horizontal=True, gap="medium", key="charts"):
        with st.container(key="progress"):
            _losses(session, group, shown)
        with st.container(key="answers"):
            table.show_lane_table(session, group, shown)
            _clock(session)
    multiples.show_side_by_side(session, group, shown)
    return _drawn_for(current_session(), group)


def _losses(session: Session, group: FilmGroup, lanes: tuple[Lane, ...]) -> None:
    data, view = tasks.dataset(session.config.task), session.view_state
    simple, place = best_simple(session.config.task), session.cursor.step
    lines = [
        LaneLine(
            name=lane.name,
            cell=lane.cell,
            dash=lane.dash,
            history=film.history,
            seconds_per_step=film.seconds_per_step,
        )
        for lane, film in zip(lanes, group.films, strict=True)
    ]
    picture = lanes_loss_figure(
        lines,
        loss_name=data.answer.loss,
        baseline=data.baseline.loss,
        simple=None if simple is None else simple[1],
        cursor=place / MILLISECONDS if view.by_time else place,
        total_steps=max(film.total_steps for film in group.films),
        log_y=view.log_loss,
        smoothing=0.9 if view.smoothing is None else view.smoothing,
        by="seconds" if view.by_time else "step",
    )
    go = partial(_go_to, MILLISECONDS if view.by_time else 1)
    live_figure(picture, key="lanes-loss", height=330, revision=f"{view.by_time}", on_click=go)


def _clock(session: Session) -> None:
    by_time, names = session.view_state.by_time, {False: _("the same step"), True: _("the same time")}
    controlled("by-time", by_time, st.segmented_control, _("Side by side at"), _by_time, names=names)
    if by_time:
        told = _("Measured here and now, beside whatever else this machine does: trust no small difference.")
        st.caption(told)


def _by_time(by_time: bool) -> None:
    """The two clocks count differently, so the cursor goes to the end of what there is."""
    set_view_state(by_time=by_time)
    session = current_session()
    end = watched_by(session).last_step
    if end and not session.cursor.is_playing:
        dispatch(Seek(end))


def _go_to(places: int, click: Click) -> None:
    """To what was clicked; `places` of the cursor are one on the axis."""
    if isinstance(click.x, (int, float)):
        dispatch(Seek(round(places * click.x)))
