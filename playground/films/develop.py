"""The work of a worker. Torch is imported inside, because the web server imports this module."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from playground.config import RunConfig
from playground.config.errors import EngineError
from playground.films.watching import Paint, Watch
from playground.i18n import N_
from playground.training.devices import CPU
from playground.training.segment import Checkpoint, Segment
from playground.uploads import own_data

if TYPE_CHECKING:
    from playground.probes.requests import Probe
    from playground.training.trainer import Trainer

SEGMENT_SECONDS = 0.25
"""Wall time a segment aims at where nobody says otherwise."""
BYTES_A_SECOND = 4_000_000
"""How fast checkpoints may be sent to the server while training goes on: a few per cent of its time."""
LONGEST_SECONDS = 1.0
"""The longest a segment aims at, however large its checkpoint."""

OUT_OF_MEMORY = N_("This run needs more memory than a worker has. Try a smaller batch or fewer units.")
NO_PAINTER = N_("This server shows no pictures over the films' socket. Its pages show them.")

_trainers: OrderedDict[tuple[str, int], Trainer] = OrderedDict()
_TRAINERS_KEPT = 3
_debts: dict[str, dict[str, float]] = {}
"""Of each run, the seconds that its views have been painted for and that its training has not earned yet."""
_DEBTS_KEPT = 100


def develop(
    config_json: str,
    start: Checkpoint | Segment | None,
    from_step: int,
    until_step: int,
    own: bytes | None = None,
    *,
    seconds: float = SEGMENT_SECONDS,
    views: tuple[str, ...] = (),
    paint: Paint | None = None,
    device: str = CPU,
) -> Segment:
    """Develop the next stretch of a film in this process.

    Args:
        config_json: the run's canonical JSON.
        start: a checkpoint at or before `from_step`, the segment before, or `None` for the beginning.
        from_step: first step that is not known yet, minus one; a negative one means where `start` ends.
        until_step: where somebody wants the film to reach; the stretch ends there, or earlier.
        own: the learner's own data, for a config that names some; not needed where it is kept already.
        seconds: after about so many it ends; later where its checkpoint is large.
        views: what is painted on the way.
        paint: paints one of them; without it none is.
        device: what trains, as torch calls it.
    """
    if own is not None:
        own_data.keep(own)
    checkpoint = start.checkpoint if isinstance(start, Segment) else start
    from_step = checkpoint.step if checkpoint is not None and from_step < 0 else max(from_step, 0)
    with _memory_told():
        trainer = _trainer(config_json, checkpoint, from_step, device)
        seconds = _worth_sending(seconds, checkpoint)
        steps = max(until_step - trainer.step, 0)
        if paint is None or not views or not steps:
            segment = trainer.run(steps, seconds=seconds, clock=time.perf_counter)
        else:
            watch = Watch(trainer, views, paint, time.perf_counter, _debts.pop(config_json, {}))
            segment = trainer.run(steps, seconds=seconds, clock=time.perf_counter, watch=watch)
            segment = replace(segment, frames=watch.frames())
            _owe(config_json, watch.debts)
    _remember(config_json, trainer)
    return segment


def _owe(config_json: str, seconds: dict[str, float]) -> None:
    _debts[config_json] = seconds
    while len(_debts) > _DEBTS_KEPT:
        del _debts[next(iter(_debts))]


def _worth_sending(seconds: float, checkpoint: Checkpoint | None) -> float:
    """As long, or longer where sending its checkpoint would cost a good part of the stretch."""
    size = 0 if checkpoint is None else len(checkpoint.data)
    return max(seconds, min(size / BYTES_A_SECOND, LONGEST_SECONDS))


def look(
    config_json: str,
    checkpoint: Checkpoint | None,
    probe: Probe,
    own: bytes | None = None,
    *,
    paint: Paint | None = None,
    device: str = CPU,
) -> Any:
    """Read the model at the probe's step, replaying from `checkpoint` where it lies before.

    Baselines are read without a model; a view is painted.
    """
    from playground.probes.baselines import fitted_baselines
    from playground.probes.read import read
    from playground.probes.requests import BaselinesProbe, ViewProbe

    if own is not None:
        own_data.keep(own)
    if isinstance(probe, BaselinesProbe):
        return fitted_baselines(probe.config.task)
    with _memory_told():
        trainer = _trainer(config_json, checkpoint, probe.step, device)
        if isinstance(probe, ViewProbe):
            if paint is None:
                raise EngineError(NO_PAINTER)
            reading = paint(probe.view, trainer.for_reading())
        else:
            reading = read(probe, trainer)
    _remember(config_json, trainer)
    return reading


def warm_up() -> None:
    """Import what training needs, keep to one thread, and train a little before anybody waits.

    Torch sets up much of itself in its first steps: without this they take almost a second.
    """
    import torch

    from playground.probes.read import read
    from playground.probes.requests import ForecastProbe
    from playground.training.trainer import Trainer

    torch.set_num_threads(1)
    trainer = Trainer(RunConfig())
    trainer.run(2)
    read(ForecastProbe(config=trainer.config, step=trainer.step, horizon=2), trainer)


def _trainer(config_json: str, checkpoint: Checkpoint | None, step: int, device: str) -> Trainer:
    """A trainer at `step`: one that an earlier call left here on the way, or made from the checkpoint."""
    import torch

    from playground.training.trainer import Trainer

    torch.set_num_threads(1)
    first = 0 if checkpoint is None else checkpoint.step
    left = [at for known, at in _trainers if known == config_json and first <= at <= step]
    trainer = _trainers.pop((config_json, max(left))) if left else None
    if trainer is None or trainer.device.type != device:
        trainer = Trainer(RunConfig.from_json(config_json), checkpoint, device=device)
    if trainer.step < step:
        trainer.run(step - trainer.step)
    return trainer


def _remember(config_json: str, trainer: Trainer) -> None:
    _trainers[config_json, trainer.step] = trainer
    while len(_trainers) > _TRAINERS_KEPT:
        _trainers.popitem(last=False)


@contextmanager
def _memory_told() -> Iterator[None]:
    """Say in a learner's words that memory is missing; torch says it in its own."""
    try:
        yield
    except MemoryError as error:
        raise EngineError(OUT_OF_MEMORY) from error
    except RuntimeError as error:
        if "allocate" not in str(error):
            raise
        raise EngineError(OUT_OF_MEMORY) from error
