"""The memory cliff: how far back each lane remembers, every point a trained network with its seeds."""

from __future__ import annotations

from functools import partial

import numpy as np
import streamlit as st

from playground import tasks
from playground.charts.compare.cliff import LaneDelays, cliff_figure, horizon, medians_of, solved_level
from playground.config import RunConfig
from playground.config.errors import ConfigError
from playground.experiments import edits
from playground.films.many import Gathered, Result
from playground.i18n import _, n_
from playground.ui import gathering
from playground.ui.compare.names import Lane, lanes_of
from playground.ui.compare.significance import in_turn, seeds_of
from playground.ui.components.live_figure import live_figure
from playground.ui.session import Session, configs_of, set_view_state
from playground.ui.words import left_in_words

DELAYS = {"recall": (5, 10, 20, 40, 80), "copying": (5, 10, 20, 40, 80), "adding": (10, 25, 50, 100)}
"""Time steps between what is read and what is asked, for the problems that are about memory."""
SEEDS = 3


def _may_go(session: Session) -> bool:
    return session.view_state.cliff == "going"


def _delays(session: Session) -> tuple[int, ...] | None:
    """The delays that are tried; `None` for problems that are not about memory."""
    return DELAYS.get(session.config.task.name)


def _gathered(session: Session) -> Gathered:
    runs = [_runs(config, _delays(session) or ()) for config in configs_of(session)]
    return gathering.gathered("cliff", in_turn(runs), going=_may_go(session))


def show_memory_cliff(session: Session) -> None:
    """Right answers, or the loss, against the delay; nothing for problems that are not about memory."""
    delays = _delays(session)
    if delays is None:
        return
    lanes = lanes_of(configs_of(session))
    st.subheader(_("The memory cliff"), anchor=False)
    runs = {lane.name: _runs(lane.config, delays) for lane in lanes}
    if not session.view_state.cliff:
        count = sum(len(known) for known in runs.values())
        st.markdown(_("How long a delay can each lane learn? This uses {count} runs.").format(count=count))
        _button(_("Find the cliff"), "start", "landscape", "going")
        return
    found, base = _gathered(session), lanes[0].config
    share, chance = _is_share(base), _chance(base)
    drawn = {lane.name: _lane(lane, delays, found.done, runs[lane.name]) for lane in lanes}
    over = {name for name, known in runs.items() if all(run in found.done for run in known)}
    reached = _horizons(drawn, delays, over, solved_level(chance, is_share=share), share)
    told = _("{done} of {all} runs are done.").format(done=len(found.done), all=found.of)
    left = left_in_words(found) if _may_go(session) and not found.is_over else ""
    st.markdown(f"{reached} {told} {left}")
    if not found.is_over and _may_go(session):
        _button(_("Stop"), "stop", "stop", "stopped")
    elif not found.is_over:
        _button(_("Resume"), "resume", "play_arrow", "going")
    live_figure(cliff_figure(drawn, chance=chance, is_share=share), key="cliff", height=320)


def _button(label: str, key: str, icon: str, cliff: str) -> None:
    change = partial(set_view_state, cliff=cliff)
    st.button(label, key=f"cliff-{key}", icon=f":material/{icon}:", on_click=change)


def _runs(config: RunConfig, delays: tuple[int, ...]) -> tuple[RunConfig, ...]:
    """Delay by delay, seed by seed; a delay that does not fit the memory is left out."""
    found: list[RunConfig] = []
    for delay in delays:
        try:
            found += seeds_of(edits.with_setting(config, "task.length", delay), SEEDS)
        except ConfigError:
            break
    return tuple(found)


def _is_share(config: RunConfig) -> bool:
    return bool(tasks.dataset(config.task).answer.names)


def _lane(
    lane: Lane, delays: tuple[int, ...], done: dict[RunConfig, Result], runs: tuple[RunConfig, ...]
) -> LaneDelays:
    share = _is_share(lane.config)
    values = np.full(len(delays) * SEEDS, np.nan)
    for place, config in enumerate(runs):
        if (known := done.get(config)) is not None:
            values[place] = _share(known) if share else known.final_loss
    return LaneDelays(
        cell=lane.cell, dash=lane.dash, delays=np.array(delays), values=values.reshape(len(delays), SEEDS).T
    )


def _share(result: Result) -> float:
    return float(result.metrics["accuracy"][-1]) if len(result.test_loss) else 0.0


def _chance(config: RunConfig) -> float:
    data = tasks.dataset(config.task)
    return data.baseline.loss if not _is_share(config) else 1 / len(data.answer.names)


def _horizons(
    drawn: dict[str, LaneDelays], delays: tuple[int, ...], over: set[str], solved_at: float, share: bool
) -> str:
    """How far each lane comes, in words; `over` are the lanes of which all runs are done."""
    told = []
    for name, lane in drawn.items():
        medians = medians_of(lane.values)
        if not np.isnan(medians).all():
            reach = horizon(delays, medians, solved_at, is_share=share)
            told.append(_reach(reach, delays, name in over).format(lane=name, delay=reach))
    return " ".join(told)


def _reach(reach: int | None, delays: tuple[int, ...], is_over: bool) -> str:
    """How far a lane comes, to be filled in; what is not tried yet, and what lies beyond, is not claimed."""
    if reach is None:
        return _("{lane} solves no delay.") if is_over else _("{lane} solves no delay so far.")
    if not is_over:
        return n_(
            "{lane} solves a delay of {delay} time step so far.",
            "{lane} solves a delay of {delay} time steps so far.",
            reach,
        )
    if reach == delays[-1]:
        return _("{lane} solves a delay of {delay} time steps, the longest one tried.")
    return n_(
        "{lane} solves a delay of {delay} time step.", "{lane} solves a delay of {delay} time steps.", reach
    )
