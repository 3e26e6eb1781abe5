"""The lanes themselves: what each has for itself, and how fair the comparison is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from playground import tasks
from playground.config import SETTINGS, RunConfig, value_of
from playground.config.model import MAX_UNITS
from playground.experiments import edits
from playground.experiments.lanes import CELLS, FEWEST, MOST, Lanes, Own, owned
from playground.i18n import N_, _
from playground.models.shapes import parameter_count
from playground.ui.compare.names import Lane, lanes_of
from playground.ui.session import configs_of, current_session, fresh_key, renew, set_lanes
from playground.ui.settings.controlled import controlled
from playground.ui.settings.widget import setting_widget, shows

IDEAS: dict[str, tuple[Own, ...]] = {
    N_("RNN, LSTM and GRU"): CELLS,
    N_("One, two and three layers"): tuple(owned({"model.num_layers": layers}) for layers in (1, 2, 3)),
    N_("Three learning rates"): tuple(owned({"training.lr": lr}) for lr in (0.001, 0.005, 0.02)),
    N_("Small, middle and large"): tuple(owned({"model.hidden_size": size}) for size in (8, 32, 96)),
    N_("One way and both ways"): tuple(owned({"model.bidirectional": both}) for both in (False, True)),
    N_("Clipping off and on"): tuple(owned({"training.max_norm": norm}) for norm in (None, 1.0)),
    N_("An LSTM that forgets less at first"): tuple(
        owned({"model.cell": "lstm", "model.forget_bias": bias}) for bias in (0.0, 1.0, 3.0)
    ),
    N_("By hand and by torch"): tuple(owned({"model.cell": cell}) for cell in ("by-hand", "rnn")),
}
"""Comparisons worth making, by their names."""


def show_lane_editor() -> None:
    """One button for each lane, more lanes, ideas, and what is kept equal."""
    session = current_session()
    lanes = session.lanes
    assert lanes is not None
    shown = lanes_of(configs_of(session))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="lanes"):
        for place, lane in enumerate(shown):
            _lane(place, lane, lanes)
        if len(shown) < MOST:
            st.button(_("Add a lane"), key="lane-add", icon=":material/add:", on_click=_add, args=(lanes,))
        with st.popover(_("Ideas"), icon=":material/lightbulb:", key=fresh_key("ideas")):
            for place, (name, own) in enumerate(IDEAS.items()):
                st.button(_(name), key=f"idea-{place}", on_click=_choose, args=(own,), width="stretch")
        _fairness(lanes)


def _choose(own: tuple[Own, ...]) -> None:
    renew("ideas")
    set_lanes(Lanes(own=own))


def _add(lanes: Lanes) -> None:
    """Another lane like the last, with a cell that is not there yet or else a larger layer."""
    session = current_session()
    last = configs_of(session)[-1]
    cells = {config.model.cell for config in configs_of(session)}
    free = next((cell for cell in SETTINGS["model.cell"].values if cell not in cells), None)
    values = dict(lanes.own[-1])
    more = {"model.cell": free} if free else {"model.hidden_size": min(2 * last.model.hidden_size, MAX_UNITS)}
    values |= dict(owned(more))
    set_lanes(replace(lanes, own=(*lanes.own, tuple(sorted(values.items())))))


def _lane(place: int, lane: Lane, lanes: Lanes) -> None:
    count = parameter_count(lane.config.model, tasks.dataset(lane.config.task))
    with st.popover(
        f"**{lane.name}** · {count:,}", key=f"lane-{place}", help=_("Parameters: {n}").format(n=f"{count:,}")
    ):
        st.caption(_("Only this lane has these settings; all others are shared."))
        _settings(place, lane, first=True)
        with st.expander(_("More")):
            _settings(place, lane, first=False)
        if len(lanes.own) > FEWEST:
            st.button(
                _("Remove this lane"), key=f"lane-remove-{place}", on_click=_remove, args=(place, lanes)
            )


def _remove(place: int, lanes: Lanes) -> None:
    set_lanes(replace(lanes, own=(*lanes.own[:place], *lanes.own[place + 1 :])))


def _settings(place: int, lane: Lane, *, first: bool) -> None:
    """The widgets of what the lane may have for itself: the few first ones, or all others."""
    for path, setting in SETTINGS.items():
        if setting.lane and setting.first is first and shows(setting, lane.config):
            value = value_of(lane.config, path)
            change = partial(_set, place, path)
            setting_widget(setting, value, lane.config, change, key=f"lane-{place}-{path}")


def _set(place: int, path: str, value: Any) -> None:
    """Give one lane its own value; a value that no longer fits it goes."""
    session = current_session()
    lanes, base = session.lanes, session.config
    assert lanes is not None
    own = dict(lanes.own[place]) | dict(owned({path: value}))
    lane = edits.with_setting(lanes.of(base)[place], path, value)
    fitting = {known: text for known, text in own.items() if known == path or _holds(lane, known, text)}
    changed = (*lanes.own[:place], tuple(sorted(fitting.items())), *lanes.own[place + 1 :])
    set_lanes(replace(lanes, own=changed))


def _holds(lane: RunConfig, path: str, text: str) -> bool:
    """Whether the lane still has the value; a hidden size may be another for equal parameters."""
    return path == "model.hidden_size" or value_of(lane, path) == edits.parsed(path, text)


def _fairness(lanes: Lanes) -> None:
    names = {False: _("hidden size"), True: _("parameters")}
    help_ = _("At equal hidden size an LSTM has four times the parameters of an RNN.")
    label = _("Kept equal")

    def change(fair: bool) -> None:
        set_lanes(replace(lanes, fair=fair))

    controlled("fair", lanes.fair, st.segmented_control, label, change, names=names, help=help_)
