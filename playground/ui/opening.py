"""Opens experiments: a page's own, a link's, one that Back leads to. The link says which one is open."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from playground.config import RunConfig
from playground.experiments.lanes import Lanes
from playground.experiments.sweeps import Sweep
from playground.experiments.teaching import NAMES
from playground.ui import from_link
from playground.ui.session import (
    LANG,
    Session,
    asked_language,
    current_session,
    keep,
    kept,
    open_home,
    opened_home,
    session_of,
    write_session,
)
from playground.uploads import own_data
from playground.views.notes import Notes
from playground.views.view_state import TABS, ViewState

_WRITTEN = "written"
"""Under which the page and the link are kept that the browser has."""
_BEGINNING, _TAB, _PLACE = "beginning", "tab", "place"
"""Under which it is kept what the page begins with, and where in the course it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How a place in the course begins when somebody comes there."""

    plays: bool
    at: int = 0
    """Else the step at which the run stands; one beyond its end is its end."""
    look: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the view state."""


def start_session(
    home: str,
    begins: RunConfig,
    *,
    lanes: Lanes | None = None,
    sweep: Sweep | None = None,
    place: dict[str, str] | None = None,
    arrival: Arrival | None = None,
) -> None:
    """Open the page's session on its first run, from the link; keep the link equal to the experiment.

    Args:
        home: what tells the page's session from those of other pages.
        begins: the run the page opens with.
        lanes: what it compares to begin with, if it does. Each kind of page keeps its own place.
        sweep: what it searches to begin with, if it does.
        place: where in the course it is, as its link says it.
        arrival: how that place begins: with the run `begins`, unless a link brings another one.
    """
    arrives = kept(_PLACE) != place
    kind = " lanes" if lanes is not None else " sweep" if sweep is not None else ""
    open_home(f"{home}{kind}")
    keep(_BEGINNING, (begins, lanes, sweep))
    keep(_TAB, arrival.look.get("tab", TABS[0]) if arrival is not None else TABS[0])
    keep(_PLACE, place or {})
    is_new = session_of(opened_home()) is None or not _has_its_data()
    if is_new:
        write_session(_opened(begins, lanes, sweep))
    if arrival is not None and (arrives or is_new):
        is_from_link = is_new or _brings_more(st.query_params)  # a new one holds its link's locks already
        _arrive(current_session().config if is_from_link else begins, arrival)
    _write_link()


def _brings_more(given: Iterable[str]) -> bool:
    """Whether a link with these parameters says more than the name of a place."""
    return bool(set(given) - {*from_link.PLACE, *NAMES})


def _arrive(config: RunConfig, arrival: Arrival) -> None:
    session = current_session()
    view_state = replace(ViewState(), **{"own_task": config.task, **arrival.look})
    how: dict[str, Any] = {"change": "chosen" if arrival.plays else "placed", "plays": arrival.plays}
    after = replace(session, config=config, view_state=view_state, began_at=arrival.at, **how)
    write_session(replace(after, serial=session.serial + 1))


def _write_link() -> None:
    """Write the link where it is another than was written last.

    Else it is left alone: a run may have begun with the link before, or with one that the learner has just
    gone back to, of which `open_link` is told.
    """
    link = (opened_home(), _short_query())
    if kept(_WRITTEN) != link:
        keep(_WRITTEN, link)
        if st.query_params.to_dict() != link[1]:
            st.query_params.from_dict(link[1])


def open_link(given: dict[str, str]) -> None:
    """Open what a link says in place of what is open; where it says nothing else, nothing changes."""
    _open(given if _brings_more(given) else {from_link.TAB: kept(_TAB)} | given)
    keep(_WRITTEN, (opened_home(), given))


def open_run(given: dict[str, str]) -> None:
    """Open a run that the browser kept, at its step, and write its link as after a click on a control.

    What a teacher hides and locks stays as it is.
    """
    _open(given | current_session().teaching.query(from_link.link_key()))


def _open(given: dict[str, str]) -> None:
    session, (begins, lanes, sweep) = current_session(), kept(_BEGINNING)
    asked = from_link.opened(given, begins, lanes, sweep)
    view_state = replace(session.view_state, tab=asked.view_state.tab)
    after = replace(session, view_state=view_state, message=asked.message, teaching=asked.teaching)
    if (asked.config, asked.lanes, asked.sweep) != (session.config, session.lanes, session.sweep):
        after = replace(after, config=asked.config, lanes=asked.lanes, sweep=asked.sweep)
        after = replace(after, serial=session.serial + 1, change="chosen", began_at=asked.at, plays=False)
    after = replace(after, notes=Notes(serial=after.serial, notes=asked.notes))
    write_session(after)


def _opened(begins: RunConfig, lanes: Lanes | None, sweep: Sweep | None) -> Session:
    """The session the link asks for, or the page's own beginning."""
    given = st.query_params.to_dict()
    asked = from_link.opened(given, begins, lanes, sweep)
    return Session(
        viewer=uuid.uuid4().hex,
        config=asked.config,
        view_state=asked.view_state,
        began_at=asked.at,
        plays=asked.at == 0,
        lanes=asked.lanes,
        sweep=asked.sweep,
        teaching=asked.teaching,
        notes=Notes(serial=1, notes=asked.notes),
        message=asked.message,
    )


def _has_its_data() -> bool:
    """Whether what the learner brought is still kept; if not, the page opens anew, and says so."""
    own = current_session().config.task.own
    return not own or own_data.has(own)


def link_query() -> dict[str, str]:
    """The link's parameters: the experiment, what it is compared with, and which side of it is open."""
    session = current_session()
    found = from_link.written(session.config, session.view_state.tab, session.lanes, session.sweep)
    return found | place_query(kept(_PLACE), opened_home())


def _short_query() -> dict[str, str]:
    """The same for the browser alone: where a place in the course is as it begins, its name is enough."""
    session, place = current_session(), kept(_PLACE)
    now = (session.config, session.lanes, session.sweep), session.view_state.tab
    is_as_it_begins = place and now == (kept(_BEGINNING), kept(_TAB))
    return place_query(place, opened_home()) if is_as_it_begins else link_query()


def place_query(place: dict[str, str], home: str) -> dict[str, str]:
    """The parameters of a place in the course as it begins, in the language and with the locks there are."""
    known = session_of(home)
    asked = {LANG: asked_language()} if asked_language() else {}
    return place | asked | (known.teaching.query(from_link.link_key()) if known else {})


def moment_query() -> dict[str, str]:
    """The link's parameters with how the run is looked at."""
    session = current_session()
    return link_query() | from_link.moment(session.config, session.view_state)
