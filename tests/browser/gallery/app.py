"""One server for the components: each has a page of its own, under the name of its file."""

from __future__ import annotations

import streamlit as st

COMPONENTS = ("cell", "coloured_text", "components", "ribbons", "run_bar")


def index() -> None:
    st.title("Gallery")


pages = [st.Page(index, default=True), *(st.Page(f"{name}.py") for name in COMPONENTS)]
st.navigation(pages, position="hidden").run()
