"""The training as a value, checked when built."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from playground.config import conditions, rules
from playground.config.errors import ConfigError
from playground.config.kinds import Choice, Kind, Real, Whole
from playground.config.rules import MAX_SEED
from playground.config.setting import Setting, check_rows, field_of, row
from playground.i18n import N_

Optimizer = Literal["adam", "sgd", "rmsprop"]

MAX_STEPS = 10_000_000
"""Steps at which something may change: more than any run has."""
MAX_CHANGES = 50

LR = Setting(
    kind=Real(1e-6, 100.0),
    default=0.001,
    label=N_("Learning rate"),
    torch="optim.Adam(lr)",
    help=N_("The size of each step against the gradient. It can change during the run."),
    offered=(*(float(f"{one}e{power}") for power in range(-6, 2) for one in (1, 2, 5)), 100.0),
    log=True,
    grid=(0.003, 0.01, 0.03),
    first=True,
    live=True,
    same_run=True,
)
WEIGHT_DECAY = Setting(
    kind=Real(0.0, 1.0),
    default=0.0,
    label=N_("Weight decay"),
    torch="optim.Adam(weight_decay)",
    help=N_("How strongly each step pulls the weights towards 0. It can change during the run."),
    offered=(0.0, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1.0),
    log=True,
    grid=(0.0, 1e-4, 0.01),
    live=True,
    same_run=True,
)
MAX_NORM = Setting(
    kind=Real(0.01, 10.0),
    default=None,
    label=N_("Clip the gradient at norm"),
    torch="nn.utils.clip_grad_norm_(max_norm)",
    help=N_("A gradient with a larger norm is scaled down to this norm. It can change during the run."),
    off=N_("off"),
    offered=(None, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0),
    log=True,
    grid=(None, 0.5, 5.0),
    live=True,
    same_run=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of the training settings in mid-run: from `step` on, these hold."""

    step: int
    """The optimizer step from which the change holds, 1 or more."""
    lr: float
    weight_decay: float = WEIGHT_DECAY.default
    max_norm: float | None = MAX_NORM.default

    def __post_init__(self) -> None:
        rules.require_integer("change.step", self.step, 1, MAX_STEPS)
        for name, setting in RATES.items():
            value = getattr(self, name)
            setting.check(value, f"change.{name}")
            object.__setattr__(self, name, setting.kept(value))


RATES = {"lr": LR, "weight_decay": WEIGHT_DECAY, "max_norm": MAX_NORM}
"""The settings that a change may change."""


@dataclass(frozen=True, slots=True)
class Changes(Kind):
    """Changes in order of their steps; the kind of one setting."""

    def check(self, name: str, value: Any) -> None:
        """See `Kind`."""
        if not isinstance(value, tuple) or not all(isinstance(change, Change) for change in value):
            raise ConfigError(N_("{name} must be a list of changes."), name=name)
        steps = [change.step for change in value]
        if len(steps) > MAX_CHANGES:
            raise ConfigError(
                N_("{name} holds at most {most} changes, not {count}."),
                name=name,
                most=MAX_CHANGES,
                count=len(steps),
            )
        if any(later <= earlier for earlier, later in itertools.pairwise(steps)):
            raise ConfigError(N_("{name} must rise from step to step, not {steps}."), name=name, steps=steps)

    def read(self, name: str, text: str) -> tuple[Change, ...]:
        """Changes with semicolons between, each `step,lr,weight_decay,max_norm`."""
        return tuple(_read_change(part) for part in text.split(";") if part)

    def __str__(self) -> str:
        return "step,lr,weight_decay,max_norm;…"


def _read_change(text: str) -> Change:
    names = [known.name for known in fields(Change)]
    parts = text.split(",")
    if len(parts) != len(names):
        raise ConfigError(
            N_("A change must hold {names}, not {text!r:.60}."), names=", ".join(names), text=text
        )
    step, lr, weight_decay, max_norm = parts
    return Change(
        step=rules.whole_number("change.step", step),
        lr=rules.number("change.lr", lr),
        weight_decay=rules.number("change.weight_decay", weight_decay),
        max_norm=None if max_norm == "none" else rules.number("change.max_norm", max_norm),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """How the weights are improved, and when to stop."""

    lr: float = field_of(LR)
    optimizer: Optimizer = row(
        Choice(get_args(Optimizer)),
        "adam",
        label=N_("Optimizer"),
        torch="optim.Adam, optim.SGD, optim.RMSprop",
        help=N_("The rule that turns the gradient into a step."),
        names={"adam": N_("Adam"), "sgd": N_("SGD with momentum"), "rmsprop": N_("RMSprop")},
        grid=get_args(Optimizer),
    )
    momentum: float = row(
        Real(0.0, 0.99),
        0.9,
        label=N_("Momentum"),
        torch="optim.SGD(momentum)",
        help=N_("The share of the previous step that goes into the next one."),
        offered=(0.0, 0.5, 0.8, 0.9, 0.95, 0.99),
        needs=(conditions.HAS_MOMENTUM,),
        grid=(0.0, 0.5, 0.9),
    )
    teacher_forcing: float = row(
        Real(0.0, 1.0),
        1.0,
        label=N_("Teacher forcing"),
        help=N_(
            "How often training gives the decoder the correct previous token instead of its own output. "
            "At 100 %, it never learns to continue after its own mistakes."
        ),
        step=0.05,
        needs=(conditions.HAS_DECODER,),
        grid=(0.0, 0.5, 1.0),
    )
    forcing_decay: float = row(
        Real(0.5, 1.0),
        1.0,
        label=N_("Decay of teacher forcing per epoch"),
        help=N_("Each epoch multiplies teacher forcing by this number; 1 keeps it constant."),
        offered=(0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0),
        needs=(conditions.HAS_DECODER,),
    )
    weight_decay: float = field_of(WEIGHT_DECAY)
    max_norm: float | None = field_of(MAX_NORM)
    batch_size: int | None = row(
        Whole(1, 10_000),
        None,
        label=N_("Batch size"),
        torch="utils.data.DataLoader(batch_size)",
        help=N_("The number of examples in one optimizer step."),
        off=N_("all"),
        offered=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, None),
        log=True,
        grid=(8, 32, 128),
    )
    epochs: int = row(
        Whole(1, 5000),
        100,
        label=N_("Epochs"),
        help=N_("The number of passes over the whole train part."),
        log=True,
        grid=(5, 10, 20),
        same_run=True,
    )
    seed: int = row(
        Whole(0, MAX_SEED),
        0,
        label=N_("Seed"),
        torch="manual_seed(seed)",
        help=N_("Another seed gives other initial weights and another order of the examples."),
        grid=(0, 1, 2, 3),
        lane=False,
    )
    target_loss: float | None = row(
        Real(1e-9, 1000.0),
        None,
        label=N_("Stop at test loss"),
        help=N_("The run ends when its test loss is this small."),
        off=N_("off"),
        offered=(None, *(float(f"{one}e{power}") for power in range(-6, 0) for one in (1, 2, 5))),
        log=True,
    )
    patience: int | None = row(
        Whole(1, 5000),
        None,
        label=N_("Stop after epochs without progress"),
        help=N_("The run ends after this many epochs without a better test loss."),
        off=N_("off"),
        offered=(None, 2, 3, 5, 10, 20, 50, 100, 200, 500),
        log=True,
    )
    changes: tuple[Change, ...] = row(
        Changes(),
        (),
        label=N_("Changes during the run"),
        help=N_("The changes made during the run, with their steps."),
        lane=False,
        same_run=True,
    )

    def __post_init__(self) -> None:
        check_rows("training", self)

    def forcing_in(self, epoch: int) -> float:
        """The share of teacher forcing in an epoch, counted from 0."""
        return float(self.teacher_forcing * self.forcing_decay**epoch)

    def rates_at(self, step: int) -> TrainingConfig | Change:
        """The holder of `lr`, `weight_decay` and `max_norm` for the update after `step`."""
        past = [change for change in self.changes if change.step <= step]
        return past[-1] if past else self

    def course_of(self, name: str) -> tuple[tuple[int, float | None], ...]:
        """The values of `lr`, `weight_decay` or `max_norm`, each with the step from which it holds."""
        held = [(0, getattr(self, name)), *((change.step, getattr(change, name)) for change in self.changes)]
        return tuple(one for place, one in enumerate(held) if not place or one[1] != held[place - 1][1])
