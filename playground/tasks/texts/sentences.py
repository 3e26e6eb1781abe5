"""Sentences that praise or blame, from our own grammar: the order of the words decides.

Every template is filled twice with the same words, once in favour and once against, so that
neither the template nor the noun says anything. In a negated template the word of feeling is
turned around; in a contrast what follows "but" or "yet" decides, and beside "although" the
main clause does. In a template `{for}` and `{for2}` are adjectives with the sentence's own
feeling, `{against}` is one with the opposite feeling; `{for_verb}` and `{against_verb}` are
verbs likewise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from playground.data import made
from playground.data.words import words_of
from playground.tasks.texts.splits import Made, split_by_template

Kind = Literal["plain", "negated", "contrast"]
"""Whether the feeling is said plainly, turned around, or one of two."""
ENGLISH, CHINESE = "praise", "praise_zh"
"""The grammars, as their files are called. The Chinese one is read sign by sign."""
PAIRS = {ENGLISH: 4, CHINESE: 12}
"""How often each template is filled; each time gives a positive and a negative sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence and what its writer feels."""

    text: str
    positive: bool
    template: str
    """The sentence with gaps, one of `grammar()`."""
    kind: Kind


@cache
def grammar(name: str = ENGLISH) -> dict[str, Any]:
    """Nouns and adjectives by what is spoken of, verbs, and every template with its kind."""
    return made(name)


@cache
def sentences(name: str = ENGLISH) -> tuple[Sentence, ...]:
    """All sentences of a grammar, distinct and always in the same order, half of them positive."""
    rng, words = np.random.default_rng(0), grammar(name)
    templates = words["templates"].items()
    return tuple(
        sentence
        for template, kind in templates
        for sentence in _filled(template, kind, words, PAIRS[name], rng)
    )


def _filled(
    template: str, kind: Kind, words: dict[str, Any], pairs: int, rng: np.random.Generator
) -> Iterator[Sentence]:
    """So many times a positive sentence and the negative one with the feelings swapped."""
    seen: set[str] = set()
    while len(seen) < 2 * pairs:
        domain = words["domains"][rng.integers(len(words["domains"]))]
        noun, _ = _two(domain["nouns"], rng)
        good, bad = _two(domain["good"], rng), _two(domain["bad"], rng)
        good_verb, bad_verb = _two(words["good_verbs"], rng)[0], _two(words["bad_verbs"], rng)[0]
        in_favour = _gaps(good, good_verb, bad, bad_verb)
        against = _gaps(bad, bad_verb, good, good_verb)
        pair = [
            Sentence(
                text=_with_articles(template.format(noun=noun, **gaps)),
                positive=positive,
                template=template,
                kind=kind,
            )
            for gaps, positive in ((in_favour, True), (against, False))
        ]
        if not seen & {sentence.text for sentence in pair}:
            seen |= {sentence.text for sentence in pair}
            yield from pair


def _two(words: Sequence[str], rng: np.random.Generator) -> tuple[str, str]:
    first, second = rng.permutation(len(words))[:2]
    return words[first], words[second]


def _gaps(own: tuple[str, str], own_verb: str, other: tuple[str, str], other_verb: str) -> dict[str, str]:
    adjectives = {"for": own[0], "for2": own[1], "against": other[0]}
    return {**adjectives, "for_verb": own_verb, "against_verb": other_verb}


def _with_articles(text: str) -> str:
    return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text)


def split(seed: int, train_share: float, name: str = ENGLISH) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Indices into `sentences()` of the training side and of the test side.

    No template is on both sides, every kind is, both sides are half positive, and the test side
    has no word that the training side has not.

    Args:
        seed: which templates go to the test side.
        train_share: of the templates of each kind, 0.5 to 0.95.
        name: of the grammar.

    Raises:
        ConfigError: `train_share` is out of its range.
    """
    return split_by_template(
        [
            Made(template=one.template, kind=one.kind, contents=frozenset(words_of(one.text)))
            for one in sentences(name)
        ],
        seed,
        train_share,
    )
