"""Numbers as words, and the page that explains the terms."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from playground.i18n import _

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"


def show_glossary() -> None:
    """The glossary, as it stands in the documentation."""
    st.markdown(GLOSSARY.read_text(encoding="utf-8"))


def seconds_in_words(seconds: float) -> str:
    """A length of time, rounded to what matters."""
    if seconds < 90:
        return _("{count} s").format(count=max(1, round(seconds)))
    if seconds < 5400:
        return _("{count} min").format(count=round(seconds / 60))
    return _("{count} h").format(count=round(seconds / 3600))


def plain(text: str) -> str:
    """`text` as Markdown that shows its letters: a link may bring it, with a picture or a link in it."""
    unlinked = re.sub(r"(?<=:)(?=//)|(?<=www)(?=\.)", "\N{WORD JOINER}", text)
    return re.sub(r"([\\`*_~$:<>()\[\]#!|])", r"\\\1", unlinked)


def number(value: float) -> str:
    """A number with three digits that matter, short even where a network diverged."""
    if abs(value) < 1e-9:
        return "0"
    return f"{value:,.0f}" if 999.5 <= abs(value) < 1e7 else f"{value:.3g}"


def table(head: list[str], rows: list[list[str]], align: str) -> str:
    """A Markdown table; `align` has an l or an r for each column."""
    rule = [{"l": ":---", "r": "---:"}[side] for side in align]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows])
