"""Whole templates go to one side, and nothing is asked that was never shown."""

from __future__ import annotations

import numpy as np
import pytest

from playground.config.errors import ConfigError
from playground.tasks.texts.splits import Made, split_by_template


def made(templates: int, of_each: int = 3) -> list[Made]:
    """Templates t0, t1 ...; even ones are of kind a, odd ones of kind b; all hold the same content."""
    return [
        Made(template=f"t{n}", kind="ab"[n % 2], contents=frozenset({"shared"}))
        for n in range(templates)
        for _ in range(of_each)
    ]


@pytest.mark.parametrize(("share", "of_each_kind"), [(0.5, 10), (0.8, 4), (0.9, 2), (0.95, 1)])
def test_the_share_is_taken_kind_by_kind(share: float, of_each_kind: int):
    train, test = split_by_template(made(40), 3, share)
    assert sorted([*train, *test]) == list(range(120))
    kinds = [made(40)[n].kind for n in test]
    assert kinds.count("a") == kinds.count("b") == 3 * of_each_kind


def test_a_template_is_never_torn_apart():
    train, test = split_by_template(made(20), 0, 0.7)
    assert not set(train // 3) & set(test // 3)


def test_the_last_of_some_content_stays_in_training():
    all_made = made(10)
    rare = Made(template="t4", kind="a", contents=frozenset({"rare"}))
    all_made[4 * 3] = rare
    for seed in range(50):
        assert 4 * 3 in split_by_template(all_made, seed, 0.5)[0]


def test_the_seed_alone_decides():
    splits = [tuple(split_by_template(made(20), seed, 0.8)[1]) for seed in range(10)]
    assert len(set(splits)) > 5
    assert np.array_equal(split_by_template(made(20), 4, 0.8)[1], splits[4])


@pytest.mark.parametrize("share", [0.49, 0.96, float("nan")])
def test_a_share_that_leaves_too_little_is_refused(share: float):
    with pytest.raises(ConfigError, match="train_share"):
        split_by_template(made(4), 0, share)
