"""The engine with a live viewer, against bare loops of the same runs."""

from __future__ import annotations

import time
from collections.abc import Sequence

from benchmarks.bare import bare_seconds
from benchmarks.report import Figure, median
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.films.dask_engine import DaskEngine
from playground.films.settings import EngineSettings

ROUNDS = 5
LOOK_SECONDS = 0.5
"""A live viewer asks twice a second; in between, the bench looks for the end more finely."""

SINE = edited(PRESETS["sine"].config, {"training.epochs": 500})
SUM_SIGN = edited(PRESETS["sum-sign"].config, {"training.epochs": 30})
NOISE = edited(PRESETS["noise"].config, {"training.epochs": 3})
RUNS = (
    ("sine LSTM, 500 epochs", SINE, False, 1.10),
    ("sum-sign RNN, 30 epochs, bare loop with DataLoader", SUM_SIGN, True, 0.90),
    ("noise LSTM 128x2, 3 epochs", NOISE, False, 1.05),
)


def figures() -> list[Figure]:
    """One ratio for each run, and one for three films at once."""
    engine = DaskEngine(EngineSettings(workers=2))
    engine.wait_until_ready()
    develop(engine, [edited(PRESETS["sum-sign"].config, {"training.epochs": 2})])  # torch is imported
    try:
        return [*_one_at_a_time(engine), _three_at_once(engine)]
    finally:
        engine.close()


def develop(engine: DaskEngine, configs: Sequence[RunConfig]) -> float:
    """Seconds until all films are finished, with a viewer of each asking at 2 Hz."""
    begin = asked = time.perf_counter()
    for config in configs:
        engine.want(config, 10**9, viewer="bench")
    while not all(engine.film(config).is_over for config in configs):
        time.sleep(0.01)
        if time.perf_counter() - asked > LOOK_SECONDS:
            asked = time.perf_counter()
            for config in configs:
                engine.want(config, 10**9, viewer="bench")
    return time.perf_counter() - begin


def _fresh(config: RunConfig, seed: int) -> RunConfig:
    return edited(config, {"training.seed": seed})


def _one_at_a_time(engine: DaskEngine) -> list[Figure]:
    found = []
    for name, config, loader, bar in RUNS:
        ratios = []
        for seed in range(ROUNDS):
            bare = bare_seconds(config, loader=loader)
            ratios.append(develop(engine, [_fresh(config, 100 + seed)]) / bare)
        found.append(Figure(f"engine / bare: {name}", median(ratios), bar, "ratio"))
    return found


def _three_at_once(engine: DaskEngine) -> Figure:
    # three runs of about the same length, or the longest one alone would set the time
    configs = (
        edited(SINE, {"training.epochs": 800}),
        edited(SUM_SIGN, {"training.epochs": 210}),
        edited(NOISE, {"training.epochs": 11}),
    )
    ratios = []
    for seed in range(ROUNDS):
        bare = sum(bare_seconds(config, loader=False) for config in configs)
        ratios.append(develop(engine, [_fresh(config, 200 + seed) for config in configs]) / (bare / 2))
    return Figure("three films on two workers / (sum of bare / 2)", median(ratios), 1.25, "ratio")
