"""The settings a sweep may search, and how one of them is searched: by a few values, or over a range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from playground import tasks
from playground.config import SETTINGS, RunConfig, Setting, written
from playground.config.errors import ConfigError
from playground.config.kinds import Whole
from playground.config.rules import require_between, shown
from playground.experiments import edits
from playground.i18n import N_

MOST_VALUES = 40
DIGITS = 3
"""Digits that matter of a number found at random, so that it can be read and shared."""
USUAL = ("model.hidden_size", "training.lr")
"""The settings that a sweep begins with."""
SEARCHED = (*USUAL, *(path for path, setting in SETTINGS.items() if setting.grid and path not in USUAL))
"""Every setting that may be an axis."""

_FALLING = N_(
    "The range of {path} must rise, and on a log scale it must begin above 0: not {low:g} to {high:g}."
)


def paths_of(config: RunConfig) -> tuple[str, ...]:
    """The settings that change something in a run of this problem, in the order of `SEARCHED`."""
    data = tasks.dataset(config.task)
    return tuple(path for path in SEARCHED if SETTINGS[path].unmet(data=data) is None)


def searched(path: str) -> Setting:
    """The row of a setting; raises `ConfigError` where it cannot be an axis."""
    if path not in SEARCHED:
        raise ConfigError(
            N_("A sweep cannot search {path}; only settings of the network and of the training."),
            path=shown(path),
        )
    return SETTINGS[path]


def checked_value(path: str, text: str) -> str:
    """A value of an axis as links write it; raises `ConfigError` where it cannot be one."""
    value = edits.parsed(path, text)
    searched(path).check(value)
    return written(value)


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
        known = searched(self.path)
        if self.values:
            if len(self.values) > MOST_VALUES or self.low is not None or self.high is not None:
                raise ConfigError(
                    N_("{path} may have up to {most} values, or a range."), path=self.path, most=MOST_VALUES
                )
            checked = dict.fromkeys(checked_value(self.path, text) for text in self.values)
            object.__setattr__(self, "values", tuple(checked))
            return
        if self.low is None or self.high is None or not known.is_number:
            raise ConfigError(N_("{path} needs at least one value to search."), path=self.path)
        for name in ("low", "high"):
            require_between(self.path, getattr(self, name), known.low, known.high)
            object.__setattr__(self, name, float(getattr(self, name)))
        if self._is_whole and not (self.low.is_integer() and self.high.is_integer()):
            raise ConfigError(N_("The range of {path} must have whole numbers at both ends."), path=self.path)
        if not self.low < self.high or (self.log and self.low <= 0):
            raise ConfigError(_FALLING, path=self.path, low=self.low, high=self.high)

    def at(self, share: float) -> Any:
        """The value at `share` of the axis, from 0 up to (not including) 1."""
        if self.low is None or self.high is None:
            return edits.parsed(self.path, self.values[int(share * len(self.values))])
        low, high, whole = self.low, self.high, self._is_whole
        if self.log:
            value = low * (high / low) ** share
        elif whole:
            return math.floor(low + share * (high - low + 1))  # every number has the same chance
        else:
            value = low + share * (high - low)
        return round(value) if whole else min(max(float(f"{value:.{DIGITS}g}"), low), high)

    @property
    def _is_whole(self) -> bool:
        return isinstance(SETTINGS[self.path].kind, Whole)


def listed(axis: Axis) -> Axis:
    """The axis with a few values in place of a range: its ends and the middle."""
    if axis.values:
        return axis
    texts = tuple(written(axis.at(share)) for share in (0.0, 0.5, 1 - 1e-12))
    return Axis(path=axis.path, values=texts)


def ranged(axis: Axis) -> Axis:
    """The axis with the range its numbers span, where they span one; words stay words."""
    known = SETTINGS[axis.path]
    if not known.is_number or not axis.values:
        return axis
    for texts in (axis.values, map(written, known.grid)):
        numbers = [float(text) for text in texts if text != "none"]
        if numbers and min(numbers) < max(numbers):
            log = known.log and min(numbers) > 0
            return Axis(path=axis.path, low=min(numbers), high=max(numbers), log=log)
    return axis


def usual_axis(path: str, *, as_range: bool) -> Axis:
    """Where a search of this setting begins."""
    axis = Axis(path=path, values=tuple(map(written, searched(path).grid)))
    return ranged(axis) if as_range else axis


def written_axis(axis: Axis) -> str:
    """The axis as a link holds it: `training.lr:0.01,0.03`, or `training.lr:0.001..0.1,log`."""
    if axis.low is None or axis.high is None:
        return f"{axis.path}:{','.join(axis.values)}"
    ends = f"{written(axis.low)}..{written(axis.high)}"
    return f"{axis.path}:{ends}{',log' if axis.log else ''}"


def parsed_axis(text: str) -> Axis:
    """The axis in a link; raises `ConfigError` where there is none."""
    path, colon, values = text.partition(":")
    if not colon:
        raise ConfigError(
            N_("A setting is searched like training.lr:0.01,0.03, not {text!r:.60}."), text=text
        )
    searched(path)
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
