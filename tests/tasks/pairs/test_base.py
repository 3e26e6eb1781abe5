"""What holds for every problem made of pairs, and tokens as numbers."""

from __future__ import annotations

import numpy as np
import pytest

from playground.config.errors import ExampleError
from playground.tasks.pairs import END, PAD, PAIR_PROBLEMS, START, PairProblem, TokenTable
from playground.tasks.pairs.base import MARKS

every_problem = pytest.mark.parametrize("problem", PAIR_PROBLEMS.values(), ids=PAIR_PROBLEMS)
TABLE = TokenTable(tokens=("a", "b", "c"))


def test_the_problems_are_the_agreed_ones_in_the_order_a_learner_meets_them():
    assert list(PAIR_PROBLEMS) == ["reverse", "copy", "sort", "dates", "numbers", "numbers-zh"]
    assert all(name == problem.name for name, problem in PAIR_PROBLEMS.items())
    assert len({problem.title for problem in PAIR_PROBLEMS.values()}) == 6


@every_problem
def test_one_seed_makes_the_same_pairs_and_another_makes_others(problem: PairProblem):
    made = [problem.make(50, 5, np.random.default_rng(seed)) for seed in (3, 3, 4)]
    assert made[0] == made[1] != made[2]


@every_problem
def test_the_pairs_asked_for_have_different_sources_and_their_true_targets(problem: PairProblem):
    pairs = problem.make(2000, 5, np.random.default_rng(0))
    assert len({pair.source for pair in pairs}) == len(pairs) == 2000
    for pair in pairs:
        assert problem.answer(pair.source) == pair.target


@every_problem
def test_every_token_of_a_pair_is_in_the_alphabets_and_every_one_of_them_is_used(problem: PairProblem):
    pairs = problem.make(5000, 5, np.random.default_rng(1))
    assert {token for pair in pairs for token in pair.source} == set(problem.source_tokens)
    assert {token for pair in pairs for token in pair.target} == set(problem.target_tokens)
    for tokens in (problem.source_tokens, problem.target_tokens):
        assert len(set(tokens)) == len(tokens)
        assert not set(tokens) & set(MARKS)


@every_problem
def test_a_source_typed_by_a_learner_is_read_as_the_same_source(problem: PairProblem):
    for pair in problem.make(500, 5, np.random.default_rng(2)):
        assert problem.parse(f"  {''.join(pair.source)}\n") == pair.source


@every_problem
def test_every_example_to_click_on_is_accepted_and_has_an_answer_the_network_can_say(problem: PairProblem):
    assert len(problem.examples) >= 3
    for text in problem.examples:
        source = problem.parse(text)
        assert set(source) <= set(problem.source_tokens)
        assert set(problem.answer(source)) <= set(problem.target_tokens)


@every_problem
@pytest.mark.parametrize("text", ["", "   ", "a" * 30_000, "!", "\x00", "é", "²", "٣", "12 monkeys"])
def test_what_is_no_source_is_refused_in_a_sentence(problem: PairProblem, text: str):
    with pytest.raises(ExampleError) as refused:
        problem.parse(text)
    assert len(str(refused.value)) < 300
    assert str(refused.value).endswith(".")


@every_problem
def test_every_target_token_has_a_position_in_the_source_or_none(problem: PairProblem):
    assert problem.alignment is not None
    for pair in problem.make(500, 5, np.random.default_rng(3)):
        places = problem.alignment(pair.source, pair.target)
        assert len(places) == len(pair.target)
        assert all(place is None or 0 <= place < len(pair.source) for place in places)


def test_rows_of_different_lengths_are_padded_behind():
    ids, lengths = TABLE.encode(["abc", "b", ""])
    assert ids.tolist() == [[3, 4, 5], [4, PAD, PAD], [PAD, PAD, PAD]]
    assert lengths.tolist() == [3, 1, 0]
    assert ids.dtype == lengths.dtype == np.int64


def test_what_the_decoder_reads_is_what_it_said_one_step_before():
    reads, says = TABLE.encode_targets(["abc", "b"])
    assert reads.tolist() == [[START, 3, 4, 5], [START, 4, PAD, PAD]]
    assert says.tolist() == [[3, 4, 5, END], [4, END, PAD, PAD]]


def test_decoding_undoes_encoding_and_stops_at_the_end():
    _, says = TABLE.encode_targets(["cab", "b", ""])
    assert [TABLE.decode(row) for row in says] == [("c", "a", "b"), ("b",), ()]
    assert TABLE.decode(np.array([3, 4])) == ("a", "b")
    assert TABLE.decode(np.array([3, START, PAD, END, 4])) == ("a", "<start>", "<pad>")


def test_a_table_has_a_number_for_every_token_and_no_other():
    assert len(TABLE) == len(TABLE.names) == 6
    ids, _ = TABLE.encode([TABLE.names])
    assert ids.tolist() == [[0, 1, 2, 3, 4, 5]]
    with pytest.raises(KeyError):
        TABLE.encode(["d"])
