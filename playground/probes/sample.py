"""The probe of a network that goes on alone, by its own next symbols; values only, as in `requests`."""

from __future__ import annotations

from dataclasses import dataclass

from playground.config.rules import MAX_SEED, require_between, require_integer
from playground.probes.requests import Probe

HOTTEST = 2.0
"""The highest temperature."""
LONGEST = 1000
"""The most characters of a sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleProbe(Probe):
    """A text that the network goes on with, fed with its own choices."""

    prompt: str
    """The text it reads first, as `Problem.parse` reads it."""
    temperature: float
    """The divisor of the scores before softmax, 0 to 2; 0 always takes the likeliest."""
    length: int
    """Characters to write, 1 to 1,000."""
    seed: int
    """Of the choices by chance; the same seed makes the same choices from the same probabilities."""

    def __post_init__(self) -> None:
        require_between("probe.temperature", self.temperature, 0.0, HOTTEST)
        require_integer("probe.length", self.length, 1, LONGEST)
        require_integer("probe.seed", self.seed, 0, MAX_SEED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleReading:
    """The text that the network wrote."""

    text: str
    """Without the prompt; shorter than asked for where the network's scores are no numbers any more."""
