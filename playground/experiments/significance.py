"""The verdict of several seeds: bands instead of one line, and whether a difference may be luck.

A run whose loss is no number any more has diverged: its loss counts as infinite everywhere here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SIGNIFICANT = 0.05
"""A difference at least as large would come by chance at most this often."""
FEWEST_SEEDS = 4
"""With fewer in each of two lanes, not even the clearest difference is significant."""
MOST_SEEDS = 30
"""Seeds on either side, at most: up to here every count of orders fits into 64 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Quantiles of the test loss over seeds; a band without any seed has no epochs."""

    low: Floats
    """(epochs,) the lower quantile."""
    median: Floats
    """(epochs,)"""
    high: Floats
    """(epochs,) the upper quantile; infinite where too many runs have diverged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Which of several lanes has the lowest final test loss, and whether that may be luck.

    Lanes are counted from 0. Medians and bands are over a lane's seeds.
    """

    best: int | None
    """The lane with the lowest median; `None` where no lane's median is finite."""
    runner_up: int | None
    """The lane with the next lowest median; `None` where there is no best or no other lane with a seed."""
    medians: tuple[float, ...]
    """Of every lane, infinite where half of its runs diverged, NaN without a seed."""
    p_values: tuple[float | None, ...]
    """Of the best against each lane, by Holm's correction; `None` for the best and a lane without a seed."""
    better: bool
    """Whether the best lane is significantly better than each other lane."""
    overlap: bool
    """Whether the middle halves of the best and the runner-up have a loss in common."""
    ratio: float | None
    """The runner-up's median divided by the best's, 1 or more; `None` where there is no runner-up."""
    seeds: tuple[int, ...]
    """How many seeds each lane has."""
    enough: bool
    """Whether all lanes have the seeds without which nothing can be significant: `seeds_needed`."""


def band(losses: Sequence[ArrayLike], *, low: float = 0.25, high: float = 0.75) -> Band:
    """Median and two quantiles of the test losses of several runs that are over.

    A run that ended earlier keeps its last loss. A run that diverged counts as infinite from there
    on; if its test losses are all finite, because the training loss broke between two epochs, give
    it an infinite one more. A run without any epoch diverged in its first.

    Args:
        losses: for each seed (epochs,) test losses; the runs may differ in length.
        low, high: the quantiles, 0 to 1, as numpy interpolates them. One that lies at or between
            infinite losses is infinite.
    """
    table = _table(losses)
    if not table.size:
        return Band(low=np.zeros(0), median=np.zeros(0), high=np.zeros(0))
    lower, median, upper = _quantiles(table, [low, 0.5, high])
    return Band(low=lower, median=median, high=upper)


def quartiles(finals: ArrayLike) -> tuple[float, float, float]:
    """The quantiles 0.25, 0.5 and 0.75 of final losses, as in `band`; NaN where there is none."""
    known = _known(finals)
    if not len(known):
        return np.nan, np.nan, np.nan
    low, median, high = _quantiles(known, [0.25, 0.5, 0.75]).tolist()
    return low, median, high


def solved(finals: ArrayLike, target: float) -> int:
    """How many of the final losses are at or under `target`."""
    return int((_known(finals) <= target).sum())


def rank_sum(one: ArrayLike, other: ArrayLike) -> float:
    """The two-sided p of the Mann-Whitney U test: how often chance parts two samples as far as this.

    It is exact, with ties: the share of all ways to deal the same ranks to samples of these sizes
    whose rank sum is at least as far from the expected one. Equal values share the mean of their ranks;
    infinite ones share the worst. Nothing is assumed about the shape of the distributions.

    Args:
        one, other: up to 30 values each; without a value on one side nothing is known, and p is 1.

    Raises:
        ValueError: there are more values.
    """
    ours, theirs = _known(one), _known(other)
    if max(len(ours), len(theirs)) > MOST_SEEDS:
        raise ValueError(f"There may be at most {MOST_SEEDS} values, not {max(len(ours), len(theirs))}.")
    ranks = _doubled_ranks(np.concatenate([ours, theirs]))
    ways = _ways(ranks, len(ours))
    expected = len(ours) * (len(ranks) + 1)  # of the doubled ranks' sum
    distance = np.abs(np.arange(len(ways)) - expected)
    found = abs(int(ranks[: len(ours)].sum()) - expected)
    return float(ways[distance >= found].sum() / ways.sum())


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """p-values of several tests, raised so that one of them is 0.05 or less by chance in 5 % at most.

    The smallest of n is multiplied by n, the next by n - 1, and so on; none falls under one before it.
    Holm (1979), A simple sequentially rejective multiple test procedure.
    """
    raised = [0.0] * len(p_values)
    largest = 0.0
    for place, test in enumerate(np.argsort(p_values, kind="stable").tolist()):
        largest = max(largest, min(1.0, (len(p_values) - place) * p_values[test]))
        raised[test] = largest
    return tuple(raised)


def seeds_needed(lanes: int) -> int:
    """The fewest seeds in every lane with which the best of `lanes` could be significantly better."""
    seeds = FEWEST_SEEDS
    while (lanes - 1) * 2 / comb(2 * seeds, seeds) > SIGNIFICANT:
        seeds += 1
    return seeds


def verdict(finals: Sequence[ArrayLike]) -> Verdict:
    """Which lane has the lowest final losses of up to 30 seeds, by how much, and whether by luck."""
    lanes = [_known(lane) for lane in finals]
    seeds = tuple(len(lane) for lane in lanes)
    lows, medians, highs = zip(*map(quartiles, lanes), strict=True) if lanes else ((), (), ())
    order = sorted((lane for lane, count in enumerate(seeds) if count), key=lambda lane: medians[lane])
    best = order[0] if order and np.isfinite(medians[order[0]]) else None
    runner_up = order[1] if best is not None and len(order) > 1 else None
    p_values = _p_values(lanes, best)
    enough = len(lanes) > 1 and min(seeds) >= seeds_needed(len(lanes))
    return Verdict(
        best=best,
        runner_up=runner_up,
        medians=medians,
        p_values=p_values,
        better=enough and best is not None and _is_better(lanes, best, p_values),
        overlap=runner_up is not None and highs[order[0]] >= lows[runner_up],
        ratio=None if runner_up is None else _ratio(medians[runner_up], medians[order[0]]),
        seeds=seeds,
        enough=enough,
    )


def _p_values(lanes: Sequence[Floats], best: int | None) -> tuple[float | None, ...]:
    if best is None:
        return (None,) * len(lanes)
    others = [lane for lane, losses in enumerate(lanes) if len(losses) and lane != best]
    raised = holm([rank_sum(lanes[best], lanes[lane]) for lane in others])
    by_lane = dict(zip(others, raised, strict=True))
    return tuple(by_lane.get(lane) for lane in range(len(lanes)))


def _is_better(lanes: Sequence[Floats], best: int, p_values: Sequence[float | None]) -> bool:
    """A lower median alone is not better: most pairs of runs have to be, too."""
    for lane, p in enumerate(p_values):
        ours, theirs = lanes[best][:, None], lanes[lane][None]
        if p is not None and (p > SIGNIFICANT or (ours < theirs).sum() <= (ours > theirs).sum()):
            return False
    return True


def _ratio(larger: float, smaller: float) -> float:
    if smaller > 0:
        return larger / smaller
    return 1.0 if larger == smaller else np.inf


def _known(losses: ArrayLike) -> Floats:
    """Losses with infinity in place of whatever is not finite."""
    values = np.asarray(losses, dtype=np.float64)
    return np.where(np.isfinite(values), values, np.inf)


def _table(losses: Sequence[ArrayLike]) -> Floats:
    """(seeds, epochs) losses up to the last epoch of the longest run."""
    runs = [_known(run) for run in losses]
    table = np.full((len(runs), max((len(run) for run in runs), default=0)), np.inf)
    for row, run in zip(table, runs, strict=True):
        row[: len(run)] = run
        row[len(run) :] = run[-1] if len(run) else np.inf
    return table


def _quantiles(table: Floats, at: Sequence[float]) -> Floats:
    """Numpy's linear quantiles over the first axis, where numpy itself would compute inf - inf."""
    reached = np.quantile(table, at, axis=0, method="higher")  # the upper of the two that are interpolated
    finite = np.where(np.isfinite(table), table, 0.0)
    stand_in = np.where(np.isfinite(table), table, finite.max(axis=0))
    linear: Floats = np.quantile(stand_in, at, axis=0)
    return np.where(np.isfinite(reached), linear, np.inf)


def _doubled_ranks(values: Floats) -> NDArray[np.int64]:
    """Twice the rank of each value, from 2; equal values share their mean, so it is a whole number."""
    ordered = np.sort(values)
    lower = np.searchsorted(ordered, values, side="left")
    upper = np.searchsorted(ordered, values, side="right")
    return np.asarray(lower + upper + 1, dtype=np.int64)


def _ways(ranks: NDArray[np.int64], chosen: int) -> NDArray[np.int64]:
    """(sums,) in how many ways `chosen` of the ranks have each sum, by taking in one rank after the other."""
    ways = np.zeros((chosen + 1, int(ranks.sum()) + 1), dtype=np.int64)  # (ranks chosen, sums)
    ways[0, 0] = 1
    for rank in ranks:
        ways[1:, rank:] += ways[:-1, :-rank].copy()
    sums: NDArray[np.int64] = ways[chosen]
    return sums
