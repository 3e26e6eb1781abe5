"""One engine for all learners of this server."""

from __future__ import annotations

import streamlit as st

from playground.films.engine import Engine
from playground.films.settings import EngineSettings
from playground.views.paint import paint


@st.cache_resource(show_spinner=False, on_release=lambda engine: engine.close())
def engine() -> Engine:
    """The engine the environment asks for; it starts in the background."""
    settings = EngineSettings.from_environ()
    if settings.kind == "inline":
        from playground.films.inline import InlineEngine

        return InlineEngine(film_bytes=settings.film_bytes, device=settings.device, paint=paint)
    from playground.films.dask_engine import DaskEngine

    return DaskEngine(settings, paint=paint)
