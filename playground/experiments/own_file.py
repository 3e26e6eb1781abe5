"""A learner's own file on the command line: what is kept of it, and how it was read."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from playground import tasks
from playground.config import RunConfig
from playground.config.errors import ConfigError, ExampleError
from playground.config.rules import shown
from playground.i18n import N_, Message
from playground.tasks.problems import own_series
from playground.uploads.delimited import short
from playground.uploads.labelled import read_rows
from playground.uploads.report import Line, Reading, Report
from playground.uploads.series import choose
from playground.uploads.tables import MOST_BYTES, read_table

MOST_NAMED = 8
"""Further columns that are named."""
_COLUMN = N_("{error} To forecast a column of this table, add --column, such as --column {column}.")
_CHOSEN = N_("The column {column} is forecast; --column chooses another one: {others}.")


def read_own(
    config: RunConfig, file: Path, columns: Sequence[str], season: int | None, reading: Reading | None
) -> tuple[bytes, Report]:
    """What is kept of a file, and how it was read.

    Args:
        config: which problem is to learn from it.
        file: where it is.
        columns: of a table in it, the one that is forecast and those that are read beside it.
        season: how many of its points make one.
        reading: how it is to be read.

    Raises:
        ConfigError: the problem reads no file, or there is none.
        ExampleError: it cannot be learned from.
    """
    if tasks.problem(config.task.name).read_own is None:
        raise ConfigError(
            N_("--own is for the problems own-sentences and own-series; {problem} brings its own data."),
            problem=config.task.name,
        )
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise ConfigError(
            N_("--own: the file {file} cannot be read ({why})."), file=shown(str(file)), why=error.strerror
        ) from error
    if config.task.name != own_series.NAME:
        return _labelled(data, reading)
    table = read_table(data, reading)
    first, *others = columns or table.choices[:1]
    report = table.report if columns or len(table.choices) < 2 else (*table.report, _forecast(table.choices))
    return choose(table, first, inputs=others, season=season).to_bytes(), report


def _labelled(data: bytes, reading: Reading | None) -> tuple[bytes, Report]:
    """Rows of texts and labels; where these are none, but a table, how to forecast a column of it."""
    try:
        rows = read_rows(data, reading)
    except ExampleError as error:
        try:
            choices = read_table(data, reading).choices
        except ExampleError:
            raise error from None
        if not choices:
            raise
        raise ExampleError(_COLUMN, error=error, column=shlex.quote(choices[0])) from error
    return rows.to_bytes(), rows.report


def _forecast(choices: Sequence[str]) -> Line:
    """Which column is forecast, where none was named."""
    first, *others = map(short, choices)
    return Line(Message(_CHOSEN, column=first, others=", ".join(others[:MOST_NAMED])))
