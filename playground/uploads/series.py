"""The columns of a table that are learned from: what is forecast, and what is read beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from playground.config.errors import ExampleError, OwnDataMissing
from playground.i18n import N_
from playground.uploads.columns import FEWEST_ROWS
from playground.uploads.delimited import short
from playground.uploads.numbers import Floats
from playground.uploads.tables import Table, fault_of, read_table

MOST_INPUTS = 4
"""Columns read beside the one that is forecast."""
_KIND = "columns of a table"
"""Written in front of the numbers, so that other data under the same setting is not taken for them."""

_SEASON = N_("A season must be from 2 to {most} points, half of the series, not {season}.")
_MANY_INPUTS = N_("There may be at most {most} further inputs, not {count}.")
_FEW_ROWS = N_(
    "The column {column} needs at least {fewest} rows between its first and last value, not {count}."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSeries:
    """The chosen columns of a table, from the first to the last value of the one that is forecast."""

    names: tuple[str, ...]
    """Of the column that is forecast, then of what is read beside it."""
    values: Floats
    """(columns, points) with NaN for gaps."""
    times: Floats
    """(points,) rising."""
    time_label: str
    season: int | None = None
    """Points in one season, where there is one."""
    left_out: int = 0
    """Rows of the table before the ones that were kept."""
    chosen: dict[str, str] = field(default_factory=dict)
    """How the learner had the table read, other than it would be unasked."""

    @property
    def points(self) -> int:
        """How long the series is."""
        return len(self.times)

    def to_bytes(self) -> bytes:
        """Canonical: the same columns give the same bytes, whatever file they came in."""
        values = [[None if np.isnan(one) else one for one in row] for row in self.values.tolist()]
        fields = [self.names, values, self.times.tolist(), self.time_label, self.season, self.left_out]
        chosen = [self.chosen] if self.chosen else []
        return json.dumps([_KIND, *fields, *chosen], ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> OwnSeries:
        """The columns in what `to_bytes` gave.

        Raises:
            OwnDataMissing: `data` is somebody's, but of another kind.
        """
        if not data.startswith(f'["{_KIND}",'.encode()):
            raise OwnDataMissing(N_("This experiment needs a column of a table: add one."))
        _kind, names, values, times, time_label, season, left_out, *chosen = json.loads(data)
        return cls(
            names=tuple(names),
            values=np.array(values, dtype=np.float64),  # None becomes NaN
            times=np.array(times, dtype=np.float64),
            time_label=time_label,
            season=season,
            left_out=left_out,
            chosen=chosen[0] if chosen else {},
        )


def choose(table: Table, column: str, *, inputs: Sequence[str] = (), season: int | None = None) -> OwnSeries:
    """The columns of `table` to learn from.

    Args:
        table: as it was read.
        column: the name of the one that is forecast.
        inputs: names of up to `MOST_INPUTS` others that are read beside it. In a free run, where nobody
            knows them, they keep their last value.
        season: points in one season, 2 to half of the series; `None` where there is none.

    Raises:
        ExampleError: a column is not there or cannot be learned from, the season does not fit, or how the
            table is to be read must be chosen first.
    """
    if table.undecided is not None:
        raise table.undecided
    names = (column, *inputs)
    _require_inputs(names)
    values = np.stack([_numbers(table, name) for name in names])
    known = np.flatnonzero(~np.isnan(values[0]))
    span = slice(known[0], known[-1] + 1)
    values, times = values[:, span], table.times[span]
    _require_enough(names, values)
    if season is not None and not 2 <= season <= len(times) // 2:
        raise ExampleError(_SEASON, most=len(times) // 2, season=season)
    return OwnSeries(
        names=names,
        values=values,
        times=times,
        time_label=table.time_label,
        season=season,
        left_out=table.left_out,
        chosen=table.chosen,
    )


def _require_inputs(names: tuple[str, ...]) -> None:
    if len(names) - 1 > MOST_INPUTS:
        raise ExampleError(_MANY_INPUTS, most=MOST_INPUTS, count=len(names) - 1)
    if len(set(names)) < len(names):
        raise ExampleError(
            N_("The further inputs must be other columns than the one that is forecast, once each.")
        )


def _require_enough(names: tuple[str, ...], values: Floats) -> None:
    if values.shape[1] < FEWEST_ROWS:
        raise ExampleError(_FEW_ROWS, column=short(names[0]), fewest=FEWEST_ROWS, count=values.shape[1])
    for name, row in zip(names, values, strict=True):
        if fault := fault_of(name, row):
            raise fault


def _numbers(table: Table, name: str) -> Floats:
    column = next((column for column in table.columns if column.name == name), None)
    if column is None:
        there = ", ".join(short(other) for other in table.choices[:10])
        raise ExampleError(
            N_("The table has no column {name}; there are {there}."), name=short(name), there=there
        )
    if column.fault is not None:
        raise column.fault
    assert column.numbers is not None
    return column.numbers


def read_series(data: bytes | str) -> bytes:
    """The part of a table that is kept: the column that is the first to be forecast."""
    table = read_table(data)
    return choose(table, table.choices[0]).to_bytes()
