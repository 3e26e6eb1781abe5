"""What the presets of the page of texts reach, on three seeds, beside their rivals."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.report import Figure
from playground import tasks
from playground.edits import edited

SEEDS = (0, 1, 2)


def figures() -> Iterator[Figure]:
    """Wrong answers on the test part; the rival's are the bar."""
    yield _worst("sentiment", rival=0)
    yield _worst("tagging", rival=1)


def _worst(name: str, *, rival: int) -> Figure:
    """The worst of three seeds."""
    import torch

    from playground.training.advance import advance

    torch.set_num_threads(1)
    preset = tasks.problem(name).preset
    wrong, begin = [], time.perf_counter()
    for seed in SEEDS:
        segment = advance(edited(preset, {"training.seed": seed}), None, 10**9)
        wrong.append(100 * (1 - float(segment.metrics["accuracy"][-1])))
    seconds = (time.perf_counter() - begin) / len(SEEDS)
    print(
        f"     ({name}: "
        + ", ".join(f"{100 - share:.1f} %" for share in wrong)
        + f" right, {seconds:.1f} s each)"
    )
    bar = 100 * (1 - tasks.dataset(preset.task).rivals[rival].accuracy)
    return Figure(f"wrong answers, {name}, worst of three seeds", max(wrong), bar, "%")
