"""A film while it grows: buffers that are only ever appended to, and checkpoints that are thinned."""

from __future__ import annotations

import bisect
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from playground import tasks
from playground.config import RunConfig
from playground.films.film import Film, FilmStatus
from playground.films.frames import Frames
from playground.films.history import History
from playground.films.scheduler.memory import thinned
from playground.films.scheduler.messages import KnownFilm
from playground.i18n import Message
from playground.training import plan
from playground.training.segment import Checkpoint, Segment

MAX_CHECKPOINTS = 64
"""Beyond these the closest neighbours are thinned, so a longer film has wider gaps."""


class Column:
    """A growing array; views handed out stay valid, because rows are only ever added."""

    def __init__(self, dtype: type[np.generic] = np.float64) -> None:
        self._rows: NDArray[np.generic] = np.empty(256, dtype)
        self._length = 0

    def extend(self, values: NDArray[np.generic]) -> None:
        """Add rows at the end."""
        needed = self._length + len(values)
        if needed > len(self._rows):
            grown = np.empty(max(needed, 2 * len(self._rows)), self._rows.dtype)
            grown[: self._length] = self._rows[: self._length]
            self._rows = grown
        self._rows[self._length : needed] = values
        self._length = needed

    def view(self) -> NDArray[np.generic]:
        """All rows so far, read-only."""
        view = self._rows[: self._length]
        view.flags.writeable = False
        return view

    @property
    def nbytes(self) -> int:
        """Memory held."""
        return self._rows.nbytes


class FilmBuffer:
    """The engine's own, changing side of a film."""

    def __init__(self, config: RunConfig) -> None:
        """An empty film: step 0 needs no checkpoint, the config holds its weights."""
        data = tasks.dataset(config.task)
        self.config = config
        self.total_steps = plan.last_step(config.training, len(data.train_x))
        self.epoch_steps = plan.steps_per_epoch(config.training, len(data.train_x))
        self.status: FilmStatus = "developing"
        self.reason: str | Message = ""
        self.seconds = 0.0
        self.trained = 0
        self.checkpoints: list[Checkpoint] = []  # in order of their steps
        self.frames = Frames()
        self._steps = {"train_loss": Column(), "grad_norm": Column()}
        self._epochs = {name: Column() for name in ("epoch_train_loss", "test_loss", "margin")}
        self._epochs |= {"epoch_step": Column(np.int64), "verdict": Column(np.int32)}
        self._metrics: dict[str, Column] = {}

    @property
    def last_step(self) -> int:
        """The newest developed step."""
        return len(self._steps["train_loss"].view())

    def append(self, segment: Segment) -> None:
        """Add the next stretch; one that is known already changes nothing."""
        if segment.from_step != self.last_step:
            return
        self._add_numbers(segment)
        self.status, self.reason = segment.status, segment.reason
        self.seconds += segment.seconds
        self.trained += len(segment.train_loss)
        if not self.checkpoints or segment.checkpoint.step > self.checkpoints[-1].step:
            self.checkpoints.append(segment.checkpoint)
        for view, painted in segment.frames.items():
            self.frames.add(view, painted)
        self.thin(MAX_CHECKPOINTS)

    def share_beginning(self, other: FilmBuffer, until_step: int) -> None:
        """Take over everything `other` knows up to `until_step`, before anything was developed."""
        epochs = int(np.searchsorted(other._epochs["epoch_step"].view(), until_step, side="right"))
        for name, column in other._steps.items():
            self._steps[name].extend(column.view()[:until_step])
        for name, column in other._epochs.items():
            self._epochs[name].extend(column.view()[:epochs])
        for name, column in other._metrics.items():
            self._metrics.setdefault(name, Column()).extend(column.view()[:epochs])
        self.checkpoints = [c for c in other.checkpoints if c.step <= until_step]
        self.thin(MAX_CHECKPOINTS)

    def checkpoint_before(self, step: int) -> Checkpoint | None:
        """The newest checkpoint at or before `step`; `None` means the initial weights."""
        index = bisect.bisect_right([c.step for c in self.checkpoints], step)
        return self.checkpoints[index - 1] if index else None

    def thin(self, keep: int) -> None:
        """Drop checkpoints, closest neighbours first, until `keep` are left; the newest stays."""
        if len(self.checkpoints) > max(keep, 1):
            kept = set(thinned([c.step for c in self.checkpoints], keep))
            self.checkpoints = [c for c in self.checkpoints if c.step in kept]

    @property
    def known(self) -> KnownFilm:
        """The facts about it that the scheduler needs."""
        columns = (*self._steps.values(), *self._epochs.values(), *self._metrics.values())
        return KnownFilm(
            status=self.status,
            last_step=self.last_step,
            total_steps=self.total_steps,
            seconds=self.seconds,
            seconds_left=self.snapshot().seconds_left,
            numbers_nbytes=self.frames.nbytes + sum(column.nbytes for column in columns),
            checkpoints=tuple((c.step, len(c.data)) for c in self.checkpoints),
        )

    def snapshot(self) -> Film:
        """The film as it is now."""
        columns = {name: c.view() for name, c in (self._steps | self._epochs).items()}
        metrics = {name: c.view() for name, c in self._metrics.items()}
        return Film(
            config=self.config,
            history=History(**columns, metrics=metrics),  # type: ignore[arg-type]
            status=self.status,
            reason=self.reason,
            total_steps=self.total_steps,
            epoch_steps=self.epoch_steps,
            seconds=self.seconds,
            trained=self.trained,
        )

    def _add_numbers(self, segment: Segment) -> None:
        for name, column in (self._steps | self._epochs).items():
            column.extend(getattr(segment, name))
        for name, values in segment.metrics.items():
            self._metrics.setdefault(name, Column()).extend(values)


def shared_steps(one: RunConfig, other: RunConfig) -> int | None:
    """How far two configs train to the same digits; `None` where they differ from the start.

    They may differ in the number of epochs and in changes made in mid-run.
    """
    if _trunk(one) != _trunk(other):
        return None
    mine, theirs = set(one.training.changes), set(other.training.changes)
    different = mine.symmetric_difference(theirs)
    return min((change.step for change in different), default=2**62)


def _trunk(config: RunConfig) -> RunConfig:
    return replace(config, training=replace(config.training, changes=(), epochs=1))
