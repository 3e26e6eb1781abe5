"""Is the difference due to chance? The same lanes with other seeds, filling in while they are trained."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st

from playground import tasks
from playground.charts.compare.seeds import LaneBand, LaneDots, band_figure, dots_figure
from playground.config import RunConfig
from playground.experiments import edits
from playground.experiments.significance import Verdict, band, solved, verdict
from playground.films.many import Gathered, Result
from playground.i18n import _
from playground.tasks.base import Dataset
from playground.ui import gathering
from playground.ui.compare.names import Lane, lanes_of
from playground.ui.compare.table import target_of
from playground.ui.components.live_figure import live_figure
from playground.ui.session import Session, configs_of
from playground.ui.settings.controlled import view_control
from playground.ui.words import left_in_words, table
from playground.views.words import factor, number

MOST_SEEDS = 10


def seeds_of(config: RunConfig, count: int) -> tuple[RunConfig, ...]:
    """The run with the seeds 1 to `count`: other initial weights, another order of examples."""
    return tuple(edits.edited(config, {"training.seed": seed}) for seed in range(1, count + 1))


def _may_go(session: Session) -> bool:
    """A change in the middle of a run belongs to that run alone."""
    return not session.config.training.changes


def _gathered(session: Session) -> Gathered:
    """The lanes themselves come first."""
    configs = configs_of(session)
    runs = [seeds_of(config, session.view_state.seeds) for config in configs]
    return gathering.gathered("luck", in_turn(runs), going=_may_go(session), after=configs)


def in_turn(runs: Sequence[tuple[RunConfig, ...]]) -> list[RunConfig]:
    """One run of every lane after the other, so that all lanes have as many at any time."""
    return [config for together in zip(*runs, strict=True) for config in together]


def show_significance(session: Session) -> None:
    """Bands, dots and a verdict; the seeds are trained once the lanes themselves are done."""
    lanes = lanes_of(configs_of(session))
    st.subheader(_("Is the difference due to chance?"), anchor=False)
    help_ = _(
        "Each seed is one more run, with other initial weights and another order of the examples. 0: no "
        "such runs."
    )
    limits = {"min_value": 0, "max_value": MOST_SEEDS}
    view_control("seeds", st.slider, _("Seeds of every lane"), help=help_, **limits)
    runs = {lane.name: seeds_of(lane.config, session.view_state.seeds) for lane in lanes}
    found = _gathered(session)
    data = tasks.dataset(session.config.task)
    done = {
        name: [found.done[config] for config in configs if config in found.done]
        for name, configs in runs.items()
    }
    told = verdict([[run.final_loss for run in lane] for lane in done.values()])
    clear = _(
        "Statistically clear: a rank-sum test of the best lane against each other lane gives p of at most "
        "0.05 by Holm's correction."
    )
    st.markdown(_words(told, lanes, found), help=clear)
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
        found = band([_losses(one) for one in done[lane.name]])
        epochs, seeds = np.arange(1, len(found.median) + 1), len(done[lane.name])
        drawn[lane.name] = LaneBand(cell=lane.cell, dash=lane.dash, epochs=epochs, band=found, seeds=seeds)
    picture = band_figure(drawn, loss_name=data.answer.loss, baseline=data.baseline.loss)
    live_figure(picture, key="bands", height=280)


def _losses(result: Result) -> np.ndarray:
    """Test losses; a run that diverged between two epochs ends with an infinite one."""
    if result.status == "diverged" and np.isfinite(result.test_loss).all():
        return np.append(result.test_loss, np.inf)
    return result.test_loss


def _dots(lanes: tuple[Lane, ...], done: dict[str, list[Result]], data: Dataset, target: float) -> None:
    drawn, rows = {}, []
    for lane in lanes:
        finals = np.array([one.final_loss for one in done[lane.name]])
        drawn[lane.name] = LaneDots(cell=lane.cell, dash=lane.dash, finals=finals)
        rows.append([lane.name, f"{solved(finals, target)} / {len(finals)}", _median(finals)])
    picture = dots_figure(drawn, loss_name=data.answer.loss, target=target)
    live_figure(picture, key="dots", height=60 + 50 * len(lanes))
    st.markdown(table([_("Lane"), _("Seeds that solved it"), _("Median test loss")], rows, "lrr"))


def _median(finals: np.ndarray) -> str:
    return number(float(np.median(finals))) if len(finals) and np.isfinite(np.median(finals)) else "–"


def _words(told: Verdict, lanes: tuple[Lane, ...], found: Gathered) -> str:
    """The verdict of all seeds in words, only as strong as they allow."""
    if not found.of:
        return _("One run of each lane cannot show whether a difference is chance.")
    progress = _("{done} of {all} runs are done.").format(done=len(found.done), all=found.of)
    if found.running == () and not found.done and not found.failed:
        return _("The other seeds train once the lanes above are done.")
    left = "" if found.is_over else left_in_words(found)
    return f"{_judged(told, lanes)} {progress} {left}"


def _judged(told: Verdict, lanes: tuple[Lane, ...]) -> str:
    if told.best is None or told.runner_up is None or told.ratio is None:
        return _("There is nothing to compare yet.")
    names = {"best": lanes[told.best].name, "second": lanes[told.runner_up].name, "ratio": factor(told.ratio)}
    if not told.enough:
        said = _("{best} has the lowest median loss so far, but with so few seeds this may be chance.")
    elif told.better:
        said = _(
            "**{best} is best:** its median test loss is {ratio} times smaller than that of {second}. "
            "The difference is statistically clear."
        )
    elif told.overlap:
        said = _("**No clear difference:** the middle halves of {best} and {second} overlap.")
    else:
        said = _("**No clear difference:** {best} has the lowest median loss, but this may be chance.")
    return said.format(**names)
