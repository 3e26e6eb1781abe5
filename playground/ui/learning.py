"""The tab of learning: the loss, the answers beside it, and what stands below them."""

from __future__ import annotations

import streamlit as st

from playground.charts.training import gradient_figure, loss_figure
from playground.tasks.base import Dataset
from playground.training import plan
from playground.ui import view_options
from playground.ui.answers import answer_page
from playground.ui.answers.page import learning_stage
from playground.ui.components.stage import still
from playground.ui.runs import run_of
from playground.ui.session import Session
from playground.views.answers import views_of
from playground.views.parts import figure


def show_learning(session: Session, data: Dataset) -> None:
    """Two columns, and where a problem has more to show two more below them."""
    shown = [("progress", show_progress), ("answers", _answers)]
    comes_first = views_of(data).comes_first
    with st.container(horizontal=True, gap="medium", key="charts"):
        for key, show in reversed(shown) if comes_first else shown:
            with st.container(key=key, gap="xsmall" if comes_first and key == "answers" else "small"):
                show(session, data)
    if below := answer_page(data).below(session):
        with st.container(horizontal=True, gap="medium", key="charts-below"):
            for side, show_side in zip(("left", "right"), below, strict=True):
                with st.container(key=f"below-{side}"):
                    show_side(session, data)


def _answers(session: Session, data: Dataset) -> None:
    """What is beside the loss, with its own choices."""
    page = answer_page(data)
    page.above(session, data)
    learning_stage(session, data, page)
    page.under(session, data)


def show_progress(session: Session, data: Dataset) -> None:
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
        clipping=config.training.course_of("max_norm"),
        total_steps=total,
        changes=changes,
    )
    axes = f"{config.task.name} {total}"
    still([figure(loss, key="loss", height=230, revision=axes, seeks=1)], key="loss")
    still([figure(gradient, key="gradient", height=150, revision=axes, seeks=1)], key="gradient")
