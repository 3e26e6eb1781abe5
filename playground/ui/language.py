"""The learner's language: asked for by a link, then chosen, then the browser's own, then English."""

from __future__ import annotations

import streamlit as st

from playground.i18n import SOURCE_LANGUAGE, closest

LANG = "lang"
"""The name that a link gives it."""
COOKIE = "rnn-playground-language"
"""Where the browser keeps a choice; a script sees it before anything is drawn."""
_CHOSEN = "kept language"


def learners_language() -> str:
    """The language of this run of a page's script."""
    linked = closest(st.query_params.get(LANG, ""))
    if linked:
        st.session_state[_CHOSEN] = linked
    return (
        asked_for()
        or closest(st.context.cookies.get(COOKIE, ""))
        or closest(st.context.locale or "")
        or SOURCE_LANGUAGE
    )


def asked_for() -> str:
    """What a link or the learner asked for in this session; empty where neither did."""
    chosen: str = st.session_state.get(_CHOSEN, "")
    return chosen


def ask_for(language: str) -> None:
    """Speak another language from the next run on."""
    st.session_state[_CHOSEN] = language
    if LANG in st.query_params:
        st.query_params[LANG] = language
