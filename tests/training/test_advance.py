"""Training in pieces is training at once, and randomness is nobody else's."""

from __future__ import annotations

import io
import itertools
from typing import get_args

import numpy as np
import pytest
import torch
from torch import Tensor

from playground import tasks
from playground.config import Cell, Change
from playground.experiments.edits import edited
from playground.training.advance import advance
from playground.training.segment import Checkpoint
from playground.training.trainer import Trainer

MINI = edited(
    tasks.problem("recall").preset,
    {"task.examples": 100, "model.hidden_size": 8, "training.batch_size": 24, "training.epochs": 4}
    | {"model.num_layers": 2, "model.dropout": 0.3, "model.head_dropout": 0.2, "model.head_batch_norm": True},
)
"""Mini-batches with a smaller last one, 24 + 24 + 24 + 8, and all that is random."""


OPTIMIZERS = itertools.cycle(["adam", "sgd", "rmsprop"])


@pytest.mark.parametrize(("cell", "optimizer"), list(zip(get_args(Cell), OPTIMIZERS, strict=False)))
def test_sixty_steps_at_once_are_25_and_1_and_34_bit_for_bit(cell: Cell, optimizer: str):
    change = Change(step=30, lr=0.01, max_norm=0.5)
    config = edited(
        MINI,
        {
            "model.cell": cell,
            "training.optimizer": optimizer,
            "training.epochs": 20,
            "training.changes": (change,),
        },
    )
    whole = advance(config, None, 60)
    assert whole.checkpoint.step == 60
    checkpoint: Checkpoint | None = None
    pieces = []
    for steps in (25, 1, 34):  # 25 and 26 are in the middle of an epoch of four steps
        pieces.append(advance(config, checkpoint, steps))
        checkpoint = pieces[-1].checkpoint
    assert checkpoint == whole.checkpoint  # step and bytes
    for name in ("train_loss", "grad_norm", "epoch_step", "epoch_train_loss", "test_loss"):
        joined = np.concatenate([getattr(piece, name) for piece in pieces])
        assert np.array_equal(joined, getattr(whole, name)), name
    joined = np.concatenate([piece.metrics["accuracy"] for piece in pieces if piece.metrics])
    assert np.array_equal(joined, whole.metrics["accuracy"])
    assert whole.epoch_step.tolist() == list(range(4, 61, 4))


def test_no_steps_change_nothing():
    start = advance(MINI, None, 5).checkpoint
    nothing = advance(MINI, start, 0)
    assert nothing.checkpoint == start
    assert len(nothing.train_loss) == 0
    assert nothing.from_step == 5


def test_the_global_random_numbers_are_untouched():
    torch.manual_seed(5)
    np.random.seed(5)
    before, numpy_before = torch.get_rng_state(), np.random.get_state()[1].tolist()  # type: ignore[index,union-attr]
    trainer = Trainer(MINI)
    checkpoint = trainer.run(9).checkpoint
    trainer.answers(trainer.test_x)
    Trainer(MINI, checkpoint).run(5)
    assert torch.equal(torch.get_rng_state(), before)
    assert np.random.get_state()[1].tolist() == numpy_before  # type: ignore[index,union-attr]


def test_the_global_random_numbers_do_not_matter():
    torch.manual_seed(1)
    one = advance(MINI, None, 9)
    torch.manual_seed(2)
    other = advance(MINI, None, 9)
    assert one.checkpoint == other.checkpoint


def test_looking_at_a_trainer_changes_nothing_of_what_follows():
    looked = Trainer(MINI)
    looked.run(5)
    looked.answers(looked.test_x)
    looked.checkpoint()
    assert looked.run(5).checkpoint == advance(MINI, None, 10).checkpoint


def test_a_checkpoint_is_plain_tensors_and_numbers():
    checkpoint = advance(MINI, None, 6).checkpoint
    state = torch.load(io.BytesIO(checkpoint.data), weights_only=True)
    assert state.keys() == {"model", "optimizer", "random_state", "progress"}
    assert all(isinstance(value, Tensor) for value in state["model"].values())


def test_a_longer_run_goes_on_from_a_shorter_ones_checkpoint():
    short, long = (edited(MINI, {"training.epochs": epochs}) for epochs in (2, 4))
    cut = advance(short, None, 10**6).checkpoint
    rest = advance(long, cut, 10**6)
    whole = advance(long, None, 10**6)
    assert rest.checkpoint == whole.checkpoint
    assert np.array_equal(rest.train_loss, whole.train_loss[cut.step :])
