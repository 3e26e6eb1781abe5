"""The numbers of a whole run as a table: a row for each step, and the epoch's where one ends."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator

import numpy as np

from playground.films.history import History

_HEAD = ("step", "train_loss", "grad_norm", "epoch", "epoch_train_loss", "test_loss", "margin")


def history_csv(history: History) -> str:
    """The same table as the page saves (`web/run_numbers.js`)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "step",
            "train_loss",
            "grad_norm",
            "epoch",
            "epoch_train_loss",
            "test_loss",
            "margin",
            *history.metrics,
        ]
    )
    writer.writerows(_rows(history))
    return out.getvalue()


def _rows(history: History) -> Iterator[list[str]]:
    ends = {int(step): epoch for epoch, step in enumerate(history.epoch_step)}
    of_epochs = [history.epoch_train_loss, history.test_loss, history.margin, *history.metrics.values()]
    for at in range(history.last_step):
        steps = [str(np.float32(values[at])) for values in (history.train_loss, history.grad_norm)]
        row = [str(at + 1), *("" if step in ("nan", "inf", "-inf") else step for step in steps)]
        epoch = ends.get(at + 1)
        numbers = [""] * (1 + len(of_epochs)) if epoch is None else [str(epoch + 1)]
        if epoch is not None:
            numbers += [_written(float(values[epoch])) for values in of_epochs]
        yield row + numbers


def _written(value: float) -> str:
    return repr(value) if math.isfinite(value) else ""
