"""How a decoder is taught and tested: what it reads, and how often it says exactly the right thing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.models.decode import greedy
from playground.models.evaluating import evaluating
from playground.models.seq2seq import Answer, Seq2Seq
from playground.tasks.answers import Pairs
from playground.tasks.pairs import scores
from playground.tasks.pairs.base import NOWHERE, PAD, START, Ids

CHUNK = 1024
"""Test pairs read at once, which bounds the memory of an evaluation."""


def read_pairs(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The tokens that a translator reads of a batch.

    Args:
        x: (batch, source, 1) numbers of source tokens, PAD behind.
        y: (batch, target) numbers of target tokens, `NO_TARGET` behind.

    Returns:
        source: (batch, source) ids.
        lengths: (batch,) real tokens of each source.
        target_in: (batch, target) START, then every true token but the last.
    """
    source, lengths = read_sources(x)
    start = torch.full_like(y[:, :1], START)
    return source, lengths, torch.cat([start, y[:, :-1].clamp(min=PAD)], dim=1)


def read_sources(x: Tensor) -> tuple[Tensor, Tensor]:
    """Ids and lengths of sources (batch, source, 1)."""
    source = x[..., 0].long()
    return source, (source != PAD).sum(dim=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """The answers to a test part."""

    logits: Tensor
    """(examples, target, target_size) reading the true token before each."""
    weights: Tensor | None
    """(examples, target, source) attention weights of the same reading; `None` without attention."""
    free: Tensor
    """(examples, target) ids said while reading its own words, PAD behind END."""


@torch.no_grad()
def answers_to_test_part(translator: Seq2Seq, x: Tensor, y: Tensor) -> Taught:
    """Answer the test part twice: told the true token before each, and left alone."""
    told: list[Answer] = []
    free: list[Tensor] = []
    with evaluating(translator):
        for some_x, some_y in zip(x.split(CHUNK), y.split(CHUNK), strict=True):
            source, lengths, target_in = read_pairs(some_x, some_y)
            told.append(translator.answer(source, lengths, target_in))
            free.append(greedy(translator, source, lengths, y.shape[1]).ids)
    looked = [one.weights for one in told if one.weights is not None]
    return Taught(
        logits=torch.cat([one.logits for one in told]),
        weights=torch.cat(looked) if looked else None,
        free=torch.cat(free),
    )


def teaching_metrics(taught: Taught, y: Tensor, pairs: Pairs) -> dict[str, float]:
    """The metrics of a translator on the test part, each a share from 0 to 1.

    Args:
        taught: the answers.
        y: (examples, target) true ids, `NO_TARGET` behind.
        pairs: knows where each token comes from.

    Returns:
        `accuracy` of single tokens, reading the true token before each, and `accuracy_free`, reading
        its own; `exact_match` of whole answers, which is the same for both: an answer without a
        mistake reads the truth either way. With attention, and where the truth is known, `aligned`:
        the mean weight on the true source position.
    """
    said, free, truth = taught.logits.argmax(dim=2).cpu().numpy(), taught.free.cpu().numpy(), _truth(y)
    found = {
        "accuracy": scores.token_accuracy(said, truth),
        "accuracy_free": scores.token_accuracy(free, truth),
        "exact_match": scores.exact_match(free, truth),
    }
    if taught.weights is not None and (pairs.places != NOWHERE).any():
        found["aligned"] = float(weight_on_truth(taught.weights, pairs.places).mean())
    return found


def whole_answers(said: Tensor, y: Tensor) -> NDArray[np.bool_]:
    """(examples,) whether every token up to END is right."""
    return scores.whole_answers(said.numpy(), _truth(y))


def _truth(y: Tensor) -> Ids:
    """True ids with PAD behind, as scores are counted."""
    truth: Ids = y.clamp(min=PAD).cpu().numpy()
    return truth


def weight_on_truth(weights: Tensor, places: NDArray[np.int64]) -> NDArray[np.float32]:
    """(aligned tokens,) weight on the true position of each target token that has one."""
    rows, steps = np.nonzero(places != NOWHERE)
    return np.asarray(weights.cpu().numpy()[rows, steps, places[rows, steps]])
