"""Parts of a page that tick; and where one breaks a learner sees a sentence, and the log gets the rest."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from playground.config.errors import PlaygroundError
from playground.i18n import _
from playground.ui.session import current_session, experiment_of, speak
from playground.ui.words import plain

log = logging.getLogger(__name__)

TICK_SECONDS = 0.5


DrawnFor = tuple[bool, *tuple[object, ...]]
"""Whether something moves, and whatever else of what a learner does in a living part the whole page shows."""


def living(draw: Callable[[], DrawnFor], drawn_for: DrawnFor) -> None:
    """Mount a part of the page that is drawn again by itself for as long as something in it moves.

    Args:
        draw: draws it and returns what the page should be drawn for by now; where that, or the
            experiment, is another, the whole page is drawn again.
        drawn_for: what the page is drawn for.
    """
    experiment = experiment_of(current_session())
    st.fragment(_calm, run_every=TICK_SECONDS if drawn_for[0] else None)(draw, drawn_for, experiment)


def _calm(draw: Callable[[], DrawnFor], drawn_for: DrawnFor, experiment: object) -> None:
    """Streamlit shows what a fragment raises in its own words, so it must raise nothing."""
    with error_boundary():
        if experiment_of(current_session()) != experiment or draw() != drawn_for:
            st.rerun()


def show_refusal(sentence: str) -> None:
    """Say why something was not done, if it was not."""
    if sentence:
        st.warning(plain(sentence), icon=":material/info:")


@contextmanager
def error_boundary() -> Iterator[None]:
    """Show a refusal as it is, and a bug as one calm sentence, in place of what was being drawn."""
    speak()
    try:
        yield
    except PlaygroundError as error:
        st.error(plain(str(error)), icon=":material/error:")
    except Exception as error:
        st.error(explained(error), icon=":material/error:")


@contextmanager
def refusals_told(tell: Callable[[str], None]) -> Iterator[None]:
    """The same in a widget's callback, which runs before the page: `tell` is given the sentence."""
    try:
        yield
    except PlaygroundError as error:
        tell(str(error))
    except Exception as error:
        tell(explained(error))


def explained(error: Exception) -> str:
    """Log a bug, and return what to tell the learner."""
    log.error("a page failed", exc_info=error)
    return _("Something went wrong on this page. Reload it to go on: the link keeps your experiment.")
