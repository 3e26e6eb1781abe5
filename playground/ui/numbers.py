"""Tables of numbers that can be sorted and downloaded, and the time that many runs still take."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from playground.i18n import _
from playground.tasks.answers import Answer
from playground.ui.engine import engine
from playground.ui.words import seconds_in_words

LETTER, WIDTH, WIDEST = 8, 90, 200
"""Pixels of a letter and of a column of numbers; how wide a row's name may be."""


def sortable(rows: Sequence[dict[str, Any]], *, key: str, **options: Any) -> None:
    """Show rows with the same names; each maps the head of a column to its value."""
    drawn = pd.DataFrame(rows).convert_dtypes()  # a count stays whole, also where another row has none
    columns: dict[str, Any] = {
        str(name): st.column_config.NumberColumn(format="%.3g", width=WIDTH)  # or 0.00001 would be shown as 0
        for name, kind in drawn.dtypes.items()
        if kind.kind == "f"
    }
    names = drawn.columns[0]
    longest = max(map(len, drawn[names].astype(str)), default=0)
    columns[names] = st.column_config.TextColumn(
        width=min(max(LETTER * longest + 24, WIDTH), WIDEST), pinned=True
    )
    st.dataframe(drawn, column_config=columns, hide_index=True, key=key, placeholder="–", **options)


def heads(answer: Answer) -> dict[str, str]:
    """How the metrics of an answer are headed, by their names."""
    return {metric.name: _(metric.label) for metric in answer.metrics}


def rounded(value: float) -> float | None:
    """A number with three digits that matter, as texts tell it; nothing where it is none."""
    return float(f"{value:.3g}") if math.isfinite(value) else None


def left_in_words(seconds: float | None) -> str:
    """How long so many seconds of one core take on the workers there are; empty where nobody knows."""
    if seconds is None:
        return ""
    time = seconds_in_words(seconds / max(engine().state().workers, 1))
    return _("About {time} left.").format(time=time)
