"""Sentences that praise or blame, from our own grammar: the order of the words decides.

Every template is filled twice with the same words, once in favour and once against, so that
neither the template nor the noun says anything. In a negated template the word of feeling is
turned around; in a contrast what follows "but" or "yet" decides, and beside "although" the
main clause does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from playground.data.words import words_of
from playground.tasks.texts.sentence_templates import BAD_VERBS, DOMAINS, GOOD_VERBS, TEMPLATES, Kind
from playground.tasks.texts.splits import Made, split_by_template

PAIRS = 4
"""How often each template is filled; each time gives a positive and a negative sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence and what its writer feels."""

    text: str
    positive: bool
    template: str
    """The sentence with gaps, one of `TEMPLATES`."""

    @property
    def kind(self) -> Kind:
        """Whether the feeling is said plainly, turned around, or one of two."""
        return TEMPLATES[self.template]


@lru_cache(maxsize=1)
def sentences() -> tuple[Sentence, ...]:
    """All sentences, distinct and always in the same order: 3 to 14 words, half of them positive."""
    rng = np.random.default_rng(0)
    return tuple(sentence for template in TEMPLATES for sentence in _filled(template, rng))


def _filled(template: str, rng: np.random.Generator) -> Iterator[Sentence]:
    """`PAIRS` times a positive sentence and the negative one with the feelings swapped."""
    seen: set[str] = set()
    while len(seen) < 2 * PAIRS:
        domain = DOMAINS[rng.integers(len(DOMAINS))]
        noun, noun2 = _two(domain.nouns, rng)
        good, bad = _two(domain.good, rng), _two(domain.bad, rng)
        good_verb, bad_verb = _two(GOOD_VERBS, rng)[0], _two(BAD_VERBS, rng)[0]
        in_favour = _gaps(good, good_verb, bad, bad_verb)
        against = _gaps(bad, bad_verb, good, good_verb)
        pair = [
            Sentence(
                text=_with_articles(template.format(noun=noun, noun2=noun2, **gaps)),
                positive=positive,
                template=template,
            )
            for gaps, positive in ((in_favour, True), (against, False))
        ]
        if not seen & {sentence.text for sentence in pair}:
            seen |= {sentence.text for sentence in pair}
            yield from pair


def _two(words: tuple[str, ...], rng: np.random.Generator) -> tuple[str, str]:
    first, second = rng.permutation(len(words))[:2]
    return words[first], words[second]


def _gaps(own: tuple[str, str], own_verb: str, other: tuple[str, str], other_verb: str) -> dict[str, str]:
    """The words of feeling by the names of their gaps."""
    adjectives = {"for": own[0], "for2": own[1], "against": other[0]}
    return {**adjectives, "for_verb": own_verb, "against_verb": other_verb}


def _with_articles(text: str) -> str:
    """`text` with "an" before a vowel."""
    return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text)


def split(seed: int, train_share: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Indices into `sentences()` of the training side and of the test side.

    No template is on both sides, every kind is, both sides are half positive, and the test side
    has no word that the training side has not.

    Args:
        seed: which templates go to the test side.
        train_share: of the templates of each kind, 0.5 to 0.95.

    Raises:
        ConfigError: `train_share` is out of its range.
    """
    made = [
        Made(template=one.template, kind=one.kind, contents=frozenset(words_of(one.text)))
        for one in sentences()
    ]
    return split_by_template(made, seed, train_share)
