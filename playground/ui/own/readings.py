"""How a learner's file was understood: what was decided, and the choices to have it otherwise."""

from __future__ import annotations

import streamlit as st

from playground.i18n import N_, _
from playground.ui.session import widget_value
from playground.uploads.report import CHOICES, Reading, Report
from playground.views.words import plain

MOST_LINES = 12
"""Lines of a report that are shown; the others are counted."""

_LABELS = {
    "codes": N_("Values far outside"),
    "order": N_("Order of the rows"),
    "gaps": N_("Missing rows"),
    "dates": N_("First in the dates"),
    "decimals": N_("Decimal sign"),
    "series": N_("Which series"),
}
_WAYS = {
    "gaps": N_("are gaps"),
    "keep": N_("are numbers"),
    "time": N_("by time"),
    "file": N_("as in the file"),
    "leave": N_("are not added"),
    "fill": N_("are added as gaps"),
    "day": N_("the day"),
    "month": N_("the month"),
    "year": N_("the year"),
    "point": N_("point"),
    "comma": N_("comma"),
}


def chosen_reading(key: str) -> Reading:
    """What was chosen so far, in widgets whose keys begin with `key`."""
    chosen = {name: widget_value(f"{key} {name}") or "" for name in CHOICES}
    return Reading().with_choices(chosen)


def show_report(report: Report) -> None:
    """What was decided, a line each."""
    lines = [f"- {plain(str(line))}" for line in report[:MOST_LINES]]
    if len(report) > MOST_LINES:
        more = _("And {count} more.").format(count=len(report) - MOST_LINES)
        lines.append(f"- {more}")
    if lines:
        st.caption("\n".join(lines))


def show_choices(report: Report, key: str, *, is_undecided: bool) -> None:
    """A select box for everything that may be chosen; an empty one for what must be."""
    shown: set[str] = set()
    for line in report:
        if not line.choice or line.choice in shown:
            continue
        shown.add(line.choice)
        must = is_undecided and line.choice in ("series", "dates")
        st.selectbox(
            _(_LABELS[line.choice]),
            line.ways,
            index=None if must else 0,
            key=f"{key} {line.choice}",
            format_func=_shown if line.choice != "series" else str,
            placeholder=_("Choose"),
        )


def _shown(way: str) -> str:
    return _(_WAYS[way])
