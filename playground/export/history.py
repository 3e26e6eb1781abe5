"""The history of a run as a table for other programs."""

from __future__ import annotations

import csv
import io

from playground.films.film import Film
from playground.training.verdicts import NAMES


def history_csv(film: Film) -> bytes:
    """A row for each epoch, with all digits; a number that is none stays empty."""
    history = film.history
    columns = {
        "epoch": [int(step) // film.epoch_steps for step in history.epoch_step],
        "step": history.epoch_step.tolist(),
        "train_loss": history.epoch_train_loss.tolist(),
        "test_loss": history.test_loss.tolist(),
        "margin": history.margin.tolist(),
        "verdict": [NAMES[int(number)] for number in history.verdict],
        **{name: values.tolist() for name, values in history.metrics.items()},
    }
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        rows.writerow(["" if value != value else value for value in row])
    return text.getvalue().encode()
