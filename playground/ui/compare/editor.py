"""The lanes themselves: what each has for itself, and how fair the comparison is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from playground import edits, tasks
from playground.i18n import N_, _
from playground.lanes import CELLS, FEWEST, MOST, Lanes, Own, owned
from playground.models.shapes import parameter_count
from playground.ui import session
from playground.ui.choices import CELLS as CELL_LABELS
from playground.ui.choices import LEARNING_RATES, NORMS, with_current
from playground.ui.compare.names import SETTINGS, Lane, lanes_of
from playground.ui.mirror import mirrored
from playground.ui.session import Session
from playground.ui.words import number

Setting = Callable[[int, str, Lane], None]
"""Draws one setting of the lane at a place."""

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


def show() -> None:
    """One button for each lane, more lanes, ideas, and what is kept equal."""
    now = session.current()
    lanes = now.lanes
    assert lanes is not None
    shown = lanes_of(session.configs(now))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="lanes"):
        for place, lane in enumerate(shown):
            _lane(place, lane, lanes)
        if len(shown) < MOST:
            st.button(_("Add a lane"), key="lane-add", icon=":material/add:", on_click=_add, args=(lanes,))
        with st.popover(_("Ideas"), icon=":material/lightbulb:", key=f"ideas#{_revision()}"):
            for place, (name, own) in enumerate(IDEAS.items()):
                st.button(_(name), key=f"idea-{place}", on_click=_choose, args=(own,), width="stretch")
        _fairness(now, lanes)


def _revision() -> int:
    """A popover with another key is a new, closed one."""
    revision: int = st.session_state.get("ideas-revision", 0)
    return revision


def _choose(own: tuple[Own, ...]) -> None:
    st.session_state["ideas-revision"] = _revision() + 1
    session.set_lanes(Lanes(own=own))


def _add(lanes: Lanes) -> None:
    """Another lane like the last, with a cell that is not there yet or else a larger layer."""
    now = session.current()
    last = session.configs(now)[-1]
    cells = {config.model.cell for config in session.configs(now)}
    free = next((cell for cell in CELL_LABELS if cell not in cells), None)
    values = dict(lanes.own[-1])
    more = {"model.cell": free} if free else {"model.hidden_size": min(2 * last.model.hidden_size, 256)}
    values |= {path: edits.written(value) for path, value in more.items()}
    session.set_lanes(replace(lanes, own=(*lanes.own, tuple(sorted(values.items())))))


def _lane(place: int, lane: Lane, lanes: Lanes) -> None:
    count = parameter_count(lane.config.model, tasks.dataset(lane.config.task))
    with st.popover(
        f"**{lane.name}** · {count:,}", key=f"lane-{place}", help=_("Parameters: {n}").format(n=f"{count:,}")
    ):
        st.caption(_("What this lane has for itself; everything else is shared."))
        for path, show_setting in WIDGETS.items():
            show_setting(place, path, lane)
        if len(lanes.own) > FEWEST:
            st.button(
                _("Remove this lane"), key=f"lane-remove-{place}", on_click=_remove, args=(place, lanes)
            )


def _remove(place: int, lanes: Lanes) -> None:
    session.set_lanes(replace(lanes, own=(*lanes.own[:place], *lanes.own[place + 1 :])))


def _set(place: int, path: str, value: Any) -> None:
    """Give one lane its own value; what no longer fits it goes."""
    lanes = session.current().lanes
    assert lanes is not None
    values = dict(lanes.own[place]) | {path: edits.written(value)}
    if path == "model.cell":
        values = {known: text for known, text in values.items() if known not in FITS_A_CELL}
    own = (*lanes.own[:place], tuple(sorted(values.items())), *lanes.own[place + 1 :])
    session.set_lanes(replace(lanes, own=own))


FITS_A_CELL = ("model.nonlinearity", "model.initialisation", "model.forget_bias")


def _segments(place: int, path: str, lane: Lane, named: dict[Any, str]) -> None:
    mirrored(
        f"lane-{place}-{path}",
        edits.setting(lane.config, path),
        st.segmented_control,
        _(SETTINGS[path]),
        lambda value: _set(place, path, value),
        options=list(named),
        format_func=named.get,
        required=True,
    )


def _cell(place: int, path: str, lane: Lane) -> None:
    _segments(place, path, lane, {cell: _(name) for cell, name in CELL_LABELS.items()})


def _layers(place: int, path: str, lane: Lane) -> None:
    _segments(place, path, lane, {count: str(count) for count in range(1, 5)})


def _ways(place: int, path: str, lane: Lane) -> None:
    _segments(place, path, lane, {False: _("no"), True: _("yes")})


def _size(place: int, path: str, lane: Lane) -> None:
    mirrored(
        f"lane-{place}-{path}",
        lane.config.model.hidden_size,
        st.slider,
        _(SETTINGS[path]),
        lambda value: _set(place, path, value),
        min_value=1,
        max_value=256,
    )


def _grid(values: list[Any]) -> Setting:
    def show_grid(place: int, path: str, lane: Lane) -> None:
        value = edits.setting(lane.config, path)
        mirrored(
            f"lane-{place}-{path}",
            value,
            st.select_slider,
            _(SETTINGS[path]),
            lambda chosen: _set(place, path, chosen),
            options=with_current(values, value),
            format_func=lambda one: _("off") if one is None else number(one),
        )

    return show_grid


WIDGETS: dict[str, Setting] = {
    "model.cell": _cell,
    "model.hidden_size": _size,
    "model.num_layers": _layers,
    "model.bidirectional": _ways,
    "training.lr": _grid(LEARNING_RATES),
    "training.max_norm": _grid(NORMS),
}
"""What can be turned in a lane."""


def _fairness(now: Session, lanes: Lanes) -> None:
    mirrored(
        "fair",
        lanes.fair,
        st.segmented_control,
        _("Kept equal"),
        lambda fair: session.set_lanes(replace(lanes, fair=fair)),
        options=[False, True],
        format_func=lambda fair: _("parameters") if fair else _("hidden size"),
        help=_("At equal hidden size an LSTM has four times the parameters of an RNN."),
        required=True,
        width="content",
    )
