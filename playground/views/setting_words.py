"""The names of settings and of their values, everywhere on the pages."""

from __future__ import annotations

from typing import Any

from playground.charts.theme import CELL_NAMES
from playground.config import SETTINGS, Setting, written
from playground.i18n import _
from playground.views.words import number


def label_of(path: str) -> str:
    """The name of a setting."""
    return _(SETTINGS[path].label)


def value_in_words(setting: Setting, value: Any) -> str:
    """A value as a control offers it."""
    if value is None:
        return _(setting.off)
    if value in setting.names:
        return _(setting.names[value])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"{value:g}" if isinstance(value, float) else written(value)


def said(path: str, value: Any) -> str:
    """A value as it is read in a name or in a table."""
    if path == "model.cell":
        return CELL_NAMES[value]
    return number(value) if isinstance(value, float) else value_in_words(SETTINGS[path], value)


def named(path: str, value: Any) -> str:
    """A setting with its value, as a part of a run's name."""
    return _("{setting}: {value}").format(setting=label_of(path), value=said(path, value))
