"""The probes of the inside of a model at one step; values only, as in `requests`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from playground.config.rules import require_integer
from playground.models.hold import Hold
from playground.probes.requests import Probe

Targets = NDArray[np.float64] | NDArray[np.int64]
"""A number in the series' own unit or a plain one (1,), a class number (1,), or (time steps,) of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleProbe(Probe):
    """A reading of the network while it reads one example."""

    example: int
    """Number of a test example; counting goes on from the first after the last."""
    text: str = ""
    """The learner's own sequence, read in place of the test example where it is not empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsideProbe(ExampleProbe):
    """The states and gates of every layer at every time step."""

    decoder: bool = False
    """Of a network with an encoder and a decoder: whether the decoder is looked into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartReading:
    """The values of one direction of a layer at every time step."""

    layer: int
    backward: bool
    values: Mapping[str, NDArray[np.float32]]
    """(time steps, hidden_size) by letter: h, and c i f g o of an LSTM or r z n of a GRU."""
    start: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    """(hidden_size,) by letter: what a decoder begins with; every other part begins with zeros."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsideReading:
    """One example, seen from inside the network."""

    inputs: NDArray[np.float32]
    """(time steps, features) in the network's numbers."""
    parts: tuple[PartReading, ...]
    """In torch's order: layer 0 forward, layer 0 backward, layer 1 forward ..."""
    answer: NDArray[np.float64] | None
    """As `OwnReading.values`; `None` of an encoder and a decoder."""
    target: Targets | None
    """The right answer; `None` for the learner's own sequence."""
    loss: float | None
    tokens: tuple[int, ...] = ()
    """Of a decoder: the number of the target token it reads at each time step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellProbe(ExampleProbe):
    """One unit of one layer, in numbers: what every gate is made of at every time step."""

    layer: int
    unit: int
    decoder: bool = False
    """Of a network with an encoder and a decoder: whether the decoder is looked into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellNumbers:
    """One unit in one direction, worked out in float64."""

    backward: bool
    values: Mapping[str, NDArray[np.float64]]
    """(time steps,) by name: x, the mean of what is read; `h_before` and the like; states and gates by
    letter; and for each gate, such as f, `Wx_f` and `Uh_f`, its weights times what is read and times
    the state before."""
    biases: Mapping[str, float]
    """For each gate, such as f, `b_f`: the sum of torch's two. Where a GRU's reset gate comes between
    them `b_n` is the one of the input and `b′_n` the one of the state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReading:
    """One unit in every direction of its layer."""

    inside: InsideReading
    """All that the network read and was, while the unit was looked at."""
    parts: tuple[CellNumbers, ...]
    """One for each direction, the forward one first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsProbe(Probe):
    """How much every unit has to do with the right answer, over test examples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTargets:
    """Agreement of one layer and direction with the right answers."""

    layer: int
    backward: bool
    agreement: Mapping[str, NDArray[np.float64]]
    """(hidden_size,) by letter, h and an LSTM's c. Pearson's correlation with a number or with one
    of two classes, -1 to 1; with more classes the correlation ratio, the root of the share of a
    unit's variance that lies between the classes, 0 to 1. 0 where either side is constant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsReading:
    """Units and right answers: at every time step where each has one, else where the head reads."""

    parts: tuple[PartTargets, ...]
    """In torch's order."""
    examples: int
    """How many test examples were read; fewer the larger the network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradientsProbe(ExampleProbe):
    """How far back the loss of one example reaches, and what its answer hangs on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartGradients:
    """Gradients of the loss at the states of one layer and direction."""

    layer: int
    backward: bool
    h: NDArray[np.float64]
    """(time steps,) norm of the gradient at the hidden state."""
    c: NDArray[np.float64] | None
    """(time steps,) norm of the gradient at an LSTM's cell state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradientsReading:
    """Gradients of one example, in every layer and at its inputs."""

    parts: tuple[PartGradients, ...]
    """In torch's order: layer 0 forward, layer 0 backward, layer 1 forward ..."""
    inputs: NDArray[np.float32]
    """(time steps, features) gradient of one output: the number, or the one that decides before
    any sigmoid or softmax; the last time step's where each has an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsProbe(Probe):
    """The recurrent weights of one layer."""

    layer: int
    decoder: bool = False
    """Of a network with an encoder and a decoder: whether the decoder is looked into."""

    def __post_init__(self) -> None:
        require_integer("probe.layer", self.layer, 0, self.config.model.num_layers - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartWeights:
    """The recurrent weights of one direction, and how much they stretch a state."""

    backward: bool
    names: tuple[str, ...]
    """The gates in torch's row order, i f g o or r z n; h for a plain RNN."""
    recurrent: NDArray[np.float32]
    """(gates * hidden_size, hidden_size), gate by gate."""
    singular: NDArray[np.float64]
    """(gates, hidden_size) singular values of each gate's block, the largest first."""
    radius: tuple[float, ...]
    """Largest absolute eigenvalue of each gate's block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsReading:
    """The recurrent weights of one layer."""

    parts: tuple[PartWeights, ...]
    """One for each direction, the forward one first."""


TEST_EXAMPLES = 16
"""On how many test examples a held network is tried; more would take the largest over a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfProbe(ExampleProbe):
    """The answer of the network while something in it is held still."""

    hold: Hold

    def __post_init__(self) -> None:
        self.hold.require_fits(self.config.model)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfReading:
    """The network untouched and held, side by side."""

    answer: NDArray[np.float64]
    """As `OwnReading.values`."""
    held_answer: NDArray[np.float64]
    loss: float | None
    """Of the example; `None` for the learner's own sequence."""
    held_loss: float | None
    test_loss: float
    """Mean over the first `TEST_EXAMPLES` test examples."""
    held_test_loss: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeStatesProbe(Probe):
    """The states a network goes through while it forecasts a series alone."""

    horizon: int
    """Points the network goes on alone, fed with its own outputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeStatesReading:
    """A free run from the split on, with the state behind each point."""

    states: NDArray[np.float32]
    """(horizon, directions * hidden_size) the top layer's final hidden state after each window."""
    values: NDArray[np.float64]
    """(horizon,) in the series' own unit."""
