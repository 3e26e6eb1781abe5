"""Runs side by side: what lanes cost, and whether known science comes out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from benchmarks.bare import bare_seconds
from benchmarks.engine import SINE, develop
from benchmarks.report import Figure, median
from playground import tasks
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.films.dask_engine import DaskEngine
from playground.films.settings import EngineSettings
from playground.tasks.baselines.series import autoregression, fit_autoregression, persistence, scores

ROUNDS = 3
VIEWERS = 30
SEEDS = (1, 2, 3)
CELLS = ("rnn", "lstm", "gru")
LONG_DELAY = 20
ORDER = 12


def figures() -> Iterator[Figure]:
    """The engine's share first, then what the networks learn."""
    engine = DaskEngine(EngineSettings(workers=2))
    engine.wait_until_ready()
    develop(engine, [edited(PRESETS["sum-sign"].config, {"training.epochs": 2})])  # torch is imported
    try:
        yield _three_lanes(engine)
        yield _one_training(engine)
    finally:
        engine.close()
    yield from _science()


def _three_lanes(engine: DaskEngine) -> Figure:
    ratios = []
    for seed in range(ROUNDS):
        lanes = [
            edited(SINE, {"training.lr": lr, "training.seed": 300 + seed}) for lr in (0.001, 0.005, 0.02)
        ]
        bare = sum(bare_seconds(config, loader=False) for config in lanes)
        ratios.append(develop(engine, lanes) / (bare / 2))
    return Figure("three lanes on two workers / (sum of bare / 2)", median(ratios), 1.25, "ratio")


def _one_training(engine: DaskEngine) -> Figure:
    """Thirty viewers of one link: steps trained, by the steps there are."""
    config = edited(SINE, {"training.seed": 999})
    while not engine.film(config).is_over:
        for viewer in range(VIEWERS):
            engine.want(config, 10**9, viewer=f"learner {viewer}")
        time.sleep(0.2)
    film = engine.film(config)
    return Figure(
        "steps trained for thirty viewers of one link / steps", film.trained / film.total_steps, 1.0, "ratio"
    )


def _science() -> Iterator[Figure]:
    """Three seeds on the default settings: the worst that must succeed, the best that must not."""
    adding = edited(PRESETS["adding"].config, {"task.length": 50})
    solved = {cell: [_final(adding, cell, seed) for seed in SEEDS] for cell in CELLS}
    for cell in ("lstm", "gru"):
        yield Figure(f"adding over 50 steps, {cell}, worst of three seeds", max(solved[cell]), 0.0167, "loss")
    yield Figure(
        "adding over 50 steps: baseline loss / best RNN of three", 0.167 / min(solved["rnn"]), 3.0, "ratio"
    )
    yield _memory()
    sunspots = PRESETS["sunspots"].config
    trained = [edited(sunspots, {"training.seed": seed}) for seed in SEEDS]
    yield Figure(
        "sunspots: error / repeating, worst of three seeds",
        max(_metric(one, "relative") for one in trained),
        0.8,
        "ratio",
    )
    yield Figure(
        f"sunspots: error / that of AR({ORDER}), median of three seeds",
        median([_metric(one, "rmse") for one in trained]) / _autoregression_error(sunspots),
        1.15,
        "ratio",
    )


def _autoregression_error(config: RunConfig) -> float:
    series = tasks.dataset(config.task).answer.series
    assert series is not None
    forecast = autoregression(series, fit_autoregression(series, ORDER))
    return scores(series.values[series.split :], forecast, persistence(series)).rmse


def _memory() -> Figure:
    """Torch's LSTM begins by forgetting half of what it holds at every step, so it is given a forget bias."""
    recall = edited(PRESETS["recall"].config, {"task.length": LONG_DELAY})
    keeping = edited(recall, {"model.cell": "lstm", "model.forget_bias": 3.0})
    runs = {cell: edited(recall, {"model.cell": cell}) for cell in CELLS} | {"lstm, forget bias 3": keeping}
    right = {
        name: median([_metric(edited(run, {"training.seed": seed}), "accuracy") for seed in SEEDS])
        for name, run in runs.items()
    }
    print(f"     (recall over {LONG_DELAY} blanks, median of right answers: {right})")
    gated = min(right["gru"], right["lstm, forget bias 3"])
    return Figure(
        f"recall over {LONG_DELAY} blanks: right answers, RNN / gated cells",
        right["rnn"] / gated,
        0.9,
        "ratio",
    )


def _final(config: RunConfig, cell: str, seed: int) -> float:
    segment = _trained(edited(config, {"model.cell": cell, "training.seed": seed}))
    return float(segment.test_loss[-1])


def _metric(config: RunConfig, name: str) -> float:
    return float(_trained(config).metrics[name][-1])


def _trained(config: RunConfig) -> Any:
    import torch

    from playground.training.advance import advance

    torch.set_num_threads(1)
    return advance(config, None, 10**9)
