"""Reads the inside of a trainer's network, and what the answers mean; runs in a worker."""

from __future__ import annotations

from copy import deepcopy
from typing import NamedTuple, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground import tasks
from playground.models.evaluating import evaluating
from playground.models.hold import GATE_NAMES, Hold
from playground.models.network import Network
from playground.models.seq2seq import Seq2Seq
from playground.models.unroll import LayerTrace, Recurrent, unroll, unroll_input, weights_of
from playground.probes.inside import (
    TEST_EXAMPLES,
    ExampleProbe,
    FreeStatesProbe,
    FreeStatesReading,
    GradientsProbe,
    GradientsReading,
    InsideProbe,
    InsideReading,
    PartGradients,
    PartWeights,
    Targets,
    WeightsProbe,
    WeightsReading,
    WhatIfProbe,
    WhatIfReading,
)
from playground.probes.translate import inside_translator, parts_of
from playground.tasks.answers import Answer, NextPoint
from playground.tasks.base import Dataset
from playground.tasks.texts.vocabulary import PAD
from playground.training.losses import LOSSES, loss_of, probabilities
from playground.training.trainer import EVALUATION_CHUNK, Trainer


@torch.no_grad()
def inside(probe: InsideProbe, trainer: Trainer) -> InsideReading:
    """Every state and gate of every layer while the network reads one example."""
    if isinstance(trainer.module, Seq2Seq):
        return inside_translator(probe, trainer)
    data = trainer.dataset
    example = _example(probe, trainer)
    x, y = example.x, example.y
    features, lengths = trainer.network.read_in(x)
    seen = unroll(trainer.network, features, lengths=lengths)
    return InsideReading(
        inputs=features[0].numpy().copy(),
        parts=parts_of(seen.traces),
        answer=said(data, seen.answer[0], example),
        target=None if y is None else _target(data, y, example),
        loss=None if y is None else loss_of(data, seen.answer, y),
    )


def gradients(probe: GradientsProbe, trainer: Trainer) -> GradientsReading:
    """Gradients of the example's loss at every state, and of its answer at the inputs.

    The learner's own sequence has no target: half the squared norm of the head's numbers stands in
    for its loss. Computed in float64, where norms far below 1e-38 are still told apart.
    """
    example = _example(probe, trainer)
    x, y = example.x, example.y
    network = deepcopy(trainer.network).double()
    features = network.read_in(x)[0].detach().double()
    twice = features.repeat(2, 1, 1).requires_grad_()  # one for the loss and one for the answer
    seen = unroll(network, twice)
    own, second = asked(trainer.dataset, seen.answer[:1], x), asked(trainer.dataset, seen.answer[1:], x)
    loss = own.square().sum() / 2 if y is None else _loss(trainer.dataset, seen.answer[:1], y)
    total = loss + (second[0, -1] if trainer.dataset.answer.every_step else second).max()
    names = seen.state_names
    states = [getattr(step, name) for name in names for trace in seen.traces for step in trace.steps]
    found = torch.autograd.grad(total, [*states, twice], allow_unused=True, materialize_grads=True)
    norms = torch.stack([grad[0].norm() for grad in found[:-1]])
    by_part = norms.reshape(len(names), len(seen.traces), -1).numpy()  # (names, parts, time steps)
    parts = tuple(_part_gradients(trace, by_part[:, n]) for n, trace in enumerate(seen.traces))
    return GradientsReading(parts=parts, inputs=found[-1][1].float().numpy())


@torch.no_grad()
def weights(probe: WeightsProbe, trainer: Trainer) -> WeightsReading:
    """The recurrent weights of one layer, and how much each gate's block stretches a state."""
    model = trainer.config.model
    names = GATE_NAMES[model.cell] or ("h",)
    parts = []
    for backward in (False, True)[: 1 if probe.decoder else model.num_directions]:
        hh = weights_of(recurrent_of(trainer, probe.decoder), probe.layer, backward).hh
        blocks = hh.double().reshape(len(names), model.hidden_size, model.hidden_size)
        if blocks.isfinite().all():
            singular, radius = torch.linalg.svdvals(blocks), torch.linalg.eigvals(blocks).abs().amax(1)
        else:  # a diverged network's weights have neither
            singular = torch.full((len(names), model.hidden_size), torch.nan, dtype=torch.float64)
            radius = singular[:, 0]
        parts.append(
            PartWeights(
                backward=backward,
                names=names,
                recurrent=hh.numpy().copy(),
                singular=singular.numpy(),
                radius=tuple(radius.tolist()),
            )
        )
    return WeightsReading(parts=tuple(parts))


def recurrent_of(trainer: Trainer, decoder: bool) -> Recurrent:
    """The recurrent layers; of an encoder and a decoder those of one of them."""
    if isinstance(trainer.module, Seq2Seq):
        return cast(Recurrent, trainer.module.decoder if decoder else trainer.module.encoder)
    return cast(Recurrent, trainer.network.recurrent)


@torch.no_grad()
def what_if(probe: WhatIfProbe, trainer: Trainer) -> WhatIfReading:
    """The answer and its loss, with and without what is held still."""
    data, hold = trainer.dataset, probe.hold
    example = _example(probe, trainer)
    x, y = example.x, example.y
    free, held = unroll_input(trainer.network, x), unroll_input(trainer.network, x, hold=hold)
    return WhatIfReading(
        answer=said(data, free.answer[0], example),
        held_answer=said(data, held.answer[0], example),
        loss=None if y is None else loss_of(data, free.answer, y),
        held_loss=None if y is None else loss_of(data, held.answer, y),
        test_loss=_test_loss(trainer, None),
        held_test_loss=_test_loss(trainer, hold),
    )


@torch.no_grad()
def free_states(probe: FreeStatesProbe, trainer: Trainer) -> FreeStatesReading:
    """The top layer's final hidden state after each window of a free run."""
    steps = trainer.test_x.shape[1]
    points = _run_on(trainer, probe.horizon)  # (steps + horizon, features)
    windows = points.unfold(0, steps, 1)[: probe.horizon].transpose(1, 2)  # (.., steps, features)
    states = []
    for one in windows.split(EVALUATION_CHUNK):
        final = _final(trainer.network, one)  # (layers * directions, windows, hidden_size)
        states.append(torch.cat(list(final[-trainer.network.num_directions :]), dim=1))
    values = _points(trainer, points[steps:])
    return FreeStatesReading(states=torch.cat(states).numpy(), values=values)


def free_run(trainer: Trainer, horizon: int) -> NDArray[np.float64]:
    """Forecasts from the split on, each read from the ones before it: (horizon,) in the series' unit.

    An input beside the series keeps its last value before the split: the future is not known.
    """
    return _points(trainer, _run_on(trainer, horizon)[-horizon:])


def _points(trainer: Trainer, run: Tensor) -> NDArray[np.float64]:
    series = trainer.dataset.answer_as(NextPoint).series
    return series.run(run[:, 0].numpy().astype(np.float64))


@torch.no_grad()
def _run_on(trainer: Trainer, horizon: int) -> Tensor:
    """The window before the split, and the free run after it: (steps + horizon, features)."""
    points = trainer.test_x[0]  # (steps, features), all of it before the first test target
    kept = trainer.dataset.answer_as(NextPoint).series.repeated(points[-1, 1:].numpy())
    window, known = points[None], torch.tensor(kept, dtype=points.dtype)[None, None]
    run = [points]
    with evaluating(trainer.network):
        for _ in range(horizon):
            value = trainer.network(window)
            point = torch.cat([value[:, None], known], dim=2)  # (1, 1, features)
            run.append(point[0])
            window = torch.cat([window[:, 1:], point], dim=1)
    return torch.cat(run)


class Example(NamedTuple):
    """One example, the learner's own or one of the test part."""

    x: Tensor
    """(1, time steps, features)"""
    y: Tensor | None
    """(1, ...) its target, where there is one."""
    points: NDArray[np.generic]
    """(time steps, features) the same as `x` in the unit that people read."""


def said(data: Dataset, output: Tensor, example: Example) -> NDArray[np.float64]:
    """The head's numbers for one example as people read them: `OwnReading.values`."""
    found = asked(data, probabilities(data, output)[None], example.x)[0]
    if data.answer.output_size == 1:
        return own_unit(data.answer, found, float(example.points[-1, 0]))
    return found.numpy().astype(np.float64)


def asked(data: Dataset, values: Tensor, x: Tensor) -> Tensor:
    """Of (1, ...) answers or targets those that are asked for: no padding behind a text has any."""
    if not data.answer.every_step:
        return values
    places = torch.arange(x.shape[1])[data.answer.asked]
    return values[:, places[x[0, places, 0] != PAD] if data.has_words else places]


def own_unit(answer: Answer, values: Tensor, last: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """The network's numbers in the unit that people read, in one row; `last` as `Answer` has it."""
    return answer.in_its_unit(values.numpy().ravel(), last)


def _example(probe: ExampleProbe, trainer: Trainer) -> Example:
    """The example that is looked at; texts end with their last word, unless the padding is read too."""
    n = probe.example % len(trainer.test_x)
    x, y, points = trainer.test_x[n : n + 1], trainer.test_y[n : n + 1], trainer.dataset.held_out(n)
    example = own_example(probe.text, trainer) if probe.text else Example(x, y, points)
    lengths = trainer.network.read_in(example.x)[1]
    if lengths is None:
        return example
    end, right = int(lengths), example.y
    if right is not None and trainer.dataset.answer.every_step:
        right = right[:, :end]
    return example._replace(x=example.x[:, :end], y=right)


def own_example(text: str, trainer: Trainer) -> Example:
    """A learner's own sequence as an example of the data."""
    task, data = trainer.config.task, trainer.dataset
    problem = tasks.problem(task.name)
    x = torch.tensor(problem.parse(text, task, data))[None]
    return Example(x=x, y=None, points=problem.points(text, task, data))


def _target(data: Dataset, y: Tensor, example: Example) -> Targets:
    numbers = asked(data, y, example.x).numpy().ravel()
    if data.answer.names:
        return numbers.astype(np.int64)
    return data.answer.in_its_unit(numbers, float(example.points[-1, 0]))


def _loss(data: Dataset, answer: Tensor, y: Tensor) -> Tensor:
    return LOSSES[data.answer.loss](answer, y.to(answer.dtype) if y.is_floating_point() else y)


def _part_gradients(trace: LayerTrace, norms: NDArray[np.float64]) -> PartGradients:
    c = norms[1] if len(norms) > 1 else None
    return PartGradients(layer=trace.layer, backward=trace.backward, h=norms[0], c=c)


def _test_loss(trainer: Trainer, hold: Hold | None) -> float:
    x, y = trainer.test_x[:TEST_EXAMPLES], trainer.test_y[:TEST_EXAMPLES]
    return loss_of(trainer.dataset, unroll_input(trainer.network, x, hold=hold).answer, y)


def _final(network: Network, x: Tensor) -> Tensor:
    final = unroll_input(network, x).final
    return final[0] if isinstance(final, tuple) else final
