"""The probes of a decoder at one step; values only, as in `requests`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.config.rules import require_integer
from playground.probes.inside import ExampleProbe
from playground.probes.requests import Probe

WIDEST_BEAM = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedProbe(ExampleProbe):
    """The answer of the decoder to one source, and where the decoder looks meanwhile."""

    prefix: tuple[int, ...] = ()
    """Numbers of target tokens that are said first, whatever the network would say."""
    uniform: bool = False
    """Whether attention is spread evenly over the source."""
    forced: tuple[tuple[int, int], ...] = ()
    """Steps of the decoder at which all attention is on one source position, both from 0."""
    beam: int = 1
    """Answers kept growing side by side, 1 to 10; 1 takes the likeliest token each time."""

    def __post_init__(self) -> None:
        require_integer("probe.beam", self.beam, 1, WIDEST_BEAM)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedReading:
    """One answer of the decoder."""

    source: NDArray[np.int64]
    """(source,) numbers of the tokens that were read."""
    said: NDArray[np.int64]
    """(target,) numbers of the tokens that were said, END the last of a complete answer."""
    weights: NDArray[np.float32] | None
    """(target, source) attention weights; `None` without attention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendingProbe(DecodedProbe):
    """The same answer, and how attention was worked out for one of its tokens."""

    output: int
    """Which token, from 0; of a shorter answer the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendingReading:
    """One answer, and one look at the source."""

    decoded: DecodedReading
    output: int
    """Which token it is."""
    scores: NDArray[np.float64]
    """(source,) how well each state fits the decoder's, before the softmax."""
    states: NDArray[np.float64]
    """(source, directions * hidden_size) what the encoder made of each token."""
    context: NDArray[np.float64]
    """(directions * hidden_size,) the states, weighted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationProbe(Probe):
    """How good the answers to the whole test part are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationReading:
    """Shares from 0 to 1 over the test part."""

    loss: float
    """Mean loss, reading the true token before each."""
    accuracy: float
    """Right tokens, reading the true token before each."""
    accuracy_free: float
    """Right tokens, reading its own."""
    exact_match: float
    """Whole answers right."""
    on: float | None
    """Mean attention on the true source position; `None` without attention or known positions."""
    within_one: float | None
    """Mean attention on the true position and its neighbours."""
    rank_correlation: float | None
    """Mean of Spearman's, -1 to 1: whether attention moves through the source in the right order."""
    lengths: NDArray[np.int64]
    """(lengths,) the different lengths of test sources, rising."""
    counts: NDArray[np.int64]
    """(lengths,) test sources of each."""
    exact: NDArray[np.float64]
    """(lengths,) share of whole answers right for each."""
