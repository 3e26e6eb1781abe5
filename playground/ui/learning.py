"""The tab of learning: the loss, the answers beside it, and what stands below them."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from playground import tasks
from playground.charts.training import gradient_figure, loss_figure
from playground.config import AnswerKind
from playground.config.rules import MAX_SEED
from playground.i18n import _
from playground.probes.sample import HOTTEST
from playground.tasks.base import Dataset
from playground.training import plan
from playground.ui import view_options
from playground.ui.attention import asking, twin
from playground.ui.components.stage import Pick, stage, still
from playground.ui.runs import run_of, view_of
from playground.ui.session import Session, current_session, set_view_state
from playground.ui.settings.controlled import view_control
from playground.views.answers import views_of
from playground.views.parts import figure


def show_learning(session: Session, data: Dataset) -> None:
    """Two columns, and where a problem has more to show two more below them."""
    shown = [("progress", _progress), ("answers", _answers)]
    comes_first = views_of(data).comes_first
    with st.container(horizontal=True, gap="medium", key="charts"):
        for key, show in reversed(shown) if comes_first else shown:
            with st.container(key=key, gap="xsmall" if comes_first and key == "answers" else "small"):
                show(session, data)
    if below := _BELOW.get(data.kind, _no_sides)(session):
        with st.container(horizontal=True, gap="medium", key="charts-below"):
            for side, show_side in zip(("left", "right"), below, strict=True):
                with st.container(key=f"below-{side}"):
                    show_side(session, data)


def _progress(session: Session, data: Dataset) -> None:
    """Loss and gradient norm over the steps, with the cursor."""
    config = session.config
    run, total = run_of(config), plan.last_step(config.training, len(data.train_x))
    changes = tuple(change.step for change in config.training.changes)
    loss = loss_figure(
        run,
        cell=config.model.cell,
        loss_name=data.answer.loss,
        baseline=data.baseline.loss,
        log_y=session.view_state.log_loss,
        smoothing=view_options.smoothing(session),
        total_steps=total,
        changes=changes,
    )
    gradient = gradient_figure(
        run,
        cell=config.model.cell,
        max_norm=config.training.max_norm,
        total_steps=total,
        changes=changes,
    )
    axes = f"{config.task.name} {total}"
    parts = [
        figure(loss, key="loss", height=230, revision=axes, seeks=1),
        figure(gradient, key="gradient", height=150, revision=axes, seeks=1),
    ]
    still(parts, key="tracks")


def _answers(session: Session, data: Dataset) -> None:
    """What is beside the loss, with its own choices above and under it."""
    _ABOVE.get(data.kind, _nothing)(session, data)
    _stage("learning", session, height=330, also=views_of(data).also)
    _UNDER.get(data.kind, _nothing)(session, data)


def _stage(name: str, session: Session, *, height: int, also: tuple[str, ...] = ()) -> None:
    config, look = session.config, session.view_state
    more = [view_of(other, look, config) for other in also]
    view, run = view_of(name, look, config), run_of(config)
    stage(view, run, key=name, height=height, also=more, on_pick=_picked)


def _picked(pick: Pick) -> None:
    """A cell of the attention map: it must look there; a unit of the coloured text: that one is shown."""
    match pick.part, pick.value:
        case "attention", {"x": int() | float() as x, "y": int() | float() as y}:
            session = current_session()
            if tasks.problem(session.config.task.name).group == "pairs":
                data = tasks.dataset(session.config.task)
                asking.look_from(round(y) - 1, round(x) - 1, session, data)
        case "fires", int() as unit if 0 <= unit < current_session().config.model.hidden_size:
            set_view_state(unit=unit)


# ---- the character model


def _sample_choices(_session: Session, _data: Dataset) -> None:
    st.markdown(f"**{_('What it writes')}**")
    with st.container(horizontal=True, vertical_alignment="bottom", key="sample-choices"):
        limits = {"min_value": 0.0, "max_value": HOTTEST, "step": 0.1}
        help_ = _(
            "0 always takes the likeliest character and soon repeats itself; 1 chooses as likely as the "
            "network says; more is bolder, and makes more mistakes."
        )
        view_control("temperature", st.slider, _("Temperature"), help=help_, width=220, **limits)
        st.button(_("Another sample"), key="another-sample", icon=":material/casino:", on_click=_another)


def _another() -> None:
    set_view_state(sample_seed=(current_session().view_state.sample_seed + 1) % (MAX_SEED + 1))


def _fires(session: Session, _data: Dataset) -> None:
    _stage("fires", session, height=300)


def _unsure(session: Session, _data: Dataset) -> None:
    _stage("unsure", session, height=200)


# ---- the encoder and decoder


def _under_pairs(session: Session, data: Dataset) -> None:
    """How the decoder looks and chooses; without attention there is no map, and room for the scores."""
    has_attention = session.config.model.attention != "none"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="switches"):
        asking.switches(session, has_attention)
        if has_attention:
            asking.mover(session, data)
    if not has_attention:
        _translation(session, data)


def _ribbons(session: Session, _data: Dataset) -> None:
    _stage("attention-below", session, height=300)


def _translation(session: Session, _data: Dataset) -> None:
    """How often answers are right, and the same of the network beside it."""
    label = _("Train beside it: the same with attention")
    if session.config.model.attention != "none":
        label = _("Train beside it: the same without attention")
    help_ = _("The same data, batches and seed; only the attention differs.")
    view_control("twin", st.toggle, label, help=help_)
    _stage("translation", session, height=400)
    for other in twin.shown(session):
        view = view_of("translation", session.view_state, other)
        stage(view, run_of(other), key="translation-twin", height=400)


# ---- by the kind of answer

Show = Callable[[Session, Dataset], None]


def _nothing(_session: Session, _data: Dataset) -> None:
    """Most kinds have no choices of their own."""


def _no_sides(_session: Session) -> tuple[Show, ...]:
    return ()


def _sides_of_characters(_session: Session) -> tuple[Show, ...]:
    return _fires, _unsure


def _sides_of_pairs(session: Session) -> tuple[Show, ...]:
    return () if session.config.model.attention == "none" else (_ribbons, _translation)


_ABOVE: dict[AnswerKind, Show] = {"next": _sample_choices, "pair": asking.show_decoder_options}
_UNDER: dict[AnswerKind, Show] = {"pair": _under_pairs}
_BELOW: dict[AnswerKind, Callable[[Session], tuple[Show, ...]]] = {
    "next": _sides_of_characters,
    "pair": _sides_of_pairs,
}
"""What stands below the charts: on the left one example in detail, on the right the whole test part."""
