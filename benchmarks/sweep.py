"""A sweep as the page runs it, against bare loops of the same runs, and what a learner beside it gets."""

from __future__ import annotations

import time

from benchmarks.bare import bare_seconds
from benchmarks.report import Figure, median
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.experiments.sweeps import Sweep
from playground.films.dask_engine import DaskEngine
from playground.films.many import Results, gather
from playground.films.settings import EngineSettings

ROUNDS = 5
LOOK_SECONDS = 0.5
"""A page looks twice a second."""
BASE = PRESETS["sum-sign"].config
BESIDE = edited(PRESETS["sine"].config, {"training.epochs": 1500})
"""What another learner watches meanwhile: it takes longer than is measured."""
BESIDE_SECONDS = 5


def figures() -> list[Figure]:
    """Twenty-seven runs on two workers, and the share of a learner beside them."""
    engine = DaskEngine(EngineSettings(workers=2))
    engine.wait_until_ready()
    swept(engine, Sweep().configs(edited(BASE, {"training.epochs": 1}))[:2])  # torch is imported
    try:
        return [_against_bare(engine), _covariate(engine)]
    finally:
        engine.close()


def swept(engine: DaskEngine, configs: tuple[RunConfig, ...]) -> tuple[float, float]:
    """Seconds until all runs are trained, and until the page shows that they are."""
    begin, results, trained = time.perf_counter(), Results(), 0.0
    while not gather(engine, results, configs, viewer="bench").is_over:
        next_look = time.perf_counter() + LOOK_SECONDS
        while (now := time.perf_counter()) < next_look:
            if not trained and all(engine.film(config).is_over for config in configs):
                trained = now - begin
            time.sleep(LOOK_SECONDS / 10)
    shown = time.perf_counter() - begin
    return trained or shown, shown


def _against_bare(engine: DaskEngine) -> Figure:
    trained, shown = [], []
    for seed in range(ROUNDS):
        configs = Sweep().configs(edited(BASE, {"training.seed": 300 + seed}))
        bare = sum(bare_seconds(config, loader=False) for config in configs)
        until_trained, until_shown = swept(engine, configs)
        trained.append(until_trained / (bare / 2))
        shown.append(until_shown / (bare / 2))
    print(f"     (until the page shows it, which looks every {LOOK_SECONDS} s: {median(shown):.2f})")
    return Figure("sweep of 27 runs on two workers / (sum of bare / 2)", median(trained), 1.15, "ratio")


def _covariate(engine: DaskEngine) -> Figure:
    """Two viewers share two workers, however many runs one of them wants."""
    config, sweep, results = BESIDE, Sweep().configs(edited(BASE, {"training.seed": 400})), Results()
    begin = time.perf_counter()
    while time.perf_counter() - begin < BESIDE_SECONDS:
        engine.want(config, 10**9, viewer="learner")
        gather(engine, results, sweep, viewer="bench")
        time.sleep(LOOK_SECONDS)
    of_the_sweep = sum(engine.film(one).seconds for one in sweep)
    ratio = of_the_sweep / engine.film(config).seconds
    return Figure("workers' time for a sweep / for a learner's run beside it", ratio, 1.3, "ratio")
