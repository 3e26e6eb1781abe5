"""Attention in numbers is torch's, and what is printed comes out of what is printed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from playground.config import Attention
from playground.experiments.edits import edited
from playground.models.attention import AdditiveAttention
from playground.probes.decoded import AttendingProbe, AttendingReading
from playground.probes.read import read
from playground.tasks import PROBLEMS
from playground.tasks.answers import Pairs
from playground.tasks.pairs.base import START
from playground.training.trainer import Trainer
from playground.views.address import written
from playground.views.attention.answer import target_ids
from playground.views.attention.numbers import DECIMALS, digits
from playground.views.paint import paint
from playground.views.registry import VIEWS
from playground.views.view_state import ViewState


def trained(attention: Attention, **more: Any) -> Trainer:
    changes = {"model.attention": attention, "model.hidden_size": 7, "model.embedding_size": 5}
    trainer = Trainer(edited(PROBLEMS["reverse"].preset, changes | more))
    trainer.run(3)
    return trainer


@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("attention", ["additive", "dot"])
def test_scores_weights_and_context_are_torchs(attention: Attention, both: bool):
    trainer = trained(attention, **{"model.bidirectional": both})
    beginning = target_ids("pma", trainer.dataset)
    probe = AttendingProbe(config=trainer.config, step=3, example=3, output=2, prefix=beginning)
    with torch.no_grad():
        assert_torchs(read(probe, trainer), trainer)


def assert_torchs(reading: AttendingReading, trainer: Trainer) -> None:
    """Its third look at the source is what torch makes of the weights, in float64."""
    model = trainer.translator.eval().double()
    queries: list[torch.Tensor] = []
    assert model.attention is not None
    model.attention.register_forward_hook(lambda _module, given, _made: queries.append(given[0][0]))
    source, said = torch.tensor(reading.decoded.source)[None], reading.decoded.said
    given = torch.tensor([[START, *said.tolist()[:-1]]])
    answer = model.answer(source, torch.tensor([source.shape[1]]), given)
    states = model.encoder(model.source_embedding(source))[0][0]  # (source, directions * hidden_size)
    query, attending = queries[2], model.attention
    if isinstance(attending, AdditiveAttention):
        joint = torch.tanh(attending.query(query) + attending.key(states))
        scores = attending.score(joint)[:, 0]
    else:
        scores = states @ (query if attending.map is None else attending.map(query))
    assert answer.weights is not None
    np.testing.assert_allclose(reading.scores, scores, rtol=0, atol=1e-5)
    np.testing.assert_allclose(reading.decoded.weights[2], scores.softmax(dim=0), rtol=0, atol=1e-6)
    np.testing.assert_allclose(reading.decoded.weights, answer.weights[0], rtol=0, atol=1e-6)
    np.testing.assert_allclose(reading.states, states, rtol=0, atol=1e-6)
    np.testing.assert_allclose(reading.context, scores.softmax(dim=0) @ states, rtol=0, atol=1e-6)


def table(trainer: Trainer, **look: Any) -> tuple[list[list[str]], str]:
    """The rows, and the words around them."""
    state = replace(ViewState(), own_task=trainer.config.task, **look)
    name = "attention-below"
    parts = json.loads(paint(written(name, "en", state, VIEWS[name].uses, trainer.config), trainer))
    (found,) = [part for part in parts if part["is"] == "table"]
    return found["rows"], " ".join(part["text"] for part in parts if part["is"] == "text")


@pytest.mark.parametrize("attention", ["additive", "dot"])
def test_by_hand_the_printed_scores_give_the_printed_weights_and_these_the_context(attention: Attention):
    trainer = trained(attention)
    for output in range(3):
        (*rows, context), told = table(trainer, own_text="lamp", output=output, prefix="pma")
        assert f"for output {output + 1}" in told
        assert [row[0] for row in rows] == list("lamp")
        scores, weights, *entries = np.array([row[1:] for row in rows], dtype=float).T
        powers = np.exp(scores)
        np.testing.assert_allclose(powers / powers.sum(), weights, rtol=0, atol=_half(rows[0][2]))
        sums = [float(text.strip("*")) for text in context[3:]]
        np.testing.assert_allclose(
            np.stack(entries) @ weights, sums, rtol=0, atol=_half(context[3].strip("*"))
        )


def _half(text: str) -> float:
    """Half of the last digit that is printed."""
    return 0.5001 * 10.0 ** -len(text.partition(".")[2])


def test_attention_moved_by_hand_says_so_and_its_weights_stand_there():
    trainer = trained("dot")
    (*rows, _), told = table(trainer, own_text="lamp", forced=((1, 2),), output=1, prefix="pm")
    assert "moved by hand" in told
    assert [float(row[2]) for row in rows] == [0, 0, 1, 0]
    assert "moved by hand" not in table(trainer, own_text="lamp")[1]


def test_a_token_beyond_the_answer_is_its_last():
    trainer = trained("dot")
    reading = read(AttendingProbe(config=trainer.config, step=3, example=0, output=99), trainer)
    assert reading.output == len(reading.decoded.said) - 1
    assert trainer.dataset.answer_as(Pairs).target.names


def test_digits_come_out_for_random_looks():
    rng = np.random.default_rng(0)
    for _ in range(200):
        scores = rng.normal(0, 10 ** rng.uniform(-1, 1), 12)
        weights = np.exp(scores - scores.max())
        weights /= weights.sum()
        states = np.tanh(rng.normal(0, 1, (12, 4)))
        printed = digits(scores, weights, states, moved=False)
        of_scores, of_weights = (np.array(one, dtype=float) for one in printed[:2])
        made = np.exp(of_scores - of_scores.max())
        places = len(printed[1][0].partition(".")[2])
        np.testing.assert_array_equal((made / made.sum()).round(places), of_weights)
        context = of_weights @ np.array(printed[2], dtype=float)
        np.testing.assert_array_equal(context.round(DECIMALS), (weights @ states).round(DECIMALS))
