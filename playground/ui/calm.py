"""What a learner sees when something breaks: one sentence. The log gets the rest."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from playground.errors import PlaygroundError
from playground.i18n import translator
from playground.ui.words import plain

log = logging.getLogger(__name__)


@contextmanager
def calmly() -> Iterator[None]:
    """Show a refusal as it is, and a bug as one calm sentence, in place of what was being drawn."""
    try:
        yield
    except PlaygroundError as error:
        st.error(plain(str(error)), icon=":material/error:")
    except Exception as error:
        st.error(explained(error), icon=":material/error:")


def explained(error: Exception) -> str:
    """Log a bug, and return what to tell the learner."""
    log.error("a page failed", exc_info=error)
    _ = translator()
    return _("Something went wrong on this page. Reload it to go on: the link keeps your experiment.")
