"""The choice between the languages, in the head of every page."""

from __future__ import annotations

import streamlit as st

from playground.i18n import LANGUAGES, _
from playground.ui.components.assets import mount
from playground.ui.session import LANGUAGE_COOKIE, ask_for_language, asked_language, widget_value


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
    data = {"language": shown.replace("_", "-"), "cookie": LANGUAGE_COOKIE, "keep": asked_language()}
    mount("language", key="language-of-the-page", data=data)


def _choose(key: str) -> None:
    ask_for_language(widget_value(key))
