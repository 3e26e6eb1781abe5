"""A sweep as the page runs it, against bare loops of the same runs, and what it leaves to a learner beside it."""

from __future__ import annotations

import time

from benchmarks.bare import bare_seconds
from benchmarks.report import Figure, median
from playground.config import RunConfig
from playground.edits import edited
from playground.films.dask_engine import DaskEngine
from playground.films.many import Results, gather
from playground.films.settings import EngineSettings
from playground.presets import PRESETS
from playground.sweeps import Sweep

ROUNDS = 3
LOOK_SECONDS = 0.5
"""A page looks twice a second."""
BASE = PRESETS["sum-sign"].config
BESIDE = edited(PRESETS["sine"].config, {"training.epochs": 1500})
"""What another learner watches meanwhile: it takes longer than the sweep."""


def figures() -> list[Figure]:
    """Twenty-seven runs on two workers, and the share of a learner beside them."""
    engine = DaskEngine(EngineSettings(workers=2))
    engine.wait_until_ready()
    swept(engine, Sweep().configs(edited(BASE, {"training.epochs": 1}))[:2])  # torch is imported
    try:
        return [_against_bare(engine), _beside(engine)]
    finally:
        engine.close()


def swept(engine: DaskEngine, configs: tuple[RunConfig, ...]) -> float:
    """Seconds until the page shows that all runs are done."""
    begin, results = time.perf_counter(), Results()
    while not gather(engine, results, configs, viewer="bench").is_over:
        time.sleep(LOOK_SECONDS)
    return time.perf_counter() - begin


def _against_bare(engine: DaskEngine) -> Figure:
    ratios = []
    for seed in range(ROUNDS):
        configs = Sweep().configs(edited(BASE, {"training.seed": 300 + seed}))
        bare = sum(bare_seconds(config, loader=False) for config in configs)
        ratios.append(swept(engine, configs) / (bare / 2))
    return Figure("sweep of 27 runs on two workers / (sum of bare / 2)", median(ratios), 1.15, "ratio")


def _beside(engine: DaskEngine) -> Figure:
    """A learner alone has one of two workers; beside a sweep, half of the two is the same."""
    alone = _pace(engine, seed=1, sweep=())
    beside = _pace(engine, seed=2, sweep=Sweep().configs(edited(BASE, {"training.seed": 400})))
    return Figure("a learner's run alone / beside a sweep, steps a second", alone / beside, 1.5, "ratio")


def _pace(engine: DaskEngine, seed: int, sweep: tuple[RunConfig, ...]) -> float:
    """Steps a second of a learner's run while a sweep is under way."""
    config, results = edited(BESIDE, {"training.seed": seed}), Results()
    begin = time.perf_counter()
    while time.perf_counter() - begin < 4:
        engine.want(config, 10**9, viewer="learner")
        if sweep:
            gather(engine, results, sweep, viewer="bench")
        time.sleep(LOOK_SECONDS)
    return engine.film(config).last_step / (time.perf_counter() - begin)
