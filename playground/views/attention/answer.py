"""One answer of the decoder as plain words: read by the web server, so without torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.config.errors import ExampleError
from playground.i18n import N_
from playground.probes.decoded import DecodedReading
from playground.tasks.answers import Pairs
from playground.tasks.base import Dataset
from playground.tasks.pairs.base import END, PAD, Places, Tokens
from playground.views.inside import chosen
from playground.views.scene import Looked

LONGEST_BEGINNING = 50
"""Tokens an answer may be made to begin with; no true answer has as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A source, the decoder's answer to it, and the true answer."""

    source: Tokens
    said: Tokens
    true: Tokens
    right: tuple[bool, ...]
    """(said,) whether each token is the true one at its place."""
    places: Places
    """(true,) the source position each true token comes from, or `None`."""

    @property
    def is_right(self) -> bool:
        """Whether the whole answer is right."""
        return self.said == self.true


def pairs_of(data: Dataset) -> Pairs:
    """The problem's answer as `Pairs`; every problem of this page has one."""
    return data.answer_as(Pairs)


def source_of(looked: Looked, data: Dataset) -> Tokens:
    """The tokens of the chosen source: the learner's own, or a held-out one."""
    ids = chosen.sequence(looked, data)[:, 0].astype(np.int64)
    return pairs_of(data).source.decode(ids[ids != PAD])


def understood(reading: DecodedReading, data: Dataset) -> Said:
    """A reading beside the truth."""
    pairs = pairs_of(data)
    source = pairs.source.decode(reading.source)
    said, true = pairs.target.decode(reading.said), pairs.problem.answer(source)
    places = pairs.problem.alignment(source, true) if pairs.problem.alignment else (None,) * len(true)
    return Said(
        source=source,
        said=said,
        true=true,
        right=tuple(place < len(true) and token == true[place] for place, token in enumerate(said)),
        places=places,
    )


def true_ids(source: Tokens, data: Dataset) -> tuple[int, ...]:
    """The numbers of the true answer's tokens, END behind."""
    ids, _ = pairs_of(data).target.encode([pairs_of(data).problem.answer(source)])
    return (*ids[0].tolist(), END)


def target_ids(text: str, data: Dataset) -> tuple[int, ...]:
    """The beginning of an answer, typed by the learner, as numbers of tokens.

    Raises:
        ExampleError: something in it is no token an answer can have.
    """
    table = pairs_of(data).target
    by_words = any(len(token) > 1 for token in table.tokens)
    tokens = text.lower().split() if by_words else [sign for sign in text.lower() if not sign.isspace()]
    if len(tokens) > LONGEST_BEGINNING:
        raise ExampleError(
            N_("An answer can begin with at most {most} tokens, not with {count}."),
            most=LONGEST_BEGINNING,
            count=len(tokens),
        )
    for token in tokens:
        if token not in table.tokens:
            listed = ", ".join(table.tokens) if by_words else "".join(table.tokens)
            raise ExampleError(
                N_("An answer can begin with any of {listed}, not with {token!r}."),
                listed=listed,
                token=token[:20],
            )
    ids, _ = table.encode([tokens])
    return tuple(ids[0].tolist())
