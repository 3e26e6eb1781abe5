"""The runs of the sweep that is open: which they are, how far they are, and how they are told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.charts.sweep.heatmaps import State, SweepAxis, SweepRun
from playground.config import RunConfig
from playground.experiments.sweeps import Plan, planned, written
from playground.films.many import Gathered
from playground.ui import gathering
from playground.ui.session import Session
from playground.ui.sweep.names import axis_of, run_name


def identity(session: Session) -> str:
    """Which sweep of which experiment is open; another one was not started by being opened."""
    assert session.sweep is not None
    return f"{session.config.digest[:20]} {written(session.sweep)}"


def plan_of(session: Session) -> Plan:
    """The plan of the open sweep."""
    assert session.sweep is not None
    return planned(session.sweep, session.config)


def gathered(session: Session) -> Gathered:
    """How far the runs are; where the learner has started them, the next ones are wanted."""
    going = session.view_state.started == identity(session)
    return gathering.gathered("sweep", plan_of(session).configs, going=going)


def is_going(session: Session, found: Gathered) -> bool:
    """Whether runs are being trained for this learner."""
    return session.view_state.started == identity(session) and not found.is_over


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The sweep as the pictures and the table show it."""

    configs: tuple[RunConfig, ...]
    axes: tuple[SweepAxis, ...]
    runs: tuple[SweepRun, ...]
    """One for each config."""

    def digest(self, run: SweepRun) -> str:
        """Of the run's config."""
        return self.configs[self.runs.index(run)].digest

    def run(self, digest: str) -> SweepRun | None:
        """The run with this digest; a click may come from a sweep that is no longer open."""
        pairs = zip(self.configs, self.runs, strict=True)
        return next((run for config, run in pairs if config.digest == digest), None)

    def name(self, digest: str) -> str:
        """Its name; empty for none."""
        return run.name if (run := self.run(digest)) else ""


def shown(session: Session, found: Gathered) -> Shown:
    """The runs with their names, places and losses, in the order in which they are trained."""
    assert session.sweep is not None
    configs = plan_of(session).configs
    axes = [axis_of(axis, configs) for axis in session.sweep.axes]
    failed = {film.config for film in found.failed}
    runs = []
    for config, places in zip(configs, zip(*(at for _axis, at in axes), strict=True), strict=True):
        result = found.done.get(config)
        state: State = "failed" if config in failed else "to come"
        if result is not None:
            state = "done" if np.isfinite(result.final_loss) else "diverged"
        runs.append(
            SweepRun(
                name=run_name(config, session.sweep.axes),
                cell=config.model.cell,
                places=places,
                state=state,
                loss=np.nan if result is None else result.final_loss,
                steps=np.zeros(0, np.int64) if result is None else result.epoch_step,
                losses=np.zeros(0) if result is None else result.test_loss,
            )
        )
    return Shown(configs=configs, axes=tuple(axis for axis, _at in axes), runs=tuple(runs))
