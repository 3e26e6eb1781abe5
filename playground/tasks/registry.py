"""All problems, in the order in which a learner meets them. A new one is a file and an entry here."""

from __future__ import annotations

from playground.tasks.base import Problem
from playground.tasks.problems import (
    brackets,
    characters,
    mackey_glass,
    own_sentences,
    own_series,
    random_numbers,
    real,
    sentiment,
    sine,
    tagging,
    translation,
    waiting,
    waves,
)

ALL: tuple[Problem, ...] = (
    sine.PROBLEM,
    waves.PROBLEM,
    mackey_glass.PROBLEM,
    *real.ALL,
    own_series.PROBLEM,
    random_numbers.SUM_SIGN,
    random_numbers.NOISE,
    random_numbers.ADDING,
    waiting.RECALL,
    waiting.COPYING,
    random_numbers.PARITY,
    sentiment.PROBLEM,
    sentiment.IN_CHINESE,
    tagging.PROBLEM,
    characters.PROBLEM,
    brackets.PROBLEM,
    own_sentences.PROBLEM,
    *translation.ALL,
)

PROBLEMS: dict[str, Problem] = {problem.name: problem for problem in ALL}
