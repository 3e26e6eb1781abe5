"""All problems, in the order in which a learner meets them. A new one is a file and an entry here."""

from __future__ import annotations

from playground.tasks.base import Problem
from playground.tasks.problems import (
    adding,
    brackets,
    characters,
    copying,
    mackey_glass,
    noise,
    own_sentences,
    own_series,
    parity,
    real,
    recall,
    sentiment,
    sine,
    sum_sign,
    tagging,
    translation,
    waves,
)

ALL: tuple[Problem, ...] = (
    sine.PROBLEM,
    waves.PROBLEM,
    mackey_glass.PROBLEM,
    *real.ALL,
    own_series.PROBLEM,
    sum_sign.PROBLEM,
    noise.PROBLEM,
    adding.PROBLEM,
    recall.PROBLEM,
    copying.PROBLEM,
    parity.PROBLEM,
    sentiment.PROBLEM,
    tagging.PROBLEM,
    characters.PROBLEM,
    brackets.PROBLEM,
    own_sentences.PROBLEM,
    *translation.ALL,
)

PROBLEMS: dict[str, Problem] = {problem.name: problem for problem in ALL}
