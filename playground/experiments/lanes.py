"""Several runs side by side: one experiment they share, and what each has for itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from playground import config
from playground.config import SETTINGS, RunConfig
from playground.config.errors import ConfigError, LinkError
from playground.experiments import edits
from playground.experiments.fairness import differences, equal_parameters
from playground.i18n import N_

FEWEST, MOST = 2, 4
SHARED = tuple(path for path, setting in SETTINGS.items() if not setting.lane)
"""Settings that are the same in all lanes, or they would not be given the same to learn."""

Own = tuple[tuple[str, str], ...]
"""A lane's own settings: paths and values as links write them, in the order of their paths."""

CELLS: tuple[Own, ...] = tuple((("model.cell", cell),) for cell in ("rnn", "lstm", "gru"))
"""The lanes that a comparison begins with."""

_COUNT = N_("There may be {fewest} to {most} lanes, not {count}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """Two to four runs of one experiment.

    Raises:
        ConfigError: there are too few or too many, or a lane changes what all must share.
    """

    own: tuple[Own, ...] = CELLS
    fair: bool = False
    """Whether all have about as many parameters as the first, instead of equal hidden sizes."""

    def __post_init__(self) -> None:
        if not FEWEST <= len(self.own) <= MOST:
            raise ConfigError(_COUNT, fewest=FEWEST, most=MOST, count=len(self.own))
        for path, _text in (pair for own in self.own for pair in own):
            if path in SHARED:
                raise ConfigError(N_("All lanes share {path}; a lane cannot have its own."), path=path)

    def of(self, base: RunConfig) -> tuple[RunConfig, ...]:
        """The run of each lane, set back as a page does it; raises `ConfigError` where it does not fit."""
        return _configs(self, base)


@lru_cache(maxsize=64)
def _configs(lanes: Lanes, base: RunConfig) -> tuple[RunConfig, ...]:
    """A page asks for the lanes again and again; solving for equal parameters takes a while."""
    configs = tuple(_with(base, own) for own in lanes.own)
    return equal_parameters(configs) if lanes.fair else configs


def _with(base: RunConfig, own: Own) -> RunConfig:
    run = base
    for path, text in own:
        run = edits.with_setting(run, path, edits.parsed(path, text))
    return run


def beside(runs: Sequence[RunConfig]) -> tuple[RunConfig, Lanes]:
    """Single runs as lanes: what they share, and what each has for itself.

    Raises:
        ConfigError: they are too few or too many, or differ in what all lanes must share.
    """
    lanes = Lanes(own=tuple(owned(own) for own in differences(runs)))
    if lanes.of(runs[0]) != tuple(runs):
        raise ConfigError(N_("These runs cannot be compared: a setting of one does not fit another."))
    return runs[0], lanes


def owned(values: Mapping[str, object]) -> Own:
    """A lane's own settings from their values."""
    return tuple(sorted((path, config.written(value)) for path, value in values.items()))


def written(lanes: Sequence[Own]) -> str:
    """The lanes as a link holds them: `model.cell:rnn/model.cell:lstm,model.hidden_size:64`."""
    return "/".join(",".join(f"{path}:{text}" for path, text in own) for own in lanes)


def parsed(text: str) -> tuple[Own, ...]:
    """The lanes in a link; raises `LinkError` where it holds none."""
    try:
        return tuple(_parsed_lane(lane) for lane in text.split("/"))
    except ConfigError as error:
        raise LinkError(N_("This link does not hold lanes: {error}"), error=error) from error


def _parsed_lane(text: str) -> Own:
    values = {}
    for part in text.split(",") if text else ():
        path, colon, value = part.partition(":")
        if not colon:
            raise ConfigError(N_("A lane is written like model.cell:gru, not {part!r:.60}."), part=part)
        values[path] = edits.parsed(path, value)
    return owned(values)
