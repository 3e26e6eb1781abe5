"""One learner's session: the only reader and writer of what is kept between runs of the script."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

import streamlit as st

from playground.config import RunConfig
from playground.config.errors import PlaygroundError
from playground.experiments.lanes import Lanes
from playground.experiments.sweeps import Sweep
from playground.experiments.teaching import Teaching
from playground.i18n import SOURCE_LANGUAGE, closest, use_language
from playground.ui import from_link
from playground.uploads import own_data
from playground.views.notes import Notes
from playground.views.view_state import ViewState

Change = Literal["chosen", "forked", "placed"]
"""Another run from its step 0; or one that shares the beginning of the one before, at its step; or any run,
which stands still at the step where it begins."""
_HOME = "home"
"""Where the session state keeps which page is open, by its name."""

_WRITTEN = "written"
"""Under which it keeps the page and the link that the browser has."""
_BEGINNING = "beginning"
_PLACE = "place"
LANG, _LANGUAGE = "lang", "language"
"""The name that a link gives the language, and under which the session state keeps one that was asked for."""
LANGUAGE_COOKIE = "rnn-playground-language"
"""Where the browser keeps the learner's choice: a script sees it before anything is drawn."""
"""Under which it keeps what the page begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How a place in the course begins when somebody comes there."""

    plays: bool
    at: int = 0
    """Else the step at which the run stands; one beyond its end is its end."""
    look: Mapping[str, Any] = field(default_factory=dict)
    """Fields of the view state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Everything kept for one learner. Written as a whole, so it is never half changed.

    Where the learner is in the run is not among it: that the player in the browser knows.
    """

    viewer: str
    config: RunConfig
    """The run; where several are compared or searched, what they have in common."""
    serial: int = 1
    """Rises with every other experiment."""
    change: Change = "chosen"
    """What the newest experiment does to the cursor."""
    began_at: int = 0
    """The step at which it began: 0, or where it was forked from the one before."""
    plays: bool = True
    """Whether it plays of itself."""
    view_state: ViewState = field(default_factory=ViewState)
    message: str = ""
    """The last refusal, until something is changed successfully."""
    lanes: Lanes | None = None
    """The runs beside each other, on a page that compares some."""
    sweep: Sweep | None = None
    """The runs that are searched for the best, on the page that does it."""
    notes: Notes = field(default_factory=Notes)
    """What its link has pinned to its steps."""
    teaching: Teaching = field(default_factory=Teaching)
    """What a teacher's link hides and locks."""


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
    arrives = arrival is not None and kept(_PLACE) != place
    kind = " lanes" if lanes is not None else " sweep" if sweep is not None else ""
    st.session_state[_HOME] = f"{home}{kind}"
    keep(_BEGINNING, (begins, lanes, sweep))
    keep(_PLACE, place or {})
    brings = bool(set(st.query_params) - set(from_link.PLACE))
    if _key() not in st.session_state or not _has_its_data():
        arrives = arrival is not None
        write_session(_opened(begins, lanes, sweep))
    if arrival is not None and arrives:
        _arrive(current_session().config if brings else begins, arrival)
    _write_link()


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
    link = (_key(), link_query())
    if kept(_WRITTEN) != link:
        keep(_WRITTEN, link)
        if dict(st.query_params) != link[1]:
            st.query_params.from_dict(link[1])


def open_link(given: dict[str, str]) -> None:
    """Open what a link says in place of what is open; where it says nothing else, nothing changes."""
    _open(given)
    keep(_WRITTEN, (_key(), given))


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
    given = {name: st.query_params[name] for name in st.query_params}
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
    asked = {LANG: asked_language()} if asked_language() else {}
    return found | (kept(_PLACE) or {}) | asked | session.teaching.query(from_link.link_key())


def moment_query() -> dict[str, str]:
    """The link's parameters with how the run is looked at."""
    session = current_session()
    return link_query() | from_link.moment(session.config, session.view_state)


def current_session() -> Session:
    """The session as it is now, in the learner's language: every callback asks for it first."""
    speak()
    session: Session = st.session_state[_key()]
    return session


def speak() -> None:
    """Translate into the learner's language from now on, in this run of the script.

    A page, a fragment and a widget's callback may each begin in a thread of their own, so each of them
    comes through here: a page in `shell.main`, it and fragments in `error_boundary`, callbacks
    where they ask for the session.
    """
    use_language(learners_language())


def learners_language() -> str:
    """The language that a link asks for, then the chosen one, then the browser's own, then English."""
    if linked := closest(st.query_params.get(LANG, "")):
        keep(_LANGUAGE, linked)
    cookie, browsers = str(st.context.cookies.get(LANGUAGE_COOKIE)), str(st.context.locale)
    return next(filter(None, (asked_language(), closest(cookie), closest(browsers))), SOURCE_LANGUAGE)


def asked_language() -> str:
    """What a link or the learner asked for in this session; empty where neither did."""
    return kept(_LANGUAGE) or ""


def ask_for_language(language: str) -> None:
    """Speak another language from the next run on."""
    keep(_LANGUAGE, language)
    if LANG in st.query_params:
        st.query_params[LANG] = language


def refuse(sentence: str) -> None:
    """Keep a sentence that says why something was not done."""
    write_session(replace(current_session(), message=sentence))


def set_view_state(**changes: Any) -> None:
    """Change how the learner looks at the run."""
    session = current_session()
    write_session(replace(session, view_state=replace(session.view_state, **changes)))


def configs_of(session: Session) -> tuple[RunConfig, ...]:
    """The run, or all runs that are compared."""
    base = session.config
    return (base,) if session.lanes is None else session.lanes.of(base)


def set_lanes(lanes: Lanes) -> None:
    """Compare other runs from now on; where one does not fit, say why and change nothing."""
    session = current_session()
    if _fits(partial(_require_all, session.teaching, lanes.of), session.config):
        change: dict[str, Any] = {"change": "chosen", "began_at": 0, "plays": True}
        write_session(replace(session, lanes=lanes, serial=session.serial + 1, message="", **change))


def _require_all(
    teaching: Teaching, configs: Callable[[RunConfig], Sequence[RunConfig]], config: RunConfig
) -> None:
    for one in configs(config):
        teaching.require(one)


def set_sweep(sweep: Sweep) -> None:
    """Search something else from now on; where it does not fit, say why and change nothing."""
    session = current_session()
    if _fits(partial(_require_all, session.teaching, sweep.configs), session.config):
        write_session(replace(session, sweep=sweep, message=""))


def _fits(make: Callable[[RunConfig], object], config: RunConfig) -> bool:
    try:
        make(config)
    except PlaygroundError as error:
        refuse(str(error))
        return False
    return True


def write_session(session: Session) -> None:
    """Keep the session as it is from now on."""
    st.session_state[_key()] = session


def widget_value(key: str) -> Any:
    """The value last set in a widget or component; `None` where there is none with this key."""
    return st.session_state.get(key)


def forget_widget(key: str) -> None:
    """Let a widget begin anew, as what it was set to is no longer there to be chosen."""
    st.session_state.pop(key, None)


def kept(name: str) -> Any:
    """The value last kept under a name, beside the session itself; `None` where there is none."""
    return st.session_state.get(f"kept {name}")


def keep(name: str, value: Any) -> None:
    """Keep a value under a name of its own."""
    st.session_state[f"kept {name}"] = value


def fresh_key(widget: str, group: str = "") -> str:
    """The key of a widget that `renew` replaces: with another key it is a new one, closed or empty."""
    return f"{widget}#{kept(group or widget) or 0}"


def renew(group: str) -> None:
    """Put new widgets in the places of those of this group."""
    keep(group, (kept(group) or 0) + 1)


def _key() -> str:
    return f"playground {st.session_state[_HOME]}"
