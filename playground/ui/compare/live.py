"""The living part of the page that compares: timeline, verdict, losses, table, and each lane's pictures."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from playground import tasks
from playground.charts.compare.lanes import LaneLine, lanes_loss_figure
from playground.config import RunConfig
from playground.experiments.lanes import Lanes
from playground.films.cursor import Seek
from playground.films.film_group import MILLISECONDS, FilmGroup
from playground.i18n import _
from playground.training import cost
from playground.ui import runbar
from playground.ui.compare import cliff, multiples, significance, table
from playground.ui.compare.names import Lane, lanes_of
from playground.ui.components import Click, live_figure, timeline
from playground.ui.engine import engine
from playground.ui.error_boundary import living
from playground.ui.playback import dispatch, is_moving, tick_together, watched, watched_by
from playground.ui.scores import best_simple
from playground.ui.session import Session, configs_of, current_session, set_view_state
from playground.ui.settings.controlled import controlled
from playground.ui.words import plain, seconds_in_words

DrawnFor = tuple[bool, bool, float, bool]
"""Whether the page has a timer, shows Pause, at which share a lane has solved the problem, and the clock."""


def show_lanes() -> None:
    """Mount the two living parts; the timer of each runs only while something in it moves."""
    session = current_session()
    moving = is_moving(watched())
    drawn_for = _drawn_for(session, moving)
    living(_live, session.cursor.config, session.lanes, drawn_for, moves=moving)
    many = _many_are_going(session)
    living(_below, many, moves=many)


def _drawn_for(session: Session, moving: bool) -> DrawnFor:
    return moving, runbar.plays(session.cursor), session.view_state.target_share, session.view_state.by_time


def _many_are_going(session: Session) -> bool:
    """Whether seeds or delays are being trained."""
    group = watched_by(session)
    assert isinstance(group, FilmGroup)
    return significance.is_going(session, group) or cliff.is_going(session)


def _below(had_timer: bool) -> None:
    """Seeds and delays: nothing in them follows the cursor, so they do not tick with it."""
    session, group = current_session(), watched()
    assert isinstance(group, FilmGroup)
    shown = lanes_of(configs_of(session))
    significance.show_significance(session, group, shown)
    cliff.show_memory_cliff(session, shown)
    if had_timer != _many_are_going(session):
        st.rerun()


def _live(config: RunConfig, lanes: Lanes | None, drawn_for: DrawnFor) -> None:
    """Draw everything once; the arguments are what the whole page was last drawn for."""
    group = tick_together()
    session = current_session()
    if (session.cursor.config, session.lanes) != (
        config,
        lanes,
    ):  # the controls and the link belong to another run
        st.rerun()
    shown = lanes_of(configs_of(session))
    _timeline(session, group)
    if session.message:
        st.warning(plain(session.message), icon=":material/info:")
    st.markdown(table.verdict(session, group, shown, engine().state()))
    with st.container(horizontal=True, gap="medium", key="charts"):
        with st.container(key="progress"):
            _losses(session, group, shown)
        with st.container(key="answers"):
            table.show_lane_table(session, group, shown)
            _clock(session)
    multiples.show_side_by_side(session, group, shown)
    if drawn_for != _drawn_for(current_session(), is_moving(group)):
        st.rerun()


def _timeline(session: Session, group: FilmGroup) -> None:
    place, total = session.cursor.step, group.total_steps
    if session.view_state.by_time:
        ended = any(
            film.is_over and group.step_of(lane, place) == film.last_step
            for lane, film in enumerate(group.films)
        )
        words = (
            _("After up to {seconds} s of training each")
            if ended
            else _("After {seconds} s of training each")
        )
        told = words.format(seconds=f"{place / MILLISECONDS:.1f}")
        step_text = _("{step} of {total} ms")
    else:
        epochs = f"{place / group.epoch_steps:.4g}"
        told, step_text = _("Epoch {epoch}").format(epoch=epochs), _("Step {step} of {total}")
    timeline(
        step=place,
        developed=group.last_step,
        total=total,
        key="timeline",
        epoch_text=told,
        time_left=_time_left(session, group),
        status=_status(session, group),
        label=_("Timeline: go to any step trained so far"),
        step_text=step_text,
        on_seek=lambda step: dispatch(Seek(step)),
    )


def _status(session: Session, group: FilmGroup) -> str:
    if group.status == "failed":
        return _("Failed")
    if group.is_over and session.cursor.step >= group.last_step:
        return _("Finished")
    if not session.cursor.is_paused:
        return _("Playing") if group.is_over else _("Training")
    return _("Untrained") if session.cursor.step == 0 else _("Paused")


def _time_left(session: Session, group: FilmGroup) -> str:
    """All lanes share the workers."""
    if group.is_over:
        return ""
    workers = max(engine().state().workers, 1)
    if group.seconds_left is None:
        configs = configs_of(session)
        whole = sum(cost.seconds(config, tasks.dataset(config.task)) for config in configs) / workers
        return _("Takes about {time}").format(time=seconds_in_words(whole))
    return _("About {time} of training left").format(time=seconds_in_words(group.seconds_left / workers))


def _losses(session: Session, group: FilmGroup, lanes: tuple[Lane, ...]) -> None:
    data = tasks.dataset(session.cursor.config.task)
    simple = best_simple(session.cursor.config.task)
    lines = [
        LaneLine(
            name=lane.name,
            cell=lane.cell,
            dash=lane.dash,
            history=film.history,
            seconds_per_step=film.seconds / film.trained if film.trained else None,
        )
        for lane, film in zip(lanes, group.films, strict=True)
    ]
    picture = lanes_loss_figure(
        lines,
        loss_name=data.answer.loss,
        baseline=data.baseline.loss,
        simple=None if simple is None else simple[1],
        cursor=session.cursor.step / MILLISECONDS if session.view_state.by_time else session.cursor.step,
        total_steps=max(film.total_steps for film in group.films),
        log_y=session.view_state.log_loss,
        smoothing=0.9 if session.view_state.smoothing is None else session.view_state.smoothing,
        by="seconds" if session.view_state.by_time else "step",
    )
    live_figure(
        picture,
        key="lanes-loss",
        height=330,
        revision=f"{session.view_state.by_time}",
        on_click=_go_to(session.view_state.by_time),
    )


def _clock(session: Session) -> None:
    """Whether lanes stand side by side after as many steps or after as much time."""
    controlled(
        "by-time",
        session.view_state.by_time,
        st.segmented_control,
        _("Side by side at"),
        _by_time,
        options=[False, True],
        format_func=lambda by_time: _("the same time") if by_time else _("the same step"),
        required=True,
        width="content",
    )
    if session.view_state.by_time:
        told = _("Measured here and now, beside whatever else this machine does: trust no small difference.")
        st.caption(told)


def _by_time(by_time: bool) -> None:
    """The two clocks count differently, so the cursor goes to the end of what there is."""
    set_view_state(by_time=by_time)
    seen = watched()
    if seen.last_step and not current_session().cursor.is_playing:
        dispatch(Seek(seen.last_step))


def _go_to(by_time: bool) -> Callable[[Click], None]:
    def go(click: Click) -> None:
        if isinstance(click.x, (int, float)):
            dispatch(Seek(round(MILLISECONDS * click.x if by_time else click.x)))

    return go
