"""A pair of sequences, a problem made of pairs, and tokens as numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.config import TaskConfig

PAD = 0
"""Fills a row behind its end."""
START = 1
"""The token that the decoder reads before its first answer."""
END = 2
"""The token that the decoder says when its answer is complete."""

MARKS = ("<pad>", "<start>", "<end>")
"""How the three are written; no token of a problem looks like them."""

Ids = NDArray[np.int64]
Tokens = tuple[str, ...]
Places = tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sequence to read and the sequence to answer with, without START, END and PAD."""

    source: Tokens
    target: Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class PairProblem:
    """One problem: words, pairs, and how a learner's own source is read."""

    name: str
    title: str
    question: str
    """The problem's question, in one or two sentences."""
    examples: tuple[str, ...]
    """Texts that `parse` accepts, to click on."""
    source_tokens: Tokens
    """Every token a source can have, in a fixed order."""
    target_tokens: Tokens
    make: Callable[[int, int, np.random.Generator], list[Pair]]
    """`make(count, length, rng)`: `count` pairs with different sources, or all pairs if there are fewer.

    `length` is 1 or more. Its meaning is the problem's own: copy, reverse and sort have sources of
    exactly that many letters, numbers have at most that many digits, dates are as long as they are.
    """
    code: Callable[[TaskConfig], str]
    """The lines of a script that make the same `sources` and `targets`, in the order of the data set."""
    code_tokens: tuple[str, str]
    """What those lines call the tokens of sources and of targets."""
    parse: Callable[[str], Tokens]
    """A learner's own source; raises `ExampleError` with what is accepted."""
    answer: Callable[[Tokens], Tokens]
    """The true target of a source that `make` or `parse` gave."""
    alignment: Callable[[Tokens, Tokens], Places] | None
    """For every token of a true target, the position in the source it comes from, or `None` if it
    comes from nowhere in particular."""


NOWHERE = -1
"""Stands for the place of a target token that comes from nowhere in particular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenTable:
    """Tokens as numbers: 0 to 2 are PAD, START and END, then come `tokens` in their order."""

    tokens: Tokens

    @property
    def names(self) -> Tokens:
        """The token of every number."""
        return (*MARKS, *self.tokens)

    def __len__(self) -> int:
        return len(MARKS) + len(self.tokens)

    def encode(self, rows: Sequence[Sequence[str]]) -> tuple[Ids, Ids]:
        """Rows of tokens as numbers; a token that is not in the table is a `KeyError`.

        Returns:
            (rows, longest row) numbers with PAD behind, and (rows,) lengths.
        """
        number = {token: place for place, token in enumerate(self.names)}
        lengths = np.array([len(row) for row in rows], dtype=np.int64)
        ids = np.full((len(rows), max(map(len, rows), default=0)), PAD, dtype=np.int64)
        for line, row in zip(ids, rows, strict=True):
            line[: len(row)] = [number[token] for token in row]
        return ids, lengths

    def encode_targets(self, rows: Sequence[Sequence[str]]) -> tuple[Ids, Ids]:
        """The tokens that a decoder is taught with: it reads START and the row, and says the row and END.

        Returns:
            Both (rows, longest row + 1) with PAD behind.
        """
        _, start, end = MARKS
        reads, _ = self.encode([(start, *row) for row in rows])
        says, _ = self.encode([(*row, end) for row in rows])
        return reads, says

    def decode(self, ids: Ids) -> Tokens:
        """The tokens of one row (time steps,) up to its END; without one, the whole row.

        A network that has learned little may say PAD or START: they come out as they are written.
        """
        ends = np.flatnonzero(ids == END)
        known = self.names
        return tuple(known[one] for one in ids[: ends[0] if len(ends) else None])


def said(tokens: Tokens) -> str:
    """Tokens as people read them: letters in a row, words with blanks between."""
    return (" " if any(len(token) > 1 for token in tokens if token not in MARKS) else "").join(tokens)
