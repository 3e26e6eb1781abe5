"""What the presets of the page of texts reach, on three seeds, beside fitted baselines."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.report import Figure
from playground import tasks
from playground.experiments.edits import edited
from playground.probes.baselines import fitted_baselines

SEEDS = (0, 1, 2)


def figures() -> Iterator[Figure]:
    """Wrong answers on the test part; the baseline's are the bar."""
    yield _worst("sentiment", place=0)
    yield _worst("tagging", place=1)
    yield _worst("brackets", place=1)
    yield _unsurest("characters", place=0)


def _worst(name: str, *, place: int) -> Figure:
    """The worst of three seeds."""
    wrong = [100 * (1 - share) for share in _reached(name, "accuracy")]
    bar = 100 * (1 - fitted_baselines(tasks.problem(name).preset.task).scores[place].accuracy)
    return Figure(f"wrong answers, {name}, worst of three seeds", max(wrong), bar, "%")


def _unsurest(name: str, *, place: int) -> Figure:
    """The highest perplexity of three seeds."""
    bar = fitted_baselines(tasks.problem(name).preset.task).scores[place].perplexity
    assert bar is not None
    return Figure(f"perplexity, {name}, worst of three seeds", max(_reached(name, "perplexity")), bar, "")


def _reached(name: str, metric: str) -> list[float]:
    """What each of three seeds ends with."""
    import torch

    from playground.training.advance import advance

    torch.set_num_threads(1)
    preset = tasks.problem(name).preset
    found, begin = [], time.perf_counter()
    for seed in SEEDS:
        segment = advance(edited(preset, {"training.seed": seed}), None, 10**9)
        found.append(float(segment.metrics[metric][-1]))
    seconds = (time.perf_counter() - begin) / len(SEEDS)
    print(f"     ({name}, {metric}: {', '.join(f'{one:.3g}' for one in found)}; {seconds:.1f} s each)")
    return found
