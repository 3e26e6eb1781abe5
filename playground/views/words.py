"""Numbers and learners' texts as words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from playground.i18n import N_, _
from playground.tasks.answers import Answer

SECONDS, MINUTES, HOURS = N_("{count} s"), N_("{count} min"), N_("{count} h")
TO = N_("{low} to {high}")


def seconds_in_words(seconds: float) -> str:
    """A length of time, rounded to what matters."""
    unit, count = _counted(seconds)
    return _(unit).format(count=count)


def range_in_words(low: float, high: float) -> str:
    """From one length of time to another, such as "10 to 30 s"; one alone where both read the same."""
    (unit, count), (last_unit, last) = _counted(low), _counted(high)
    if unit != last_unit:
        return _(TO).format(low=seconds_in_words(low), high=seconds_in_words(high))
    return _(unit).format(count=count if count == last else _(TO).format(low=count, high=last))


def _counted(seconds: float) -> tuple[str, int]:
    if seconds < 90:
        return SECONDS, max(1, round(seconds))
    if seconds < 5400:
        return MINUTES, round(seconds / 60)
    return HOURS, round(seconds / 3600)


def plain(text: str) -> str:
    """`text` as Markdown that shows its letters: a link may bring it, with a picture or a link in it."""
    unlinked = re.sub(r"(?<=:)(?=//)|(?<=www)(?=\.)", "\N{WORD JOINER}", text)
    return re.sub(r"([\\`*_~$:<>()\[\]#!|])", r"\\\1", unlinked)


def number(value: float) -> str:
    """A number with three digits that matter, short even where a network diverged."""
    if abs(value) < 1e-9:
        return "0"
    return f"{value:,.0f}" if 999.5 <= abs(value) < 1e7 else f"{value:.3g}"


def factor(value: float) -> str:
    """How many times as large something is; next to nothing, or beyond all measure, in words."""
    if 0 < value < 0.001:
        return _("less than 0.001")
    return number(value) if value < 1e6 else _("more than a million")


def heads(answer: Answer) -> dict[str, str]:
    """How the metrics of an answer are headed, by their names."""
    return {metric.name: _(metric.label) for metric in answer.metrics}


def rounded(value: float) -> float | None:
    """A number with three digits that matter, as texts tell it; nothing where it is none."""
    return float(f"{value:.3g}") if math.isfinite(value) else None


def said(words: Mapping[str, str]) -> dict[str, str]:
    """A drawing's sentences in the learner's language."""
    return {name: _(sentence) for name, sentence in words.items()}
