"""When a run ends: its last epoch, its target, its patience, or a loss that is no number."""

from __future__ import annotations

import math

import numpy as np

from playground import tasks
from playground.experiments.edits import edited
from playground.training.advance import advance

SINE = tasks.problem("sine").preset


def test_a_run_ends_with_its_last_epoch():
    config = edited(SINE, {"training.epochs": 3})
    segment = advance(config, None, 10**6)
    assert (segment.status, segment.reason, segment.checkpoint.step) == ("finished", "last epoch", 3)
    after = advance(config, segment.checkpoint, 5)
    assert (after.status, after.reason, len(after.train_loss)) == ("finished", "last epoch", 0)


def test_a_run_ends_at_its_target_loss():
    losses = advance(SINE, None, 100).test_loss
    target = float(losses[40])
    first = int(np.argmax(losses <= target)) + 1
    segment = advance(edited(SINE, {"training.target_loss": target}), None, 10**6)
    assert (segment.status, segment.reason, segment.checkpoint.step) == ("finished", "target loss", first)


def epoch_without_hope(losses: np.ndarray, patience: int) -> int:
    """The first epoch at which the best loss is `patience` epochs old."""
    best, wait = math.inf, 0
    for epoch, loss in enumerate(losses, start=1):
        best, wait = (loss, 0) if loss < best else (best, wait + 1)
        if wait == patience:
            return epoch
    raise AssertionError("the losses never stop falling")


def test_a_run_ends_when_the_test_loss_has_not_improved_for_as_long_as_patience():
    config = edited(
        tasks.problem("noise").preset,
        {"task.examples": 60, "task.length": 5, "model.hidden_size": 16, "model.num_layers": 1}
        | {"training.lr": 0.02, "training.batch_size": None, "training.epochs": 200},
    )
    losses = advance(config, None, 200).test_loss
    for patience in (1, 4):
        epoch = epoch_without_hope(losses, patience)
        segment = advance(edited(config, {"training.patience": patience}), None, 10**6)
        assert (segment.status, segment.reason) == ("finished", "no progress")
        assert segment.checkpoint.step == epoch < 200
        # the last epoch at the same place is no other end, or a longer run would go on past it
        short = advance(
            edited(config, {"training.patience": patience, "training.epochs": epoch}), None, 10**6
        )
        assert short.reason == "no progress"


def test_patience_survives_a_cut():
    config = edited(
        tasks.problem("noise").preset,
        {"task.examples": 60, "task.length": 5, "model.hidden_size": 16, "model.num_layers": 1}
        | {"training.lr": 0.02, "training.batch_size": None, "training.patience": 4, "training.epochs": 200},
    )
    whole = advance(config, None, 10**6)
    checkpoint, steps = None, 0
    while True:
        piece = advance(config, checkpoint, 1)
        checkpoint, steps = piece.checkpoint, steps + 1
        if piece.status != "developing":
            break
    assert steps == whole.checkpoint.step
    assert piece.reason == whole.reason == "no progress"


EXPLODING = edited(
    tasks.problem("adding").preset,
    {"task.examples": 50, "model.cell": "rnn", "model.nonlinearity": "relu"}
    | {"training.optimizer": "sgd", "training.lr": 100.0, "training.max_norm": None},
)


def test_a_loss_that_is_no_number_is_a_status_and_no_exception():
    segment = advance(EXPLODING, None, 10**6)
    assert segment.status == "diverged"
    assert segment.reason == ""
    assert not math.isfinite(segment.train_loss[-1])
    assert np.isfinite(segment.train_loss[:-1]).all()
    assert np.isfinite(segment.test_loss).all()
    assert segment.checkpoint.step == len(segment.train_loss)
    after = advance(EXPLODING, segment.checkpoint, 5)
    assert (after.status, len(after.train_loss)) == ("diverged", 0)


def test_weights_that_break_with_the_last_update_of_an_epoch_end_the_run_as_diverged():
    whole = advance(edited(EXPLODING, {"training.batch_size": None}), None, 10**6)
    assert whole.status == "diverged"
    for epochs in range(1, len(whole.train_loss) + 1):
        segment = advance(
            edited(EXPLODING, {"training.batch_size": None, "training.epochs": epochs}), None, 10**6
        )
        finite = np.isfinite(segment.train_loss).all() and np.isfinite(segment.test_loss).all()
        assert (segment.status == "finished") == finite
        assert np.isfinite(segment.train_loss[:-1]).all()
        assert np.isfinite(segment.test_loss[:-1]).all()


def test_a_flat_series_trains_like_any_other():
    flat = edited(
        tasks.problem("waves").preset,
        {"task.periods": (), "task.amplitudes": (), "task.noise": 0.0, "task.trend": 0.0}
        | {"task.examples": 100, "training.epochs": 2},
    )
    segment = advance(flat, None, 10**6)
    assert segment.status == "finished"
    assert np.isfinite(segment.test_loss).all()
    assert np.isnan(segment.metrics["relative"]).all()
