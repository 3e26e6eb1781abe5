"""How a learner's file was understood: what was decided, and the choices to have it otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from playground.i18n import N_, Message, _
from playground.ui.session import forget_widget, widget_value
from playground.uploads.encodings import NAMES
from playground.uploads.report import NUMBERS, WAYS, Choice, Line, Reading, Report
from playground.views.words import plain

FILES = ["csv", "tsv", "txt", "dat", "xlsx", "xlsm", "json", "jsonl", "ndjson", "xls", "ods", "numbers"]
"""Endings of files that are read, and of those for which it is said how to save them otherwise."""
MOST_LINES = 12
"""Lines of a report that are shown; the others are counted."""

_LABELS = {
    "encoding": N_("Encoding"),
    "sheet": N_("Sheet"),
    "comments": N_("Lines that begin as comments"),
    "delimiter": N_("Sign between the columns"),
    "quotes": N_("Quotation marks"),
    "first": N_("First row"),
    "heads": N_("Rows of names"),
    "last": N_("Last row"),
    "turned": N_("Dates as columns"),
    "decimals": N_("Decimal sign"),
    "below": N_("Values such as <5"),
    "words": N_("Words among numbers"),
    "time": N_("Column of the time"),
    "dates": N_("First in the dates"),
    "series": N_("Which series"),
    "order": N_("Order of the rows"),
    "repeats": N_("Rows of the same time"),
    "codes": N_("Values far outside"),
    "gaps": N_("Missing rows"),
    "text": N_("Column of texts"),
    "label": N_("Column of labels"),
}
_WAYS = {
    "comments": {"leave": N_("are left out"), "keep": N_("are rows")},
    "delimiter": {
        "comma": N_("comma"),
        "semicolon": N_("semicolon"),
        "tab": N_("tab"),
        "bar": N_("bar"),
        "blanks": N_("blanks"),
        "none": N_("none: one column"),
    },
    "quotes": {"around": N_("around texts"), "part": N_("part of texts")},
    "turned": {"turn": N_("each row is a series"), "as-it-is": N_("each column is a series")},
    "decimals": {"point": N_("point"), "comma": N_("comma")},
    "below": {"half": N_("are half of it"), "whole": N_("are all of it"), "gap": N_("are gaps")},
    "words": {"gaps": N_("are gaps"), "fault": N_("spoil the column")},
    "dates": {"day": N_("the day"), "month": N_("the month"), "year": N_("the year")},
    "series": {"all": N_("all rows")},
    "order": {"time": N_("by time"), "file": N_("as in the file")},
    "repeats": {
        "first": N_("the first is kept"),
        "each": N_("all are kept, and counted"),
        "sum": N_("are added up"),
        "mean": N_("become their mean"),
    },
    "codes": {"gaps": N_("are gaps"), "keep": N_("are numbers")},
    "gaps": {"leave": N_("are not added"), "fill": N_("are added as gaps")},
    "encoding": NAMES,
    "time": {"none": N_("none: the rows are counted")},
}
_OF_THE_FILE = (
    "encoding",
    "delimiter",
    "quotes",
    "first",
    "heads",
    "last",
    "comments",
    "turned",
    "time",
    "text",
)
"""Choices that few learners need: they are folded away."""
OFFERED: Report = (
    Line(
        Message(N_("The file may be read otherwise.")),
        tuple(Choice(name, ("", *WAYS[name])) for name in _OF_THE_FILE[:7]),
    ),
)
"""What may be chosen of a file that could not be read as it was."""


def chosen_reading(version: str, report: Report) -> Reading:
    """What was chosen otherwise, in widgets whose keys end with `version` and that show this report."""
    values = {name: widget_value(f"own-read-{name}{version}") for name in WAYS}
    there = Reading().with_choices({name: "" if one is None else str(one) for name, one in values.items()})
    return Reading().with_choices(there.other_than_usual(report))


def show_report(report: Report) -> None:
    """What was decided, a line each."""
    lines = [f"- {plain(str(line))}" for line in report[:MOST_LINES]]
    if len(report) > MOST_LINES:
        more = _("And {count} more.").format(count=len(report) - MOST_LINES)
        lines.append(f"- {more}")
    if lines:
        st.caption("\n".join(lines))


def show_choices(
    report: Report, version: str, reading: Reading, on_change: Callable[[str], None] | None = None
) -> None:
    """A widget for everything that may be chosen; an empty one for what must be.

    Args:
        report: of what was read.
        version: how the keys of the widgets end.
        reading: what was chosen, where the widgets are new.
        on_change: called with `version` after a choice.
    """
    there = {choice.name: choice for line in report for choice in line.choices}  # the last word on each
    there = {name: one for name, one in there.items() if len(one.ways) > 1 or name in NUMBERS}
    for name, choice in there.items():
        if name not in _OF_THE_FILE:
            _show_choice(choice, version, reading, on_change)
    folded = [choice for name, choice in there.items() if name in _OF_THE_FILE]
    if folded:
        with st.expander(_("Read the file otherwise"), key=f"own-read-otherwise{version}"):
            for choice in folded:
                _show_choice(choice, version, reading, on_change)


def _show_choice(
    choice: Choice, version: str, reading: Reading, on_change: Callable[[str], None] | None
) -> None:
    name, ways, must = choice
    chosen = reading.chosen.get(name)
    how: dict[str, Any] = {"label": _(_LABELS[name]), "key": f"own-read-{name}{version}"}
    if on_change is not None:
        how |= {"on_change": on_change, "args": (version,)}
    if name in NUMBERS:
        low, high = NUMBERS[name]
        value = int(chosen) if chosen else None
        found = ways[0] or _("as it was found")
        st.number_input(min_value=low, max_value=high, value=value, step=1, placeholder=found, **how)
        return
    if widget_value(how["key"]) not in (None, *ways):
        forget_widget(how["key"])
    st.selectbox(
        options=ways,
        index=ways.index(chosen) if chosen in ways else None if must else 0,
        format_func=partial(_shown, name),
        placeholder=_("Choose"),
        **how,
    )


def _shown(name: str, way: str) -> str:
    return _(_WAYS.get(name, {}).get(way, way)) if way else _("as it was found")
