"""Encoder and decoder looked into: what is drawn is what was said, and every switch does what it says."""

from __future__ import annotations

from functools import lru_cache
from itertools import cycle, product
from typing import Any

import numpy as np
import pytest
import torch

from playground import tasks
from playground.config import RunConfig
from playground.config.errors import ExampleError
from playground.experiments.edits import edited
from playground.models.decode import greedy
from playground.probes.decoded import DecodedProbe, DecodedReading, TranslationProbe
from playground.probes.inside import InsideProbe, WeightsProbe
from playground.probes.read import read
from playground.tasks.answers import NO_TARGET
from playground.tasks.pairs.base import END, NOWHERE, START
from playground.training.trainer import Trainer

KINDS = list(product(("rnn", "lstm", "gru"), ("none", "additive", "dot")))


@lru_cache(maxsize=16)
def trained(steps: int = 20, **changes: Any) -> Trainer:
    small = {"task.examples": 600, "task.length": 5, "model.hidden_size": 24, "training.lr": 0.01}
    named = {f"model.{name}": value for name, value in changes.items()}
    trainer = Trainer(edited(tasks.problem("reverse").preset, small | named))
    trainer.run(steps)
    return trainer


def ask(trainer: Trainer, **wishes: Any) -> DecodedReading:
    reading: DecodedReading = read(
        DecodedProbe(config=trainer.config, step=trainer.step, **({"example": 0} | wishes)), trainer
    )
    return reading


@pytest.mark.parametrize(("cell", "attention"), KINDS)
def test_the_answer_to_a_text_is_the_decoders_and_its_weights_are_shares_of_the_source(
    cell: str, attention: str
):
    trainer = trained(cell=cell, attention=attention)
    reading = ask(trainer, text="abcd")
    source = torch.tensor([[3, 4, 5, 6]])
    expected = greedy(trainer.translator, source, torch.tensor([4]), 6).ids[0].numpy()
    assert (reading.source == source[0].numpy()).all()
    assert (reading.said == expected[: len(reading.said)]).all()
    assert END not in reading.said[:-1]
    if attention == "none":
        assert reading.weights is None
    else:
        assert reading.weights is not None
        assert reading.weights.shape == (len(reading.said), 4)
        np.testing.assert_allclose(reading.weights.sum(axis=1), 1.0, atol=1e-6)


def test_attention_is_uniform_or_moved_where_that_is_wished():
    trainer = trained()
    assert ask(trainer, text="abcd", uniform=True).weights == pytest.approx(0.25)
    moved = ask(trainer, text="abcd", forced=((1, 3),)).weights
    free = ask(trainer, text="abcd").weights
    assert moved is not None
    assert free is not None
    assert moved[1].tolist() == [0, 0, 0, 1]
    assert moved[0].tolist() == free[0].tolist()
    with pytest.raises(ExampleError, match="no attention"):
        ask(trained(attention="none"), text="abcd", uniform=True)


def test_a_prefix_is_said_and_the_decoder_goes_on_from_there():
    trainer = trained(steps=100)
    free, told = ask(trainer, text="abcd"), ask(trainer, text="abcd", prefix=(28, 28))
    assert told.said[:2].tolist() == [28, 28] != free.said[:2].tolist()


def test_a_beam_of_one_is_greedy_and_a_wider_one_is_never_less_likely():
    trainer = trained(steps=40)

    def mean_log_probability(ids: np.ndarray, text: str) -> float:
        source = torch.tensor([[ord(letter) - ord("a") + 3 for letter in text]])
        reads = torch.tensor([[START, *ids[:-1].tolist()]])
        with torch.no_grad():
            logits = trainer.translator(source, torch.tensor([len(text)]), reads)
        chances = logits.log_softmax(dim=2)[0, range(len(ids)), ids.tolist()]
        return float(chances.mean())

    for text in ("abcde", "zzay", "qwert"):
        one, wide = ask(trainer, text=text), ask(trainer, text=text, beam=5)
        assert mean_log_probability(wide.said, text) >= mean_log_probability(one.said, text) - 1e-6
        assert wide.weights is not None
        assert len(wide.weights) == len(wide.said)
    with pytest.raises(Exception, match=r"probe\.beam"):
        ask(trainer, beam=11)


def test_scores_of_the_test_part_are_those_of_the_training_and_lengths_add_up():
    trainer = trained(steps=20)
    epochs = trainer.run(trainer.epoch_steps * 3 - trainer.step)
    reading = read(TranslationProbe(config=trainer.config, step=trainer.step), trainer)
    for name in ("accuracy", "accuracy_free", "exact_match"):
        assert getattr(reading, name) == pytest.approx(epochs.metrics[name][-1])
    assert reading.counts.sum() == len(trainer.test_x)
    assert (reading.exact * reading.counts).sum() / reading.counts.sum() == pytest.approx(reading.exact_match)
    assert set(reading.lengths) <= {1, 2, 3, 4, 5}
    assert 0 < reading.on <= reading.within_one <= 1
    trained.cache_clear()


def test_places_lead_from_every_said_letter_to_the_same_letter_in_the_source():
    data = tasks.dataset(trained().config.task)
    rows, steps = np.nonzero(data.answer.places != NOWHERE)
    sources = data.test_x[rows, data.answer.places[rows, steps], 0]
    assert (sources == data.test_y[rows, steps]).all()
    assert len(rows) == ((data.test_y != NO_TARGET) & (data.test_y != END)).sum()


@pytest.mark.parametrize(
    ("cell", "attention", "shape"),
    [(*kind, shape) for kind, shape in zip(KINDS, cycle([(1, False), (2, True)]), strict=False)],
)
def test_states_inside_are_those_that_gave_the_answer(cell: str, attention: str, shape: tuple[int, bool]):
    trainer = trained(cell=cell, attention=attention, num_layers=shape[0], bidirectional=shape[1])
    translator, said = trainer.translator, ask(trainer, text="abcd").said
    encoder, decoder = (
        read(InsideProbe(config=trainer.config, step=20, example=0, text="abcd", decoder=side), trainer)
        for side in (False, True)
    )
    with torch.no_grad():
        source, start = translator.encode(torch.tensor([[3, 4, 5, 6]]), torch.tensor([4]))
        top = [part.values["h"] for part in encoder.parts if part.layer == shape[0] - 1]
        np.testing.assert_allclose(np.concatenate(top, axis=1), source.states[0], atol=1e-6)
        assert decoder.tokens == (START, *said[:-1].tolist())
        state = start
        for layer, h in enumerate(start.h):
            np.testing.assert_allclose(decoder.parts[layer].start["h"], h[0], atol=1e-6)
        for t, token in enumerate(decoder.tokens):
            part = translator.token_part(torch.tensor([token]))
            state, _ = translator.step(part, state, source, translator.layers())
            for layer, h in enumerate(state.h):
                np.testing.assert_allclose(decoder.parts[layer].values["h"][t], h[0], atol=1e-6)


@pytest.mark.parametrize("decoder", [False, True])
def test_weights_are_those_of_the_chosen_side(decoder: bool):
    trainer = trained()
    found = read(WeightsProbe(config=trainer.config, step=20, layer=0, decoder=decoder), trainer)
    module = trainer.translator.decoder if decoder else trainer.translator.encoder
    assert (found.parts[0].recurrent == module.weight_hh_l0.detach().numpy()).all()
    assert len(found.parts) == (1 if decoder else 2)


def test_the_share_of_teacher_forcing_falls_from_epoch_to_epoch_and_changes_the_run():
    config = edited(
        trained().config,
        {"training.teacher_forcing": 0.8, "training.forcing_decay": 0.5, "training.epochs": 3},
    )
    assert [config.training.forcing_in(epoch) for epoch in range(3)] == [0.8, 0.4, 0.2]
    losses = [_losses(config), _losses(edited(config, {"training.forcing_decay": 1.0})), _losses(config)]
    assert losses[0] == losses[2]
    first = losses[1][: len(losses[1]) // 3]
    assert losses[0][: len(first)] == first
    assert losses[0] != losses[1]


def _losses(config: RunConfig) -> list[float]:
    return Trainer(config).run(10**6).train_loss.tolist()
