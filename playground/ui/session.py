"""One learner's session: the only reader and writer of what is kept between runs of the script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from playground.views.notes import Notes
from playground.views.view_state import ViewState

Change = Literal["chosen", "forked", "placed"]
"""Another run from its step 0; or one that shares the beginning of the one before, at its step; or any run,
which stands still at the step where it begins."""
_HOME = "home"
"""Where the session state keeps which page is open, by its name."""

LANG, _LANGUAGE = "lang", "language"
"""The name that a link gives the language, and under which the session state keeps one that was asked for."""
LANGUAGE_COOKIE = "rnn-playground-language"
"""Where the browser keeps the learner's choice: a script sees it before anything is drawn."""


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


def current_session() -> Session:
    """The session as it is now, in the learner's language: every callback asks for it first."""
    speak()
    session: Session = st.session_state[_key(opened_home())]
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
    st.session_state[_key(opened_home())] = session


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


def open_home(home: str) -> None:
    """Another page is open from now on, or the same one."""
    st.session_state[_HOME] = home


def opened_home() -> str:
    """The name of the page that is open, or was last; empty before there is one."""
    home: str = st.session_state.get(_HOME, "")
    return home


def session_of(home: str) -> Session | None:
    """The session of a page that may be open or not; `None` where it never was."""
    return st.session_state.get(_key(home))


def _key(home: str) -> str:
    return f"playground {home}"
