"""The design of a sweep: how it searches, in which cells, and along which settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from playground.config import SETTINGS, typed, written
from playground.config.rules import MAX_SEED, require_integer, whole_number
from playground.experiments import edits
from playground.experiments.sweep_axes import SEARCHED, Axis, end_of, paths_of, usual_axis
from playground.experiments.sweeps import MOST_AXES, MOST_RUNS, Sweep, searched_as
from playground.i18n import N_, _
from playground.ui.error_boundary import refusals_told
from playground.ui.session import current_session, refuse, set_sweep
from playground.ui.settings.controlled import controlled
from playground.views.setting_words import label_of, said, value_in_words

KINDS = {"grid": N_("Grid"), "random": N_("Random"), "halton": N_("Quasi-random")}


def show_sweep_design() -> None:
    """How points are chosen, the cells, and one button for each setting."""
    sweep = _sweep()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="sweep"):
        _kind_and_cells(sweep)
        for place, axis in enumerate(sweep.axes):
            _axis(place, axis, sweep)
        if len(sweep.axes) < MOST_AXES:
            st.button(_("Add a setting"), key="axis-add", icon=":material/add:", on_click=_add)
        if sweep.kind != "grid":
            _count(sweep)


def _kind_and_cells(sweep: Sweep) -> None:
    kinds = {kind: _(name) for kind, name in KINDS.items()}
    help_ = _(
        "A grid tries every combination. Random points try more values of each setting with the same "
        "number of runs; quasi-random points (Halton) fill the ranges more evenly."
    )
    controlled(
        "sweep-kind", sweep.kind, st.segmented_control, _("Points"), _search_as, names=kinds, help=help_
    )
    offered = ["rnn", "lstm", "gru"]  # the one by hand has no decoder, and is slow
    offered += ["by-hand"] if "by-hand" in sweep.cells else []
    cells = {cell: value_in_words(SETTINGS["model.cell"], cell) for cell in offered}
    _several("sweep-cells", sweep.cells, _("Cells"), cells, lambda chosen: _replace(cells=chosen))


def _search_as(kind: Any) -> None:
    _set(lambda now: searched_as(now, kind))


def _several(
    key: str,
    now: tuple[str, ...],
    label: str,
    names: dict[str, str],
    change: Callable[[tuple[str, ...]], None],
) -> None:
    """A row of buttons of which several may be pressed."""
    controlled(
        key,
        list(now),
        st.segmented_control,
        label,
        lambda new: change(tuple(new)),
        names=names,
        selection_mode="multi",
    )


def _sweep() -> Sweep:
    sweep = current_session().sweep
    assert sweep is not None
    return sweep


def _set(change: Callable[[Sweep], Sweep]) -> None:
    """Search something else; a search that is not allowed is refused in words, and nothing changes."""
    with refusals_told(lambda sentence: refuse(_named(sentence))):
        set_sweep(change(_sweep()))


def _named(sentence: str) -> str:
    """A refusal with the settings called as the buttons call them."""
    for path in SEARCHED:
        sentence = sentence.replace(path, label_of(path))
    return sentence


def _replace(**changes: Any) -> None:
    _set(lambda now: replace(now, **changes))


def _add() -> None:
    """The next setting that is not searched yet."""
    _search_along(len(_sweep().axes), _unused(_sweep())[0])


def _search_along(place: int, path: str) -> None:
    _put(place, lambda: usual_axis(path, as_range=_sweep().kind != "grid"))


def _unused(sweep: Sweep) -> list[str]:
    used = {axis.path for axis in sweep.axes}
    return [path for path in paths_of(current_session().config) if path not in used]


def _axis(place: int, axis: Axis, sweep: Sweep) -> None:
    with st.popover(f"**{label_of(axis.path)}** · {_brief(axis)}", key=f"axis-{place}"):
        names = {path: label_of(path) for path in (axis.path, *_unused(sweep))}
        change = partial(_search_along, place)
        controlled(f"axis-{place}-path", axis.path, st.selectbox, _("Setting"), change, names=names)
        if not SETTINGS[axis.path].is_number:
            _choices(place, axis)
        elif axis.values:
            _values(place, axis)
        else:
            _range(place, axis)
        if len(sweep.axes) > 1:
            st.button(_("Remove"), key=f"axis-remove-{place}", on_click=_remove, args=(place,))


def _brief(axis: Axis) -> str:
    if axis.low is not None and axis.high is not None:
        return _("{low} to {high}").format(low=f"{axis.low:g}", high=f"{axis.high:g}")
    words = [said(axis.path, edits.parsed(axis.path, text)) for text in axis.values]
    return ", ".join(words) if len(words) <= 4 else _("{count} values").format(count=len(words))


def _put(place: int, make: Callable[[], Axis]) -> None:
    """Search along another axis in this place, or further one behind the last."""
    _set(lambda now: replace(now, axes=(*now.axes[:place], make(), *now.axes[place + 1 :])))


def _remove(place: int) -> None:
    _set(lambda now: replace(now, axes=(*now.axes[:place], *now.axes[place + 1 :])))


def _choices(place: int, axis: Axis) -> None:
    names = {written(value): said(axis.path, value) for value in SETTINGS[axis.path].values}
    _several(f"axis-{place}-choices", axis.values, _("Values"), names, partial(_put_values, place, axis.path))


def _put_values(place: int, path: str, values: tuple[str, ...]) -> None:
    _put(place, lambda: Axis(path=path, values=values))


def _values(place: int, axis: Axis) -> None:
    def change(text: str) -> None:
        _put_values(place, axis.path, tuple(typed.several(text)))

    shown, example = ", ".join(axis.values), ", ".join(map(written, SETTINGS[axis.path].grid))
    help_ = _("Numbers, separated by commas, such as {example}.").format(example=example)
    controlled(f"axis-{place}-values", shown, st.text_input, _("Values"), change, help=help_)


def _range(place: int, axis: Axis) -> None:
    def low(text: str) -> None:
        _put(place, lambda: _between(axis, end_of(axis.path, typed.one_number(text)), axis.high))

    def high(text: str) -> None:
        _put(place, lambda: _between(axis, axis.low, end_of(axis.path, typed.one_number(text))))

    def by_ratios(log: bool) -> None:
        _put(place, lambda: replace(axis, log=log))

    controlled(f"axis-{place}-low", f"{axis.low:g}", st.text_input, _("From"), low)
    controlled(f"axis-{place}-high", f"{axis.high:g}", st.text_input, _("To"), high)
    help_ = _("0.001 to 0.01 gets as many points as 0.01 to 0.1.")
    controlled(f"axis-{place}-log", axis.log, st.toggle, _("Log scale"), by_ratios, help=help_)


def _between(axis: Axis, *ends: float | None) -> Axis:
    """The axis from the smaller end to the larger: whoever raises both changes one of them first."""
    low, high = sorted(end for end in ends if end is not None)
    return replace(axis, low=low, high=high)


def _count(sweep: Sweep) -> None:
    most = MOST_RUNS // len(sweep.cells)
    help_ = _("Points in the ranges, up to {most}; every cell runs at each of them.").format(most=most)
    _number("count", sweep.count, 1, most, _("Number of points"), help_)
    _number("seed", sweep.seed, 0, MAX_SEED, _("Seed"), _("Another seed chooses other points."))


def _number(field: str, now: int, low: int, high: int, label: str, help_: str) -> None:
    def change(text: str) -> None:
        value = whole_number(label, typed.one_number(text))
        require_integer(label, value, low, high)
        _replace(**{field: value})

    controlled(f"sweep-{field}", str(now), st.text_input, label, change, help=help_, width=130)
