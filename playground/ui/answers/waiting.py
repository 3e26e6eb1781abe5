"""What stands in a picture's place until there is one."""

from __future__ import annotations

import streamlit as st

from playground.films.engine import Reply
from playground.i18n import _, translated


def waiting(reply: Reply) -> None:
    """Why there is no picture of the answers yet."""
    told = translated(reply.sentence) if reply.sentence else _("Waiting for the network's first answers…")
    with st.container(height=330, border=False, key="waiting"):
        st.caption(told)
