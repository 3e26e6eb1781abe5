"""The baseline's fit against what is known of its minimum, and against the sentences."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.data.words import words_of
from playground.tasks.baselines.bag_of_words import TOLERANCE, BagOfWords, counts, fit
from playground.tasks.texts.sentences import sentences, split
from playground.tasks.texts.vocabulary import PAD, Vocabulary, padded

Ids = NDArray[np.int64]


def random_rows(classes: int, rows: int = 60, size: int = 12) -> tuple[Ids, Ids, Ids]:
    rng = np.random.default_rng(classes)
    lengths = rng.integers(1, 9, size=rows)
    ids = np.where(np.arange(8) < lengths[:, None], rng.integers(1, size, size=(rows, 8)), PAD)
    labels = np.concatenate([np.arange(classes), rng.integers(classes, size=rows - classes)])
    return ids, lengths, labels


def loss(weights: NDArray[np.float64], bias: NDArray[np.float64], data: tuple[Ids, Ids, Ids]) -> float:
    """Row by row and word by word, with nothing of the module's own."""
    total = 0.0
    for row, length, label in zip(*data, strict=True):
        scores = [
            bias[k] + math.fsum(weights[word, k] for word in row[:length] if word != PAD)
            for k in range(len(bias))
        ]
        total += math.log(math.fsum(map(math.exp, scores))) - scores[label]
    return total + 0.5 * 0.7 * float((weights**2).sum())


@pytest.mark.parametrize("classes", [2, 4])
def test_the_gradient_is_zero_at_the_fit(classes: int):
    data = random_rows(classes)
    model = fit(*data, 12, penalty=0.7)
    h = 1e-4
    for place in [*np.ndindex(12, classes), None]:
        step_w, step_b = np.zeros((12, classes)), np.zeros(classes)
        if place is None:
            step_b[0] = h
        else:
            step_w[place] = h
        ahead = loss(model.weights + step_w, model.bias + step_b, data)
        behind = loss(model.weights - step_w, model.bias - step_b, data)
        assert abs(ahead - behind) / (2 * h) < 1e-6


@pytest.mark.parametrize("classes", [2, 3])
def test_the_optimum_has_the_closed_form_of_its_stationarity(classes: int):
    ids, lengths, labels = random_rows(classes)
    model = fit(ids, lengths, labels, 12, penalty=2.0)
    missed = np.eye(classes)[labels] - model.probabilities(ids, lengths)
    table = np.array(
        [[np.sum(row[:n] == word) for word in range(12)] for row, n in zip(ids, lengths, strict=True)]
    )
    table[:, PAD] = 0
    np.testing.assert_allclose(2.0 * model.weights, table.T @ missed, atol=2 * TOLERANCE)
    np.testing.assert_allclose(missed.sum(axis=0), 0, atol=2 * TOLERANCE)  # the bias has no penalty


def test_one_word_in_two_classes_gives_the_root_of_its_equation():
    ids = np.array([[2], [2], [3], [3]])
    model = fit(ids, np.ones(4, dtype=np.int64), np.array([1, 1, 0, 0]), 4, penalty=1.0)
    w = model.weights[2, 1]  # by symmetry the scores of a row are w and -w
    assert w == pytest.approx(2 / (1 + math.exp(2 * w)), abs=1e-7)
    assert model.bias == pytest.approx(np.zeros(2), abs=1e-7)


def test_without_a_word_in_common_the_frequencies_are_said():
    ids, lengths = np.full((10, 1), 2), np.ones(10, dtype=np.int64)
    labels = np.array([0] * 7 + [1] * 3)
    model = fit(ids, lengths, labels, 5)
    assert model.probabilities(ids[:1], lengths[:1])[0] == pytest.approx([0.7, 0.3], abs=1e-6)
    assert np.all(model.weights[[0, 1, 3, 4]] == 0)


def test_probabilities_are_shares():
    ids, lengths, labels = random_rows(3)
    shares = fit(ids, lengths, labels, 12, penalty=0.01).probabilities(ids, lengths)
    assert (shares > 0).all()
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-14)


def test_the_order_of_the_words_changes_nothing():
    ids, lengths, labels = random_rows(3)
    rng = np.random.default_rng(0)
    mixed = ids.copy()
    for row, length in zip(mixed, lengths, strict=True):
        row[:length] = rng.permutation(row[:length])
    assert not np.array_equal(mixed, ids)
    one, other = (fit(rows, lengths, labels, 12) for rows in (ids, mixed))
    assert np.array_equal(one.weights, other.weights)
    assert np.array_equal(one.probabilities(mixed, lengths), one.probabilities(ids, lengths))


def test_the_order_of_the_rows_changes_nothing_that_counts():
    ids, lengths, labels = random_rows(3)
    order = np.random.default_rng(0).permutation(len(ids))
    one, other = fit(ids, lengths, labels, 12), fit(ids[order], lengths[order], labels[order], 12)
    np.testing.assert_allclose(one.weights, other.weights, atol=1e-6)


def test_padding_never_counts():
    ids, lengths, labels = random_rows(2)
    longer = np.hstack([ids, np.full((len(ids), 5), PAD)])
    dirty = np.where(np.arange(13) < lengths[:, None], longer, 7)  # words behind the end
    clean = fit(ids, lengths, labels, 12)
    assert np.all(clean.weights[PAD] == 0)
    for rows in (longer, dirty):
        assert np.array_equal(fit(rows, lengths, labels, 12).weights, clean.weights)
    table = counts(np.array([[2, PAD, 2, 3]]), np.array([3]), 4)
    assert table.to_dense().tolist() == [[0, 0, 2, 0]]


@pytest.mark.parametrize("classes", [2, 5])
def test_separable_classes_are_told_apart(classes: int):
    labels = np.arange(classes).repeat(6)
    ids = np.stack([labels + 2, np.random.default_rng(0).integers(7, 12, size=len(labels))], axis=1)
    lengths = np.full(len(labels), 2)
    model = fit(ids, lengths, labels, 12, penalty=1e-3)
    assert np.array_equal(model.probabilities(ids, lengths).argmax(axis=1), labels)


def test_a_larger_penalty_gives_smaller_weights():
    data = random_rows(2)
    sizes = [float((fit(*data, 12, penalty=p).weights ** 2).sum()) for p in (0.01, 0.1, 1.0, 10.0, 1e6)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < 1e-6


def test_great_scores_do_not_overflow():
    model = BagOfWords(weights=np.array([[0.0, 0.0], [0.0, 0.0], [900.0, -900.0]]), bias=np.zeros(2))
    assert model.probabilities(np.array([[2, 2]]), np.array([2])).tolist() == [[1.0, 0.0]]


@pytest.mark.parametrize("labels", [[0, 0, 0], [1, 2, 1], [0, 2, 2], [-1, 0, 1]])
def test_labels_with_a_gap_are_refused(labels: list[int]):
    with pytest.raises(ValueError, match="labels"):
        fit(np.full((3, 1), 2), np.ones(3, dtype=np.int64), np.array(labels), 4)


@pytest.mark.parametrize("penalty", [0.0, -1.0, math.nan, math.inf])
def test_a_penalty_that_is_none_is_refused(penalty: float):
    with pytest.raises(ValueError, match="penalty"):
        fit(*random_rows(2), 12, penalty=penalty)


@pytest.mark.parametrize("word", [-1, 12])
def test_a_number_outside_the_vocabulary_is_refused(word: int):
    with pytest.raises(ValueError, match="0 to 11"):
        counts(np.array([[word]]), np.array([1]), 12)


def test_words_are_counted_in_every_row_also_where_there_are_none():
    ids = np.array([[3, 2, 3], [PAD, 5, 5], [2, 5, 2]])
    table = counts(ids, np.array([3, 1, 3]), 6)
    assert table.to_dense().tolist() == [[0, 0, 1, 2, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 2, 0, 0, 1]]


@pytest.mark.parametrize("seed", range(5))
def test_on_new_templates_it_learns_something_but_misses_what_order_says(seed: int):
    words = [words_of(one.text) for one in sentences()]
    labels = np.array([one.positive for one in sentences()], dtype=np.int64)
    kinds = np.array([one.kind for one in sentences()])
    train, test = split(seed, 0.8)
    vocabulary = Vocabulary.of([words[index] for index in train])
    ids, lengths = padded([vocabulary.ids(row) for row in words], 14)
    model = fit(ids[train], lengths[train], labels[train], len(vocabulary))
    right = model.probabilities(ids, lengths).argmax(axis=1) == labels
    assert 0.55 < right[test].mean() < 0.85
    assert right[test][kinds[test] == "plain"].mean() > 0.8
    assert right[test][kinds[test] == "negated"].mean() < 0.5
