"""One experiment as a value: problem, model and training, checked when built.

These types are the only gate. The page, a link, the command line and a test all build
them, and a value outside its rule raises `ConfigError` with the rule and the value in it.
What only one problem can know (how long its sequences may be) is checked by
`playground.tasks.checked`.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from dataclasses import asdict, dataclass, field, fields
from functools import lru_cache
from typing import Any, Literal

from playground.errors import ConfigError
from playground.i18n import N_
from playground.model_config import Attention, Cell, Initialisation, ModelConfig, Nonlinearity, Readout
from playground.rules import (
    require_between,
    require_choice,
    require_integer,
    require_numbers,
    shown,
    store_floats,
)

__all__ = [
    "Attention",
    "Cell",
    "Change",
    "Initialisation",
    "ModelConfig",
    "Nonlinearity",
    "Optimizer",
    "Readout",
    "RunConfig",
    "TaskConfig",
    "TrainingConfig",
]

NUMERICS_VERSION = 1
"""Raised when the same config would train to other digits, so that old digests end."""

Optimizer = Literal["adam", "sgd", "rmsprop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskConfig:
    """Which problem, and the knobs of the problems; each problem says which it uses."""

    name: str = "sine"
    """A name in the registry of problems."""
    length: int = 10
    """Time steps the network reads: a forecast's window, or a sequence's length, 1 to 200."""
    examples: int = 1000
    """Generated sequences, or points of a generated series, 20 to 10,000."""
    noise: float = 0.0
    """Standard deviation of the noise added to a generated series, 0 to 2."""
    train_share: float = 0.8
    """Share of the examples used for training, 0.5 to 0.95."""
    data_seed: int = 0
    """Seed of the generated data, 0 to 2**31 - 1."""
    periods: tuple[float, ...] = ()
    """Periods of up to three mixed sines, in points, 2 to 1,000 each."""
    amplitudes: tuple[float, ...] = ()
    """Amplitudes of the mixed sines, one for each period, 0 to 10 each."""
    trend: float = 0.0
    """Rise of the mixed waves over the whole series, -10 to 10."""
    symbols: int = 8
    """Different symbols to recall, 2 to 10."""
    own: str = ""
    """Digest of the learner's own data, 32 hexadecimal digits; empty for data that the problem brings."""

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", self.name):
            raise ConfigError(
                N_("task.name must be a problem's short name, not {value}."), value=shown(self.name)
            )
        require_integer("task.length", self.length, 1, 200)
        require_integer("task.examples", self.examples, 20, 10_000)
        require_between("task.noise", self.noise, 0.0, 2.0)
        require_between("task.train_share", self.train_share, 0.5, 0.95)
        require_integer("task.data_seed", self.data_seed, 0, 2**31 - 1)
        require_numbers("task.periods", self.periods, 2.0, 1000.0, at_most=3)
        require_numbers("task.amplitudes", self.amplitudes, 0.0, 10.0, at_most=3)
        if len(self.periods) != len(self.amplitudes):
            raise ConfigError(
                N_(
                    "task.amplitudes needs one number for each of task.periods: {periods} periods, "
                    "{amplitudes} amplitudes."
                ),
                periods=len(self.periods),
                amplitudes=len(self.amplitudes),
            )
        require_between("task.trend", self.trend, -10.0, 10.0)
        require_integer("task.symbols", self.symbols, 2, 10)
        if not isinstance(self.own, str) or not re.fullmatch(r"(?:[0-9a-f]{32})?", self.own):
            raise ConfigError(
                N_("task.own must be empty or 32 hexadecimal digits, not {value}."), value=shown(self.own)
            )
        store_floats(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of the training settings in mid-run: from `step` on, these hold."""

    step: int
    """The optimizer step from which the change holds, 1 or more."""
    lr: float
    weight_decay: float = 0.0
    max_norm: float | None = None

    def __post_init__(self) -> None:
        require_integer("change.step", self.step, 1, 10_000_000)
        _require_rates("change", self)
        store_floats(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingConfig:
    """How the weights are improved, and when to stop."""

    optimizer: Optimizer = "adam"
    lr: float = 0.001
    """Learning rate, 1e-6 to 100."""
    momentum: float = 0.9
    """Momentum of SGD, 0 to 0.99; the other optimizers do not use it."""
    weight_decay: float = 0.0
    """Pull of the weights towards zero, 0 to 1."""
    max_norm: float | None = None
    """Gradient clipping: the largest norm let through, 0.01 to 10; `None` is off."""
    batch_size: int | None = None
    """Examples in a batch, 1 to 10,000; `None` is the whole training set."""
    epochs: int = 100
    """Passes over the training set, 1 to 5,000."""
    seed: int = 0
    """Seed of the initial weights and of the order of examples, 0 to 2**31 - 1."""
    target_loss: float | None = None
    """Stop when the test loss is at or under this, more than 0 to 1,000; `None` is off."""
    patience: int | None = None
    """Stop after this many epochs without a better test loss, 1 to 5,000; `None` is off."""
    teacher_forcing: float = 1.0
    """Share of a decoder's steps that read the true token before, not the one it said, 0 to 1."""
    forcing_decay: float = 1.0
    """What every epoch leaves of `teacher_forcing`, 0.5 to 1; 1 keeps it fixed."""
    changes: tuple[Change, ...] = ()
    """Changes made in mid-run, in order of their steps."""

    def __post_init__(self) -> None:
        require_choice("training.optimizer", self.optimizer, Optimizer)
        _require_rates("training", self)
        require_between("training.momentum", self.momentum, 0.0, 0.99)
        if self.batch_size is not None:
            require_integer("training.batch_size", self.batch_size, 1, 10_000)
        require_integer("training.epochs", self.epochs, 1, 5000)
        require_integer("training.seed", self.seed, 0, 2**31 - 1)
        if self.target_loss is not None:
            require_between("training.target_loss", self.target_loss, 1e-9, 1000.0)
        if self.patience is not None:
            require_integer("training.patience", self.patience, 1, 5000)
        require_between("training.teacher_forcing", self.teacher_forcing, 0.0, 1.0)
        require_between("training.forcing_decay", self.forcing_decay, 0.5, 1.0)
        self._require_ordered_changes()
        store_floats(self)

    def _require_ordered_changes(self) -> None:
        if not isinstance(self.changes, tuple) or not all(isinstance(c, Change) for c in self.changes):
            raise ConfigError(N_("training.changes must be a list of changes."))
        steps = [change.step for change in self.changes]
        if len(steps) > 50:
            raise ConfigError(N_("training.changes holds at most 50 changes, not {count}."), count=len(steps))
        if any(later <= earlier for earlier, later in itertools.pairwise(steps)):
            raise ConfigError(N_("training.changes must rise from step to step, not {steps}."), steps=steps)

    def forcing_in(self, epoch: int) -> float:
        """The share of teacher forcing in an epoch, counted from 0."""
        return float(self.teacher_forcing * self.forcing_decay**epoch)

    def rates_at(self, step: int) -> TrainingConfig | Change:
        """The holder of `lr`, `weight_decay` and `max_norm` for the update after `step`."""
        past = [change for change in self.changes if change.step <= step]
        return past[-1] if past else self


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfig:
    """One experiment: the same value always trains to the same digits."""

    task: TaskConfig = field(default_factory=TaskConfig)
    model: ModelConfig = field(default_factory=ModelConfig)
    training: TrainingConfig = field(default_factory=TrainingConfig)

    def __post_init__(self) -> None:
        for name, part in (("task", TaskConfig), ("model", ModelConfig), ("training", TrainingConfig)):
            if not isinstance(value := getattr(self, name), part):
                raise ConfigError(
                    N_("run.{name} must be a {part}, not {value}."),
                    name=name,
                    part=part.__name__,
                    value=shown(value),
                )

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON and of the numerics version, in hexadecimal."""
        return _digest(self, NUMERICS_VERSION)

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, every field."""
        return _canonical(self)

    @classmethod
    def from_json(cls, text: str) -> RunConfig:
        """The config in `text`; raises `ConfigError` where it breaks a rule."""
        try:
            values = json.loads(text)
        except (ValueError, TypeError, RecursionError) as error:
            raise ConfigError(N_("The experiment is not valid JSON.")) from error
        return cls.from_mapping(values)

    @classmethod
    def from_mapping(cls, values: object) -> RunConfig:
        """The config in nested mappings; unknown names and wrong types raise `ConfigError`."""
        parts = _known_fields("run", values, cls)
        training = dict(_known_fields("training", parts.get("training", {}), TrainingConfig))
        changes = training.pop("changes", ())
        if not isinstance(changes, (list, tuple)):
            raise ConfigError(N_("training.changes must be a list of changes."))
        return cls(
            task=TaskConfig(**_tuples(_known_fields("task", parts.get("task", {}), TaskConfig))),
            model=ModelConfig(**_known_fields("model", parts.get("model", {}), ModelConfig)),
            training=TrainingConfig(**training, changes=tuple(_change(change) for change in changes)),
        )


@lru_cache(maxsize=512)
def _canonical(config: RunConfig) -> str:
    return json.dumps(asdict(config), sort_keys=True, separators=(",", ":"), allow_nan=False)


@lru_cache(maxsize=512)
def _digest(config: RunConfig, numerics: int) -> str:
    text = f"{numerics}\n{_canonical(config)}"
    return hashlib.sha256(text.encode()).hexdigest()


def _change(values: object) -> Change:
    known = _known_fields("change", values, Change)
    missing = {"step", "lr"} - set(known)
    if missing:
        raise ConfigError(N_("A change needs {names}."), names=" and ".join(sorted(missing)))
    return Change(**known)


def _known_fields(where: str, values: object, cls: type) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise ConfigError(
            N_("{where} must hold named settings, not {values}."), where=where, values=shown(values)
        )
    names = {known.name for known in fields(cls)}
    for name in values:
        if name not in names:
            raise ConfigError(
                N_("{where} has no setting {name}; there are {names}."),
                where=where,
                name=shown(name),
                names=", ".join(sorted(names)),
            )
    return dict(values)


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _require_rates(where: str, rates: TrainingConfig | Change) -> None:
    require_between(f"{where}.lr", rates.lr, 1e-6, 100.0)
    require_between(f"{where}.weight_decay", rates.weight_decay, 0.0, 1.0)
    if rates.max_norm is not None:
        require_between(f"{where}.max_norm", rates.max_norm, 0.01, 10.0)
