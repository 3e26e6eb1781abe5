"""The choice between the languages, in the head of every page."""

from __future__ import annotations

import streamlit as st

from playground.i18n import LANGUAGES, N_, SOURCE_LANGUAGE, _
from playground.ui.components.assets import mount
from playground.ui.session import LANGUAGE_COOKIE, ask_for_language, asked_language, widget_value

FOREIGN = (
    N_("Skip to main content"),
    N_("Sidebar"),
    N_("Expand sidebar"),
    N_("Collapse sidebar"),
    N_("Navigate to home page"),
    N_("App pages"),
    N_("Choose an option"),
    N_("Choose options"),
    N_("Select all"),
    N_("No results"),
    N_("Open"),
    N_("Clear all"),
    N_("Help"),
    N_("Upload"),
    N_("file upload"),
    N_("Copy to clipboard"),
    N_("Link to heading"),
    N_("Press Enter to apply"),
    N_("Fullscreen"),
    N_("Zoom"),
    N_("Pan"),
    N_("Reset axes"),
)
"""Words that Streamlit and Plotly say in English, whatever the page's language: the browser replaces them."""


def show_languages(shown: str) -> None:
    """The choice between the languages, each called by its own name."""
    names = list(LANGUAGES)
    with st.container(key="language"):
        st.selectbox(
            _("Language"),
            names,
            index=names.index(shown),
            format_func=LANGUAGES.__getitem__,
            key=f"language {shown}",
            on_change=_choose,
            args=(f"language {shown}",),
            label_visibility="collapsed",
            width=120,
        )
    words = {} if shown == SOURCE_LANGUAGE else {word: _(word) for word in FOREIGN}
    data = {"language": shown.replace("_", "-"), "cookie": LANGUAGE_COOKIE, "keep": asked_language()}
    mount("language", key="language-of-the-page", data=data | {"words": words})


def _choose(key: str) -> None:
    ask_for_language(widget_value(key))
