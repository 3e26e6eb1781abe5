"""What is searched: how, in which cells, and along which settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from playground.config import SETTINGS, written
from playground.config.rules import MAX_SEED
from playground.experiments import edits
from playground.experiments.sweep_axes import SEARCHED, Axis, end_of, paths_of, usual_axis
from playground.experiments.sweeps import MOST_AXES, MOST_RUNS, Sweep, searched_as
from playground.i18n import N_, _
from playground.ui.session import current_session, refuse, set_sweep
from playground.ui.settings.controlled import controlled
from playground.ui.settings.words import label_of, said, value_in_words

KINDS = {"grid": N_("Grid"), "random": N_("Random"), "halton": N_("Quasi-random")}


def show_sweep_design() -> None:
    """How points are chosen, the cells, and one button for each setting."""
    sweep = _sweep()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="sweep"):
        controlled(
            "sweep-kind",
            sweep.kind,
            st.segmented_control,
            _("Points"),
            lambda kind: _set(lambda now: searched_as(now, kind)),
            options=list(KINDS),
            format_func=lambda kind: _(KINDS[kind]),
            help=_(
                "A grid tries every combination. Random points try more values of each setting in as "
                "many runs; quasi-random ones (Halton) fill the ranges more evenly than chance does."
            ),
            required=True,
            width="content",
        )
        controlled(
            "sweep-cells",
            list(sweep.cells),
            st.segmented_control,
            _("Cells"),
            lambda cells: _set(lambda now: replace(now, cells=tuple(cells))),
            options=_cells(),
            format_func=lambda cell: value_in_words(SETTINGS["model.cell"], cell),
            selection_mode="multi",
            width="content",
        )
        for place, axis in enumerate(sweep.axes):
            _axis(place, axis, sweep)
        if len(sweep.axes) < MOST_AXES:
            st.button(_("Add a setting"), key="axis-add", icon=":material/add:", on_click=_add)
        if sweep.kind != "grid":
            _count(sweep)


def _sweep() -> Sweep:
    sweep = current_session().sweep
    assert sweep is not None
    return sweep


def _set(change: Callable[[Sweep], Sweep]) -> None:
    """Search something else; what cannot be searched is said, and nothing changes."""
    try:
        set_sweep(change(_sweep()))
    except ValueError as error:  # a ConfigError, in words a learner can act on
        refuse(_named(str(error)))


def _named(sentence: str) -> str:
    """A refusal with the settings called as the buttons call them."""
    for path in SEARCHED:
        sentence = sentence.replace(path, label_of(path))
    return sentence


def _cells() -> list[str]:
    """The cells there are; the one by hand has no decoder, and is slow."""
    offered = ["rnn", "lstm", "gru"]
    return [*offered, "by-hand"] if "by-hand" in _sweep().cells else offered


def _add() -> None:
    """The next setting that is not searched yet."""

    def added(sweep: Sweep) -> Sweep:
        axis = usual_axis(_unused(sweep)[0], as_range=sweep.kind != "grid")
        return replace(sweep, axes=(*sweep.axes, axis))

    _set(added)


def _unused(sweep: Sweep) -> list[str]:
    used = {axis.path for axis in sweep.axes}
    return [path for path in paths_of(current_session().config) if path not in used]


def _axis(place: int, axis: Axis, sweep: Sweep) -> None:
    with st.popover(f"**{label_of(axis.path)}** · {_brief(axis)}", key=f"axis-{place}"):
        controlled(
            f"axis-{place}-path",
            axis.path,
            st.selectbox,
            _("Setting"),
            lambda path: _put(place, lambda: usual_axis(path, as_range=sweep.kind != "grid")),
            options=[axis.path, *_unused(sweep)],
            format_func=label_of,
        )
        if not SETTINGS[axis.path].is_number:
            _choices(place, axis)
        elif axis.values:
            _values(place, axis)
        else:
            _range(place, axis)
        if len(sweep.axes) > 1:
            st.button(_("Remove"), key=f"axis-remove-{place}", on_click=_remove, args=(place,))


def _brief(axis: Axis) -> str:
    """What is searched, short enough for a button."""
    if axis.low is not None and axis.high is not None:
        return _("{low} to {high}").format(low=f"{axis.low:g}", high=f"{axis.high:g}")
    words = [said(axis.path, edits.parsed(axis.path, text)) for text in axis.values]
    return ", ".join(words) if len(words) <= 4 else _("{count} values").format(count=len(words))


def _put(place: int, make: Callable[[], Axis]) -> None:
    _set(lambda now: replace(now, axes=(*now.axes[:place], make(), *now.axes[place + 1 :])))


def _remove(place: int) -> None:
    _set(lambda now: replace(now, axes=(*now.axes[:place], *now.axes[place + 1 :])))


def _choices(place: int, axis: Axis) -> None:
    controlled(
        f"axis-{place}-choices",
        list(axis.values),
        st.segmented_control,
        _("Values"),
        lambda values: _put(place, lambda: Axis(path=axis.path, values=tuple(values))),
        options=list(map(written, SETTINGS[axis.path].values)),
        format_func=lambda text: said(axis.path, edits.parsed(axis.path, text)),
        selection_mode="multi",
    )


def _values(place: int, axis: Axis) -> None:
    def change(typed: str) -> None:
        texts = tuple(part.strip() for part in typed.split(",") if part.strip())
        _put(place, lambda: Axis(path=axis.path, values=texts))

    shown = ", ".join(axis.values)
    controlled(
        f"axis-{place}-values",
        shown,
        st.text_input,
        _("Values"),
        change,
        help=_("Numbers with commas between, such as {example}.").format(
            example=", ".join(map(written, SETTINGS[axis.path].grid))
        ),
    )


def _range(place: int, axis: Axis) -> None:
    controlled(
        f"axis-{place}-low",
        f"{axis.low:g}",
        st.text_input,
        _("From"),
        lambda typed: _put(place, lambda: _between(axis, end_of(axis.path, typed), axis.high)),
    )
    controlled(
        f"axis-{place}-high",
        f"{axis.high:g}",
        st.text_input,
        _("To"),
        lambda typed: _put(place, lambda: _between(axis, axis.low, end_of(axis.path, typed))),
    )
    controlled(
        f"axis-{place}-log",
        axis.log,
        st.toggle,
        _("By ratios"),
        lambda log: _put(place, lambda: replace(axis, log=log)),
        help=_("0.001 to 0.01 then gets as many points as 0.01 to 0.1."),
    )


def _between(axis: Axis, *ends: float | None) -> Axis:
    """The axis from the smaller end to the larger: whoever raises both changes one of them first."""
    low, high = sorted(end for end in ends if end is not None)
    return replace(axis, low=low, high=high)


def _count(sweep: Sweep) -> None:
    counts: dict[str, Any] = {"min_value": 1, "step": 1, "width": 130}
    most = MOST_RUNS // len(sweep.cells)
    controlled(
        "sweep-count",
        sweep.count,
        st.number_input,
        _("How many"),
        lambda count: _set(lambda now: replace(now, count=count)),
        max_value=most,
        help=_("Points in the ranges, up to {most}; every cell runs at each of them.").format(most=most),
        **counts,
    )
    controlled(
        "sweep-seed",
        sweep.seed,
        st.number_input,
        _("Seed"),
        lambda seed: _set(lambda now: replace(now, seed=seed)),
        max_value=MAX_SEED,
        help=_("Of the points: another seed chooses other ones."),
        **counts | {"min_value": 0},
    )
