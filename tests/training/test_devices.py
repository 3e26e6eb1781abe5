"""Which device trains, and that it trains the same: on a card that is only pretended, and is the CPU."""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from playground import tasks
from playground.config import RunConfig
from playground.config.errors import EngineError
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.models.build import build
from playground.probes.read import read
from playground.probes.requests import AnswersProbe
from playground.training import cost, devices, on_device, trainer
from playground.training.devices import ASKED, LARGE, Devices, find_gpu
from playground.training.losses import LOSSES
from playground.training.on_device import device_called, fused_as_reproducible, on_cpu
from playground.training.trainer import Trainer

SMALL = PRESETS["first"].config
HUGE = edited(
    PRESETS["noise"].config, {"model.hidden_size": 256, "model.num_layers": 4, "training.batch_size": 256}
)
RECALL = edited(
    PRESETS["recall"].config,
    {"task.examples": 50, "training.batch_size": 10, "training.epochs": 4, "model.head_dropout": 0.3},
)
REVERSE = edited(
    PRESETS["reverse"].config,
    {"task.examples": 500, "training.batch_size": 200, "training.epochs": 2, "training.teacher_forcing": 0.5},
)


# ---- which one


def test_by_default_the_cpu_trains_whatever_the_workers_have():
    for gpu in (None, "", "cuda"):
        choice = Devices(gpu=gpu).choice(HUGE)
        assert choice.device == "cpu"
        assert "where small networks are fastest" in str(choice.sentence)


@pytest.mark.parametrize("asked", ["cuda", "mps"])
def test_a_card_that_is_asked_for_trains_every_network(asked: Any):
    for config in (SMALL, HUGE):
        choice = Devices(asked=asked).choice(config)
        assert choice.device == asked
        assert f"({asked})" in str(choice.sentence)


@pytest.mark.parametrize(
    ("gpu", "config", "device", "words"),
    [
        ("cuda", HUGE, "cuda", "so large a network is faster there"),
        ("mps", HUGE, "mps", "so large a network is faster there"),
        ("cuda", SMALL, "cpu", "so small a network"),
        ("", HUGE, "cpu", "the workers have no graphics card"),
        (None, HUGE, "cpu", "once the workers have reported theirs"),
    ],
)
def test_auto_takes_the_card_for_large_networks_and_says_why(gpu, config, device, words):
    choice = Devices(asked="auto", gpu=gpu).choice(config)
    assert choice.device == device
    assert words in str(choice.sentence)
    assert str(choice.sentence).endswith(".")


def test_how_large_a_network_is_counts_weights_examples_and_time_steps():
    def size(**changes: object) -> int:
        named = {name.replace("__", "."): value for name, value in changes.items()}
        config = edited(RECALL, named)
        return cost.multiplications(config, tasks.dataset(config.task))

    assert size(training__batch_size=20) == 2 * size(training__batch_size=10)
    assert size(model__hidden_size=64) > 2 * size(model__hidden_size=32)
    assert size(task__length=40) > size(task__length=20)
    assert cost.multiplications(SMALL, tasks.dataset(SMALL.task)) < LARGE
    assert cost.multiplications(HUGE, tasks.dataset(HUGE.task)) > LARGE


def test_what_the_workers_said_first_holds_so_that_a_film_stays_on_its_device():
    unknown = Devices(asked="auto")
    assert unknown.having("cuda").having("") == Devices(asked="auto", gpu="cuda")
    assert unknown.having("").having("cuda") == Devices(asked="auto", gpu="")


@pytest.mark.parametrize(
    ("cuda", "mps", "found"),
    [(True, False, "cuda"), (False, True, "mps"), (True, True, "cuda"), (False, False, "")],
)
def test_the_card_is_found_by_the_name_torch_gives_it(monkeypatch: pytest.MonkeyPatch, cuda, mps, found):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert find_gpu() == found
    assert found in ("", *ASKED)


def test_a_card_that_is_not_there_is_refused_in_a_sentence_that_travels(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(devices, "find_gpu", lambda: "")
    with pytest.raises(
        EngineError, match=r"PLAYGROUND_DEVICE asks for cuda, .+ no such device .+\.$"
    ) as told:
        Trainer(SMALL, device="cuda")
    assert str(pickle.loads(pickle.dumps(told.value))) == str(told.value)


def test_the_digest_knows_the_device_where_it_is_not_the_cpu():
    digests = [SMALL.digest_on(device) for device in ("cpu", "cuda", "mps")]
    assert digests[0] == SMALL.digest
    assert len(set(digests)) == 3
    assert SMALL.digest_on("cuda") != HUGE.digest_on("cuda")


# ---- how it trains

CARDS_OWN = torch.Generator()
"""The generator of the pretended card: what it drew, nobody else did."""


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The CPU passes for a graphics card, with random numbers of its own; the CPU is elsewhere."""
    backend = SimpleNamespace(get_rng_state=CARDS_OWN.get_state, set_rng_state=CARDS_OWN.set_state)
    for module in (on_device, trainer):
        monkeypatch.setattr(module, "CPU", "elsewhere")
    monkeypatch.setattr(devices, "find_gpu", lambda: "cpu")
    monkeypatch.setattr(torch, "get_device_module", lambda device: backend)
    monkeypatch.setenv("CUBLAS_WORKSPACE_CONFIG", "as it was")
    before = torch.backends.cudnn.benchmark, torch.backends.cudnn.allow_tf32
    yield
    torch.use_deterministic_algorithms(False)
    torch.backends.cudnn.benchmark, torch.backends.cudnn.allow_tf32 = before


def on_card(config: RunConfig, checkpoint: Any = None) -> Trainer:
    return Trainer(config, checkpoint, device="cpu")


@pytest.mark.parametrize("config", [RECALL, REVERSE], ids=["recall", "reverse"])
def test_a_card_that_computes_like_the_cpu_trains_to_the_same_digits(config: RunConfig, request):
    plain = Trainer(config).run(10**6)
    request.getfixturevalue("pretended")
    there = on_card(config).run(10**6)
    for name in ("train_loss", "grad_norm", "test_loss"):
        assert np.array_equal(getattr(plain, name), getattr(there, name)), name
    assert plain.metrics.keys() == there.metrics.keys()


def test_stretches_on_a_card_join_to_the_same_digits(pretended: None):
    whole = on_card(RECALL).run(12)
    first = on_card(RECALL).run(5)
    rest = on_card(RECALL, first.checkpoint).run(7)
    assert np.array_equal(np.concatenate([first.train_loss, rest.train_loss]), whole.train_loss)
    assert rest.checkpoint == whole.checkpoint


def test_a_checkpoint_keeps_the_cards_random_numbers_and_is_read_on_any_machine(pretended: None):
    checkpoint = on_card(RECALL).run(3).checkpoint
    state = torch.load(io.BytesIO(checkpoint.data), weights_only=True)
    assert len(state["random_state"]) == 2
    assert {value.device.type for value in state["model"].values()} == {"cpu"}


def test_training_on_a_card_leaves_its_generator_as_it_was(pretended: None):
    before = CARDS_OWN.get_state().clone()
    on_card(RECALL).run(4)
    assert torch.equal(CARDS_OWN.get_state(), before)


def test_a_reading_is_made_on_the_cpu_of_the_weights_on_the_card(pretended: None):
    training = on_card(RECALL)
    for step in (3, 6):
        training.run(3)
        probe = AnswersProbe(config=RECALL, step=step)
        reading = read(probe, training)
        copy = training.for_reading()
        assert copy is not training
        assert copy.step == step
        assert np.array_equal(reading.values, training.answers(training.test_x).softmax(-1).numpy())
    assert training.run(6).checkpoint == on_card(RECALL).run(12).checkpoint  # reading changed nothing


def test_on_the_cpu_the_trainer_itself_is_read():
    training = Trainer(RECALL)
    assert training.for_reading() is training


def test_a_card_is_told_to_give_the_same_digits_each_time(pretended: None):
    device_called("cpu")
    assert torch.are_deterministic_algorithms_enabled()
    assert not torch.backends.cudnn.allow_tf32


def test_dropout_between_layers_goes_without_cudnn_whose_state_cannot_be_saved():
    stacked = edited(PRESETS["noise"].config, {"model.dropout": 0.5}).model
    for device, model, enabled in (
        ("cuda", stacked, False),
        ("cuda", SMALL.model, True),
        ("cpu", stacked, True),
    ):
        with fused_as_reproducible(torch.device(device), model):
            assert torch.backends.cudnn.enabled is enabled
        assert torch.backends.cudnn.enabled


def test_a_state_is_brought_to_the_cpu_with_all_that_is_in_it():
    state = {"model": {"w": torch.ones(2)}, "steps": [torch.ones(1), 3, "x"]}
    found = on_cpu(state)
    assert torch.equal(found["model"]["w"], torch.ones(2))
    assert found["steps"][1:] == [3, "x"]


CELLS = ("rnn", "lstm", "gru", "by-hand")


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        *(("recall", {"model.cell": cell}) for cell in CELLS),
        *(("recall", {"model.readout": readout}) for readout in ("mean", "final")),
        ("parity", {}),
        ("sentiment", {"model.packed": False}),
    ],
)
def test_a_network_makes_no_tensor_that_is_not_where_its_weights_are(name: str, changes: dict[str, Any]):
    """`meta` computes shapes alone, and refuses a tensor of the CPU among its own as a card would."""
    config = edited(PRESETS[name].config, changes)
    data = tasks.dataset(config.task)
    network = build(config.model, data).to("meta")
    x, y = (torch.tensor(array[:8]).to("meta") for array in (data.train_x, data.train_y))
    loss = LOSSES[data.answer.loss](network(x), y)
    loss.backward()
    assert {p.grad.device.type for p in network.parameters() if p.grad is not None} == {"meta"}
