"""Looking inside: what a reading takes at the worker, and what open views cost the training."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

from benchmarks.engine import LOOK_SECONDS
from benchmarks.report import Figure
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.films.dask_engine import DaskEngine
from playground.films.settings import EngineSettings
from playground.models.hold import GATE_NAMES, Hold
from playground.probes.inside import GradientsProbe, InsideProbe, TargetsProbe, WhatIfProbe
from playground.probes.requests import Probe

USUAL = edited(PRESETS["gates"].config, {"training.epochs": 5})
LARGEST = edited(
    PRESETS["adding"].config,
    {
        "task.length": 200,
        "model.cell": "lstm",
        "model.hidden_size": 256,
        "model.num_layers": 4,
        "model.bidirectional": True,
    },
)
ROUNDS = 5


def figures() -> Iterator[Figure]:
    """Readings at the worker, and the training with and without them."""
    yield Figure("a usual reading at the worker (32 units, T = 50)", 1000 * _reading(USUAL), 150.0, "ms")
    yield Figure("a reading of the largest network at the worker", _reading(LARGEST), 1.0, "s")
    yield _cost_of_open_views()


def probes(config: RunConfig, step: int) -> list[Probe]:
    """What the heaviest tabs ask for at one step."""
    hold = Hold(gate=next(iter(GATE_NAMES[config.model.cell]), None))
    example = {"config": config, "step": step, "example": 0, "text": ""}
    return [
        InsideProbe(**example),  # type: ignore[arg-type]
        GradientsProbe(**example),  # type: ignore[arg-type]
        WhatIfProbe(**example, hold=hold),  # type: ignore[arg-type]
        TargetsProbe(config=config, step=step),
    ]


def _reading(config: RunConfig) -> float:
    """Seconds of the slowest kind of reading, of an untrained network that stands ready."""
    import torch

    from playground.probes.read import read
    from playground.training.trainer import Trainer

    torch.set_num_threads(1)
    trainer = Trainer(config)
    slowest = 0.0
    for probe in probes(config, 0):
        read(probe, trainer)
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            read(probe, trainer)
            times.append(time.perf_counter() - begin)
        slowest = max(slowest, median(times))
    return slowest


def _cost_of_open_views() -> Figure:
    """The same run with a viewer who looks inside twice a second, and with one who does not."""
    engine = DaskEngine(EngineSettings(workers=1))
    engine.wait_until_ready()
    _seconds(engine, edited(USUAL, {"training.epochs": 1}), look=False)
    ratios = []
    for seed in range(ROUNDS):
        config = edited(USUAL, {"training.epochs": 20})
        plain = _seconds(engine, edited(config, {"training.seed": 500 + 2 * seed}), look=False)
        looked = _seconds(engine, edited(config, {"training.seed": 501 + 2 * seed}), look=True)
        ratios.append(looked / plain)
    engine.close()
    return Figure("training with inside views open / without, one worker", median(ratios), 1.10, "ratio")


def _seconds(engine: DaskEngine, config: RunConfig, *, look: bool) -> float:
    begin = asked = time.perf_counter()
    engine.want(config, 10**9, viewer="bench")
    waiting: list[Probe] = []
    while not engine.film(config).is_over:
        time.sleep(0.01)
        waiting = [probe for probe in waiting if engine.probe(probe).status == "pending"]
        if time.perf_counter() - asked > LOOK_SECONDS:
            asked = time.perf_counter()
            engine.want(config, 10**9, viewer="bench")
            if look and not waiting:
                waiting = probes(config, engine.film(config).last_step)
    return time.perf_counter() - begin
