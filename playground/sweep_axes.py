"""The settings a sweep may search, and how one of them is searched: by a few values, or over a range."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from playground import edits, tasks
from playground.config import Attention, Initialisation, Nonlinearity, Optimizer, Readout, RunConfig
from playground.errors import ConfigError
from playground.i18n import N_
from playground.rules import require_between, shown

MOST_VALUES = 40
DIGITS = 3
"""Digits that matter of a number found at random, so that it can be read and shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A setting that is a number."""

    low: float
    high: float
    usual: tuple[str, ...]
    """Values a grid begins with, as links write them, rising; "none" may stand in front."""
    whole: bool = False
    log: bool = False
    """Whether equal ratios matter rather than equal differences."""

    def checked(self, path: str, value: Any) -> None:
        """Raise `ConfigError` where `value` is outside the range; off is always inside."""
        if value is not None:
            require_between(path, value, self.low, self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """A setting that is one of a few words."""

    usual: tuple[str, ...]

    def checked(self, path: str, value: Any) -> None:
        """Raise `ConfigError` where `value` is none of them."""
        if edits.written(value) not in self.usual:
            raise ConfigError(
                N_("{path} must be one of {choices}, not {value}."),
                path=path,
                choices=", ".join(self.usual),
                value=shown(value),
            )


_WHOLE: dict[str, Any] = {"whole": True, "log": True}
_SHARES: dict[str, Any] = {"low": 0.0, "high": 0.9, "usual": ("0", "0.2", "0.5")}

FIELDS: Mapping[str, Numbers | Choices] = {
    "model.hidden_size": Numbers(low=1, high=256, usual=("8", "16", "32"), **_WHOLE),
    "training.lr": Numbers(low=1e-6, high=100, usual=("0.003", "0.01", "0.03"), log=True),
    "model.num_layers": Numbers(low=1, high=4, usual=("1", "2", "3"), whole=True),
    "model.bidirectional": Choices(usual=("false", "true")),
    "model.dropout": Numbers(**_SHARES),
    "model.head_dropout": Numbers(**_SHARES),
    "model.nonlinearity": Choices(usual=get_args(Nonlinearity)),
    "model.initialisation": Choices(usual=get_args(Initialisation)),
    "model.forget_bias": Numbers(low=-5, high=5, usual=("none", "0", "1", "2")),
    "model.readout": Choices(usual=get_args(Readout)),
    "model.embedding_size": Numbers(low=1, high=128, usual=("4", "16", "64"), **_WHOLE),
    "model.attention": Choices(usual=get_args(Attention)),
    "training.optimizer": Choices(usual=get_args(Optimizer)),
    "training.momentum": Numbers(low=0, high=0.99, usual=("0", "0.5", "0.9")),
    "training.weight_decay": Numbers(low=0, high=1, usual=("0", "0.0001", "0.01"), log=True),
    "training.max_norm": Numbers(low=0.01, high=10, usual=("none", "0.5", "5"), log=True),
    "training.batch_size": Numbers(low=1, high=10_000, usual=("8", "32", "128"), **_WHOLE),
    "training.epochs": Numbers(low=1, high=5000, usual=("5", "10", "20"), **_WHOLE),
    "training.seed": Numbers(low=0, high=1000, usual=("0", "1", "2", "3"), whole=True),
    "training.teacher_forcing": Numbers(low=0, high=1, usual=("0", "0.5", "1")),
}
"""Every setting that may be an axis, the usual two first."""

_OF_TEXTS = ("model.embedding_size",)
_OF_PAIRS = ("model.attention", "model.embedding_size", "training.teacher_forcing")
_NOT_OF_PAIRS = ("model.head_dropout", "model.nonlinearity", "model.readout")


def fields_of(config: RunConfig) -> tuple[str, ...]:
    """The settings that change something in a run of this problem, in the order of `FIELDS`."""
    data = tasks.dataset(config.task)
    unused = {*_OF_TEXTS, *_OF_PAIRS}
    if data.pairs is not None:
        unused = set(_NOT_OF_PAIRS)
    elif data.vocabulary is not None:
        unused -= set(_OF_TEXTS)
    if data.every_step:
        unused.add("model.readout")
    if data.says_next:
        unused.add("model.bidirectional")  # the other way has seen what comes next
    return tuple(path for path in FIELDS if path not in unused)


def field(path: str) -> Numbers | Choices:
    """What is known of a setting; raises `ConfigError` where it cannot be an axis."""
    if path not in FIELDS:
        raise ConfigError(
            N_("A sweep cannot search {path}; only settings of the network and of the training."),
            path=shown(path),
        )
    return FIELDS[path]


def checked_value(path: str, text: str) -> str:
    """A value of an axis as links write it; raises `ConfigError` where it cannot be one."""
    value = edits.parsed(path, text)
    field(path).checked(path, value)
    return edits.written(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One setting that is searched: a few values, or a range of numbers.

    Raises:
        ConfigError: the setting cannot be searched, or a value is outside its rule.
    """

    path: str
    values: tuple[str, ...] = ()
    """As links write them, 1 to 40; empty for a range."""
    low: float | None = None
    high: float | None = None
    log: bool = False
    """Whether a range is searched by equal ratios rather than equal differences; only from above 0."""

    def __post_init__(self) -> None:
        known = field(self.path)
        if self.values:
            if len(self.values) > MOST_VALUES or self.low is not None or self.high is not None:
                raise ConfigError(
                    N_("{path} may have up to {most} values, or a range."), path=self.path, most=MOST_VALUES
                )
            checked = dict.fromkeys(checked_value(self.path, text) for text in self.values)
            object.__setattr__(self, "values", tuple(checked))
            return
        if self.low is None or self.high is None or isinstance(known, Choices):
            raise ConfigError(N_("{path} needs at least one value to search."), path=self.path)
        for name in ("low", "high"):
            require_between(self.path, getattr(self, name), known.low, known.high)
            object.__setattr__(self, name, float(getattr(self, name)))
        if known.whole and not (self.low.is_integer() and self.high.is_integer()):
            raise ConfigError(N_("The range of {path} must have whole numbers at both ends."), path=self.path)
        if not self.low < self.high or (self.log and self.low <= 0):
            raise ConfigError(
                N_(
                    "The range of {path} must rise, and by ratios it must begin above 0: not {low:g} to "
                    "{high:g}."
                ),
                path=self.path,
                low=self.low,
                high=self.high,
            )

    def at(self, share: float) -> Any:
        """The value at `share` of the axis, from 0 up to (not including) 1."""
        if self.low is None or self.high is None:
            return edits.parsed(self.path, self.values[int(share * len(self.values))])
        low, high, known = self.low, self.high, FIELDS[self.path]
        whole = isinstance(known, Numbers) and known.whole
        if self.log:
            value = low * (high / low) ** share
        elif whole:
            return math.floor(low + share * (high - low + 1))  # every number has the same chance
        else:
            value = low + share * (high - low)
        return round(value) if whole else min(max(float(f"{value:.{DIGITS}g}"), low), high)


def listed(axis: Axis) -> Axis:
    """The axis with a few values in place of a range: its ends and the middle."""
    if axis.values:
        return axis
    texts = tuple(edits.written(axis.at(share)) for share in (0.0, 0.5, 1 - 1e-12))
    return Axis(path=axis.path, values=texts)


def ranged(axis: Axis) -> Axis:
    """The axis with the range its numbers span, where they span one; words stay words."""
    known = FIELDS[axis.path]
    if isinstance(known, Choices) or not axis.values:
        return axis
    for texts in (axis.values, known.usual):
        numbers = [float(text) for text in texts if text != "none"]
        if numbers and min(numbers) < max(numbers):
            log = known.log and min(numbers) > 0
            return Axis(path=axis.path, low=min(numbers), high=max(numbers), log=log)
    return axis


def usual_axis(path: str, *, as_range: bool) -> Axis:
    """Where a search of this setting begins."""
    axis = Axis(path=path, values=field(path).usual)
    return ranged(axis) if as_range else axis


def written_axis(axis: Axis) -> str:
    """The axis as a link holds it: `training.lr:0.01,0.03`, or `training.lr:0.001..0.1,log`."""
    if axis.low is None or axis.high is None:
        return f"{axis.path}:{','.join(axis.values)}"
    ends = f"{edits.written(axis.low)}..{edits.written(axis.high)}"
    return f"{axis.path}:{ends}{',log' if axis.log else ''}"


def parsed_axis(text: str) -> Axis:
    """The axis in a link; raises `ConfigError` where there is none."""
    path, colon, values = text.partition(":")
    if not colon:
        raise ConfigError(
            N_("A setting is searched like training.lr:0.01,0.03, not {text!r:.60}."), text=text
        )
    field(path)
    if ".." not in values:
        return Axis(path=path, values=tuple(values.split(",")))
    ends, comma, log = values.partition(",")
    if comma and log != "log":
        raise ConfigError(
            N_("A range is written like {path}:1..8,log, not {text!r:.60}."), path=path, text=text
        )
    low, high = (end_of(path, end) for end in ends.split("..", 1))
    return Axis(path=path, low=low, high=high, log=bool(comma))


def end_of(path: str, text: str) -> float:
    """One end of a range as it is written; raises `ConfigError` where it is no number."""
    value = edits.parsed(path, text)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ConfigError(
            N_("The range of {path} must have numbers at both ends, not {text!r:.60}."), path=path, text=text
        )
    return float(value)
