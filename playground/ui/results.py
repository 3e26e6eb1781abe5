"""Numbers of finished runs, kept once for all learners of this server."""

from __future__ import annotations

import streamlit as st

from playground.films.many import Results


@st.cache_resource(show_spinner=False)
def results() -> Results:
    """The store that comparisons and sweeps share: who comes later finds what is done."""
    return Results()
