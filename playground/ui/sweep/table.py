"""All runs of a sweep as rows: on the page, and as a file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from playground import tasks
from playground.charts.theme import CELL_NAMES
from playground.config import value_of, written
from playground.experiments.sweep_axes import Axis
from playground.films.many import Gathered, Result
from playground.i18n import N_, _
from playground.ui.engine import engine
from playground.ui.session import Session, set_view_state, widget_value
from playground.ui.sweep.runs import Shown, identity
from playground.ui.words import sortable
from playground.views.setting_words import label_of, said
from playground.views.words import heads, rounded

STATES = {
    "to come": N_("not run yet"),
    "done": N_("done"),
    "diverged": N_("diverged"),
    "failed": N_("failed"),
}


def show_run_table(session: Session, shown: Shown, found: Gathered) -> None:
    """A table that can be sorted; choosing a row shows its run."""
    assert session.sweep is not None
    rows = [_row(shown, place, session.sweep.axes, found) for place in range(len(shown.configs))]
    key = f"sweep-table {identity(session)}"  # another sweep is another table: a late click finds nobody

    def chosen() -> None:
        picked = widget_value(key).selection.rows
        if picked and picked[0] < len(shown.configs):
            set_view_state(run=shown.configs[picked[0]].digest)

    sortable(rows, key=key, on_select=chosen, selection_mode="single-row", height=300)


def _row(shown: Shown, place: int, axes: Sequence[Axis], found: Gathered) -> dict[str, Any]:
    config, run = shown.configs[place], shown.runs[place]
    result = found.done.get(config)
    row: dict[str, Any] = {label_of("model.cell"): CELL_NAMES[config.model.cell]}
    for axis, drawn in zip(axes, shown.axes, strict=True):
        value = value_of(config, axis.path)
        row[label_of(axis.path)] = value if drawn.numbers else said(axis.path, value)
    row[_("Test loss")] = rounded(run.loss)
    row[_("Best loss")] = rounded(_best(result))
    names = heads(tasks.dataset(config.task).answer)
    row |= {names[name]: rounded(last) for name, last in _metrics(result).items()}
    return row | {_("Steps"): None if result is None else result.last_step, _("State"): _(STATES[run.state])}


def ranked(shown: Shown, found: Gathered) -> list[int]:
    """The places of the runs that are done, the best first."""
    done = [place for place, config in enumerate(shown.configs) if config in found.done]
    losses = {place: shown.runs[place].loss for place in done}
    return sorted(done, key=lambda place: losses[place] if math.isfinite(losses[place]) else math.inf)


def as_rows(session: Session, shown: Shown, found: Gathered) -> list[list[str]]:
    """The runs that are done as texts, the best first; the first row is the head."""
    assert session.sweep is not None
    rows = [_row(shown, place, session.sweep.axes, found) for place in ranked(shown, found)]
    head = list(dict.fromkeys(name for row in rows for name in row))
    return [head, *([_told(row.get(name)) for name in head] for row in rows)]


def _told(value: Any) -> str:
    return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def as_csv(session: Session, found: Gathered) -> str:
    """The runs that are over, with the names and values that links have."""
    assert session.sweep is not None
    rows, devices = [], engine().state().devices
    for config, result in found.done.items():
        axes = {axis.path: written(value_of(config, axis.path)) for axis in session.sweep.axes}
        rows.append(
            {
                "model.cell": config.model.cell,
                **axes,
                "training.seed": config.training.seed,
                "status": result.status,
                "final_test_loss": result.final_loss,
                "best_test_loss": _best(result),
                **_metrics(result),
                "steps": result.last_step,
                "ms_per_step": 1000 * result.seconds_per_step,
                "digest": config.digest_on(devices.choice(config).device),
            }
        )
    return pd.DataFrame(rows).to_csv(index=False, lineterminator="\n")


def _best(result: Result | None) -> float:
    known = np.zeros(0) if result is None else result.test_loss[np.isfinite(result.test_loss)]
    return float(known.min()) if len(known) else math.nan


def _metrics(result: Result | None) -> dict[str, float]:
    if result is None:
        return {}
    return {name: float(values[-1]) if len(values) else math.nan for name, values in result.metrics.items()}
