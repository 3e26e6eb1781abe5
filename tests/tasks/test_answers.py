"""The kinds of answers: a new one is told what it lacks; code that asks for a flag is told what to ask."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import torch
from torch import nn

from playground.config import AnswerKind
from playground.config.conditions import EVERY_STEP
from playground.tasks import PROBLEMS, dataset
from playground.tasks.answers import KINDS, NO_TARGET, Answer, NextPoint, NextSymbol, Pairs
from playground.tasks.base import Dataset
from playground.training.losses import LOSSES, METRICS, metrics, probabilities
from playground.training.teaching import Taught, teaching_metrics
from playground.views.answers import VIEWS
from playground.views.answers.views import AnswerViews

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES: dict[AnswerKind, str] = {dataset(one.preset.task).kind: name for name, one in PROBLEMS.items()}
every_kind = pytest.mark.parametrize("kind", get_args(AnswerKind))


def of_kind(kind: AnswerKind) -> Dataset:
    return dataset(PROBLEMS[EXAMPLES[kind]].preset.task)


def told(data: Dataset, answers: torch.Tensor) -> dict[str, float]:
    """The metrics of these answers, which a decoder is told and gives by itself."""
    if not isinstance(data.answer, Pairs):
        return metrics(data, answers.numpy())
    taught = Taught(logits=answers, weights=None, free=answers.argmax(dim=-1))
    return teaching_metrics(taught, torch.tensor(data.test_y), data.answer)


def test_every_kind_is_a_class_and_some_problem_asks_for_it():
    kinds = set(get_args(AnswerKind))
    assert set(KINDS) == kinds, f"playground.tasks.answers.KINDS lacks {kinds - set(KINDS)}"
    assert set(EXAMPLES) == kinds, f"no problem asks for {kinds - set(EXAMPLES)}"


@every_kind
def test_a_kind_has_its_words_its_metrics_and_its_views(kind: AnswerKind):
    answer = KINDS[kind]
    assert answer.words.endswith("."), f"{answer.__name__}.words must be a sentence"
    assert answer.metrics, f"{answer.__name__} needs metrics"
    assert kind in METRICS or kind == "pair", f"playground.training.losses.METRICS lacks {kind!r}"
    assert isinstance(VIEWS.get(kind), AnswerViews), f"playground.views.answers.VIEWS lacks {kind!r}"


@every_kind
def test_the_settings_know_which_kinds_answer_at_every_time_step(kind: AnswerKind):
    assert KINDS[kind].every_step == (kind in EVERY_STEP)


def right_and_wrong(data: Dataset) -> tuple[torch.Tensor, torch.Tensor]:
    """The head's numbers of a network that is sure and right, and of one that is sure and wrong."""
    y = torch.tensor(data.test_y)
    match data.answer.loss:
        case "mse":
            return y, y + 3
        case "bce":
            return 20 * (2 * y - 1), 20 * (1 - 2 * y)
        case "cross_entropy":
            known, count = y.clamp(min=0), data.answer.output_size
            other = (known + 1) % count
            return tuple(20.0 * nn.functional.one_hot(one, count) for one in (known, other))


@every_kind
def test_the_metrics_of_a_kind_are_those_it_names_and_better_is_where_it_says(kind: AnswerKind):
    data = of_kind(kind)
    right, wrong = (told(data, answers) for answers in right_and_wrong(data))
    named = {metric.name: metric for metric in data.answer.metrics}
    assert named.keys() - right.keys() <= {"aligned"}  # of attention alone
    assert right.keys() <= named.keys()
    for name, value in right.items():
        assert value < wrong[name] if named[name].better == "low" else value > wrong[name], name


@every_kind
def test_the_loss_of_a_kind_is_torchs_and_least_where_it_is_right(kind: AnswerKind):
    data = of_kind(kind)
    torchs = {
        "mse": nn.MSELoss(),
        "bce": nn.BCEWithLogitsLoss(),
        "cross_entropy": nn.CrossEntropyLoss(ignore_index=NO_TARGET),
    }
    y, losses = torch.tensor(data.test_y), []
    for answers in right_and_wrong(data):
        found = LOSSES[data.answer.loss](answers, y).item()
        flat = (answers.flatten(0, -2), y.flatten()) if y.dtype == torch.int64 else (answers, y)
        assert found == pytest.approx(torchs[data.answer.loss](*flat).item(), abs=1e-12)
        losses.append(found)
    assert losses[0] < 1e-3 < losses[1]


@every_kind
def test_the_head_of_a_kind_is_as_wide_as_its_answers_need(kind: AnswerKind):
    data = of_kind(kind)
    outputs = right_and_wrong(data)[0]
    assert outputs.shape[-1] == data.answer.output_size
    if data.answer.names:
        sure = probabilities(data, outputs)
        assert sure.min() >= 0
        assert sure.max() <= 1


def test_numbers_have_the_unit_that_people_read():
    data = of_kind("forecast")
    series = data.answer_as(NextPoint).series
    assert np.allclose(data.answer.in_its_unit(data.test_y[:, 0]), series.values[series.split :], rtol=1e-5)
    plain = of_kind("number")
    assert np.array_equal(plain.answer.in_its_unit(plain.test_y), plain.test_y)


def test_asked_for_another_kind_a_data_set_says_what_it_has():
    with pytest.raises(TypeError, match="no NextSymbol: it is a number"):
        of_kind("number").answer_as(NextSymbol)
    with pytest.raises(TypeError, match="read without words"):
        _ = of_kind("bits").words


# ---- nobody combines flags any more

FLAGS = {"says_next", "every_step", "asked_last", "class_names", "pairs", "series", "vocabulary", "loss"}
"""What was asked of a data set before its answer was one value."""


KIND_CLASSES = {kind.__name__ for kind in KINDS.values()}


def flags_asked(tree: ast.AST) -> set[str]:
    """Flags that are asked of something called data, or of what `dataset` returns."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in FLAGS:
            of = node.value.func if isinstance(node.value, ast.Call) else node.value
            if getattr(of, "attr", getattr(of, "id", "")) in ("data", "dataset"):
                found.add(node.attr)
    return found


def kinds_asked(tree: ast.AST) -> set[str]:
    """Kinds that an answer is compared with, by their words or by their classes."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and getattr(node.left, "attr", "") == "kind":
            words = {getattr(one, "value", None) for one in node.comparators}
            found |= words & set(get_args(AnswerKind))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance":
            found |= {getattr(node.args[1], "id", "")} & KIND_CLASSES
    return found


def asking(ask: Callable[[ast.AST], set[str]], package: str) -> dict[str, set[str]]:
    """What each file of a package asks for, without those that ask for nothing."""
    files = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / package).rglob("*.py")}
    found = {name: ask(ast.parse(path.read_text(encoding="utf-8"))) for name, path in files.items()}
    return {name: asked for name, asked in found.items() if asked}


def test_the_search_finds_what_it_is_for():
    flags = ast.parse("if data.pairs is None and tasks.dataset(task).series: data.answer.loss; run.loss")
    assert flags_asked(flags) == {"pairs", "series"}
    kinds = ast.parse("if data.kind == 'pair' or sweep.kind == 'grid' or isinstance(data.answer, Tags): ...")
    assert kinds_asked(kinds) == {"pair", "Tags"}


def test_no_flag_is_asked_of_a_data_set():
    """Its answer is one value: ask `data.answer`, or look up `playground.views.answers.views_of(data)`."""
    assert asking(flags_asked, "playground") == {}


def test_pages_look_up_their_views_and_never_ask_which_kind_it_is():
    assert asking(kinds_asked, "playground/ui") == {}


def test_no_kind_is_a_kind_of_another():
    assert all(kind.__bases__ == (Answer,) for kind in KINDS.values())
