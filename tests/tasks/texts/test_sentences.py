"""The sentences follow one rule of word order, and a split never shows a template twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import pytest

from playground.data.words import words_of
from playground.tasks.texts.sentences import Sentence, grammar, sentences, split

GRAMMAR = grammar()
DOMAINS, TEMPLATES = GRAMMAR["domains"], GRAMMAR["templates"]
POSITIVE_WORDS = set(GRAMMAR["good_verbs"]).union(*(domain["good"] for domain in DOMAINS))
NEGATIVE_WORDS = set(GRAMMAR["bad_verbs"]).union(*(domain["bad"] for domain in DOMAINS))
SPLITS = [(seed, share) for seed in range(5) for share in (0.5, 0.8, 0.95)]


def right_rule(words: Sequence[str]) -> bool:
    """What a reader does: find the clause that decides, its word of feeling, and what turns it around."""
    feelings = [place for place, word in enumerate(words) if word in POSITIVE_WORDS | NEGATIVE_WORDS]
    start, end = 0, len(words)
    for word in ("but", "yet"):
        if word in words:
            start = words.index(word)
    if words[0] == "although":
        start = feelings[0] + 1
    elif "although" in words:
        end = words.index("although")
    deciding = words[start:end]
    praised = {word in POSITIVE_WORDS for word in deciding if word in POSITIVE_WORDS | NEGATIVE_WORDS}
    assert len(praised) == 1, words
    return praised.pop() != any(word in ("not", "never", "nobody") for word in deciding)


def chosen(indices: Sequence[int]) -> list[Sentence]:
    return [sentences()[index] for index in indices]


def test_there_are_enough_distinct_sentences_half_of_them_positive():
    texts = [words_of(one.text) for one in sentences()]
    assert len(set(texts)) == len(texts) >= 480
    assert 3 <= min(map(len, texts)) <= max(map(len, texts)) <= 14
    assert 2 * sum(one.positive for one in sentences()) == len(texts)
    assert len({one.template for one in sentences()}) == len(TEMPLATES) >= 24


def test_every_template_praises_as_often_as_it_blames():
    balance = Counter((one.template, one.positive) for one in sentences())
    assert len(set(balance.values())) == 1


def test_the_right_rule_tells_every_sentence():
    wrong = [one.text for one in sentences() if right_rule(words_of(one.text)) != one.positive]
    assert wrong == []


def test_words_of_feeling_mean_one_thing_and_every_one_is_used():
    assert not POSITIVE_WORDS & NEGATIVE_WORDS
    assert set().union(*(words_of(one.text) for one in sentences())) >= POSITIVE_WORDS | NEGATIVE_WORDS


def test_the_kinds_are_what_they_are_called():
    for one in sentences():
        words = set(words_of(one.text))
        turned = bool(words & {"not", "never", "nobody"})
        contrasted = bool(words & {"but", "yet", "although"})
        assert one.kind == ("contrast" if contrasted else "negated" if turned else "plain")


def test_the_same_words_in_another_order_may_mean_the_opposite():
    bags: dict[tuple[str, ...], set[bool]] = {}
    for one in sentences():
        bags.setdefault(tuple(sorted(words_of(one.text))), set()).add(one.positive)
    assert sum(len(meanings) == 2 for meanings in bags.values()) >= 20


def test_the_noun_says_nothing():
    seen = Counter(
        (word, one.positive) for one in sentences() for word in words_of(one.text) if word in nouns()
    )
    assert all(seen[noun, True] == seen[noun, False] for noun in nouns())


def nouns() -> set[str]:
    return {noun for domain in DOMAINS for noun in domain["nouns"]}


def test_the_sentences_are_written_as_english_is():
    for one in sentences():
        assert re.fullmatch(r"[A-Z][A-Za-z, ]*\.", one.text), one.text
        assert not re.search(r"\ba [aeiou]|\ban [^aeiou]|  | ,", one.text, re.IGNORECASE), one.text


@pytest.mark.parametrize(("seed", "share"), SPLITS)
def test_a_split_shares_no_template_and_asks_no_new_word(seed: int, share: float):
    train, test = (chosen(side) for side in split(seed, share))
    assert not {one.template for one in train} & {one.template for one in test}
    assert {one.kind for one in train} == {one.kind for one in test} == {"plain", "negated", "contrast"}
    known = {word for one in train for word in words_of(one.text)}
    assert {word for one in test for word in words_of(one.text)} <= known


@pytest.mark.parametrize(("seed", "share"), SPLITS)
def test_a_split_is_complete_balanced_and_of_the_size_asked_for(seed: int, share: float):
    train, test = split(seed, share)
    assert sorted([*train, *test]) == list(range(len(sentences())))
    for side in (train, test):
        assert sum(one.positive for one in chosen(side)) / len(side) == 0.5
    assert len(train) / len(sentences()) == pytest.approx(share, abs=0.03)


def test_every_template_is_asked_by_some_seed():
    asked = {one.template for seed in range(40) for one in chosen(split(seed, 0.8)[1])}
    assert asked == set(TEMPLATES)
