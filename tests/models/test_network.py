"""What the head reads, and that every knob of a model does something."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import product
from typing import Any, get_args

import pytest
import torch
from torch import Tensor, nn

from playground.config import Cell, ModelConfig, Readout
from playground.models.network import HeadNorm, Network
from playground.models.unroll import unroll_input


def network(config: ModelConfig, *, every_step: bool = False, seed: int = 0, tokens: int = 0) -> Network:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return Network(config, 3, 2, every_step=every_step, tokens=tokens).eval()


def data(batch: int = 4) -> Tensor:
    return torch.randn(batch, 7, 3, generator=torch.Generator().manual_seed(1))


CASES = list(product(get_args(Cell), (1, 2), (False, True)))


@pytest.mark.parametrize(("cell", "layers", "bidirectional"), CASES)
def test_each_readout_reads_what_its_name_says(cell: Cell, layers: int, bidirectional: bool):
    config = ModelConfig(cell=cell, hidden_size=5, num_layers=layers, bidirectional=bidirectional)
    states = network(config).recurrent(data())[0]  # (batch, time steps, directions * hidden_size)
    backward_end = states[:, 0, 5:]  # the backward direction ends at the first time step
    read = {
        "last": states[:, -1],
        "final": torch.cat([states[:, -1, :5], backward_end], dim=1),
        "mean": states.sum(dim=1) / 7,
    }
    for readout, expected in read.items():
        one = network(replace(config, readout=readout))  # type: ignore[arg-type]
        torch.testing.assert_close(one(data()), one.head(expected))


def test_in_one_direction_the_last_state_is_the_final_one_and_in_two_it_is_not():
    for bidirectional in (False, True):
        config = ModelConfig(bidirectional=bidirectional)
        last, final = network(config), network(replace(config, readout="final"))
        assert torch.allclose(last(data()), final(data())) is not bidirectional


@pytest.mark.parametrize("cell", get_args(Cell))
def test_an_answer_at_every_time_step_is_the_head_at_every_state(cell: Cell):
    one = network(ModelConfig(cell=cell), every_step=True)
    states = one.recurrent(data())[0]
    answers = one(data())
    assert answers.shape == (4, 7, 2)
    for t in range(7):
        torch.testing.assert_close(answers[:, t], one.head(states[:, t]))


@pytest.mark.parametrize("cell", get_args(Cell))
def test_a_one_directional_network_does_not_see_the_future(cell: Cell):
    one = network(ModelConfig(cell=cell, num_layers=2), every_step=True)
    other = data().clone()
    other[:, 4:] += 1.0
    assert torch.equal(one(data())[:, :4], one(other)[:, :4])
    assert not torch.allclose(one(data())[:, 4:], one(other)[:, 4:])


def test_the_network_is_built_as_a_plain_script_would_build_it():
    with torch.random.fork_rng():
        torch.manual_seed(7)
        recurrent = nn.LSTM(3, 32, batch_first=True)
        head = nn.Linear(32, 2)
    one = network(ModelConfig(), seed=7)
    assert torch.equal(one(data()), head(recurrent(data())[0][:, -1]))


def test_rnn_and_by_hand_are_one_function_with_one_seed():
    for initialisation in ("torch", "xavier", "orthogonal", "identity"):
        config = ModelConfig(
            cell="rnn", nonlinearity="relu", num_layers=2, bidirectional=True, initialisation=initialisation
        )
        torch.testing.assert_close(
            network(config)(data()), network(replace(config, cell="by-hand"))(data()), rtol=1e-4, atol=1e-5
        )


OTHER: dict[str, Any] = {
    "cell": "gru",
    "hidden_size": 31,
    "num_layers": 3,
    "nonlinearity": "relu",
    "bidirectional": True,
    "dropout": 0.6,
    "head_dropout": 0.5,
    "head_batch_norm": True,
    "readout": "mean",
    "initialisation": "orthogonal",
    "forget_bias": 1.0,
}
FOR_WORDS: dict[str, Any] = {"embedding_size": 5, "embedding_dropout": 0.5, "packed": False}


def test_every_knob_of_a_model_changes_what_it_says_while_it_trains():
    assert OTHER.keys() | FOR_WORDS.keys() | {"attention"} == asdict(ModelConfig()).keys()
    for name, value in (OTHER | FOR_WORDS).items():
        base = ModelConfig(cell="rnn" if name == "nonlinearity" else "lstm", num_layers=2, dropout=0.1)
        tokens, x = (9, texts()) if name in FOR_WORDS else (0, data())
        one, other = network(base, tokens=tokens), network(replace(base, **{name: value}), tokens=tokens)
        with torch.random.fork_rng():
            torch.manual_seed(0)
            before = one.train()(x)
            torch.manual_seed(0)
            after = other.train()(x)
        assert not torch.equal(before, after), f"{name} changes nothing"


def texts() -> torch.Tensor:
    """Four texts of nine words, filled up with padding: (4, 6, 1)."""
    rows = [[2, 3, 4, 5, 6, 7], [8, 2, 0, 0, 0, 0], [5, 0, 0, 0, 0, 0], [1, 7, 7, 3, 0, 0]]
    return torch.tensor(rows, dtype=torch.float32)[..., None]


@pytest.mark.parametrize("cell", get_args(Cell))
@pytest.mark.parametrize("readout", get_args(Readout))
def test_a_packed_text_is_read_as_if_it_stood_alone(cell: Cell, readout: Readout):
    config = ModelConfig(cell=cell, num_layers=2, bidirectional=True, readout=readout)
    one, padded = network(config, tokens=9), network(replace(config, packed=False), tokens=9)
    for row, text in enumerate(texts()):
        alone = text[text[:, 0] != 0][None]
        torch.testing.assert_close(one(texts())[row : row + 1], one(alone))
        torch.testing.assert_close(one(alone), padded(alone))
    assert not torch.allclose(one(texts())[1:], padded(texts())[1:])  # the padding was read as well


def test_the_final_state_of_a_packed_text_is_the_state_at_its_last_word():
    one = network(ModelConfig(cell="gru", readout="last"), tokens=9)
    features, lengths = one.read_in(texts())
    states, final = one._run(features, lengths)
    assert lengths.tolist() == [6, 2, 1, 4]
    for row, length in enumerate(lengths.tolist()):
        torch.testing.assert_close(states[row, length - 1], final[0, row])
        assert not states[row, length:].any()


def test_padding_says_nothing_and_learns_nothing():
    one = network(ModelConfig(), tokens=9).train()
    assert not one.embedding.weight[0].any()
    one(texts()).sum().backward()
    assert not one.embedding.weight.grad[0].any()
    assert one.embedding.weight.grad[1:].any(dim=1).all()


@torch.no_grad()
@pytest.mark.parametrize("cell", get_args(Cell))
def test_a_text_is_unrolled_to_the_same_answer(cell: Cell):
    for packed in (True, False):
        one = network(ModelConfig(cell=cell, bidirectional=True, readout="mean", packed=packed), tokens=9)
        torch.testing.assert_close(unroll_input(one, texts()).answer, one(texts()), rtol=1e-5, atol=1e-6)


def test_looking_is_without_dropout():
    one = network(ModelConfig(num_layers=2, dropout=0.5, head_dropout=0.5))
    plain = network(ModelConfig(num_layers=2))
    assert torch.equal(one(data()), plain(data()))


@pytest.mark.parametrize("every_step", [False, True])
def test_batch_normalisation_normalises_each_feature_over_the_batch(every_step: bool):
    one = network(ModelConfig(head_batch_norm=True), every_step=every_step).train()
    seen = []
    one.head.register_forward_pre_hook(lambda _module, inputs: seen.append(inputs[0]))
    one(data(16))
    features = seen[0].flatten(0, -2)
    torch.testing.assert_close(features.mean(0), torch.zeros(32), atol=1e-5, rtol=0)
    true = one.recurrent(data(16))[0]
    true = (true if every_step else true[:, -1]).flatten(0, -2)
    expected = nn.BatchNorm1d(32)(true)
    torch.testing.assert_close(features, expected)


def test_a_batch_of_one_example_is_normalised_with_the_running_averages():
    norm = HeadNorm(3)
    norm(torch.randn(50, 3, generator=torch.Generator().manual_seed(0)) * 4 + 2)
    before = norm.running_mean.clone()  # type: ignore[union-attr]
    x = torch.tensor([[1.0, 2.0, 3.0]])
    trained = norm(x)
    assert torch.equal(trained, norm.eval()(x))
    assert torch.equal(before, norm.running_mean)  # type: ignore[arg-type]
