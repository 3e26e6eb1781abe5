"""What is said of a translator's answers, counted by hand; and what a decoder is taught with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground import tasks
from playground.experiments.edits import edited
from playground.models.seq2seq import Answer
from playground.tasks.answers import NO_TARGET
from playground.tasks.pairs.base import END, NOWHERE, START
from playground.training.advance import advance
from playground.training.losses import LOSSES
from playground.training.teaching import (
    Taught,
    answers_to_test_part,
    read_pairs,
    teaching_metrics,
    whole_answers,
)
from playground.training.trainer import Trainer

SMALL = edited(
    tasks.problem("reverse").preset,
    {
        "task.examples": 600,
        "task.length": 4,
        "model.hidden_size": 32,
        "training.lr": 0.01,
        "training.epochs": 15,
    },
)


def test_a_decoder_reads_start_and_then_the_true_token_before():
    x = torch.tensor([[[5.0], [6.0]], [[7.0], [0.0]]])
    y = torch.tensor([[6, 5, END], [7, END, NO_TARGET]])
    source, lengths, target_in = read_pairs(x, y)
    assert source.tolist() == [[5, 6], [7, 0]]
    assert lengths.tolist() == [2, 1]
    assert target_in.tolist() == [[START, 6, 5], [START, 7, END]]


def test_metrics_are_the_shares_counted_by_hand():
    data = tasks.dataset(SMALL.task)
    y = torch.tensor([[6, 5, END, NO_TARGET], [7, END, NO_TARGET, NO_TARGET]])
    logits = torch.zeros(2, 4, 29)
    for row, step, token in ((0, 0, 6), (0, 1, 9), (0, 2, END), (1, 0, 7), (1, 1, END), (1, 2, 5)):
        logits[row, step, token] = 1.0
    free = torch.tensor([[6, 9, 9, END], [7, END, 0, 0]])
    weights = torch.tensor([[[0.1, 0.9], [0.6, 0.4], [0.5, 0.5], [0.5, 0.5]]] * 2)
    places = np.array([[1, 0, NOWHERE, NOWHERE], [0, NOWHERE, NOWHERE, NOWHERE]])
    pairs = replace(data.answer, places=places)
    found = teaching_metrics(Taught(logits=logits, weights=weights, free=free), y, pairs)
    assert found == pytest.approx(
        {"accuracy": 4 / 5, "accuracy_free": 3 / 5, "exact_match": 1 / 2, "aligned": (0.9 + 0.6 + 0.1) / 3}
    )


def test_an_answer_is_wholly_right_with_teacher_forcing_exactly_where_it_is_without():
    trainer = Trainer(SMALL)
    trainer.run(60)  # about half of the answers are right by now
    taught = answers_to_test_part(trainer.translator, trainer.test_x, trainer.test_y)
    told = whole_answers(taught.logits.argmax(dim=2), trainer.test_y)
    assert (told == whole_answers(taught.free, trainer.test_y)).all()
    assert 0 < told.mean() < 1


def test_the_test_loss_is_that_of_the_true_tokens_and_dropout_is_off():
    config = edited(SMALL, {"model.num_layers": 2, "model.dropout": 0.9, "training.epochs": 1})
    trainer = Trainer(config)
    loss = trainer.run(10**6).test_loss[-1]
    trainer.translator.eval()
    with torch.no_grad():
        logits = trainer.translator(*read_pairs(trainer.test_x, trainer.test_y))
    assert loss == pytest.approx(LOSSES["cross_entropy"](logits, trainer.test_y).item(), rel=1e-5)


def test_a_decoder_is_told_the_true_token_as_often_as_teacher_forcing_says(monkeypatch: pytest.MonkeyPatch):
    trainer = Trainer(edited(SMALL, {"training.teacher_forcing": 0.8}))
    told: list[torch.Tensor] = []
    answer = trainer.translator.answer

    def noted(*read: torch.Tensor, teacher_forcing: torch.Tensor) -> Answer:
        told.append(teacher_forcing)
        return answer(*read, teacher_forcing=teacher_forcing)

    monkeypatch.setattr(trainer.translator, "answer", noted)
    trainer.run(trainer.epoch_steps - 1)  # its end would test as well
    assert torch.cat(told).float().mean() == pytest.approx(0.8, abs=0.05)


def test_segments_of_a_decoder_that_is_not_always_told_compose():
    config = edited(SMALL, {"training.teacher_forcing": 0.5, "training.epochs": 2})
    whole = advance(config, None, 16)
    first = advance(config, None, 5)
    rest = advance(config, first.checkpoint, 11)
    assert [*first.train_loss, *rest.train_loss] == whole.train_loss.tolist()
    assert rest.checkpoint.data == whole.checkpoint.data


def test_a_small_network_learns_to_reverse_and_attention_finds_the_letters():
    segment = advance(edited(SMALL, {"task.examples": 2000, "training.epochs": 8}), None, 10**6)
    assert segment.metrics["exact_match"][-1] > 0.95
    assert segment.metrics["aligned"][-1] > 0.6
