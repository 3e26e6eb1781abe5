"""Words as numbers: which number each has, and rows of equal length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from playground.i18n import N_, _
from playground.listing import filled, shape

PAD = 0
"""The number that fills a row behind its last word."""

UNKNOWN = 1
"""The number of every word that is not in the vocabulary."""

RESERVED = ("<pad>", "<unknown>")
"""Names of the two numbers that stand for no word; `words_of` never gives them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words a network knows; the number of a word is its place.

    Raises:
        ValueError: the first two words are not `RESERVED`, or a word comes twice.
    """

    words: tuple[str, ...]
    """`RESERVED`, then the words themselves."""
    _ids: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.words[:2] != RESERVED:
            raise ValueError(f"A vocabulary starts with {RESERVED}, not with {self.words[:2]}.")
        if len(set(self.words)) < len(self.words):
            raise ValueError("The words of a vocabulary must be distinct.")
        # Without the reserved names, so that a text which holds them cannot reach their numbers.
        ids = {word: place for place, word in enumerate(self.words) if place > UNKNOWN}
        object.__setattr__(self, "_ids", ids)

    @classmethod
    def of(
        cls, sentences: Iterable[Sequence[str]], at_least: int = 1, at_most: int | None = None
    ) -> Vocabulary:
        """The words that come `at_least` times or more, most frequent first, ties alphabetical.

        Args:
            sentences: their words.
            at_least: how often a word must come, 1 or more.
            at_most: how many words there may be; `None` is all.
        """
        counts = Counter(word for sentence in sentences for word in sentence)
        kept = (word for word, count in counts.items() if count >= at_least and word not in RESERVED)
        ranked = sorted(kept, key=lambda word: (-counts[word], word))
        return cls(words=(*RESERVED, *ranked[:at_most]))

    def ids(self, words: Sequence[str]) -> NDArray[np.int64]:
        """(words,) the number of each word, `UNKNOWN` for those that are not known."""
        return np.array([self._ids.get(word, UNKNOWN) for word in words], dtype=np.int64)

    def word(self, id: int) -> str:
        """The word with the number `id`; raises `IndexError` where no word has it."""
        if not 0 <= id < len(self.words):
            raise IndexError(f"Words have the numbers 0 to {len(self.words) - 1}, not {id}.")
        return self.words[id]

    def __len__(self) -> int:
        return len(self.words)

    @property
    def is_of_characters(self) -> bool:
        """Whether its words are single signs, so that a text is read sign by sign."""
        return all(len(word) == 1 for word in self.words[len(RESERVED) :])


def padded(rows: Sequence[NDArray[np.int64]], length: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of any length as one array: cut at `length`, `PAD` behind.

    Args:
        rows: each (words,), one word or more.
        length: 1 or more.

    Returns:
        ids: (rows, length).
        lengths: (rows,) how many words of each row are there, 1 to `length`.

    Raises:
        ValueError: a row without a word, or a `length` below 1.
    """
    if length < 1:
        raise ValueError(f"The length must be 1 or more, not {length}.")
    empty = [number for number, row in enumerate(rows) if not len(row)]
    if empty:
        raise ValueError(f"Every row needs a word; row {empty[0]} has none.")
    ids = np.full((len(rows), length), PAD, dtype=np.int64)
    for line, row in zip(ids, rows, strict=True):
        line[: len(row)] = row[:length]
    return ids, np.array([min(len(row), length) for row in rows], dtype=np.int64)


NUMBERS = """
ranked = sorted(counts, key=lambda word: (-counts[word], word))  # $ranked
vocabulary = ["<pad>", "<unknown>", *ranked$most]
numbers = {word: number for number, word in enumerate(vocabulary)}
"""
_RANKED = N_("the most frequent first")

PADDED = """
x = np.zeros((len(texts), LENGTH), dtype=np.int64)  # $x, $pad
for row, words in zip(x, texts, strict=True):
    ids = [numbers.get(word, 1) for word in words[:LENGTH]]  # $unknown
    row[: len(ids)] = ids
"""
_PAD = N_("0 fills up behind the last word")
_UNKNOWN = N_("1 is any unknown word")


def numbers_code(at_most: int | None = None) -> str:
    """The lines that number the words by their `counts` in the train part, as `Vocabulary.of` does."""
    return filled(NUMBERS, ranked=_(_RANKED), most="" if at_most is None else f"[:{at_most}]")


def padded_code(rows: int, length: int) -> str:
    """The lines that make rows of numbers of `texts`, as `padded` does."""
    return filled(PADDED, x=shape(rows, length), pad=_(_PAD), unknown=_(_UNKNOWN))
