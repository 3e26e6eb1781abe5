"""The living part of the page that compares: timeline, verdict, losses, table, and each lane's pictures."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from playground import tasks
from playground.charts.lanes import LaneLine, lanes_loss_figure
from playground.config import RunConfig
from playground.films.cursor import Seek
from playground.films.film_group import MILLISECONDS, FilmGroup
from playground.i18n import _
from playground.lanes import Lanes
from playground.training import cost
from playground.ui import runbar, session
from playground.ui.calm import living
from playground.ui.compare import cliff, luck, multiples, table
from playground.ui.compare.names import Lane, lanes_of
from playground.ui.components import Click, live_figure, timeline
from playground.ui.engine import engine
from playground.ui.mirror import mirrored
from playground.ui.scores import best_simple
from playground.ui.session import Session
from playground.ui.words import plain, seconds_in_words

DrawnFor = tuple[bool, bool, float, bool]
"""Whether the page has a timer, shows Pause, at which share a lane has solved the problem, and the clock."""


def show() -> None:
    """Mount the two living parts; the timer of each runs only while something in it moves."""
    now = session.current()
    moving = session.is_moving(session.watched())
    drawn_for = _drawn_for(now, moving)
    living(_live, now.cursor.config, now.lanes, drawn_for, moves=moving)
    many = _many_are_going(now)
    living(_below, many, moves=many)


def _drawn_for(now: Session, moving: bool) -> DrawnFor:
    return moving, runbar.plays(now.cursor), now.view.target_share, now.view.by_time


def _many_are_going(now: Session) -> bool:
    """Whether seeds or delays are being trained."""
    group = session.watched_by(now)
    assert isinstance(group, FilmGroup)
    return luck.is_going(now, group) or cliff.is_going(now)


def _below(had_timer: bool) -> None:
    """Seeds and delays: nothing in them follows the cursor, so they do not tick with it."""
    now, group = session.current(), session.watched()
    assert isinstance(group, FilmGroup)
    shown = lanes_of(session.configs(now))
    luck.show(now, group, shown)
    cliff.show(now, shown)
    if had_timer != _many_are_going(now):
        st.rerun()


def _live(config: RunConfig, lanes: Lanes | None, drawn_for: DrawnFor) -> None:
    """Draw everything once; the arguments are what the whole page was last drawn for."""
    group = session.tick_together()
    now = session.current()
    if (now.cursor.config, now.lanes) != (config, lanes):  # the controls and the link belong to another run
        st.rerun()
    shown = lanes_of(session.configs(now))
    _timeline(now, group)
    if now.message:
        st.warning(plain(now.message), icon=":material/info:")
    st.markdown(table.verdict(now, group, shown, engine().state()))
    with st.container(horizontal=True, gap="medium", key="charts"):
        with st.container(key="progress"):
            _losses(now, group, shown)
        with st.container(key="answers"):
            table.show(now, group, shown)
            _clock(now)
    multiples.show(now, group, shown)
    if drawn_for != _drawn_for(session.current(), session.is_moving(group)):
        st.rerun()


def _timeline(now: Session, group: FilmGroup) -> None:
    place, total = now.cursor.step, group.total_steps
    if now.view.by_time:
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
        time_left=_time_left(now, group),
        status=_status(now, group),
        label=_("Timeline: go to any step trained so far"),
        step_text=step_text,
        on_seek=lambda step: session.dispatch(Seek(step)),
    )


def _status(now: Session, group: FilmGroup) -> str:
    if group.status == "failed":
        return _("Failed")
    if group.is_over and now.cursor.step >= group.last_step:
        return _("Finished")
    if not now.cursor.is_paused:
        return _("Playing") if group.is_over else _("Training")
    return _("Untrained") if now.cursor.step == 0 else _("Paused")


def _time_left(now: Session, group: FilmGroup) -> str:
    """All lanes share the workers."""
    if group.is_over:
        return ""
    workers = max(engine().state().workers, 1)
    if group.seconds_left is None:
        configs = session.configs(now)
        whole = sum(cost.seconds(config, tasks.dataset(config.task)) for config in configs) / workers
        return _("Takes about {time}").format(time=seconds_in_words(whole))
    return _("About {time} of training left").format(time=seconds_in_words(group.seconds_left / workers))


def _losses(now: Session, group: FilmGroup, lanes: tuple[Lane, ...]) -> None:
    data = tasks.dataset(now.cursor.config.task)
    simple = best_simple(now.cursor.config.task)
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
        cursor=now.cursor.step / MILLISECONDS if now.view.by_time else now.cursor.step,
        total_steps=max(film.total_steps for film in group.films),
        log_y=now.view.log_loss,
        smoothing=0.9 if now.view.smoothing is None else now.view.smoothing,
        by="seconds" if now.view.by_time else "step",
    )
    live_figure(
        picture,
        key="lanes-loss",
        height=330,
        revision=f"{now.view.by_time}",
        on_click=_go_to(now.view.by_time),
    )


def _clock(now: Session) -> None:
    """Whether lanes stand side by side after as many steps or after as much time."""
    mirrored(
        "by-time",
        now.view.by_time,
        st.segmented_control,
        _("Side by side at"),
        _by_time,
        options=[False, True],
        format_func=lambda by_time: _("the same time") if by_time else _("the same step"),
        required=True,
        width="content",
    )
    if now.view.by_time:
        told = _("Measured here and now, beside whatever else this machine does: trust no small difference.")
        st.caption(told)


def _by_time(by_time: bool) -> None:
    """The two clocks count differently, so the cursor goes to the end of what there is."""
    session.set_view(by_time=by_time)
    seen = session.watched()
    if seen.last_step and not session.current().cursor.is_playing:
        session.dispatch(Seek(seen.last_step))


def _go_to(by_time: bool) -> Callable[[Click], None]:
    def go(click: Click) -> None:
        if isinstance(click.x, (int, float)):
            session.dispatch(Seek(round(MILLISECONDS * click.x if by_time else click.x)))

    return go
