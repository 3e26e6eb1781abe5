"""The table beside a forecast: the network and the simple forecasts, on the same points."""

from __future__ import annotations

import numpy as np
import pytest

from playground import tasks
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.probes.baselines import fitted_baselines
from playground.probes.requests import BaselinesReading, ForecastReading
from playground.views import baselines, scores
from playground.views.scene import Scene
from playground.views.view_state import ViewState

CONFIG = edited(PRESETS["airline"].config, {"model.cell": "lstm"})
TASK = CONFIG.task
SERIES = tasks.dataset(TASK).answer.series
FITTED = fitted_baselines(TASK)


def reading(one_step: np.ndarray, free_run: np.ndarray | None = None) -> ForecastReading:
    return ForecastReading(one_step=one_step, free_run=np.zeros(1) if free_run is None else free_run)


def shown(
    one_step: np.ndarray, free_run: np.ndarray | None = None, fitted: BaselinesReading | None = FITTED
) -> list[list[str]]:
    """The head and the rows of the table."""
    scene = Scene(config=CONFIG, step=7, view_state=ViewState())
    part = scores.table(scene, SERIES, reading(one_step, free_run), fitted, free_run is not None)
    return [part["head"], *part["rows"]]


def repeated() -> np.ndarray:
    """What repeating the last value says for every point that has a window before it."""
    return SERIES.values[SERIES.window - 1 : -1]


def test_a_network_that_repeats_the_last_value_scores_what_repeating_scores():
    _head, network, repeating, *_others = shown(repeated())
    assert repeating[0] == "Repeat the last value"
    assert network[1:] == repeating[1:]
    assert network[4] == "1 ×"


def test_a_perfect_network_has_no_error_and_explains_everything():
    network = shown(SERIES.values[SERIES.window :])[1]
    assert network[1:] == ["0", "0", "1", "0 ×"]


def test_errors_are_told_in_the_unit_of_the_series():
    ten_too_many = SERIES.values[SERIES.window :] + 10
    found = scores.network_scores(SERIES, reading(ten_too_many))
    assert found.rmse == pytest.approx(10)
    assert found.mae == pytest.approx(10)


def test_only_the_test_part_is_scored():
    bad_in_training = SERIES.values[SERIES.window :].copy()
    bad_in_training[: SERIES.split - SERIES.window] = 1e6
    assert scores.network_scores(SERIES, reading(bad_in_training)).rmse == 0


def test_a_free_run_is_compared_with_simple_forecasts_left_alone_as_well():
    last_known = SERIES.values[SERIES.split - 1]
    rows = shown(repeated(), np.full(6, last_known))
    head, network, *others = rows
    assert head[0] == "Free run, first 6 test points"
    assert network[1:] == next(row for row in others if row[0].startswith("Repeat the last"))[1:]
    assert network[4] == "1 ×"


def test_a_free_run_beyond_the_series_is_scored_on_what_really_happened():
    left = len(SERIES.values) - SERIES.split
    beyond = np.concatenate([SERIES.values[SERIES.split :], np.full(20, 1e6)])
    head, network, *_others = shown(repeated(), beyond)
    assert head[0] == f"Free run, first {left} test points"
    assert network[1] == "0"


def test_the_network_is_named_with_its_cell_and_its_step():
    assert shown(repeated())[1][0] == "**LSTM** at step 7"


def test_every_simple_forecast_has_a_row_whose_name_says_its_numbers():
    names = [row[0] for row in shown(repeated())[2:]]
    assert len(names) == len(scores.simple_forecasts(TASK, FITTED)) >= 3
    assert any("12" in name for name in names)  # months in a year
    assert not any("{" in name for name in names)


def test_a_problem_without_a_series_has_no_simple_forecasts():
    assert scores.simple_forecasts(PRESETS["parity"].config.task, None) == {}


@pytest.mark.parametrize("free", [None, np.zeros(6)], ids=["one step", "free run"])
def test_until_a_forecast_is_fitted_its_row_says_so_and_the_table_has_its_size(free: np.ndarray | None):
    rows = shown(repeated(), free, None)
    assert rows[-1] == ["AR(12), a weighted sum of the last 12 values", "being computed…", "", "", ""]
    later = shown(repeated(), free)
    assert [row[0] for row in later] == [row[0] for row in rows]
    assert later[:-1] == rows[:-1]
    assert "being computed" not in str(later)
    assert len(scores.simple_losses(TASK, FITTED)) == len(rows) - 2


def test_fitted_baselines_are_rows_of_a_view_of_the_task_which_says_they_are_on_their_way():
    config = PRESETS["sentiment"].config
    more = baselines.asked(config.task, "baselines")
    assert more is not None
    assert more["waiting"] == "being computed…"
    scene = Scene(config=config, step=0, view_state=ViewState())
    (row,) = baselines.right(scene, lambda probe: fitted_baselines(probe.config.task))
    assert row == {"is": "row", "cells": [row["cells"][0], "70.4%"]}
    assert row["cells"][0].partition(":")[0] == "Bag of words"
    assert baselines.asked(PRESETS["parity"].config.task, "baselines") is None
