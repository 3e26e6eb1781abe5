"""How a learner looks at a run; nothing here changes what is trained."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from playground.charts.inside.units import Order, Scale
from playground.config import RunConfig, TaskConfig
from playground.models.hold import Hold
from playground.tasks import problem
from playground.tasks.base import Problem

Side = Literal["answers", "network", "attention", "states", "gates", "gradients"]
SIDES = get_args(Side)
TABS = ("learning", "states", "gates", "gradients", "cell", "what-if", "weights", "code")
"""The sides of a run one can look at; the first is the usual one, and is left out of links."""
PAIR_TABS = ("learning", "states", "gates", "cell", "weights", "code")
"""Those that an encoder and a decoder have."""


def tabs_of(config: RunConfig) -> tuple[str, ...]:
    """The sides of a run one can look at."""
    return PAIR_TABS if problem(config.task.name).group == "pairs" else TABS


def page_of(chosen: Problem) -> str:
    """The page that shows one run of a problem, as it stands in its address."""
    return {"text": "text", "pairs": "attention"}.get(chosen.group, "train")


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """How the learner looks at the run; nothing here changes what is trained."""

    log_loss: bool = False
    smoothing: float | None = None
    """Strength of the moving average; `None` smooths only where an epoch has several batches."""
    horizon: int = 100
    """Points of the free run."""
    compare_free: bool = False
    """Whether the simple forecasts are compared in the free run instead of one step ahead."""
    own_text: str = ""
    """The learner's own sequence, as last typed or drawn; empty shows a held-out example."""
    own_lines: str = ""
    """Several of the learner's own sequences, one a line."""
    own_task: TaskConfig | None = None
    """The problem they were written for."""
    own_fault: str = ""
    """Why the last rows of the learner's own were not taken, until something is changed successfully."""
    own_example: int = 0
    """Which held-out example to begin with."""
    tab: str = TABS[0]
    """Which side of the run is looked at."""
    layer: int = 0
    """The recurrent layer looked into, from 0."""
    backward: bool = False
    """Whether the chosen unit is one of the backward direction, where there is one."""
    gate: str = ""
    """The gate that is lit in the cell's diagram, by its letter."""
    code_at: int = 0
    """How often the cell's equations have led to their line of code."""
    unit: int | None = None
    """The unit looked at, from 0; `None` is all of them."""
    cell_state: bool = False
    """Whether an LSTM's cell state is shown instead of its hidden state."""
    order: Order = "index"
    """How units are sorted: by index, by peak or by similarity."""
    scale: Scale = "layer"
    """The range of a unit's colours: the unit's, the layer's, or a common one."""
    decoder: bool = False
    """Of a network with an encoder and a decoder: whether the decoder is looked into."""
    uniform: bool = False
    """Whether attention is spread evenly, whatever the network would do."""
    forced: tuple[tuple[int, int], ...] = ()
    """At which step of the decoder all attention is on which source position, both from 0."""
    beam: int = 1
    """Answers a decoder keeps growing side by side."""
    prefix: str = ""
    """The words a decoder is made to say first, as the learner typed them."""
    output: int = 0
    """Which token of a decoder's answer is looked at in numbers, from 0."""
    side: Side = "answers"
    """The pictures that stand side by side for all lanes."""
    target_share: float = 0.1
    """The share of the baseline's loss at which a lane counts as having solved the problem."""
    seeds: int = 5
    """How many seeds are tried of every lane."""
    cliff: Literal["", "going", "stopped"] = ""
    """Whether the delays of the memory cliff are trained, or were."""
    started: str = ""
    """Which sweep of which experiment is being trained, as `playground.ui.sweep.runs` names it."""
    run: str = ""
    """Digest of the run of a sweep that is looked at."""
    by_time: bool = False
    """Whether runs that are compared are looked at after the same time, not after the same step."""
    twin: bool = False
    """Whether the same network with or without attention is trained beside this one."""
    hold: Hold = field(default_factory=Hold)
    """The parts held still in "What if"."""
    temperature: float = 0.8
    """How freely the network chooses what it writes; 0 always takes the likeliest character."""
    sample_seed: int = 0
    """Of the choices by chance in what it writes."""
