"""What each word needs is proved from the sentences alone, not taken from their templates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import get_args

import pytest

from playground.data.words import words_of
from playground.tasks.texts.tagged import (
    CEILING,
    Tag,
    TaggedSentence,
    accuracy,
    ceiling,
    grammar,
    most_frequent_tag,
    split,
    tagged_sentences,
)

SPLITS = [(seed, share) for seed in range(5) for share in (0.5, 0.8, 0.95)]


def chosen(indices: Sequence[int]) -> list[TaggedSentence]:
    return [tagged_sentences()[index] for index in indices]


def toy(text: str, tags: str, needs: str) -> TaggedSentence:
    """Needs as one sign a word: l, r, or a dot."""
    sides = {"l": "left", "r": "right", ".": ""}
    return TaggedSentence(
        words=tuple(text.split()),
        tags=tuple(tags.split()),  # type: ignore[arg-type]
        template="toy",
        needs=tuple(sides[sign] for sign in needs),  # type: ignore[arg-type]
    )


TOY = (
    toy("the light box", "DET ADJ NOUN", ".r."),
    toy("the light fades", "DET NOUN VERB", ".r."),
    toy("the light fell", "DET NOUN VERB", ".r."),
    toy("they watch", "PRON VERB", ".l"),
    toy("the watch", "DET NOUN", ".l"),
)


def tags_of_words() -> dict[str, set[Tag]]:
    tags = defaultdict(set)
    for one in tagged_sentences():
        for word, tag in zip(one.words, one.tags, strict=True):
            tags[word].add(tag)
    return tags


def test_there_are_enough_distinct_sentences_with_a_tag_for_every_word():
    words = [one.words for one in tagged_sentences()]
    assert 550 <= len(words) == len(set(words)) <= 700
    assert 3 <= min(map(len, words)) <= max(map(len, words)) <= 12
    for one in tagged_sentences():
        assert len(one.words) == len(one.tags) == len(one.needs)
        assert words_of(" ".join(one.words)) == one.words
    assert {tag for one in tagged_sentences() for tag in one.tags} == set(get_args(Tag))


def test_each_word_needs_exactly_what_the_sentences_say_it_needs():
    tags = tags_of_words()
    after = defaultdict(set)
    for one in tagged_sentences():
        for place, tag in enumerate(one.tags):
            after[one.words[: place + 1]].add(tag)
    for one in tagged_sentences():
        for place, word in enumerate(one.words):
            by_left = len(after[one.words[: place + 1]]) == 1
            proved = "" if len(tags[word]) == 1 else "left" if by_left else "right"
            assert one.needs[place] == proved, (one.words, word)


def test_ambiguous_words_come_often_and_in_every_sentence():
    assert all(any(one.needs) for one in tagged_sentences())
    needs = Counter(need for one in tagged_sentences() for need in one.needs)
    assert needs["left"] > 300
    assert needs["right"] > 300


def test_the_right_side_alone_tells_the_words_that_need_it():
    after = defaultdict(set)
    for one in tagged_sentences():
        for place, (tag, need) in enumerate(zip(one.tags, one.needs, strict=True)):
            if need == "right":
                after[one.words[place:]].add(tag)
    assert {len(tags) for tags in after.values()} == {1}


def test_every_word_of_the_lists_is_used_and_named_by_its_tags():
    tags = tags_of_words()
    for name, words in grammar()["words"].items():
        for word in words:
            assert tags[word], word
            assert len(tags[word]) > 1 or "_or_" not in name, word


def test_looking_left_only_has_a_ceiling():
    assert ceiling(tagged_sentences()) == CEILING <= 0.75
    assert ceiling(tagged_sentences(), "left") == ceiling(tagged_sentences(), "") == 1.0


def test_the_ceiling_of_a_worked_example():
    assert ceiling(TOY) == 2 / 3
    assert ceiling(TOY, "left") == 1.0
    with pytest.raises(ValueError, match="right"):
        ceiling(TOY[3:])


def test_the_baseline_of_a_worked_example():
    rule = most_frequent_tag(TOY)
    assert rule(("the", "light", "watch")) == ("DET", "NOUN", "NOUN")  # watch is a tie: N comes before V
    assert rule(("unheard",)) == ("DET",)  # as often as NOUN, and no tag comes more often
    assert accuracy(rule, TOY) == 11 / 13
    assert accuracy(rule, TOY, "right") == 2 / 3
    assert accuracy(rule, TOY, "left") == 1 / 2
    assert accuracy(rule, TOY, "") == 1.0


def test_without_sentences_there_is_no_baseline_and_no_accuracy():
    with pytest.raises(ValueError):
        most_frequent_tag(())
    with pytest.raises(ValueError):
        accuracy(most_frequent_tag(TOY), TOY[3:], "right")


@pytest.mark.parametrize("seed", range(5))
def test_the_baseline_is_good_on_plain_words_and_guesses_on_the_others(seed: int):
    train, test = (chosen(side) for side in split(seed, 0.8))
    rule = most_frequent_tag(train)
    assert accuracy(rule, test, "") == 1.0
    assert accuracy(rule, test, "right") <= CEILING
    assert accuracy(rule, test, "left") < 0.75
    assert 0.8 < accuracy(rule, test) < 0.95


@pytest.mark.parametrize(("seed", "share"), SPLITS)
def test_a_split_shares_no_template_and_asks_no_new_word_or_tag(seed: int, share: float):
    train, test = (chosen(side) for side in split(seed, share))
    assert not {one.template for one in train} & {one.template for one in test}
    known = {pair for one in train for pair in zip(one.words, one.tags, strict=True)}
    assert {pair for one in test for pair in zip(one.words, one.tags, strict=True)} <= known


@pytest.mark.parametrize(("seed", "share"), SPLITS)
def test_a_split_is_complete_and_keeps_the_ceiling_on_both_sides(seed: int, share: float):
    train, test = split(seed, share)
    assert sorted([*train, *test]) == list(range(len(tagged_sentences())))
    assert len(train) / len(tagged_sentences()) == pytest.approx(share, abs=0.04)
    for side in (train, test):
        assert ceiling(chosen(side)) == CEILING
        assert {need for one in chosen(side) for need in one.needs} == {"", "left", "right"}


def test_every_template_is_asked_by_some_seed():
    asked = {one.template for seed in range(40) for one in chosen(split(seed, 0.8)[1])}
    assert asked == {*grammar()["left"], *grammar()["right"]}
