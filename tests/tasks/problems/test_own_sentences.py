"""Own sentences: both parts are fair, the rows decide the run, and the network beats counting words."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from playground.config import RunConfig
from playground.config.errors import ConfigError, LinkError, OwnDataMissing
from playground.experiments import links
from playground.experiments.edits import edited
from playground.probes.baselines import fitted_baselines
from playground.tasks import checked, dataset, problem
from playground.tasks.problems.own_sentences import rows_of, split
from playground.tasks.texts.vocabulary import UNKNOWN
from playground.training.advance import advance
from playground.uploads import own_data
from playground.uploads.labelled import read_rows

PROBLEM = problem("own-sentences")
assert PROBLEM.read_own is not None


def brought(text: str) -> RunConfig:
    """The preset on these rows."""
    assert PROBLEM.read_own is not None
    return edited(PROBLEM.preset, {"task.own": own_data.keep(PROBLEM.read_own(text))})


def many(rows: int = 60) -> str:
    return "\n".join(
        f"{'good' if n % 3 else 'bad'} thing {n},{'yes' if n % 3 else 'no'}" for n in range(rows)
    )


def test_without_own_rows_there_are_a_few_of_ours_of_three_kinds():
    rows = rows_of(PROBLEM.preset.task)
    assert Counter(row.label for row in rows.rows) == {"question": 16, "statement": 16, "command": 16}


def test_questions_and_statements_of_ours_have_the_same_words():
    words = {kind: Counter() for kind in ("question", "statement", "command")}
    for row in rows_of(PROBLEM.preset.task).rows:
        words[row.label].update(row.text.lower().strip(".?").replace("yes, ", "").split())
    assert words["question"] == words["statement"]


def test_a_network_that_reads_tells_apart_what_counting_words_cannot():
    scores = fitted_baselines(PROBLEM.preset.task).scores
    trained = advance(PROBLEM.preset, None, 10**6)
    assert trained.metrics["accuracy"][-1] > max(score.accuracy for score in scores) + 0.3


def test_other_rows_are_another_run_and_the_same_rows_the_same():
    config = brought(many())
    assert config.digest != PROBLEM.preset.digest
    assert brought(many().replace(",", "\t").upper().lower()) == config
    data = dataset(config.task)
    assert data.answer.names == ("no", "yes")
    assert len(data.train_x) + len(data.test_x) == 60
    assert checked(config) == config


@pytest.mark.parametrize("seed", range(3))
def test_both_parts_have_every_label_in_proportion_and_no_text_in_common(seed):
    config = edited(brought(many()), {"task.data_seed": seed})
    data = dataset(config.task)
    assert np.bincount(data.train_y).tolist() == [16, 32]
    assert np.bincount(data.test_y).tolist() == [4, 8]
    texts = [PROBLEM.write(x, config.task, data) for x in (*data.train_x, *data.test_x)]
    known = [text for text in texts if "<unknown>" not in text]
    assert len(set(known)) == len(known)


@pytest.mark.parametrize("share", [0.01, 0.5, 0.95, 0.99])
def test_even_two_rows_of_a_label_are_shared_out(share):
    labels = np.array([0] * 2 + [1] * 30 + [2] * 5)
    known, new = split(labels, share, np.random.default_rng(0))
    assert sorted([*known, *new]) == list(range(37))
    assert set(labels[known]) == set(labels[new]) == {0, 1, 2}


def test_the_baseline_answer_is_the_loss_of_the_shares():
    config = brought(many())
    assert dataset(config.task).baseline.loss == pytest.approx(-(math.log(1 / 3) + 2 * math.log(2 / 3)) / 3)


def test_the_most_frequent_label_is_a_baseline():
    assert fitted_baselines(brought(many()).task).scores[1].accuracy == pytest.approx(2 / 3)


def test_a_word_of_the_test_part_alone_is_unknown():
    data = dataset(brought(many()).task)
    assert (data.test_x == UNKNOWN).any()
    assert not (data.train_x == UNKNOWN).any()


def test_data_that_is_not_here_is_said_and_not_taken_for_a_bad_link():
    link = links.encode(brought(many())) | {"task.own": "0" * 32}
    with pytest.raises(OwnDataMissing, match="add the same rows again") as refused:
        links.decode(link)
    assert not isinstance(refused.value, LinkError)
    assert links.decode(link, own="") == PROBLEM.preset


def test_a_link_holds_the_fingerprint_and_no_word_of_the_rows():
    config = brought(many())
    assert links.encode(config) == {"v": "1", "problem": "own-sentences", "task.own": config.task.own}
    assert links.decode(links.encode(config)) == config
    assert "thing" not in config.to_json()


def test_what_was_brought_for_one_problem_is_nothing_to_another():
    digest = own_data.keep(b'["numbers",[[1,2]]]')
    with pytest.raises(OwnDataMissing, match="needs texts with labels"):
        edited(PROBLEM.preset, {"task.own": digest})
    with pytest.raises(ConfigError, match=r"The problem sentiment does not use task\.own"):
        edited(problem("sentiment").preset, {"task.own": digest})


def test_a_large_vocabulary_is_cut_at_the_rarest_words():
    rows = [f"common w{n}x v{n}x u{n}x,{'even' if n % 2 else 'odd'}" for n in range(2500)]
    data = dataset(brought("\n".join(rows)).task)
    assert data.tokens == 5002
    assert data.vocabulary is not None
    assert data.vocabulary.word(2) == "common"


def test_labels_may_be_numbers_and_markup():
    rows = [f"thing {n},{'<b>1</b>' if n % 2 else '**2**'}" for n in range(20)]
    assert read_rows("\n".join(rows)).labels == ("**2**", "<b>1</b>")
    assert dataset(brought("\n".join(rows)).task).answer.names == ("**2**", "<b>1</b>")
