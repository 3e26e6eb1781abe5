"""One learner's session: the only reader and writer of what is kept between runs of the script."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from playground import links
from playground.charts.units import Order, Scale
from playground.config import RunConfig, TaskConfig
from playground.errors import LinkError, OwnDataMissing
from playground.films.cursor import Cursor, Event, Tick, move, needs_ticks, wanted_step
from playground.films.engine import Reply
from playground.films.film import Film
from playground.films.readings import PENDING
from playground.i18n import N_, translator
from playground.models.hold import Hold
from playground.presets import PRESETS
from playground.probes.requests import Probe
from playground.tasks import own_data, problem
from playground.ui.calm import explained
from playground.ui.engine import engine

_HOME = "home"
"""Where the session state keeps which page is open, by the preset it opens with."""
TABS = ("learning", "states", "gates", "gradients", "cell", "what-if", "weights")
"""The sides of a run one can look at; the first is the usual one, and is left out of links."""
PAIR_TABS = ("learning", "states", "gates", "cell", "weights")
"""Those that an encoder and a decoder have."""
TAB = "tab"
PATIENCE_SECONDS = 0.25
"""How long the first steps of a run, or a reading the learner has just asked for, are waited for:
the next look is half a second away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How the learner looks at the run; nothing here changes what is trained."""

    log_loss: bool = False
    smoothing: float | None = None
    """Strength of the moving average; `None` smooths only where an epoch has several batches."""
    horizon: int = 100
    """Points of the free run."""
    compare_free: bool = False
    """Whether the simple forecasts are compared in the free run instead of one step ahead."""
    own_text: str = ""
    """The learner's own sequence, as last typed or drawn; empty shows a held-out example."""
    own_task: TaskConfig | None = None
    """The problem it was written for."""
    own_fault: str = ""
    """Why the last rows of the learner's own were not taken, until something is changed successfully."""
    own_example: int = 0
    """Which held-out example to begin with."""
    tab: str = TABS[0]
    """Which side of the run is looked at."""
    layer: int = 0
    """The recurrent layer looked into, from 0."""
    backward: bool = False
    """Whether the chosen unit is one of the backward direction, where there is one."""
    gate: str = ""
    """The gate that is lit in the cell's diagram, by its letter."""
    unit: int | None = None
    """The unit looked at, from 0; `None` is the mean of all."""
    cell_state: bool = False
    """Whether an LSTM's cell state is shown instead of its hidden state."""
    order: Order = "index"
    """How units are sorted: by index, by peak or by similarity."""
    scale: Scale = "layer"
    """What a unit's colours are relative to: the unit, the layer, or common."""
    decoder: bool = False
    """Of a network with an encoder and a decoder: whether the decoder is looked into."""
    uniform: bool = False
    """Whether attention is spread evenly, whatever the network would do."""
    forced: tuple[tuple[int, int], ...] = ()
    """At which step of the decoder all attention is on which source position, both from 0."""
    beam: int = 1
    """Answers a decoder keeps growing side by side."""
    prefix: str = ""
    """What a decoder is made to say first, as the learner typed it."""
    twin: bool = False
    """Whether the same network with or without attention is trained beside this one."""
    hold: Hold = field(default_factory=Hold)
    """What is held still in "What if"."""
    temperature: float = 0.8
    """How freely the network chooses what it writes; 0 always takes the likeliest character."""
    sample_seed: int = 0
    """Of the choices by chance in what it writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Everything kept for one learner. Written as a whole, so it is never half changed."""

    viewer: str
    cursor: Cursor
    view: View = View()
    message: str = ""
    """The last refusal, until something is changed successfully."""
    asked: Mapping[str, Probe] = field(default_factory=dict)
    """The probe each picture waits for, or got last."""
    shown: Mapping[str, Probe] = field(default_factory=dict)
    """The newest probe answered for each picture, shown while the next one is read."""
    reading: bool = False
    """Whether a picture still waits for its reading since the last tick."""
    ticked: float = 0.0
    """When time was last passed on to the cursor, on the monotonic clock."""
    patient_until: float = 0.0
    """Until when readings are waited for, on the same clock: the learner has just moved something."""


def tabs_of(config: RunConfig) -> tuple[str, ...]:
    """The sides of a run one can look at."""
    return PAIR_TABS if problem(config.task.name).group == "pairs" else TABS


def start(home: str) -> None:
    """Open the page's session on its first run, from the link; keep the link equal to the experiment.

    Args:
        home: the preset the page opens with; each page keeps its own place.
    """
    st.session_state[_HOME] = home
    if _key() not in st.session_state or not _has_its_data():
        config, tab, message = _from_link(home)
        cursor = Cursor(config=config, playing=True)
        session = Session(viewer=uuid.uuid4().hex, cursor=cursor, message=message, ticked=time.monotonic())
        _write(replace(session, view=View(tab=tab)))
    if dict(st.query_params) != query():
        st.query_params.from_dict(query())


def _has_its_data() -> bool:
    """Whether what the learner brought is still kept; if not, the page opens anew, and says so."""
    own = current().cursor.config.task.own
    return not own or own_data.has(own)


def query() -> dict[str, str]:
    """The link's parameters: the experiment, and which side of it is open."""
    session = current()
    side = {TAB: session.view.tab} if session.view.tab != TABS[0] else {}
    return links.encode(session.cursor.config) | side


def current() -> Session:
    """The session as it is now."""
    session: Session = st.session_state[_key()]
    return session


def dispatch(event: Event) -> None:
    """The one way in for everything a learner does to a run."""
    session = current()
    try:
        cursor = move(session.cursor, event, engine().film(session.cursor.config))
        if cursor.playing or cursor.goal is not None:  # work begins before the page is drawn
            _want(cursor, session.viewer)
    except Exception as error:  # a callback runs before the page, where nobody would catch it
        refuse(explained(error))
        return
    view = replace(session.view, own_fault="")
    _write(replace(session, cursor=cursor, view=view, message="", patient_until=_patience(cursor)))


def refuse(sentence: str) -> None:
    """Keep a sentence that says why something was not done."""
    _write(replace(current(), message=sentence))


def set_view(**changes: Any) -> None:
    """Change how the learner looks at the run."""
    session = current()
    view = replace(session.view, **changes)
    _write(replace(session, view=view, patient_until=_patience(session.cursor)))


def _patience(cursor: Cursor) -> float:
    """Until when to wait for readings: of a run that moves the next look shows newer ones anyway."""
    return 0.0 if cursor.playing or cursor.goal is not None else _soon()


def _soon() -> float:
    return time.monotonic() + PATIENCE_SECONDS


def tick() -> Film:
    """Let time pass, say what this learner needs of the film, and take a snapshot of it."""
    session, now = current(), time.monotonic()
    film = engine().film(session.cursor.config)
    cursor = move(session.cursor, Tick(now - session.ticked), film)
    _write(replace(session, cursor=cursor, ticked=now, reading=False))
    _want(cursor, session.viewer)
    return _begun(cursor, film) if cursor.playing and film.last_step == 0 else film


def _begun(cursor: Cursor, film: Film) -> Film:
    """The film with its first steps, where they come at once."""
    give_up = _soon()
    while film.last_step == 0 and engine().state().status == "ready" and time.monotonic() < give_up:
        time.sleep(0.01)
        film = engine().film(cursor.config)
    return film


def _want(cursor: Cursor, viewer: str) -> None:
    engine().want(cursor.config, wanted_step(cursor, engine().film(cursor.config)), viewer=viewer)


def read(picture: str, probe: Probe) -> tuple[Reply, Probe]:
    """The reading to show in `picture`, and the probe it answers.

    One probe of a picture is under way at a time: the next is asked for when it has been answered,
    or a slow reading would be overtaken at every tick and never be seen. Until then the reading
    before it stays.
    """
    before = current()
    while time.monotonic() < before.patient_until and engine().probe(probe).status == "pending":
        time.sleep(0.005)
    waiting, shown = before.asked.get(picture, probe), before.shown.get(picture)
    if not waiting.is_like(probe):
        waiting = probe
    if engine().probe(waiting).status != "pending":
        shown, waiting = waiting, probe
        if shown != probe and engine().probe(probe).status != "pending":
            shown = probe
    after = replace(
        before,
        asked={**before.asked, picture: waiting},
        shown={**before.shown, picture: shown} if shown else before.shown,
        reading=before.reading or shown != probe,
    )
    if after != before:
        _write(after)
    if shown is None or not shown.is_like(probe):
        return PENDING, probe
    return engine().probe(shown), shown


def read_along(probes: Mapping[int, Probe], *, at_once: int) -> dict[int, Any]:
    """The readings there are for a picture of the whole run; the missing ones are asked for in turn.

    Only `at_once` are under way together: a picture of the past must not hold up the training.
    """
    readings, pending = {}, 0
    for step, probe in probes.items():
        reply = engine().probe(probe)
        if reply.status == "ready":
            readings[step] = reply.value
        pending += reply.status == "pending"
        if pending == at_once:
            break
    if pending:
        _write(replace(current(), reading=True))
    return readings


def is_moving(film: Film) -> bool:
    """Whether the page must look again soon."""
    busy = engine().state().status in ("starting", "waiting")
    return busy or current().reading or needs_ticks(current().cursor, film)


def _write(session: Session) -> None:
    st.session_state[_key()] = session


def _key() -> str:
    return f"playground {st.session_state[_HOME]}"


def _from_link(home: str) -> tuple[RunConfig, str, str]:
    """The experiment of the link, the tab, and what is wrong with it if something is."""
    given = {name: st.query_params[name] for name in st.query_params}
    tab = given.pop(TAB, TABS[0])
    config, message = _experiment(given, home)
    offered = tabs_of(config)
    if tab not in offered:
        no_tab = translator()(_NO_TAB).format(tab=f"{tab:.20}", tabs=", ".join(offered))
        return config, TABS[0], message or no_tab
    return config, tab, message


_NO_TAB = N_("This link opens the tab '{tab}', which is not there; there are {tabs}.")


def _experiment(given: dict[str, str], home: str) -> tuple[RunConfig, str]:
    if not given:
        return PRESETS[home].config, ""
    try:
        return links.decode(given), ""
    except OwnDataMissing as error:
        return _experiment({**given, "task.own": ""}, home)[0], str(error)
    except LinkError as error:
        return PRESETS[home].config, str(error)
