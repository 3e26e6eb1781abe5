"""One learner's session: the only reader and writer of what is kept between runs of the script."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from playground.config import RunConfig
from playground.config.errors import PlaygroundError
from playground.experiments.lanes import Lanes
from playground.experiments.sweeps import Sweep
from playground.films.cursor import Cursor, Paused, Playing
from playground.i18n import SOURCE_LANGUAGE, use_language
from playground.probes.requests import Probe
from playground.ui import clock, from_link
from playground.ui.view_state import ViewState
from playground.uploads import own_data

_HOME = "home"
"""Where the session state keeps which page is open, by the preset it opens with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Everything kept for one learner. Written as a whole, so it is never half changed."""

    viewer: str
    cursor: Cursor
    view_state: ViewState = field(default_factory=ViewState)
    message: str = ""
    """The last refusal, until something is changed successfully."""
    asked: Mapping[str, Probe] = field(default_factory=dict)
    """The probe each picture waits for, or got last."""
    shown: Mapping[str, Probe] = field(default_factory=dict)
    """The newest probe answered for each picture, shown while the next one is read."""
    reading: bool = False
    """Whether a picture still waits for its reading since the last tick."""
    lanes: Lanes | None = None
    """The runs beside each other, on a page that compares some."""
    sweep: Sweep | None = None
    """The runs that are searched for the best, on the page that does it; its cursor never plays."""
    patient_until: float = 0.0
    """Until when readings are waited for, on the page's clock: the learner has just moved something."""

    @property
    def config(self) -> RunConfig:
        """The run at the cursor; where several are compared or searched, what they have in common."""
        return self.cursor.config


def start_session(home: str, *, lanes: Lanes | None = None, sweep: Sweep | None = None) -> None:
    """Open the page's session on its first run, from the link; keep the link equal to the experiment.

    Args:
        home: the preset the page opens with.
        lanes: what it compares to begin with, if it does. Each kind of page keeps its own place.
        sweep: what it searches to begin with, if it does.
    """
    kind = " lanes" if lanes is not None else " sweep" if sweep is not None else ""
    st.session_state[_HOME] = f"{home}{kind}"
    if _key() not in st.session_state or not _has_its_data():
        write_session(_opened(home, lanes, sweep))
    if dict(st.query_params) != link_query():
        st.query_params.from_dict(link_query())


def _opened(home: str, lanes: Lanes | None, sweep: Sweep | None) -> Session:
    """The session the link asks for, or the page's own beginning."""
    given = {name: st.query_params[name] for name in st.query_params}
    asked = from_link.opened(given, home, lanes, sweep)
    return Session(
        viewer=uuid.uuid4().hex,
        cursor=Cursor(config=asked.config, mode=Playing(clock.now()) if sweep is None else Paused()),
        view_state=ViewState(tab=asked.tab),
        lanes=asked.lanes,
        sweep=asked.sweep,
        message=asked.message,
    )


def _has_its_data() -> bool:
    """Whether what the learner brought is still kept; if not, the page opens anew, and says so."""
    own = current_session().config.task.own
    return not own or own_data.has(own)


def link_query() -> dict[str, str]:
    """The link's parameters: the experiment, what it is compared with, and which side of it is open."""
    session = current_session()
    return from_link.written(session.config, session.view_state.tab, session.lanes, session.sweep)


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
    use_language(SOURCE_LANGUAGE)


def refuse(sentence: str) -> None:
    """Keep a sentence that says why something was not done."""
    write_session(replace(current_session(), message=sentence))


def set_view_state(**changes: Any) -> None:
    """Change how the learner looks at the run."""
    session = current_session()
    view_state = replace(session.view_state, **changes)
    write_session(replace(session, view_state=view_state, patient_until=patience_of(session.cursor)))


def patience_of(cursor: Cursor) -> float:
    """Until when to wait for readings: of a run that moves the next look shows newer ones anyway."""
    return clock.now() + clock.PATIENCE_SECONDS if cursor.is_paused else 0.0


def experiment_of(session: Session) -> tuple[RunConfig, Lanes | None, Sweep | None]:
    """The open experiment, as a link has it."""
    return session.config, session.lanes, session.sweep


def configs_of(session: Session) -> tuple[RunConfig, ...]:
    """The run, or all runs that are compared."""
    base = session.config
    return (base,) if session.lanes is None else session.lanes.of(base)


def set_lanes(lanes: Lanes) -> None:
    """Compare other runs from now on; where one does not fit, say why and change nothing."""
    session = current_session()
    if _fits(lanes.of, session.config):
        cursor = replace(session.cursor, step=0, step_fraction=0.0, mode=Playing(clock.now()))
        write_session(replace(session, lanes=lanes, cursor=cursor, message=""))


def set_sweep(sweep: Sweep) -> None:
    """Search something else from now on; where it does not fit, say why and change nothing."""
    session = current_session()
    if _fits(sweep.configs, session.config):
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
