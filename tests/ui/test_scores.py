"""The table beside a forecast: the network and the simple forecasts, on the same points."""

from __future__ import annotations

import numpy as np
import pytest

from playground import tasks
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.probes.baselines import fitted_baselines
from playground.probes.requests import ForecastReading
from playground.ui import scores

CONFIG = edited(PRESETS["airline"].config, {"model.cell": "lstm"})
TASK = CONFIG.task
SERIES = tasks.dataset(TASK).answer.series


@pytest.fixture(autouse=True)
def _fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker has fitted what is fitted."""
    monkeypatch.setattr(scores, "fitted_baselines", fitted_baselines)


@pytest.fixture
def _being_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker is still at it."""
    monkeypatch.setattr(scores, "fitted_baselines", lambda task: None)


def reading(one_step: np.ndarray, free_run: np.ndarray | None = None) -> ForecastReading:
    return ForecastReading(one_step=one_step, free_run=np.zeros(1) if free_run is None else free_run)


def shown(
    monkeypatch: pytest.MonkeyPatch, one_step: np.ndarray, free_run: np.ndarray | None = None
) -> list[list[str]]:
    """The cells of the table as it is written."""
    written: list[str] = []
    monkeypatch.setattr(scores.st, "markdown", written.append)
    scores.table(CONFIG, SERIES, reading(one_step, free_run), 7, free_run is not None)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in written[0].splitlines()]


def repeated() -> np.ndarray:
    """What repeating the last value says for every point that has a window before it."""
    return SERIES.values[SERIES.window - 1 : -1]


def test_a_network_that_repeats_the_last_value_scores_what_repeating_scores(monkeypatch):
    _head, _rule, network, repeating, *_others = shown(monkeypatch, repeated())
    assert repeating[0] == "Repeat the last value"
    assert network[1:] == repeating[1:]
    assert network[4] == "1 ×"


def test_a_perfect_network_has_no_error_and_explains_everything(monkeypatch):
    network = shown(monkeypatch, SERIES.values[SERIES.window :])[2]
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


def test_a_free_run_is_compared_with_simple_forecasts_left_alone_as_well(monkeypatch):
    last_known = SERIES.values[SERIES.split - 1]
    rows = shown(monkeypatch, repeated(), np.full(6, last_known))
    head, _rule, network, *others = rows
    assert head[0] == "Free run, first 6 test points"
    assert network[1:] == next(row for row in others if row[0].startswith("Repeat the last"))[1:]
    assert network[4] == "1 ×"


def test_a_free_run_beyond_the_series_is_scored_on_what_really_happened(monkeypatch):
    left = len(SERIES.values) - SERIES.split
    beyond = np.concatenate([SERIES.values[SERIES.split :], np.full(20, 1e6)])
    head, _rule, network, *_others = shown(monkeypatch, repeated(), beyond)
    assert head[0] == f"Free run, first {left} test points"
    assert network[1] == "0"


def test_the_network_is_named_with_its_cell_and_its_step(monkeypatch):
    assert shown(monkeypatch, repeated())[2][0] == "**LSTM** at step 7"


def test_every_simple_forecast_has_a_row_whose_name_says_its_numbers(monkeypatch):
    names = [row[0] for row in shown(monkeypatch, repeated())[3:]]
    assert len(names) == len(scores.simple_forecasts(TASK)) >= 3
    assert any("12" in name for name in names)  # months in a year
    assert not any("{" in name for name in names)


def test_a_problem_without_a_series_has_no_simple_forecasts():
    assert scores.simple_forecasts(PRESETS["parity"].config.task) == {}


@pytest.mark.usefixtures("_being_fitted")
@pytest.mark.parametrize("free", [None, np.zeros(6)], ids=["one step", "free run"])
def test_until_a_forecast_is_fitted_its_row_says_so_and_the_table_has_its_size(
    monkeypatch: pytest.MonkeyPatch, free: np.ndarray | None
):
    rows = shown(monkeypatch, repeated(), free)
    assert rows[-1] == ["AR(12), a weighted sum of the last 12 values", "being computed…", "", "", ""]
    monkeypatch.setattr(scores, "fitted_baselines", fitted_baselines)
    later = shown(monkeypatch, repeated(), free)
    assert [row[0] for row in later] == [row[0] for row in rows]
    assert later[:-1] == rows[:-1]
    assert "being computed" not in str(later)
    assert len(scores.simple_losses(TASK)) == len(rows) - 3


def test_fitted_baselines_have_their_rows_before_their_numbers(monkeypatch: pytest.MonkeyPatch):
    task = PRESETS["sentiment"].config.task
    before_ = fitted_baselines(task).scores[0]
    (label, score), *others = scores.fitted_rows(task)
    assert (label.partition(":")[0], score, others) == ("Bag of words", before_, [])
    assert scores.right(score) == "70.4%"
    monkeypatch.setattr(scores, "fitted_baselines", lambda task: None)
    assert scores.fitted_rows(task) == [(label, None)]
    assert scores.right(None) == "being computed…"
    assert scores.fitted_rows(PRESETS["parity"].config.task) == []
