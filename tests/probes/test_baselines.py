"""Baselines that are fitted: by a worker, once a task, to the numbers they always had."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground import tasks
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.films import develop as work
from playground.films.develop import look
from playground.films.inline import InlineEngine
from playground.probes.baselines import fitted_baselines
from playground.probes.requests import BaselinesProbe
from playground.tasks import PROBLEMS, problem
from playground.tasks.answers import NextPoint
from playground.tasks.baselines import bag_of_words, ngrams
from playground.tasks.baselines.series import forecast_baselines
from playground.tasks.problems import tagging

ACCURACIES = {
    "sentiment": [0.7039473684210527],
    "tagging": [0.8895705521472392, 0.9570552147239264],
    "characters": [0.28561872909699, 0.42316053511705687],
    "brackets": [0.29920833333333335, 0.80525],
    "own-sentences": [0.1111111111111111, 0.3333333333333333],
    "reverse": [0.1494701617401004],
    "copy": [0.1508644729503625],
    "sort": [0.18209704406023425],
    "dates": [0.5027272727272727],
    "numbers": [0.38701067615658363],
    "numbers-zh": [0.32618430355880274],
    "sentiment-zh": [0.5324074074074074],
}
"""Of the presets, as they were when each data set fitted its own."""
PERPLEXITIES = {"characters": [10.6276911396169, 6.7120062068993365]}
ERRORS = {  # root mean squared error of the autoregression, and its constant
    "waves": (0.11376844730984377, -0.0008448430549975144),
    "mackey-glass": (0.00012236317131717448, 0.0007163578927870357),
    "sunspots": (19.201510888514296, 11.255381860480105),
    "co2": (0.3997052763986794, -0.8918681201175501),
    "temperature": (2.858091837067813, 0.48825080392403863),
    "airline": (18.228042138310727, 12.038985786153594),
    "own-series": (2.7089427347922808, 3.025736581120791),
}


def task_of(name: str) -> Any:
    return problem(name).preset.task


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_readings_numbers_are_those_the_data_sets_had(name: str):
    found = fitted_baselines(task_of(name))
    assert [score.accuracy for score in found.scores] == pytest.approx(ACCURACIES.get(name, []), rel=1e-12)
    perplexities = [score.perplexity for score in found.scores if score.perplexity is not None]
    assert perplexities == pytest.approx(PERPLEXITIES.get(name, []), rel=1e-9)
    answer = tasks.dataset(task_of(name)).answer
    assert (found.autoregression is not None) == isinstance(answer, NextPoint)
    if name in ERRORS:
        assert found.autoregression is not None
        rmse = forecast_baselines(answer.series, found.autoregression)["autoregression"].scores.rmse
        assert (rmse, found.autoregression.constant) == pytest.approx(ERRORS[name], rel=1e-6)


def refuse(*_arguments: object, **_named: object) -> None:
    raise AssertionError("something is fitted here")


@pytest.fixture
def _nothing_may_be_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process; and the data sets and readings that were made before are forgotten."""
    monkeypatch.setattr(np.linalg, "lstsq", refuse)
    monkeypatch.setattr(bag_of_words, "fit", refuse)
    monkeypatch.setattr(ngrams, "scores", refuse)
    monkeypatch.setattr(tagging, "most_frequent_tag", refuse)
    tasks.dataset.cache_clear()
    fitted_baselines.cache_clear()


@pytest.mark.usefixtures("_nothing_may_be_fitted")
@pytest.mark.parametrize("name", PROBLEMS)
def test_making_a_problems_data_fits_nothing(name: str):
    data = tasks.dataset(task_of(name))
    assert data.baseline.loss > 0
    if isinstance(data.answer, NextPoint):  # what the page draws before the reading is there
        assert "persistence" in forecast_baselines(data.answer.series)
        assert "autoregression" not in forecast_baselines(data.answer.series)


@pytest.mark.usefixtures("_nothing_may_be_fitted")
def test_what_must_not_be_fitted_would_be_noticed():
    with pytest.raises(AssertionError, match="something is fitted"):
        fitted_baselines(task_of("airline"))
    with pytest.raises(AssertionError, match="something is fitted"):
        fitted_baselines(task_of("sentiment"))


def test_all_runs_of_a_task_have_one_reading():
    run = problem("sentiment").preset
    other = edited(run, {"training.seed": 5, "model.cell": "gru", "training.epochs": 3})
    probe = BaselinesProbe(config=run)
    assert probe == BaselinesProbe(config=other, step=7)
    assert (probe.config, probe.step) == (RunConfig(task=run.task), 0)
    assert probe != BaselinesProbe(config=edited(run, {"task.data_seed": 1}))


@pytest.mark.parametrize("name", ["dates", "sentiment", "airline", "parity"])
def test_a_worker_reads_baselines_without_a_network_and_fits_them_once(
    name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(work, "_trainer", refuse)
    probe = BaselinesProbe(config=problem(name).preset)
    found = look(probe.config.to_json(), None, probe)
    assert found is look(probe.config.to_json(), None, probe)
    reply = InlineEngine().probe(probe)
    assert (reply.status, reply.value) == ("ready", found)
