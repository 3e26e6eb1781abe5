"""Parts of a page that are about many runs: drawn again whenever more of those are done, and else never."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from playground.config import RunConfig
from playground.films.many import Gathered
from playground.films.stream.gatherings import Gathering
from playground.i18n import current_language
from playground.probes.requests import Probe
from playground.ui.components.assets import mount
from playground.ui.engine import engine
from playground.ui.error_boundary import error_boundary
from playground.ui.server import hub
from playground.ui.session import Session, current_session, keep, kept


def gathered(
    name: str,
    configs: Sequence[RunConfig],
    *,
    going: bool,
    after: Sequence[RunConfig] = (),
    probes: Sequence[Probe] = (),
) -> Gathered:
    """How far these runs are; while it is `going`, the next ones are wanted as long as the page is there.

    Args:
        name: what the page calls them.
        configs: the runs; those in front are done first.
        going: whether they are trained.
        after: runs that are trained before them.
        probes: what is read of networks when the runs are over.
    """
    viewer = current_session().viewer
    gathering = Gathering(configs=tuple(configs), after=tuple(after), probes=tuple(probes))
    found = gathering.look(engine(), hub.results, f"{viewer} {name}", going=going)
    is_open = going and not found.is_over
    hub.gatherings.put(viewer, name, gathering if is_open else None)
    keep(f"gathered {name}", found.ended if is_open else None)
    return found


def living(name: str, draw: Callable[[Session], None]) -> None:
    """Mount a part of the page that shows the runs of this name."""
    st.fragment(_drawn)(name, draw)


def _drawn(name: str, draw: Callable[[Session], None]) -> None:
    """Streamlit shows what a fragment raises in its own words, so it must raise nothing."""
    with error_boundary():
        draw(current_session())
        ended = kept(f"gathered {name}")
        if ended is not None:
            data = {"name": name, "ended": ended, "viewer": current_session().viewer}
            data |= {"language": current_language()}
            mount("pulse", key=f"pulse-{name}", data=data, on_more_change=_heard)


def _heard() -> None:
    """What the fragment is drawn again for."""
