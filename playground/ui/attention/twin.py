"""The same network with or without attention, trained beside this one."""

from __future__ import annotations

from playground.config import RunConfig
from playground.experiments import edits
from playground.tasks import problem
from playground.ui.session import Session
from playground.views.view_state import TABS


def twin_of(config: RunConfig) -> RunConfig:
    """The same run with attention taken away, or given."""
    other = "additive" if config.model.attention == "none" else "none"
    return edits.edited(config, {"model.attention": other})


def shown(session: Session) -> tuple[RunConfig, ...]:
    """It, where the learner wants to see it and can."""
    view, config = session.view_state, session.config
    is_seen = view.twin and view.tab == TABS[0] and session.lanes is None and session.sweep is None
    return (twin_of(config),) if is_seen and problem(config.task.name).group == "pairs" else ()
