"""One engine for all learners of this server, and the numbers of the runs that are over."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from playground.config import RunConfig
from playground.films.engine import Engine
from playground.films.many import Gathered, Results, gather
from playground.films.settings import EngineSettings


@st.cache_resource(show_spinner=False, on_release=lambda engine: engine.close())
def engine() -> Engine:
    """The engine the environment asks for; it starts in the background."""
    settings = EngineSettings.from_environ()
    if settings.kind == "inline":
        from playground.films.inline import InlineEngine

        return InlineEngine(film_bytes=settings.film_bytes, device=settings.device)
    from playground.films.dask_engine import DaskEngine

    return DaskEngine(settings)


@st.cache_resource(show_spinner=False)
def results() -> Results:
    """Numbers of finished runs: comparisons and sweeps find what was done for anybody."""
    return Results()


def gathered(viewer: str, configs: Sequence[RunConfig], *, going: bool) -> Gathered:
    """How far these runs are; the next ones are wanted while it is `going`."""
    return gather(engine(), results(), configs, viewer=viewer, going=going)
