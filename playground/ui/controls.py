"""The controls beside the run. Every widget shows a setting of the config and changes only it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from playground import edits
from playground.errors import ConfigError
from playground.films.cursor import Choose, Fork
from playground.i18n import N_, translator
from playground.presets import LESSONS, PRESETS, Preset
from playground.tasks import PROBLEMS, dataset, problem
from playground.tasks.base import Knob, Problem
from playground.ui import own_rows, own_table, session
from playground.ui.choices import (
    ATTENTIONS,
    BATCH_SIZES,
    CELLS,
    DIRECTIONS,
    INITIALISATIONS,
    LEARNING_RATES,
    NORMS,
    OPTIMIZERS,
    PATIENCES,
    READOUTS,
    TARGET_LOSSES,
    WEIGHT_DECAYS,
    names,
    with_current,
)
from playground.ui.look import page_of
from playground.ui.mirror import mirrored


def sidebar() -> None:
    """Problem, cell and size first; the rest under "More", grouped."""
    _ = translator()
    with st.sidebar:
        _presets(_)
        chosen = problem(_config().task.name)
        problems = [name for name, other in PROBLEMS.items() if page_of(other) == page_of(chosen)]
        _select("task.name", _("Problem"), problems, lambda name: _(PROBLEMS[name].title))
        st.caption(_(chosen.question))
        st.caption(f":material/visibility: {_(_notice())}")
        _segments("model.cell", _("Cell"), _cells(chosen, _))
        if chosen.group == "pairs":
            _segments("model.attention", _("Attention"), names(ATTENTIONS, _))
        _control("model.hidden_size", st.slider, _("Hidden size"), min_value=1, max_value=256)
        _segments("model.num_layers", _("Layers"), {n: str(n) for n in range(1, 5)})
        ahead = dataset(_config().task).says_next  # the other way has seen what comes next
        _segments("model.bidirectional", _("Direction"), names(DIRECTIONS, _), disabled=ahead)
        _grid("training.lr", _("Learning rate"), LEARNING_RATES, _)
        _whole_run_button(_)
        st.subheader(_("More"), anchor=False)
        with st.expander(_("Data"), expanded=chosen.read_own is not None):
            own_rows.show(_)
            own_table.show(_)
            for knob in chosen.knobs:
                _knob(knob, _)
        with st.expander(_("Network")):
            _network(_)
        with st.expander(_("Training")):
            _training(_)


def _cells(problem: Problem, _: Callable[[str], str]) -> dict[Any, str]:
    """The cells there are; the one by hand has no decoder."""
    cells = names(CELLS, _)
    return {cell: name for cell, name in cells.items() if cell != "by-hand" or problem.group != "pairs"}


def _notice() -> str:
    """What to notice: the open preset's sentence, or that of the problem's own preset."""
    config = _config()
    matching = [preset.notice for preset in PRESETS.values() if preset.config == config]
    return matching[0] if matching else problem(config.task.name).notice


def _presets(_: Callable[[str], str]) -> None:
    """Choosing one plays it and closes the list: a popover with another key is a new, closed one."""
    revision = st.session_state.get("presets-revision", 0)
    page = page_of(problem(_config().task.name))
    here = {name: one for name, one in PRESETS.items() if page_of(problem(one.config.task.name)) == page}
    first_lesson = next((name for name in here if name in LESSONS), None)
    with st.popover(_("Presets"), icon=":material/auto_awesome:", width="stretch", key=f"presets#{revision}"):
        for name, preset in here.items():
            if name == first_lesson:
                st.subheader(_("Lessons, each to make one point"), anchor=False)
            st.button(_(preset.title), key=f"preset.{name}", on_click=_open, args=(preset,), width="stretch")
            st.caption(_(preset.notice))


def _open(preset: Preset) -> None:
    st.session_state["presets-revision"] = st.session_state.get("presets-revision", 0) + 1
    session.set_view(tab=preset.tab)
    session.dispatch(Choose(preset.config))
    session.play()


def _network(_: Callable[[str], str]) -> None:
    if dataset(_config().task).pairs is not None:
        _translator(_)
        return
    model, every_step = _config().model, _data_is_every_step()
    _segments("model.nonlinearity", _("Nonlinearity"), _NONLINEARITIES, disabled=not model.is_plain)
    _grid("model.dropout", _("Dropout between layers"), _SHARES, _, disabled=model.num_layers == 1)
    _grid("model.head_dropout", _("Dropout before the head"), _SHARES, _)
    _control("model.head_batch_norm", st.toggle, _("Batch normalisation before the head"))
    _select("model.readout", _("The head reads"), list(READOUTS), _of(READOUTS, _), disabled=every_step)
    starts = [s for s in INITIALISATIONS if s != "identity" or model.nonlinearity == "relu"]
    if dataset(_config().task).vocabulary is not None:
        _control("model.embedding_size", st.slider, _("Numbers for each word"), min_value=1, max_value=128)
        _control("model.packed", st.toggle, _("Skip the padding"), help=_(PACKING))
    _select("model.initialisation", _("Initial weights"), starts, _of(INITIALISATIONS, _))
    if model.cell == "lstm":
        _forget_bias(_)


def _translator(_: Callable[[str], str]) -> None:
    """What an encoder and a decoder share."""
    model = _config().model
    _control("model.embedding_size", st.slider, _("Numbers for each token"), min_value=1, max_value=128)
    _grid("model.dropout", _("Dropout between layers"), _SHARES, _, disabled=model.num_layers == 1)
    starts = [start for start in INITIALISATIONS if start != "identity"]
    _select("model.initialisation", _("Initial weights"), starts, _of(INITIALISATIONS, _))
    if model.cell == "lstm":
        _forget_bias(_)


def _forget_bias(_: Callable[[str], str]) -> None:
    _grid("model.forget_bias", _("Forget-gate bias"), [None, -1.0, 0.0, 1.0, 2.0, 3.0], _)


def _teaching(_: Callable[[str], str]) -> None:
    """How often a decoder reads the truth while it learns."""
    _control(
        "training.teacher_forcing",
        st.slider,
        _("Teacher forcing"),
        min_value=0.0,
        max_value=1.0,
        step=0.05,
        help=_(
            "How often the decoder is told the true token before, and not the one it said itself. "
            "Told always, it never learns to go on after a mistake of its own."
        ),
    )
    _grid(
        "training.forcing_decay",
        _("Teacher forcing left after each epoch"),
        [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0],
        _,
    )


def _training(_: Callable[[str], str]) -> None:
    training = _config().training
    _select("training.optimizer", _("Optimizer"), list(OPTIMIZERS), _of(OPTIMIZERS, _))
    if training.optimizer == "sgd":
        _grid("training.momentum", _("Momentum"), [0.0, 0.5, 0.8, 0.9, 0.95, 0.99], _)
    if dataset(_config().task).pairs is not None:
        _teaching(_)
    _grid("training.weight_decay", _("Weight decay"), WEIGHT_DECAYS, _)
    _grid("training.max_norm", _("Clip the gradient at norm"), NORMS, _)
    _grid("training.batch_size", _("Batch size"), BATCH_SIZES, _, off=_("all"))
    _control("training.epochs", st.number_input, _("Epochs"), min_value=1, max_value=5000, step=10)
    _control("training.seed", st.number_input, _("Seed"), min_value=0, max_value=2**31 - 1, step=1)
    _grid("training.target_loss", _("Stop at test loss"), TARGET_LOSSES, _)
    _grid("training.patience", _("Stop after epochs without progress"), PATIENCES, _)


PACKING = N_(
    "A text is filled up with padding to the length of the longest. Packed, a network stops at the last "
    "word; else it reads the padding too, and what it had read fades."
)
_NONLINEARITIES = {"tanh": "tanh", "relu": "relu"}
_SHARES = [round(0.1 * tenth, 1) for tenth in range(10)]


def _knob(knob: Knob, _: Callable[[str], str]) -> None:
    path = f"task.{knob.field}"
    value = edits.setting(_config(), path)
    if isinstance(value, tuple):
        _text(path, _(knob.label), _(knob.help))
        return
    kind = type(value)
    limits = {"min_value": kind(knob.low), "max_value": kind(knob.high), "step": kind(knob.step)}
    widget = st.number_input if knob.field == "data_seed" else st.slider
    _control(path, widget, _(knob.label), help=_(knob.help), **limits)


def _whole_run_button(_: Callable[[str], str]) -> None:
    """After a change in mid-run: offer the same setting for a run from step 0."""
    config = session.current().cursor.config
    if config.training.changes:
        last = config.training.changes[-1]
        held = {f"training.{name}": getattr(last, name) for name in ("lr", "weight_decay", "max_norm")}
        whole = edits.edited(config, held | {"training.changes": ()})
        st.caption(_("Changed at step {step}; the steps before keep their settings.").format(step=last.step))
        st.button(_("Use from step 0 instead"), on_click=session.dispatch, args=(Choose(whole),))


# ---- widgets that show a setting


def _config() -> Any:
    return session.current().cursor.config


def _data_is_every_step() -> bool:
    return dataset(_config().task).every_step


def _shown(path: str) -> Any:
    cursor = session.current().cursor
    if path in edits.LIVE:
        return getattr(cursor.config.training.rates_at(cursor.step), path.removeprefix("training."))
    return edits.setting(cursor.config, path)


def _is_each_lanes_own(path: str) -> bool:
    """Whether every run that is compared has its own value: then there is nothing to set for all."""
    lanes, sweep = session.current().lanes, session.current().sweep
    if sweep is not None:
        return path == "model.cell" or path in {axis.path for axis in sweep.axes}
    return lanes is not None and all(path in dict(own) for own in lanes.own)


def _control(path: str, widget: Callable[..., Any], label: str, **options: Any) -> None:
    if _is_each_lanes_own(path):
        return

    def change(value: Any) -> None:
        _apply(path, lambda: value)

    mirrored(f"set.{path}", _shown(path), widget, label, change, **options)


def _select(
    path: str, label: str, values: list[Any], show: Callable[[Any], str], disabled: bool = False
) -> None:
    _control(path, st.selectbox, label, options=values, format_func=show, disabled=disabled)


def _segments(path: str, label: str, named: dict[Any, str], disabled: bool = False) -> None:
    _control(
        path,
        st.segmented_control,
        label,
        options=list(named),
        format_func=named.get,
        required=True,
        disabled=disabled,
        width="stretch",
    )


def _grid(
    path: str,
    label: str,
    values: list[Any],
    _: Callable[[str], str],
    *,
    off: str = "",
    disabled: bool = False,
) -> None:
    """A slider over sensible values; one from a link that lies between them is added."""
    options = with_current(values, _shown(path))
    show = lambda value: (off or _("off")) if value is None else f"{value:g}"  # noqa: E731
    _control(path, st.select_slider, label, options=options, format_func=show, disabled=disabled)


def _text(path: str, label: str, help: str) -> None:
    text = ", ".join(f"{value:g}" for value in edits.setting(_config(), path))

    def change(typed: str) -> None:
        _apply(path, lambda: edits.parsed(path, typed))

    mirrored(f"set.{path}", text, st.text_input, label, change, help=help)


def _of(words: dict[str, str], _: Callable[[str], str]) -> Callable[[str], str]:
    return lambda name: _(words[name])


def _apply(path: str, value: Callable[[], Any]) -> None:
    cursor = session.current().cursor
    try:
        if path in edits.LIVE and session.current().lanes is None:  # lanes begin together
            session.dispatch(Fork(edits.forked(cursor.config, cursor.step, path, value())))
        else:
            session.dispatch(Choose(edits.settled(cursor.config, path, value())))
    except ConfigError as error:
        session.refuse(str(error))
