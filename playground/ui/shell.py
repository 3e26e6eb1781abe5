"""The parts that all pages share: the navigation, the look, and the one place where an error is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from playground.i18n import _, current_language
from playground.ui.engine import engine
from playground.ui.error_boundary import error_boundary
from playground.ui.language import show_languages
from playground.ui.session import speak

ROOT = Path(__file__).parents[2]
STYLE = Path(__file__).with_name("style.css")
ICON = Path(__file__).with_name("icon.svg")
LOGO = Path(__file__).with_name("logo.svg")


def main() -> None:
    """Run the app: build the navigation and run the page that was asked for."""
    speak()
    _configure()
    st.html(f"<style>{_style()}</style>")
    st.logo(str(LOGO), size="medium", icon_image=str(ICON))
    learn, *others = _pages()
    page = st.navigation([learn, *others], position="top")
    show_languages(current_language())
    if page.url_path in ("", "train"):
        _invite(learn)
    with error_boundary():
        engine()
        page.run()


def _invite(learn: st.Page) -> None:
    """The way to the lessons: in the sidebar, and in the head of a phone's page, whose sidebar is closed."""
    how: dict[str, Any] = {"label": _("New here? Take a lesson"), "icon": ":material/school:"}
    with st.sidebar.container(key="invitation-beside"):
        st.page_link(learn, **how, width="stretch")
    with st.container(key="invitation"):
        st.page_link(learn, **how)


def _style() -> str:
    """The page's own style, with the theme's background for what stays while the page scrolls."""
    light, dark = (st.get_option(f"theme.{kind}.backgroundColor") for kind in ("light", "dark"))
    page = f":root {{ --page-background: light-dark({light}, {dark}); }}"
    return f"{page}\n{STYLE.read_text(encoding='utf-8')}"


def _configure() -> None:
    st.set_page_config(page_title="RNN Playground", page_icon=str(ICON), layout="wide")


def _pages() -> list[st.Page]:
    train = ROOT / "pages" / "train.py"
    return [
        st.Page(ROOT / "pages" / "learn.py", title=_("Learn"), icon=":material/school:"),
        st.Page(train, title=_("Train"), url_path="start", icon=":material/play_circle:", default=True),
        st.Page(train, title=_("Train"), url_path="train", visibility="hidden"),  # the default has no path
        st.Page(ROOT / "pages" / "text.py", title=_("Text"), icon=":material/chat:"),
        st.Page(ROOT / "pages" / "attention.py", title=_("Attention"), icon=":material/grid_on:"),
        st.Page(ROOT / "pages" / "compare.py", title=_("Compare"), icon=":material/compare_arrows:"),
        st.Page(ROOT / "pages" / "sweep.py", title=_("Sweep"), icon=":material/grid_view:"),
        st.Page(ROOT / "pages" / "words.py", title=_("Words"), icon=":material/menu_book:"),
        st.Page(ROOT / "pages" / "teach.py", title=_("For teachers"), icon=":material/co_present:"),
    ]
