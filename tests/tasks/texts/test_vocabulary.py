"""Every word finds its number and back."""

from __future__ import annotations

import numpy as np
import pytest

from playground.tasks.texts.vocabulary import PAD, RESERVED, UNKNOWN, Vocabulary, padded


def test_frequent_words_come_first_and_ties_are_alphabetical():
    vocabulary = Vocabulary.of([("b", "a", "c"), ("c", "b", "c")])
    assert vocabulary.words == (*RESERVED, "c", "b", "a")
    assert Vocabulary.of([("b", "a", "c"), ("c", "b", "c")], at_least=2).words == (*RESERVED, "c", "b")
    assert Vocabulary.of([("b", "a", "z")]).words == (*RESERVED, "a", "b", "z")
    assert len(Vocabulary.of([])) == 2


def test_every_word_finds_its_number_and_back():
    vocabulary = Vocabulary.of([("d", "a", "c", "b")])
    ids = vocabulary.ids(("c", "new", "a"))
    assert ids.dtype == np.int64
    assert [vocabulary.word(int(id)) for id in ids] == ["c", "<unknown>", "a"]
    assert ids[1] == UNKNOWN
    assert vocabulary.ids(()).shape == (0,)


def test_nobody_can_type_the_numbers_that_stand_for_no_word():
    vocabulary = Vocabulary.of([("a", "<pad>", "<unknown>")])
    assert vocabulary.words == (*RESERVED, "a")
    assert vocabulary.ids(RESERVED).tolist() == [UNKNOWN, UNKNOWN]


def test_vocabularies_are_equal_where_their_words_are():
    assert Vocabulary.of([("a", "b")]) == Vocabulary.of([("b",), ("a",)])
    assert Vocabulary.of([("a", "b")]) != Vocabulary.of([("a",)])


@pytest.mark.parametrize("words", [("a", "b"), (), ("<unknown>", "<pad>"), (*RESERVED, "a", "a")])
def test_a_vocabulary_that_is_none_is_refused(words: tuple[str, ...]):
    with pytest.raises(ValueError):
        Vocabulary(words=words)


@pytest.mark.parametrize("id", [-1, 3])
def test_a_number_without_a_word_is_refused(id: int):
    with pytest.raises(IndexError, match="0 to 2"):
        Vocabulary.of([("a",)]).word(id)


def test_rows_are_cut_and_filled_behind():
    rows = [np.array([5]), np.array([2, 3, 4]), np.array([6, 7, 8, 9])]
    ids, lengths = padded(rows, 3)
    assert ids.tolist() == [[5, PAD, PAD], [2, 3, 4], [6, 7, 8]]
    assert lengths.tolist() == [1, 3, 3]
    assert ids.dtype == lengths.dtype == np.int64


def test_a_row_without_a_word_and_a_length_of_nothing_are_refused():
    with pytest.raises(ValueError, match="row 1"):
        padded([np.array([2]), np.array([], dtype=np.int64)], 3)
    with pytest.raises(ValueError, match="length"):
        padded([np.array([2])], 0)
