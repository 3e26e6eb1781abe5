"""Which setting is best? One experiment at many points of a few of its settings, the cells side by side."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, get_args

import numpy as np

from playground import tasks
from playground.config import Cell, RunConfig, value_of
from playground.config import written as written_value
from playground.config.errors import ConfigError, LinkError
from playground.config.rules import MAX_SEED, require_choice, require_integer
from playground.experiments import edits
from playground.experiments.sweep_axes import (
    USUAL,
    Axis,
    listed,
    parsed_axis,
    paths_of,
    ranged,
    usual_axis,
    written_axis,
)
from playground.i18n import N_
from playground.training import cost

Kind = Literal["grid", "random", "halton"]

MOST_RUNS, MOST_AXES = 400, 4
LONGEST_TEXT = 2000
"""Characters a sweep may have in a link."""
_PRIMES = (2, 3, 5, 7)
_FIRST = ("model.nonlinearity", "model.num_layers", "training.optimizer")
"""Axes that decide what others may be, set before them."""


USUAL_AXES = tuple(usual_axis(path, as_range=False) for path in USUAL)

_MOST_SETTINGS = N_("A sweep searches 1 to {most} settings, not {count}.")
_TOO_MANY = N_("A sweep may have up to {most} runs; this one has {count:,}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Which settings are searched, and how; every cell runs at the same points.

    Raises:
        ConfigError: there are too many axes or runs, or something is named twice or is not there.
    """

    kind: Kind = "grid"
    """Every combination of the values, points by chance, or points that fill the ranges evenly (Halton)."""
    cells: tuple[Cell, ...] = ("rnn", "lstm", "gru")
    axes: tuple[Axis, ...] = USUAL_AXES
    count: int = 9
    """Points where they are not a grid's, 1 to 400."""
    seed: int = 0
    """Of the points by chance; of Halton's points, how many are left out at the beginning."""

    def __post_init__(self) -> None:
        require_choice("sweep.kind", self.kind, Kind)
        for cell in self.cells:
            require_choice("sweep.cells", cell, Cell)
        require_integer("sweep.count", self.count, 1, MOST_RUNS)
        require_integer("sweep.seed", self.seed, 0, MAX_SEED)
        if not 1 <= len(self.axes) <= MOST_AXES:
            raise ConfigError(_MOST_SETTINGS, most=MOST_AXES, count=len(self.axes))
        if not self.cells:
            raise ConfigError(N_("A sweep needs at least one cell."))
        paths = [axis.path for axis in self.axes]
        if len({*paths}) < len(paths) or len({*self.cells}) < len(self.cells):
            raise ConfigError(N_("A sweep searches every setting and every cell once."))
        if self.kind == "grid" and not all(axis.values for axis in self.axes):
            raise ConfigError(N_("A grid needs values for every setting, not a range."))
        if self.most > MOST_RUNS:
            raise ConfigError(_TOO_MANY, most=MOST_RUNS, count=self.most)

    @property
    def most(self) -> int:
        """How many runs there are if all fit and no two are the same."""
        points = math.prod(len(axis.values) for axis in self.axes) if self.kind == "grid" else self.count
        return points * len(self.cells)

    def configs(self, base: RunConfig) -> tuple[RunConfig, ...]:
        """The runs, one point after the other in every cell; see `planned`."""
        return planned(self, base).configs


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The runs that a sweep of one experiment comes to."""

    configs: tuple[RunConfig, ...]
    """No two the same."""
    left_out: int
    """Points that break a rule of the problem or of the network."""


@lru_cache(maxsize=16)
def planned(sweep: Sweep, base: RunConfig) -> Plan:
    """The runs; raises `ConfigError` where the problem does not use a setting, or where no point fits."""
    found, left_out, why = [], 0, None
    paths = [axis.path for axis in sweep.axes]
    for path in paths:
        if path not in paths_of(base):
            raise ConfigError(
                N_("A sweep of this problem cannot search {path}: no run of it would change."), path=path
            )
    for point, cell in itertools.product(_points(sweep), sweep.cells):
        try:
            found.append(_with(base, {"model.cell": cell, **dict(zip(paths, point, strict=True))}))
        except ConfigError as error:
            left_out, why = left_out + 1, error
    if not found:
        raise ConfigError(N_("No run of this sweep fits the experiment: {why}"), why=why)
    return Plan(configs=tuple(dict.fromkeys(found)), left_out=left_out)


def _points(sweep: Sweep) -> list[tuple[Any, ...]]:
    if sweep.kind == "grid":
        values = [[edits.parsed(axis.path, text) for text in axis.values] for axis in sweep.axes]
        return list(itertools.product(*values))
    if sweep.kind == "random":
        shares = np.random.default_rng(sweep.seed).random((sweep.count, len(sweep.axes))).tolist()
    else:
        shares = [halton(sweep.seed + one, len(sweep.axes)) for one in range(1, sweep.count + 1)]
    return [tuple(axis.at(share) for axis, share in zip(sweep.axes, row, strict=True)) for row in shares]


def halton(index: int, dimensions: int) -> tuple[float, ...]:
    """Point number `index`, from 1, of the Halton sequence: in each dimension the digits of `index` mirrored.

    Halton (1960), On the efficiency of certain quasi-random sequences of points.
    """
    return tuple(_mirrored(index, base) for base in _PRIMES[:dimensions])


def _mirrored(index: int, base: int) -> float:
    share, digit = 0.0, 1.0
    while index:
        index, rest = divmod(index, base)
        digit /= base
        share += rest * digit
    return share


def _with(base: RunConfig, values: dict[str, Any]) -> RunConfig:
    """`base` at one point; what the point does not ask for is set back where it no longer fits."""
    wanted = {"model.hidden_size": base.model.hidden_size, **values}
    smallest = {"model.hidden_size": 1}  # first, or a batch would seem too large that is not
    paths = ["model.cell", *_FIRST, *wanted]
    config = edits.edited(base, smallest)
    for path in dict.fromkeys(path for path in paths if path in wanted and path not in smallest):
        config = edits.with_setting(config, path, wanted[path])
    config = edits.with_setting(config, "model.hidden_size", wanted["model.hidden_size"])
    for path, value in values.items():
        if value_of(config, path) != value:
            raise ConfigError(
                N_("{path} cannot be {value} with the other settings."), path=path, value=written_value(value)
            )
    return config


def searched_as(sweep: Sweep, kind: Kind) -> Sweep:
    """The same settings searched another way, at about as many points."""
    if kind == sweep.kind:
        return sweep
    if kind == "grid":
        return replace(sweep, kind=kind, axes=tuple(map(listed, sweep.axes)))
    count = sweep.most // len(sweep.cells)
    return replace(sweep, kind=kind, axes=tuple(map(ranged, sweep.axes)), count=count)


def cost_seconds(configs: Sequence[RunConfig], workers: float) -> float:
    """Estimated seconds of training on so many workers; no run is shared by two of them."""
    each = [cost.seconds(config, tasks.dataset(config.task)) for config in configs]
    return max(sum(each) / max(workers, 1.0), max(each, default=0.0))


# ---- links


def written(sweep: Sweep) -> str:
    """The sweep as a link holds it: `grid;rnn,gru;model.hidden_size:8,16;training.lr:0.01,0.03`."""
    points = "" if sweep.kind == "grid" else f",{sweep.count},{sweep.seed}"
    return ";".join([f"{sweep.kind}{points}", ",".join(sweep.cells), *map(written_axis, sweep.axes)])


def parsed(text: str) -> Sweep:
    """The sweep in a link; raises `LinkError` where it holds none."""
    if len(text) > LONGEST_TEXT:
        raise LinkError(
            N_("This link does not hold a sweep: it is longer than {most} characters."), most=LONGEST_TEXT
        )
    try:
        return _parsed(text)
    except ConfigError as error:
        raise LinkError(N_("This link does not hold a sweep: {error}"), error=error) from error


def _parsed(text: str) -> Sweep:
    how, _, rest = text.partition(";")
    cells, _, axes = rest.partition(";")
    kind, *numbers = how.split(",")
    require_choice("sweep.kind", kind, Kind)
    names = ("count", "seed")[: len(numbers)] if kind != "grid" else ()
    if len(names) < len(numbers) or not axes:
        raise ConfigError(
            N_("A sweep is written like {example}, not {text!r:.60}."), example=written(Sweep()), text=text
        )
    whole = {name: _whole(name, number) for name, number in zip(names, numbers, strict=True)}
    return Sweep(
        kind=next(known for known in get_args(Kind) if known == kind),
        cells=_parsed_cells(cells),
        axes=tuple(parsed_axis(axis) for axis in axes.split(";")),
        **whole,
    )


def _whole(name: str, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 12:
        raise ConfigError(N_("sweep.{name} must be a whole number, not {text!r:.60}."), name=name, text=text)
    return int(text)


def _parsed_cells(text: str) -> tuple[Cell, ...]:
    for name in text.split(","):
        require_choice("sweep.cells", name, Cell)
    known: dict[str, Cell] = {cell: cell for cell in get_args(Cell)}
    return tuple(known[name] for name in text.split(","))
