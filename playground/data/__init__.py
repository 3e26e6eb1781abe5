"""The real data in the package: small files, each with its row in `SOURCES.md`. Here, the series."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from playground.config.errors import DataError
from playground.data.texts import FOLDER, content, made, text
from playground.i18n import N_

__all__ = ["FOLDER", "ROWS", "content", "decimal_year", "made", "read", "text"]

ROWS = {"sunspots": 309, "co2": 2284, "temperature": 1461, "airline": 144}
"""Rows of each file below its header."""

Floats = NDArray[np.float64]

_OTHER_ROWS = N_(
    "The data file {file} is damaged: it has {count} rows in place of {rows}; please install the "
    "playground again."
)
_NO_SERIES = N_(
    "The data file {file} is damaged: its times must rise and its values must be finite; please install "
    "the playground again."
)


def read(name: str, folder: Path = FOLDER) -> tuple[Floats, Floats]:
    """Times in decimal years and values of a series, NaN for gaps; raises `DataError` where it is broken."""
    file = f"{name}.csv"
    try:
        rows = list(csv.reader(io.StringIO(content(file, folder).decode()), strict=True))[1:]
        times = np.array([decimal_year(when) for when, _ in rows])
        values = np.array([float(value) if value else np.nan for _, value in rows])
    except (ValueError, csv.Error) as error:
        raise DataError(
            N_("The data file {file} is damaged: a row cannot be read; please install the playground again."),
            file=file,
        ) from error
    if len(rows) != ROWS[name]:
        raise DataError(_OTHER_ROWS, file=file, count=len(rows), rows=ROWS[name])
    if np.any(np.diff(times) <= 0) or np.any(np.isinf(values)):
        raise DataError(_NO_SERIES, file=file)
    return times, values


def decimal_year(text: str) -> float:
    """`1949`, `1949-07` or `1949-07-02` as years: 1949.0, 1949.5, and the day's share of its year."""
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return float(year)
    if len(rest) == 1:
        return year + (date(year, rest[0], 1).month - 1) / 12
    month, day = rest
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return year + (date(year, month, day) - first).days / (after - first).days
