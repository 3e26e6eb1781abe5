"""What a page may have for one kind of answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playground.tasks.base import Dataset
from playground.ui.components.stage import Pick, stage
from playground.ui.runs import run_of, view_of
from playground.ui.session import Session
from playground.views.answers import views_of

Show = Callable[[Session, Dataset], None]


def nothing(_session: Session, _data: Dataset) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """The parts of a page that belong to one kind of answer."""

    above: Show = nothing
    """Above the view beside the loss."""
    under: Show = nothing
    """Right under it."""
    below: Callable[[Session], tuple[Show, Show] | None] = lambda _session: None
    """Under the charts: on the left one example in detail, on the right the whole test part."""
    options: Callable[[], None] = lambda: None
    """Under "View"."""
    pick: Callable[[Pick], None] | None = None
    """What a click in the view beside the loss does."""
    height: int = 840
    """About the pixels of the view beside the loss, kept free until it is there."""


def learning_stage(session: Session, data: Dataset, page: AnswerPage) -> None:
    """The view beside the loss."""
    also = tuple(view_of(name, session.view_state, session.config) for name in views_of(data).also)
    show_stage("learning", session, height=page.height, also=also, pick=page.pick)


def show_stage(
    name: str,
    session: Session,
    *,
    height: int,
    also: tuple[str, ...] = (),
    pick: Callable[[Pick], None] | None = None,
) -> None:
    """A view of the open run under its own name."""
    view = view_of(name, session.view_state, session.config)
    stage(view, run_of(session.config), key=name, height=height, also=also, on_pick=pick)
