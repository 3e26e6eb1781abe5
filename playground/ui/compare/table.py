"""The loss and the cost of each lane, and one careful sentence: the browser has the numbers."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from playground.i18n import N_, _
from playground.tasks.base import Dataset
from playground.training.verdicts import HOW, NAMES
from playground.ui.compare.names import Lane
from playground.ui.runs import run_of, simple_of
from playground.ui.session import Session
from playground.ui.settings.controlled import view_control
from playground.views.parts import Part
from playground.views.words import heads, said

SHARES = (0.5, 0.2, 0.1, 0.05, 0.01)
"""The shares of the baseline's loss that a run may be asked to reach."""
HEAD = {
    "lane": N_("Lane"),
    "test": N_("Test loss"),
    "verdict": N_("Against the baseline"),
    "solved": N_("Solved at"),
    "pace": N_("ms/step"),
}
WORDS = {
    "at": N_("{lane} at step {step}"),
    "broken": N_("**There is nothing to compare:** the loss of all other lanes is infinite or undefined."),
    "same": N_("**About the same so far:** {best} and {second} are within a tenth of each other."),
    "ahead": N_("**{best} is better so far:** its test loss is {ratio} times smaller than that of {second}."),
    "beyond": N_("more than a million"),
    "luck": N_("With one run each, this may be chance: see below."),
    "onTheirWay": N_(
        "All lanes read the same examples in the same order. The first test losses are not ready yet."
    ),
    "untrained": N_("**Untrained.** Press Play: all lanes read the same examples in the same order."),
    "untested": N_("Not every lane has been tested here yet. Press Play to go on."),
    "simpler": N_("A simple forecast is better: {forecast}, with a loss of {loss}."),
}
"""The verdict's templates."""


def target_of(session: Session, data: Dataset) -> float:
    """The test loss a lane must reach to have solved the problem."""
    return data.baseline.loss * session.view_state.target_share


def lanes_part(session: Session, lanes: Sequence[Lane], data: Dataset) -> Part:
    """The verdict and the table, with holes for the numbers."""
    return {
        "is": "lanes",
        "key": "lanes",
        "lanes": [{"run": run_of(lane.config), "name": lane.name} for lane in lanes],
        "metrics": heads(data.answer),
        "target": target_of(session, data),
        "more": simple_of(session.config, "simple", session.view_state),
        "head": said(HEAD),
        "verdicts": {str(verdict): _(name) for verdict, name in NAMES.items()},
        "words": said(WORDS),
    }


def show_target(data: Dataset) -> None:
    """What share of the baseline's loss counts as solved."""
    label = _("Solved at this share of the baseline's loss ({loss})")
    help_ = _("The baseline is a simple answer without a network. {sentence}").format(
        sentence=_(data.baseline.sentence)
    )
    help_ = f"{help_}\n\n{_(HOW)}"
    shares = {share: f"{share:.0%}" for share in SHARES}
    loss = f"{data.baseline.loss:.3g}"
    view_control("target_share", st.select_slider, label.format(loss=loss), names=shares, help=help_)
