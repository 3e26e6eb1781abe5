"""Sentences with a tag for every word, and many words that have two: the context decides which.

For some the words to the LEFT decide ("the walk" NOUN, "they walk" VERB). For others only those
to the RIGHT do ("the light box" ADJ, "the light is" NOUN): their templates have two readings
that are equal up to the ambiguous word, so no rule that looks left only can tell them apart.

In a template, `word/TAG` is a word and `$list/TAG` one of a list; `$list2` is another word of the
same list. Behind the tag of an ambiguous word, `<` says that the left decides it and `>` that
only the right does. A bar separates readings that are filled with the same words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from playground.data import made
from playground.tasks.texts.splits import Made, split_by_template

Tag = Literal["DET", "NOUN", "VERB", "ADJ", "ADV", "PREP", "PRON", "CONJ"]
Needs = Literal["", "left", "right"]
Rule = Callable[[Sequence[str]], tuple[Tag, ...]]
"""Gives each word of a sentence a tag."""

CEILING = 0.5
"""The best share of the words that need the right which a rule can tag from the left alone, on all
sentences and on each side of a split; `ceiling` computes it."""

SENTENCES_OF_TEMPLATE = 10

_NEEDS: dict[str, Needs] = {"": "", "<": "left", ">": "right"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedSentence:
    """One sentence, a tag for each word, and where to look for it."""

    words: tuple[str, ...]
    tags: tuple[Tag, ...]
    template: str
    """One of `grammar()`'s; both readings of a template have the same name."""
    needs: tuple[Needs, ...]
    """Which side decides each word's tag; empty for a word that has only one."""


@lru_cache(maxsize=1)
def grammar() -> dict[str, Any]:
    """Lists of words, templates that the left decides, and templates of two readings for the right."""
    return made("tagged")


@lru_cache(maxsize=1)
def tagged_sentences() -> tuple[TaggedSentence, ...]:
    """All sentences, distinct and always in the same order: 3 to 12 words."""
    rng = np.random.default_rng(0)
    templates = (*grammar()["left"], *grammar()["right"])
    return tuple(sentence for template in templates for sentence in _filled(template, rng))


def _filled(template: str, rng: np.random.Generator) -> Iterator[TaggedSentence]:
    """`SENTENCES_OF_TEMPLATE` sentences; each choice of words gives one of every reading."""
    readings = template.split(" | ")
    decks = {name: _pairs(words, rng) for name, words in grammar()["words"].items()}
    seen: set[tuple[str, ...]] = set()
    while len(seen) < SENTENCES_OF_TEMPLATE:
        chosen: dict[str, str] = {}
        for name, deck in decks.items():
            chosen[name], chosen[f"{name}2"] = next(deck)
        found = [_sentence(reading, template, chosen) for reading in readings]
        new = {sentence.words for sentence in found} - seen
        if len(new) == len(readings):  # else one prefix would be seen with one of its tags more often
            seen |= new
            yield from found


def _pairs(words: Sequence[str], rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    """Each word in turn with another one, in a new order every round: no template misses a word."""
    while True:
        for place in rng.permutation(len(words)):
            other = (place + rng.integers(1, len(words))) % len(words)
            yield words[place], words[other]


def _sentence(reading: str, template: str, chosen: dict[str, str]) -> TaggedSentence:
    parts = [part.split("/") for part in reading.split()]
    tags = [mark.rstrip("<>") for _, mark in parts]
    return TaggedSentence(
        words=tuple(chosen[word[1:]] if word[0] == "$" else word for word, _ in parts),
        tags=tuple(cast(Tag, tag) for tag in tags),
        template=template,
        needs=tuple(_NEEDS[mark[len(tag) :]] for (_, mark), tag in zip(parts, tags, strict=True)),
    )


def split(seed: int, train_share: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Indices into `tagged_sentences()` of the training side and of the test side.

    No template is on both sides. Both sides have words that need the left and words that need the
    right, and every word of the test side is in the training side with each tag it has.

    Args:
        seed: which templates go to the test side.
        train_share: of the templates of each kind, 0.5 to 0.95.

    Raises:
        ConfigError: `train_share` is out of its range.
    """
    sentences = [
        Made(
            template=one.template,
            kind="right" if one.template in grammar()["right"] else "left",
            contents=frozenset(zip(one.words, one.tags, strict=True)),
        )
        for one in tagged_sentences()
    ]
    return split_by_template(sentences, seed, train_share)


def ceiling(sentences: Sequence[TaggedSentence], needs: Needs = "right") -> float:
    """The best accuracy on words with these `needs` of any rule that sees a word and all to its left.

    The best rule knows these very sentences and gives, after each beginning, the tag that follows
    it most often.

    Raises:
        ValueError: no word has these `needs`.
    """
    tags: defaultdict[tuple[str, ...], Counter[Tag]] = defaultdict(Counter)
    for sentence in sentences:
        for place, tag in enumerate(sentence.tags):
            if sentence.needs[place] == needs:
                tags[sentence.words[: place + 1]][tag] += 1
    total = sum(count.total() for count in tags.values())
    if not total:
        raise ValueError(f"No word of these sentences has the needs {needs!r}.")
    return sum(max(count.values()) for count in tags.values()) / total


def most_frequent_tag(train: Sequence[TaggedSentence]) -> Rule:
    """The baseline: each word always gets the tag it has most often in `train`.

    A word that is not in `train` gets the most frequent tag of all; ties go to the first in the
    alphabet.

    Raises:
        ValueError: `train` is empty.
    """
    counts: defaultdict[str, Counter[Tag]] = defaultdict(Counter)
    for sentence in train:
        for word, tag in zip(sentence.words, sentence.tags, strict=True):
            counts[word][tag] += 1
    if not counts:
        raise ValueError("The baseline needs a sentence to learn from.")
    usual = {word: _top(count) for word, count in counts.items()}
    fallback = _top(sum(counts.values(), Counter()))
    return lambda words: tuple(usual.get(word, fallback) for word in words)


def _top(count: Counter[Tag]) -> Tag:
    return min(count, key=lambda tag: (-count[tag], tag))


def accuracy(rule: Rule, sentences: Sequence[TaggedSentence], needs: Needs | None = None) -> float:
    """The share `rule` tags right of all words, or of those with these `needs`; `ValueError` without any."""
    right = [
        guess == tag
        for sentence in sentences
        for guess, tag, need in zip(rule(sentence.words), sentence.tags, sentence.needs, strict=True)
        if needs in (None, need)
    ]
    if not right:
        raise ValueError(f"No word of these sentences has the needs {needs!r}.")
    return sum(right) / len(right)
