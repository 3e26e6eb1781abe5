"""Is it luck? The same lanes with other seeds, filling in while they are trained."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from playground import tasks
from playground.charts.compare.seeds import LaneBand, LaneDots, band_figure, dots_figure
from playground.config import RunConfig
from playground.experiments import edits
from playground.experiments.significance import Verdict, band, solved, verdict
from playground.films.film_group import FilmGroup
from playground.films.many import Gathered, Result, gather
from playground.i18n import _
from playground.tasks.base import Dataset
from playground.ui.compare.names import Lane
from playground.ui.compare.table import target_of
from playground.ui.components import live_figure
from playground.ui.engine import engine
from playground.ui.numbers import left_in_words
from playground.ui.results import results
from playground.ui.session import Session, configs_of, set_view_state
from playground.ui.settings.controlled import controlled
from playground.ui.words import number, table

MOST_SEEDS = 10


def seeds_of(config: RunConfig, count: int) -> tuple[RunConfig, ...]:
    """The run with the seeds 1 to `count`: other initial weights, another order of examples."""
    return tuple(edits.edited(config, {"training.seed": seed}) for seed in range(1, count + 1))


def is_going(session: Session, group: FilmGroup) -> bool:
    """Whether seeds are still being trained."""
    return _may_go(session, group) and not _gathered(session, group).is_over


def _may_go(session: Session, group: FilmGroup) -> bool:
    """The lanes themselves come first; a change in the middle of a run belongs to that run alone."""
    return group.is_over and not session.cursor.config.training.changes


def _gathered(session: Session, group: FilmGroup) -> Gathered:
    runs = [seeds_of(config, session.view_state.seeds) for config in configs_of(session)]
    viewer, going = f"{session.viewer} luck", _may_go(session, group)
    return gather(engine(), results(), in_turn(runs), viewer=viewer, going=going)


def in_turn(runs: Sequence[tuple[RunConfig, ...]]) -> list[RunConfig]:
    """One run of every lane after the other, so that all lanes have as many at any time."""
    return [config for together in zip(*runs, strict=True) for config in together]


def show_significance(session: Session, group: FilmGroup, lanes: tuple[Lane, ...]) -> None:
    """Bands, dots and a verdict; the seeds are trained once the lanes themselves are done."""
    st.subheader(_("Is it luck?"), anchor=False)
    controlled(
        "seeds",
        session.view_state.seeds,
        st.slider,
        _("Seeds of every lane"),
        lambda count: set_view_state(seeds=count),
        min_value=0,
        max_value=MOST_SEEDS,
        help=_("Each seed is another run with other initial weights and another order. 0 tries none."),
    )
    runs = {lane.name: seeds_of(lane.config, session.view_state.seeds) for lane in lanes}
    found = _gathered(session, group)
    data = tasks.dataset(session.cursor.config.task)
    done = {
        name: [found.done[config] for config in configs if config in found.done]
        for name, configs in runs.items()
    }
    st.markdown(
        _words(verdict([[r.final_loss for r in lane] for lane in done.values()]), lanes, found, group)
    )
    if not found.done:
        return
    with st.container(horizontal=True, gap="medium", key="luck"):
        with st.container(key="luck-bands"):
            _bands(lanes, done, data)
        with st.container(key="luck-dots"):
            _dots(lanes, done, data, target_of(session, data))


def _bands(lanes: tuple[Lane, ...], done: dict[str, list[Result]], data: Dataset) -> None:
    drawn = {}
    for lane in lanes:
        known = done[lane.name]
        found = band([_losses(one) for one in known])
        epochs = np.arange(1, len(found.median) + 1)
        drawn[lane.name] = LaneBand(
            cell=lane.cell, dash=lane.dash, epochs=epochs, band=found, seeds=len(known)
        )
    live_figure(
        band_figure(drawn, loss_name=data.answer.loss, baseline=data.baseline.loss), key="bands", height=280
    )


def _losses(result: Result) -> np.ndarray:
    """Test losses; a run that diverged between two epochs ends with an infinite one."""
    if result.status == "diverged" and np.isfinite(result.test_loss).all():
        return np.append(result.test_loss, np.inf)
    return result.test_loss


def _dots(lanes: tuple[Lane, ...], done: dict[str, list[Result]], data: Dataset, target: float) -> None:
    finals = {lane.name: np.array([one.final_loss for one in done[lane.name]]) for lane in lanes}
    drawn = {lane.name: LaneDots(cell=lane.cell, dash=lane.dash, finals=finals[lane.name]) for lane in lanes}
    live_figure(
        dots_figure(drawn, loss_name=data.answer.loss, target=target), key="dots", height=60 + 50 * len(lanes)
    )
    rows = [
        [
            lane.name,
            f"{solved(finals[lane.name], target)} / {len(finals[lane.name])}",
            _median(finals[lane.name]),
        ]
        for lane in lanes
    ]
    st.markdown(table([_("Lane"), _("Seeds that solved it"), _("Median test loss")], rows, "lrr"))


def _median(finals: np.ndarray) -> str:
    return number(float(np.median(finals))) if len(finals) and np.isfinite(np.median(finals)) else "–"


def _words(told: Verdict, lanes: tuple[Lane, ...], found: Gathered, group: FilmGroup) -> str:
    """What the seeds say together, only as strongly as they can."""
    if not found.of:
        return _("One run of each lane cannot tell skill from luck.")
    progress = _("{done} of {all} runs are done.").format(done=len(found.done), all=found.of)
    if not group.is_over and not found.done:
        return _("The other seeds are trained once the lanes above are done.")
    left = "" if found.is_over else left_in_words(found.seconds_left)
    return f"{_judged(told, lanes)} {progress} {left}"


def _judged(told: Verdict, lanes: tuple[Lane, ...]) -> str:
    if told.best is None or told.runner_up is None or told.ratio is None:
        return _("There is nothing to compare yet.")
    names = {"best": lanes[told.best].name, "second": lanes[told.runner_up].name, "ratio": number(told.ratio)}
    if not told.enough:
        said = _("So far {best} does best, but with so few seeds that may be luck.")
    elif told.better:
        said = _(
            "**{best} wins, and not by luck:** its median test loss is {ratio} times smaller than that of "
            "{second} (rank-sum test against each other lane, p of at most 0.05 by Holm's correction)."
        )
    elif told.overlap:
        said = _("**No winner:** the bands of {best} and {second} overlap.")
    else:
        said = _("**No clear winner:** {best} does best, but not so often that luck is ruled out.")
    return said.format(**names)
