"""The trainer trains what a plain torch script trains, and keeps its promises about randomness."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any, get_args

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from playground import tasks
from playground.config import Attention, Cell, Change, RunConfig
from playground.experiments.edits import edited
from playground.training.advance import advance
from playground.training.segment import Segment
from playground.training.trainer import Trainer, example_order

SINE = tasks.problem("sine").preset
RECALL = edited(
    tasks.problem("recall").preset,
    {"task.examples": 100, "model.hidden_size": 8, "training.batch_size": 24, "training.epochs": 4},
)
"""Mini-batches with a smaller last one: 80 examples in 24 + 24 + 24 + 8."""


class Plain(nn.Module):
    """What a student would write."""

    def __init__(self, cell: str, hidden: int = 32) -> None:
        super().__init__()
        self.recurrent = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell](1, hidden, batch_first=True)
        self.head = nn.Linear(hidden, 1)

    def forward(self, x: Tensor) -> Tensor:
        out, _ = self.recurrent(x)
        answer: Tensor = self.head(out[:, -1, :])
        return answer


def sine_windows() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    values = np.sin(np.linspace(0, 100, 1000)).astype(np.float32)
    x = np.stack([values[i : i + 10] for i in range(990)])[:, :, None]
    y = values[10:, None]
    split = int(990 * 0.8)
    return tuple(map(torch.tensor, (x[:split], y[:split], x[split:], y[split:])))  # type: ignore[return-value]


def plain_loop(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    epochs: int,
    each_step: Callable[[int], None] = lambda step: None,
) -> tuple[list[float], list[float]]:
    """Full-batch training; train loss before and test loss after each step."""
    x, y, test_x, test_y = sine_windows()
    train, test = [], []
    for step in range(epochs):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        each_step(step)
        optimizer.step()
        train.append(loss.item())
        with torch.no_grad():
            test.append(nn.functional.mse_loss(model(test_x), test_y).item())
    return train, test


def plain(cell: str, seed: int) -> Plain:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return Plain(cell)


def assert_same_losses(segment: Segment, losses: tuple[list[float], list[float]], tolerance: float = 1e-6):
    assert segment.train_loss == pytest.approx(losses[0], abs=tolerance)
    assert segment.test_loss == pytest.approx(losses[1], abs=tolerance)


@pytest.mark.parametrize(("seed", "epochs"), [(0, 30), (42, 10)])
@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_sine_trains_as_in_a_plain_torch_script(cell: str, seed: int, epochs: int):
    model = plain(cell, seed)
    losses = plain_loop(model, torch.optim.Adam(model.parameters(), lr=0.001), epochs)
    config = edited(SINE, {"model.cell": cell, "training.seed": seed, "training.epochs": epochs})
    segment = advance(config, None, 10**6)
    assert len(segment.train_loss) == len(segment.test_loss) == epochs
    assert_same_losses(segment, losses)


OPTIMIZERS: dict[str, tuple[dict[str, Any], Callable[[Any], torch.optim.Optimizer]]] = {
    "sgd with momentum": (
        {"optimizer": "sgd", "lr": 0.05, "momentum": 0.9},
        lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    ),
    "sgd with decay": (
        {"optimizer": "sgd", "lr": 0.05, "momentum": 0.5, "weight_decay": 0.1},
        lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.5, weight_decay=0.1),
    ),
    "sgd without momentum": (
        {"optimizer": "sgd", "lr": 0.05, "momentum": 0.0},
        lambda p: torch.optim.SGD(p, lr=0.05),
    ),
    "rmsprop": ({"optimizer": "rmsprop", "lr": 0.001}, lambda p: torch.optim.RMSprop(p, lr=0.001)),
    "rmsprop with decay": (
        {"optimizer": "rmsprop", "lr": 0.001, "weight_decay": 0.01},
        lambda p: torch.optim.RMSprop(p, lr=0.001, weight_decay=0.01),
    ),
    "adam with decay": (
        {"optimizer": "adam", "lr": 0.003, "weight_decay": 0.01},
        lambda p: torch.optim.Adam(p, lr=0.003, weight_decay=0.01),
    ),
}


@pytest.mark.parametrize(("settings", "optimizer"), OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_every_optimizer_is_torchs(settings: dict[str, Any], optimizer: Callable[..., torch.optim.Optimizer]):
    model = plain("gru", 0)
    losses = plain_loop(model, optimizer(model.parameters()), 12)
    values = {f"training.{name}": value for name, value in settings.items()}
    segment = advance(edited(SINE, {"model.cell": "gru", **values}), None, 12)
    assert_same_losses(segment, losses)


def test_clipping_is_torchs_and_the_norm_is_the_one_before_it():
    model = plain("rnn", 0)
    norms: list[float] = []

    def clip(_step: int) -> None:
        norms.append(nn.utils.clip_grad_norm_(model.parameters(), 0.05).item())

    losses = plain_loop(model, torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9), 30, clip)
    settings = {"optimizer": "sgd", "lr": 0.1, "max_norm": 0.05}
    values = {f"training.{name}": value for name, value in settings.items()}
    segment = advance(edited(SINE, {"model.cell": "rnn", **values}), None, 30)
    assert_same_losses(segment, losses)
    assert segment.grad_norm == pytest.approx(norms, rel=1e-4)
    assert max(norms) > 0.05


def test_clipping_really_limits_an_update():
    values = {"training.optimizer": "sgd", "training.momentum": 0.0, "training.lr": 1.0}
    before = Trainer(SINE).network.state_dict()
    for max_norm in (None, 0.01):
        trainer = Trainer(edited(SINE, {**values, "training.max_norm": max_norm}))
        segment = trainer.run(1)
        moved = [(trainer.network.state_dict()[name] - old).norm() for name, old in before.items()]
        way = torch.stack(moved).norm().item()
        assert way == pytest.approx(max_norm or segment.grad_norm[0], rel=1e-3)


def test_a_change_is_what_switching_the_optimizer_by_hand_does():
    model = plain("lstm", 0)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)

    def switch(step: int) -> None:
        if step == 20:
            optimizer.param_groups[0].update(lr=0.02, weight_decay=0.01)
        if step == 30:
            optimizer.param_groups[0].update(lr=0.005, weight_decay=0.0)
        if step >= 30:
            nn.utils.clip_grad_norm_(model.parameters(), 0.02)

    losses = plain_loop(model, optimizer, 40, switch)
    changes = (Change(step=20, lr=0.02, weight_decay=0.01), Change(step=30, lr=0.005, max_norm=0.02))
    config = edited(SINE, {"training.changes": changes})
    assert_same_losses(advance(config, None, 40), losses)
    unchanged = advance(SINE, None, 40)
    changed = advance(config, None, 40)
    assert np.array_equal(unchanged.train_loss[:21], changed.train_loss[:21])
    assert unchanged.train_loss[21] != changed.train_loss[21]


MINI = edited(
    RECALL,
    {"model.num_layers": 2, "model.dropout": 0.3, "model.head_dropout": 0.2, "model.head_batch_norm": True},
)


def batches(config: RunConfig, epochs: int) -> list[Tensor]:
    """The inputs of every batch, as the network gets them."""
    trainer = Trainer(edited(config, {"training.epochs": epochs}))
    seen: list[Tensor] = []

    def note(_module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        if trainer.network.training:
            seen.append(inputs[0].clone())

    trainer.network.register_forward_pre_hook(note)
    trainer.run(10**6)
    return seen


def numbered(config: RunConfig) -> RunConfig:
    """A problem whose examples can be told apart."""
    return edited(
        tasks.problem("sum-sign").preset, {"task.examples": 50, "training.batch_size": 12, "training.seed": 3}
    )


def test_every_cell_gets_the_same_batches():
    config = numbered(SINE)
    seen = [batches(edited(config, {"model.cell": cell}), 2) for cell in get_args(Cell)]
    for other in seen[1:]:
        assert all(torch.equal(a, b) for a, b in zip(seen[0], other, strict=True))


def test_an_epoch_reads_every_example_once_and_each_epoch_in_another_order():
    config = numbered(SINE)
    data = torch.tensor(tasks.dataset(config.task).train_x)
    seen = batches(config, 3)
    assert [len(batch) for batch in seen] == [12, 12, 12, 4] * 3
    epochs = [torch.cat(seen[start : start + 4]) for start in (0, 4, 8)]
    for epoch in epochs:
        assert sorted(map(tuple, epoch.flatten(1).tolist())) == sorted(map(tuple, data.flatten(1).tolist()))
    assert not torch.equal(epochs[0], epochs[1])
    assert not torch.equal(epochs[1], epochs[2])


def test_the_order_of_examples_is_a_permutation_of_its_seed_and_epoch():
    orders = {(seed, epoch): example_order(seed, epoch, 100) for seed in (0, 1, 11) for epoch in (0, 1, 111)}
    assert all(sorted(order.tolist()) == list(range(100)) for order in orders.values())
    assert len({tuple(order.tolist()) for order in orders.values()}) == len(orders)
    assert torch.equal(orders[1, 1], example_order(1, 1, 100))


@pytest.mark.parametrize("name", ["recall", "parity"])
def test_the_epochs_train_loss_is_the_mean_weighted_with_batch_sizes(name: str):
    config = edited(
        tasks.problem(name).preset,
        {"task.examples": 100, "training.batch_size": 24, "training.epochs": 3, "model.hidden_size": 8},
    )
    segment = advance(config, None, 12)
    for epoch in range(3):
        losses = segment.train_loss[4 * epoch : 4 * epoch + 4]
        mean = np.average(losses, weights=[24, 24, 24, 8])
        assert segment.epoch_train_loss[epoch] == pytest.approx(mean)
        assert segment.epoch_train_loss[epoch] != pytest.approx(losses.mean(), rel=1e-9)


def test_the_test_loss_and_metrics_are_measured_on_the_whole_test_part_without_dropout(
    monkeypatch: pytest.MonkeyPatch,
):
    trainer = Trainer(MINI)
    segment = trainer.run(4)
    network = trainer.network.eval()
    with torch.no_grad():
        answers = network(trainer.test_x)
    expected = nn.functional.cross_entropy(answers, trainer.test_y).item()
    assert segment.test_loss[-1] == pytest.approx(expected, rel=1e-5)
    right = (answers.argmax(1) == trainer.test_y).float().mean().item()
    assert segment.metrics["accuracy"][-1] == pytest.approx(right)
    monkeypatch.setattr("playground.training.trainer.EVALUATION_CHUNK", 7)
    assert advance(MINI, None, 4).test_loss[-1] == pytest.approx(expected, rel=1e-5)


ATTENTIONS = get_args(Attention)
REVERSE = edited(
    tasks.problem("reverse").preset,
    {"task.examples": 500, "task.length": 3, "model.hidden_size": 8, "training.epochs": 2},
)
FOR_DECODERS = {"teacher_forcing": 0.3, "forcing_decay": 0.5}
OTHER: dict[str, Any] = {
    "optimizer": "sgd",
    "lr": 0.004,
    "momentum": 0.5,
    "weight_decay": 0.1,
    "max_norm": 0.05,
    "batch_size": 25,
    "epochs": 3,
    "seed": 1,
    "target_loss": 900.0,
    "patience": 1,
    "changes": (Change(step=2, lr=0.5),),
}


def test_every_knob_of_training_changes_the_numbers():
    assert OTHER.keys() | FOR_DECODERS.keys() == asdict(RECALL.training).keys()
    base = edited(RECALL, {"training.optimizer": "sgd", "training.lr": 0.05})
    for name, value in OTHER.items():
        start = RECALL if name == "optimizer" else base
        if name == "patience":  # a rate that makes the test loss rise
            start = edited(RECALL, {"training.optimizer": "sgd", "training.lr": 5.0, "training.epochs": 30})
        one = advance(start, None, 10**6)
        other = advance(edited(start, {f"training.{name}": value}), None, 10**6)
        assert not np.array_equal(one.train_loss, other.train_loss), f"{name} changes nothing"
    taught = edited(REVERSE, {"training.teacher_forcing": 0.9})
    for name, value in FOR_DECODERS.items():
        other = advance(edited(taught, {f"training.{name}": value}), None, 10**6)
        assert not np.array_equal(advance(taught, None, 10**6).train_loss, other.train_loss), name


def test_every_knob_of_a_model_changes_the_numbers():
    values = {
        "cell": "gru",
        "hidden_size": 9,
        "num_layers": 3,
        "bidirectional": True,
        "dropout": 0.5,
        "head_dropout": 0.5,
        "head_batch_norm": True,
        "readout": "mean",
        "initialisation": "xavier",
        "forget_bias": 1.0,
    }
    base = edited(
        RECALL, {"model.cell": "lstm", "model.num_layers": 2, "model.dropout": 0.1, "training.epochs": 1}
    )
    known = advance(base, None, 4).train_loss
    changed = {name: {f"model.{name}": value} for name, value in values.items()}
    changed["cell"]["model.dropout"] = 0.1
    words = edited(tasks.problem("sentiment").preset, {"training.epochs": 1})
    read = advance(words, None, 4).train_loss
    for name, value in (("embedding_size", 5), ("embedding_dropout", 0.5), ("packed", False)):
        other = advance(edited(words, {f"model.{name}": value}), None, 4).train_loss
        assert not np.array_equal(other, read), name
    changed["nonlinearity"] = {"model.cell": "rnn", "model.nonlinearity": "relu"}
    losses = [advance(edited(REVERSE, {"model.attention": a}), None, 4).train_loss for a in ATTENTIONS]
    assert len({tuple(one) for one in losses}) == len(ATTENTIONS)
    assert (
        changed.keys() | {"embedding_size", "embedding_dropout", "packed", "attention"}
        == asdict(base.model).keys()
    )
    for name, edit in changed.items():
        before = known
        if name == "nonlinearity":
            before = advance(edited(base, {"model.cell": "rnn"}), None, 4).train_loss
        assert not np.array_equal(advance(edited(base, edit), None, 4).train_loss, before), name


def test_a_stretch_may_end_early_when_its_time_is_up():
    trainer = Trainer(SINE)
    seconds = itertools.count()  # the clock is read once at the beginning and once after each step
    segment = trainer.run(100, seconds=3.0, clock=lambda: float(next(seconds)))
    assert len(segment.train_loss) == segment.checkpoint.step == 3
    assert segment.status == "developing"
    assert segment.seconds == 4.0


def test_numbers_are_recorded_for_people_to_read_without_torch():
    segment = advance(replace(RECALL), None, 10)
    for name in ("train_loss", "grad_norm", "epoch_train_loss", "test_loss"):
        assert getattr(segment, name).dtype == np.float64
    assert segment.epoch_step.dtype == np.int64
    assert (segment.grad_norm > 0).all()
