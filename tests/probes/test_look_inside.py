"""A look inside tells what torch's own modules and autograd tell, and leaves no trace."""

from __future__ import annotations

import pickle
import subprocess
import sys
from functools import lru_cache
from itertools import cycle, product
from typing import Any, get_args

import numpy as np
import pytest
import torch
from torch import Tensor

from playground import tasks
from playground.config import Cell, RunConfig
from playground.config.errors import ConfigError
from playground.experiments.edits import edited, with_setting
from playground.models.hold import GATE_NAMES, Hold
from playground.models.network import Network
from playground.models.unroll import unroll
from playground.probes.inside import (
    TEST_EXAMPLES,
    FreeStatesProbe,
    GradientsProbe,
    InsideProbe,
    WeightsProbe,
    WhatIfProbe,
)
from playground.probes.look_inside import Example, said
from playground.probes.read import read
from playground.probes.requests import ForecastProbe, OwnProbe, Probe
from playground.tasks.answers import NO_TARGET
from playground.training.losses import LOSSES
from playground.training.trainer import Trainer

CELLS = get_args(Cell)
SINGLE = [name for name, problem in tasks.PROBLEMS.items() if problem.group != "pairs"]
"""What one network answers; an encoder and a decoder are looked into in `test_translate`."""
SMALL = {"model.hidden_size": 6, "model.num_layers": 2, "model.bidirectional": True}
DROPPING = {"model.dropout": 0.3, "model.head_dropout": 0.2, "model.head_batch_norm": True}


def small(name: str, cell: Cell = "lstm", **more: Any) -> RunConfig:
    config = with_setting(tasks.problem(name).preset, "model.cell", cell)
    ahead = tasks.dataset(config.task).kind == "next"  # then the other way has seen what comes next
    one_way = {"model.bidirectional": False} if ahead else {}
    return edited(config, SMALL | one_way | {"training.batch_size": 16, "training.epochs": 2} | more)


@lru_cache
def trained(config: RunConfig, steps: int = 3) -> Trainer:
    trainer = Trainer(config)
    trainer.run(steps)
    return trainer


def probes(config: RunConfig, *, text: str = "") -> list[Probe]:
    """Every probe that applies to the problem."""
    at: dict[str, Any] = {"config": config, "step": 3}
    gates = GATE_NAMES[config.model.cell]
    both, gate = config.model.bidirectional, gates[0] if gates else None
    hold = Hold(layer=1, backward=both, gate=gate, silenced=(0, 2))
    found: list[Probe] = [
        InsideProbe(**at, example=1, text=text),
        GradientsProbe(**at, example=1, text=text),
        WeightsProbe(**at, layer=0),
        WhatIfProbe(**at, example=1, text=text, hold=hold),
    ]
    series = tasks.problem(config.task.name).group in ("series", "real")
    return [*found, FreeStatesProbe(**at, horizon=5)] if series else found


def in_eval(trainer: Trainer, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Answer, states and final hidden state of the fused network."""
    network = trainer.network.eval()
    states, final = network.recurrent(x)
    answer = network(x)
    network.train()
    return answer, states, final[0] if isinstance(final, tuple) else final


def assert_plain(reading: Any) -> None:
    """Only numbers and compact arrays, all of them finite."""
    for field in reading.__dataclass_fields__:
        for value in flat(getattr(reading, field)):
            if isinstance(value, np.ndarray):
                assert value.dtype in (np.float32, np.float64, np.int64)
                assert np.isfinite(value).all()
            else:
                assert value is None or isinstance(value, bool | int | float | str)


def flat(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple):
        return [part for one in value for part in flat(one)]
    if hasattr(value, "__dataclass_fields__"):
        return [part for field in value.__dataclass_fields__ for part in flat(getattr(value, field))]
    return [value]


@pytest.mark.parametrize(("name", "cell"), list(zip(SINGLE, cycle(CELLS), strict=False)))
def test_every_problem_and_every_cell_answers_every_probe(name: str, cell: Cell):
    config = small(name, cell)
    trainer = trained(config)
    problem, data = tasks.problem(name), trainer.dataset
    text = problem.write(data.held_out(1), config.task, data)
    for probe in probes(config) + probes(config, text=text):
        reading = read(probe, trainer)
        assert_plain(reading)
        pickle.loads(pickle.dumps(reading))


@pytest.mark.parametrize("cell", CELLS)
def test_hidden_states_are_the_fused_layers(cell: Cell):
    config = small("airline", cell)
    trainer = trained(config)
    _, states, final = in_eval(trainer, trainer.test_x[2:3])
    reading = read(InsideProbe(config=config, step=3, example=2), trainer)
    assert [(part.layer, part.backward) for part in reading.parts] == [
        (0, False),
        (0, True),
        (1, False),
        (1, True),
    ]
    forward, backward, *top = reading.parts
    both = np.concatenate([part.values["h"] for part in top], axis=1)
    assert both == pytest.approx(states[0].detach().numpy(), abs=1e-6)
    assert np.array_equal(reading.inputs, trainer.dataset.test_x[2])
    assert forward.values["h"][-1] == pytest.approx(final[0, 0].detach().numpy(), abs=1e-6)
    assert backward.values["h"][0] == pytest.approx(final[1, 0].detach().numpy(), abs=1e-6)


@pytest.mark.parametrize(("cell", "names"), [("lstm", "hcifgo"), ("gru", "hrzn"), ("rnn", "h")])
def test_the_gates_have_their_letters_and_make_the_states(cell: Cell, names: str):
    config = small("sine", cell)
    reading = read(InsideProbe(config=config, step=3, example=0), trained(config))
    v = reading.parts[0].values
    assert list(v) == list(names)
    assert {values.shape for values in v.values()} == {(config.task.length, 6)}
    assert {values.dtype for values in v.values()} == {np.dtype(np.float32)}
    if cell == "lstm":
        assert v["c"][1:] == pytest.approx(v["f"][1:] * v["c"][:-1] + v["i"][1:] * v["g"][1:], abs=1e-6)
        assert v["h"] == pytest.approx(v["o"] * np.tanh(v["c"]), abs=1e-6)
    if cell == "gru":
        assert v["h"][1:] == pytest.approx((1 - v["z"][1:]) * v["n"][1:] + v["z"][1:] * v["h"][:-1], abs=1e-6)


@pytest.mark.parametrize("name", SINGLE)
def test_the_answer_is_the_one_of_ones_own_sequence_and_the_target_is_the_tests(name: str):
    config = small(name)
    trainer = trained(config)
    problem, data = tasks.problem(name), trainer.dataset
    text = problem.write(data.held_out(4), config.task, data)
    own = read(InsideProbe(config=config, step=3, example=0, text=text), trainer)
    said = read(OwnProbe(config=config, step=3, text=text), trainer).values
    assert own.answer == pytest.approx(said, rel=1e-5, abs=1e-6)
    assert (own.target, own.loss) == (None, None)
    reading = read(InsideProbe(config=config, step=3, example=4), trainer)
    target = np.ravel(data.test_y[4])
    target = target[target != NO_TARGET]
    assert reading.target is not None
    if data.kind == "forecast":
        series = data.answer.series
        assert reading.target == pytest.approx(series.values[series.split + 4], rel=1e-5)
    else:
        assert np.array_equal(reading.target, target)
        assert reading.target.dtype == (np.float64 if data.answer.loss == "mse" else np.int64)
    if data.answer.loss == "mse":
        scale = data.answer.series.scale.std if data.kind == "forecast" else 1.0
        expected = float(np.mean((reading.answer - reading.target) ** 2)) / scale**2
    elif data.answer.loss == "bce":
        p = np.where(target == 1, reading.answer, 1 - reading.answer)
        expected = float(-np.log(p).mean())
    else:
        chances = np.atleast_2d(reading.answer)[np.arange(len(target)), target]
        expected = float(-np.log(chances).mean())
    assert reading.loss == pytest.approx(expected, rel=1e-3, abs=1e-7)


def test_examples_are_counted_round_and_round():
    trainer = trained(small("sum-sign"))
    count = len(trainer.test_x)
    one, other = (
        read(InsideProbe(config=trainer.config, step=3, example=n), trainer) for n in (3, 3 + count)
    )
    assert np.array_equal(one.inputs, other.inputs)


@pytest.mark.parametrize(
    ("name", "cell"), [*product(["recall", "parity"], CELLS), ("noise", "gru"), ("co2", "lstm")]
)
def test_gradients_at_the_inputs_are_autograds_through_the_fused_network(name: str, cell: Cell):
    config = small(name, cell, **DROPPING)
    trainer = trained(config)
    x = trainer.test_x[3:4].clone().requires_grad_()
    answer = in_eval(trainer, x)[0][0]
    output = answer[-1, 0] if trainer.dataset.answer.every_step else answer[answer.argmax()]
    (expected,) = torch.autograd.grad(output, x)
    reading = read(GradientsProbe(config=config, step=3, example=3), trainer)
    assert reading.inputs.dtype == np.float32
    assert reading.inputs == pytest.approx(expected[0].numpy(), rel=1e-3, abs=1e-7)


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
@pytest.mark.parametrize("text", [False, True])
def test_gradients_at_the_states_are_those_of_the_loss(cell: Cell, text: bool):
    """The gradient at the only layer's states, by hand: a bias added to every state gathers it."""
    config = small("adding", cell, **{"model.num_layers": 1, "model.bidirectional": False})
    trainer = trained(config)
    data, problem = trainer.dataset, tasks.problem("adding")
    written = problem.write(data.test_x[0], config.task, data) if text else ""
    reading = read(GradientsProbe(config=config, step=3, example=0, text=written), trainer)
    x = torch.tensor(problem.parse(written, config.task, data))[None] if text else trainer.test_x[:1]
    h = seen_states(trainer.network, x)
    answer = trainer.network.head(h[-1][0])
    loss = answer.square().sum() / 2 if text else LOSSES[data.answer.loss](answer, trainer.test_y[:1])
    expected = [g.norm().item() for g in torch.autograd.grad(loss, h)]
    (part,) = reading.parts
    assert part.h == pytest.approx(np.array(expected), rel=1e-3)
    assert (part.c is not None) == (cell == "lstm")


def seen_states(network: Network, x: Tensor) -> list[Tensor]:
    """One layer's hidden states, each a node of the graph: torch's layer called a time step at a time."""
    found: list[Tensor] = []
    state = None
    for x_t in x.split(1, dim=1):
        state = network.recurrent(x_t, state)[1]
        found.append(state[0] if isinstance(state, tuple) else state)
    return found


def test_each_time_step_back_through_a_linear_network_leaves_its_matrixs_scale_in_both_directions():
    config = small(
        "adding",
        "rnn",
        **{"model.nonlinearity": "relu", "model.num_layers": 1, "model.readout": "final"},
    )
    trainer = Trainer(config)
    with torch.no_grad():
        for end, rho in (("", 0.8), ("_reverse", 1.05)):
            get = trainer.network.recurrent.get_parameter
            get(f"weight_hh_l0{end}").copy_(rho * torch.eye(6).roll(1, 0))
            for name in ("weight_ih", "bias_ih", "bias_hh"):
                get(f"{name}_l0{end}").abs_()
        trainer.test_x.abs_()
    reading = read(GradientsProbe(config=config, step=0, example=0), trainer)
    assert [part.backward for part in reading.parts] == [False, True]
    forward, backward = (part.h for part in reading.parts)
    assert forward[:-1] / forward[1:] == pytest.approx(0.8, rel=1e-5)
    assert backward[1:] / backward[:-1] == pytest.approx(1.05, rel=1e-5)


def test_a_state_that_nothing_hangs_on_has_no_gradient():
    config = small("sine", "gru", **{"model.num_layers": 1})  # reads the last time step, in both directions
    backward = read(GradientsProbe(config=config, step=3, example=0), trained(config)).parts[1]
    assert np.count_nonzero(backward.h) == 1  # where the backward direction begins
    assert backward.h[-1] > 0


@pytest.mark.parametrize("cell", CELLS)
def test_weights_are_the_networks_and_stretch_as_numpy_says(cell: Cell):
    config = small("sine", cell)
    trainer = trained(config)
    reading = read(WeightsProbe(config=config, step=3, layer=1), trainer)
    for part, end in zip(reading.parts, ("", "_reverse"), strict=True):
        if cell == "by-hand":
            true = trainer.network.recurrent.get_parameter(f"weight_l1{end}")[:, -6:]
        else:
            true = trainer.network.recurrent.get_parameter(f"weight_hh_l1{end}")
        assert part.backward == bool(end)
        assert np.array_equal(part.recurrent, true.detach().numpy())
        assert part.names == (GATE_NAMES[cell] or ("h",))
        for n, block in enumerate(part.recurrent.astype(np.float64).reshape(-1, 6, 6)):
            assert part.singular[n] == pytest.approx(np.linalg.svd(block, compute_uv=False))
            assert part.radius[n] == pytest.approx(np.abs(np.linalg.eigvals(block)).max())


def test_weights_read_once_stay_as_they_were_while_training_goes_on():
    trainer = Trainer(small("sine"))
    first = read(WeightsProbe(config=trainer.config, step=0, layer=0), trainer).parts[0].recurrent
    copy = first.copy()
    trainer.run(3)
    assert np.array_equal(first, copy)


def test_a_network_that_has_diverged_can_still_be_looked_into():
    trainer = Trainer(small("sine"))
    with torch.no_grad():
        trainer.parameters[1].fill_(torch.nan)
    for probe in probes(trainer.config):
        read(probe, trainer)
    part = read(WeightsProbe(config=trainer.config, step=0, layer=0), trainer).parts[0]
    assert np.isnan(part.singular).all()
    assert np.isnan(part.radius).all()


@pytest.mark.parametrize("name", ["airline", "recall", "parity"])
def test_a_hold_on_nothing_changes_no_digit(name: str):
    config = small(name, **DROPPING)
    trainer = trained(config)
    reading = read(WhatIfProbe(config=config, step=3, example=2, hold=Hold(layer=1)), trainer)
    assert np.array_equal(reading.answer, reading.held_answer)
    assert (reading.loss, reading.test_loss) == (reading.held_loss, reading.held_test_loss)
    seen = read(InsideProbe(config=config, step=3, example=2), trainer)
    assert np.array_equal(reading.answer, seen.answer)
    assert reading.loss == seen.loss
    answers = trainer.answers(trainer.test_x[:TEST_EXAMPLES])
    expected = LOSSES[trainer.dataset.answer.loss](answers, trainer.test_y[:TEST_EXAMPLES]).item()
    assert reading.test_loss == pytest.approx(expected, rel=1e-5)


def test_what_is_held_changes_the_answer_and_both_losses():
    config = small("airline")
    trainer, hold = trained(config), Hold(layer=1, backward=True, silenced=(2, 4))
    reading = read(WhatIfProbe(config=config, step=3, example=0, hold=hold), trainer)
    example = Example(x=trainer.test_x[:1], y=None, points=trainer.dataset.held_out(0))
    assert np.array_equal(reading.held_answer, said(trainer.dataset, held_answer(trainer, hold), example))
    assert reading.held_answer != reading.answer
    assert reading.held_test_loss != reading.test_loss
    assert reading.held_loss != reading.loss


@torch.no_grad()
def held_answer(trainer: Trainer, hold: Hold) -> Tensor:
    return unroll(trainer.network, trainer.test_x[:1], hold=hold).answer[0]


@pytest.mark.parametrize("cell", CELLS)
def test_the_states_of_a_free_run_are_those_behind_its_points(cell: Cell):
    config = small("airline", cell, **{"model.readout": "final"})
    trainer = trained(config)
    horizon = config.task.length + 8
    reading = read(FreeStatesProbe(config=config, step=3, horizon=horizon), trainer)
    free = read(ForecastProbe(config=config, step=3, horizon=horizon), trainer).free_run
    assert np.array_equal(reading.values, free)
    assert reading.states.shape == (horizon, 12)
    series = trainer.dataset.answer.series
    assert series is not None
    head = trainer.network.head(torch.tensor(reading.states)).detach().numpy()  # the head reads these states
    assert head.ravel() * series.scale.std + series.scale.mean == pytest.approx(free, rel=1e-5)


def test_only_a_series_has_a_free_run():
    config = small("parity")
    with pytest.raises(TypeError, match="is no NextPoint"):
        read(FreeStatesProbe(config=config, step=3, horizon=4), trained(config))


@pytest.mark.parametrize(("name", "cell"), [("airline", "lstm"), ("parity", "gru"), ("recall", "by-hand")])
def test_looking_inside_leaves_the_trainer_bit_for_bit_as_it_was(name: str, cell: Cell):
    config = small(name, cell, **DROPPING)
    looked, undisturbed = Trainer(config), Trainer(config)
    looked.run(2)
    before, random = looked.checkpoint(), torch.get_rng_state()
    for probe in probes(config):
        read(probe, looked)
    assert looked.checkpoint() == before
    assert torch.equal(torch.get_rng_state(), random)
    assert looked.network.training
    looked.run(3)
    undisturbed.run(5)
    assert looked.checkpoint() == undisturbed.checkpoint()


def test_questions_are_values():
    asked = probes(small("sine"))
    assert len(set(asked)) == len(asked)
    assert pickle.loads(pickle.dumps(asked)) == asked


def test_a_layer_or_gate_that_is_not_there_is_refused_when_it_is_asked_for():
    at: dict[str, Any] = {"config": small("sine", "gru"), "step": 0}
    for refused in (
        lambda: WeightsProbe(**at, layer=2),
        lambda: WeightsProbe(**at, layer=-1),
        lambda: WhatIfProbe(**at, example=0, hold=Hold(gate="f")),
    ):
        with pytest.raises(ConfigError):
            refused()


def test_asking_loads_no_torch():
    code = "import sys, playground.probes.inside\nassert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
