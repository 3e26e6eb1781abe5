"""Several sequences of the learner's own: each has its answer, or the reason why it cannot be read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from playground.experiments.edits import edited
from playground.probes.read import read
from playground.probes.requests import OwnProbe
from playground.tasks import PROBLEMS
from playground.training.trainer import Trainer
from playground.views.address import written
from playground.views.own_lines import MOST
from playground.views.paint import paint
from playground.views.registry import VIEWS
from playground.views.view_state import ViewState


def trained(name: str) -> Trainer:
    trainer = Trainer(edited(PROBLEMS[name].preset, {"model.hidden_size": 8}))
    trainer.run(5)
    return trainer


def told(trainer: Trainer, lines: list[str]) -> list[dict[str, Any]]:
    state = replace(ViewState(), own_task=trainer.config.task, own_lines="\n".join(lines))
    text = written("own-lines", "en", state, VIEWS["own-lines"].uses, trainer.config)
    return list(json.loads(paint(text, trainer)))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("sentiment", ["the film was dull", "a wonderful meal"]),
        ("tagging", ["the dog sees a light", "she reads"]),
        ("sum-sign", ["1 1 1 1 1 1 1 1 1 1", "-1 -1 -1 -1 -1 -1 -1 -1 -1 -1"]),
    ],
)
def test_each_line_has_the_answer_that_it_has_alone(name: str, lines: list[str]):
    trainer = trained(name)
    data = trainer.dataset
    (table,) = told(trainer, ["", lines[0], "   ", lines[1]])
    assert [row[0] for row in table["rows"]] == [f"`{line}`" for line in lines]
    for line, (_, said) in zip(lines, table["rows"], strict=True):
        values = read(OwnProbe(config=trainer.config, step=5, text=line), trainer).values
        if data.answer.every_step:
            assert said.split() == [data.answer.names[int(row.argmax())] for row in values]
        else:
            one = float(values.ravel()[0])
            assert said == f"{data.answer.names[int(one > 0.5)]} ({max(one, 1 - one):.0%})"


def test_a_line_that_cannot_be_read_says_why_and_the_others_are_answered():
    rows = told(trained("sum-sign"), ["1 1 x", "1 2 3"])[0]["rows"]
    assert "x" in rows[0][1]
    assert "%" in rows[1][1]


def test_of_too_many_lines_the_first_are_read_and_it_is_said():
    parts = told(trained("sum-sign"), [f"{n} 1" for n in range(MOST + 5)])
    assert len(parts[0]["rows"]) == MOST
    assert str(MOST + 5) in parts[1]["text"]


def test_where_a_sequence_has_lines_itself_an_empty_line_stands_between_two():
    ten = " ".join(["0.5"] * 10)
    rows = told(trained("noise"), [ten, ten, "", ten])[0]["rows"]
    assert [row[0].count("/") for row in rows] == [1, 0]  # of two time steps, and of one
    assert len(rows) == 2
    assert all("%" in row[1] for row in rows)
