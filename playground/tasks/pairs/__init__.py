"""Problems that turn one sequence of tokens into another: each a file, all in one registry."""

from __future__ import annotations

from playground.tasks.pairs import dates, letters, spelling, spelling_zh
from playground.tasks.pairs.base import END, PAD, START, Pair, PairProblem, TokenTable

ALL: tuple[PairProblem, ...] = (
    letters.REVERSE,
    letters.COPY,
    letters.SORT,
    dates.PROBLEM,
    spelling.PROBLEM,
    spelling_zh.PROBLEM,
)

PAIR_PROBLEMS: dict[str, PairProblem] = {problem.name: problem for problem in ALL}

__all__ = ["END", "PAD", "PAIR_PROBLEMS", "START", "Pair", "PairProblem", "TokenTable"]
