"""Where a page breaks a learner sees a sentence, and the log gets the rest."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from playground.config.errors import PlaygroundError
from playground.i18n import _
from playground.ui.session import speak
from playground.views.words import plain

log = logging.getLogger(__name__)


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
