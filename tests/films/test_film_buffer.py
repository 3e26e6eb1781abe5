"""A film only ever grows: what was seen stays as it was, within bounds."""

from __future__ import annotations

import numpy as np
import pytest

from playground import tasks
from playground.config import Change, RunConfig
from playground.experiments.edits import edited
from playground.films.film import Film
from playground.films.film_buffer import MAX_CHECKPOINTS, Column, FilmBuffer, shared_steps
from playground.training.segment import Checkpoint, Segment, Status

CONFIG = edited(
    tasks.problem("recall").preset, {"task.examples": 100, "training.batch_size": 20, "training.epochs": 500}
)
"""Four steps an epoch, 2,000 in all."""


def stretch(from_step: int, steps: int, *, size: int = 10, status: Status = "developing") -> Segment:
    """A segment whose numbers say which step they belong to."""
    numbers = np.arange(from_step + 1, from_step + steps + 1, dtype=np.float64)
    ends = numbers[numbers % 4 == 0].astype(np.int64)
    return Segment(
        from_step=from_step,
        train_loss=numbers,
        grad_norm=-numbers,
        epoch_step=ends,
        epoch_train_loss=ends + 0.25,
        test_loss=ends + 0.5,
        margin=ends / 8,
        verdict=ends % 3 - 1,
        metrics={"accuracy": ends / 10_000} if len(ends) else {},
        checkpoint=Checkpoint(step=from_step + steps, data=b"x" * size),
        status=status,
        seconds=0.5,
    )


def assert_is_history_until(film: Film, step: int) -> None:
    history = film.history
    assert film.last_step == history.last_step == step
    assert history.train_loss.tolist() == list(range(1, step + 1))
    assert history.grad_norm.tolist() == [-s for s in range(1, step + 1)]
    ends = list(range(4, step + 1, 4))
    assert history.epoch_step.tolist() == ends
    assert history.test_loss.tolist() == [end + 0.5 for end in ends]
    assert history.metrics.get("accuracy", np.zeros(0)).tolist() == [end / 10_000 for end in ends]


def test_snapshots_are_prefixes_that_never_change():
    buffer, films = FilmBuffer(CONFIG), []
    for steps in (1, 3, 250, 2, 44, 700):
        films.append(buffer.snapshot())
        buffer.append(stretch(buffer.last_step, steps))
    for film, step in zip(films, (0, 1, 4, 254, 256, 300), strict=True):
        assert_is_history_until(film, step)
    assert_is_history_until(buffer.snapshot(), 1000)


def test_nobody_can_write_into_a_snapshot():
    buffer = FilmBuffer(CONFIG)
    buffer.append(stretch(0, 8))
    history = buffer.snapshot().history
    for numbers in (history.train_loss, history.epoch_step, history.metrics["accuracy"]):
        with pytest.raises(ValueError, match="read-only"):
            numbers[0] = 7


def test_a_stretch_that_is_known_or_comes_too_early_changes_nothing():
    buffer = FilmBuffer(CONFIG)
    buffer.append(stretch(0, 10))
    before = buffer.snapshot()
    for other in (stretch(0, 10), stretch(0, 30), stretch(5, 10), stretch(11, 1), stretch(400, 5)):
        buffer.append(other)
        assert buffer.snapshot().trained == before.trained == 10
        assert_is_history_until(buffer.snapshot(), 10)
        assert [c.step for c in buffer.checkpoints] == [10]


def test_an_empty_stretch_adds_nothing():
    buffer = FilmBuffer(CONFIG)
    buffer.append(stretch(0, 10))
    buffer.append(stretch(10, 0))
    assert_is_history_until(buffer.snapshot(), 10)
    assert [c.step for c in buffer.checkpoints] == [10]


def test_a_film_knows_its_length_and_its_pace():
    buffer = FilmBuffer(CONFIG)
    film = buffer.snapshot()
    assert (film.total_steps, film.epoch_steps, film.seconds_left) == (2000, 4, None)
    buffer.append(stretch(0, 10))
    assert buffer.snapshot().seconds_left == pytest.approx((2000 - 10) * 0.5 / 10)
    assert buffer.known.may_end_within(99.6)
    assert not buffer.known.may_end_within(99.4)
    buffer.append(stretch(10, 10, status="diverged"))
    assert buffer.snapshot().is_over
    assert buffer.snapshot().seconds_left is None


def test_thinning_keeps_the_newest_checkpoint_and_bounds_their_number():
    buffer = FilmBuffer(CONFIG)
    for _ in range(500):
        buffer.append(stretch(buffer.last_step, 4))
        steps = [c.step for c in buffer.checkpoints]
        assert steps[-1] == buffer.last_step
        assert len(steps) <= MAX_CHECKPOINTS
        assert steps == sorted(set(steps))
    gaps = np.diff([0, *steps])
    assert gaps.max() <= 4 * 2000 / MAX_CHECKPOINTS  # no stretch of the film is far from a checkpoint
    buffer.thin(1)
    assert [c.step for c in buffer.checkpoints] == [2000]
    buffer.thin(0)
    assert [c.step for c in buffer.checkpoints] == [2000]


def test_the_checkpoint_before_a_step_is_the_closest_one():
    buffer = FilmBuffer(CONFIG)
    for _ in range(3):
        buffer.append(stretch(buffer.last_step, 10))
    found = [buffer.checkpoint_before(step) for step in (0, 9, 10, 19, 29, 30, 999)]
    assert [c and c.step for c in found] == [None, None, 10, 10, 20, 30, 30]


def test_memory_is_counted():
    buffer = FilmBuffer(CONFIG)
    empty = buffer.known.nbytes
    buffer.append(stretch(0, 1000, size=10_000))
    assert buffer.known.nbytes >= empty + 10_000 + 2 * 8 * (1000 - 256)


def test_a_column_grows_without_losing_a_row():
    column = Column(np.int64)
    views = []
    for start in range(0, 1000, 50):
        column.extend(np.arange(start, start + 50))
        views.append(column.view())
    for count, view in enumerate(views, start=1):
        assert view.tolist() == list(range(50 * count))


def with_changes(*changes: Change, epochs: int = 500) -> RunConfig:
    return edited(CONFIG, {"training.changes": changes, "training.epochs": epochs})


def test_runs_share_steps_until_the_first_change_only_one_of_them_makes():
    one, two = Change(step=10, lr=0.1), Change(step=20, lr=0.2)
    whole = 2**62
    assert shared_steps(CONFIG, CONFIG) == whole
    assert shared_steps(CONFIG, with_changes(one)) == 10
    assert shared_steps(with_changes(one), CONFIG) == 10
    assert shared_steps(with_changes(one), with_changes(one, two)) == 20
    assert shared_steps(with_changes(one), with_changes(Change(step=10, lr=0.3))) == 10
    assert shared_steps(with_changes(one), with_changes(two)) == 10
    assert shared_steps(with_changes(one), with_changes(one, epochs=3)) == whole


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("task.data_seed", 1),
        ("model.hidden_size", 9),
        ("training.lr", 0.1),
        ("training.seed", 1),
        ("training.patience", 3),
        ("training.batch_size", 10),
    ],
)
def test_runs_that_differ_from_the_start_share_nothing(path: str, value: float):
    assert shared_steps(CONFIG, edited(CONFIG, {path: value})) is None
