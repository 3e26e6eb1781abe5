"""Tables of words and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from playground.films.many import Gathered
from playground.i18n import _
from playground.ui.engine import engine
from playground.views.words import range_in_words

LETTER, WIDTH, WIDEST = 8, 90, 200
"""Pixels of a letter and of a column of numbers; how wide a row's name may be."""


def table(head: list[str], rows: list[list[str]], align: str) -> str:
    """A Markdown table; `align` has an l or an r for each column."""
    rule = [{"l": ":---", "r": "---:"}[side] for side in align]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows])


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


def left_in_words(found: Gathered) -> str:
    """How long the rest takes on the workers that are left for it; empty where nobody knows."""
    if found.seconds_left is None:
        return ""
    low, high = found.seconds_left
    rate = engine().state().at_once(len(found.running) + len(found.waiting))
    return _("About {time} left.").format(time=range_in_words(low / rate, high / rate))
