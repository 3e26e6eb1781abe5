"""The experiment that a link opens, and the link of the open experiment."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace

from playground.config import RunConfig
from playground.config.errors import ConfigError, LinkError, OwnDataMissing, PlaygroundError
from playground.experiments import lanes as links_of_lanes
from playground.experiments import links
from playground.experiments import sweeps as links_of_sweeps
from playground.experiments.lanes import Lanes
from playground.experiments.sweeps import Sweep
from playground.experiments.teaching import NAMES, Teaching, teaching_of
from playground.i18n import N_, _
from playground.views.address import look_parsed, look_written
from playground.views.notes import Note
from playground.views.notes import parsed as notes_parsed
from playground.views.view_state import TABS, ViewState, tabs_of

TAB, LANES, FAIR, SWEEP, LOOK = "tab", "lanes", "fair", "sweep", "look"
AT, RUNS, NOTES = "at", "runs", "notes"
PLACE = ("lesson", "step", "exercise", "part", "lang")
"""Where in the course a page is, and in which language: others read them."""
MOST_DIGITS = 9
KEY = "PLAYGROUND_LINK_KEY"
"""The server's key, in its environment: with one, the locks of links are signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The state a page begins with."""

    config: RunConfig
    lanes: Lanes | None
    sweep: Sweep | None
    view_state: ViewState
    """How the run is looked at, with the tab that is open."""
    at: int
    """The step at which it opens, paused; 0 begins it."""
    teaching: Teaching = field(default_factory=Teaching)
    """What a teacher's link hides and locks."""
    notes: tuple[Note, ...] = ()
    """What somebody pinned to its steps."""
    message: str
    """The fault of the link, or what of it was left out; empty where there is neither."""


def opened(given: dict[str, str], home: RunConfig, lanes: Lanes | None, sweep: Sweep | None) -> Opened:
    """The state the link asks for, or the page's own beginning; every fault is one sentence.

    The page begins with the run `home`, compares `lanes` if it does, and searches `sweep` if it does.
    """
    rest, left_out = links.sorted_out(given, (TAB, LANES, FAIR, SWEEP, LOOK, AT, RUNS, NOTES, *PLACE, *NAMES))
    teaching, not_taught = _teaching({name: rest.pop(name) for name in NAMES if name in rest})
    rest = {name: text for name, text in rest.items() if name not in PLACE}
    runs, not_beside = rest.pop(RUNS, ""), ""
    if runs and lanes is not None:
        rest, not_beside = _beside(runs)
    asked, look, at = rest.pop(TAB, TABS[0]), rest.pop(LOOK, ""), rest.pop(AT, "0")
    notes, no_notes = _notes(rest.pop(NOTES, ""))
    wanted, fault = (None, "") if lanes is None else _lanes(rest, lanes)
    searched, no_sweep = (None, "") if sweep is None else _sweep(rest, sweep)
    config, message = _experiment(rest, home)
    message = not_taught or message or no_sweep or not_beside
    try:
        config = teaching.enforced(config)
    except ConfigError as error:
        teaching, message = Teaching(), str(error)
    if wanted is not None and lanes is not None:
        try:
            wanted.of(config)
        except ConfigError as error:
            wanted, fault = lanes, str(error)
    if searched is not None and sweep is not None:
        try:
            searched.configs(config)
        except ConfigError as error:
            searched, config, message = sweep, home, str(error)
    tab, no_tab = _tab(asked, config)
    view_state, no_look = _look(look, config)
    return Opened(
        config=config,
        lanes=wanted,
        sweep=searched,
        view_state=replace(view_state, tab=tab),
        at=_step(at),
        teaching=teaching,
        notes=notes,
        message=message or fault or no_tab or no_look or no_notes or left_out,
    )


def link_key() -> str:
    """The server's key; empty where it has none."""
    return os.environ.get(KEY, "")


def _teaching(given: dict[str, str]) -> tuple[Teaching, str]:
    try:
        return teaching_of(given, link_key()), ""
    except LinkError as error:
        return Teaching(), str(error)


def _step(text: str) -> int:
    """The step in a link; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0


def _tab(asked: str, config: RunConfig) -> tuple[str, str]:
    offered = tabs_of(config)
    if asked in offered:
        return asked, ""
    return TABS[0], _(_NO_TAB).format(tab=f"{asked:.20}", tabs=", ".join(offered))


_NO_TAB = N_("This link opens the tab '{tab}', which is not there; there are {tabs}.")


def _look(text: str, config: RunConfig) -> tuple[ViewState, str]:
    try:
        return look_parsed(text, config) if text else ViewState(), ""
    except PlaygroundError as error:
        return ViewState(), str(error)


def _notes(text: str) -> tuple[tuple[Note, ...], str]:
    try:
        return notes_parsed(text) if text else (), ""
    except PlaygroundError as error:
        return (), str(error)


def moment(config: RunConfig, view_state: ViewState) -> dict[str, str]:
    """What a link to this moment adds: how the run is looked at. The browser adds `at` which step."""
    look = look_written(view_state, config)
    return {LOOK: look} if look else {}


def written(config: RunConfig, tab: str, lanes: Lanes | None, sweep: Sweep | None) -> dict[str, str]:
    """The parameters that `opened` reads as this."""
    found = links.encode(config)
    if tab != TABS[0]:
        found[TAB] = tab
    if lanes is not None:
        found[LANES] = links_of_lanes.written(lanes.own)
        if lanes.fair:
            found[FAIR] = "true"
    if sweep is not None:
        found[SWEEP] = links_of_sweeps.written(sweep)
    return found


def _lanes(given: dict[str, str], usual: Lanes) -> tuple[Lanes, str]:
    """The lanes of the link, which are taken out of `given`."""
    text, fair = given.pop(LANES, ""), given.pop(FAIR, "")
    try:
        own = links_of_lanes.parsed(text) if text else usual.own
        return replace(usual, own=own, fair=fair == "true" if fair else usual.fair), ""
    except (LinkError, ConfigError) as error:
        return usual, str(error)


def _beside(text: str) -> tuple[dict[str, str], str]:
    """What the link of a comparison of these runs says; their own links stand one after another."""
    try:
        parts = [links.parameters(one) for one in text.split("|")[:_MOST_RUNS]]
        runs = [links.decode(links.sorted_out(part)[0]) for part in parts]
        config, lanes = links_of_lanes.beside(runs)
    except (LinkError, ConfigError) as error:
        return {}, str(error)
    return written(config, TABS[0], lanes, None), ""


_MOST_RUNS = links_of_lanes.MOST + 1  # one more than there may be is refused with a sentence


def _sweep(given: dict[str, str], usual: Sweep) -> tuple[Sweep, str]:
    """The sweep of the link, which is taken out of `given`."""
    text = given.pop(SWEEP, "")
    try:
        return links_of_sweeps.parsed(text) if text else usual, ""
    except LinkError as error:
        return usual, str(error)


def _experiment(given: dict[str, str], home: RunConfig) -> tuple[RunConfig, str]:
    if (
        not given.keys() - {links.VERSION}
        and given.get(links.VERSION, links.LINK_VERSION) == links.LINK_VERSION
    ):
        return home, ""
    try:
        return links.decode(given), ""
    except OwnDataMissing as error:
        return _experiment({**given, "task.own": ""}, home)[0], str(error)
    except LinkError as error:
        return home, str(error)
