"""The page for teachers: links for a class, a sheet to print, plans, and what is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from playground.config import SETTINGS, RunConfig
from playground.config.errors import PlaygroundError
from playground.experiments import links
from playground.experiments.presets import PRESETS
from playground.experiments.teaching import Teaching, locks_of
from playground.i18n import LANGUAGES, _, current_language
from playground.lessons import reading, sheet
from playground.lessons.text import read
from playground.tasks import problem
from playground.ui.error_boundary import show_refusal
from playground.ui.from_link import link_key
from playground.ui.session import LANG
from playground.views.view_state import page_of

TEXT = Path(reading.__file__).parent / "teachers"
NOT_OFFERED = ("task.own", "training.changes")
MOST_LINK = 2000
"""Letters of a link that still fit a code a phone can read."""


def show_teacher_page() -> None:
    """Draw it all."""
    text = read(TEXT, current_language())
    with st.container(key="teachers"):
        st.title(text.title, anchor=False)
        st.markdown(text.question)
        _link_maker()
        for section in text.sections:
            st.subheader(section.title, anchor=False)
            st.markdown(section.body)


def _link_maker() -> None:
    st.subheader(_("A link for your class"), anchor=False)
    lessons = {name: reading.lesson(name, current_language()).title for name in reading.names()}
    ways = {"lesson": _("A lesson"), "experiment": _("An experiment")}
    way = st.segmented_control(
        _("The link opens"), list(ways), format_func=ways.__getitem__, default="lesson", required=True
    )
    languages = {"": _("The learner's own"), **LANGUAGES}
    if way == "lesson":
        lesson = st.selectbox(_("Lesson"), list(lessons), format_func=lessons.__getitem__)
        title, page, query = lessons[lesson], "learn", {"lesson": lesson}
        teaching = Teaching(hidden=_settings(_("Hide these settings"), "hide"))
    else:
        found = _experiment()
        if found is None:
            return
        title, config = _("An experiment to try"), found
        page, query = page_of(problem(config.task.name)), links.encode(config)
        hidden, locked = (
            _settings(_("Hide these settings"), "hide"),
            _settings(_("Lock these settings"), "lock"),
        )
        teaching = Teaching(hidden=hidden, locked=locks_of(config, locked))
    language = st.selectbox(
        _("Language"), list(languages), format_func=languages.__getitem__, key="for language"
    )
    query |= teaching.query(link_key()) | ({LANG: language} if language else {})
    _made(f"{_home()}/{page}?{urlencode(query)}", title, language or current_language())


def _experiment() -> RunConfig | None:
    """The experiment of a pasted link; the first one where none is pasted."""
    pasted = st.text_input(
        _("Link of the experiment"),
        placeholder=_("Press Copy link above a run, and paste it here."),
        max_chars=links.MAX_LENGTH,
    )
    if not pasted:
        return PRESETS["first"].config
    try:
        given, _left_out = links.sorted_out(links.parameters(pasted))
        return links.decode(given)
    except PlaygroundError as error:
        show_refusal(str(error))
        return None


def _settings(label: str, key: str) -> tuple[str, ...]:
    names = {path: _(one.label) for path, one in SETTINGS.items() if path not in NOT_OFFERED}
    how: dict[str, Any] = {"format_func": names.__getitem__, "key": key, "placeholder": _("None")}
    return tuple(st.multiselect(label, list(names), **how))


def _made(link: str, title: str, language: str) -> None:
    """The link, its code, and the sheet."""
    if len(link) > MOST_LINK:
        show_refusal(_("This link is too long for a code that a phone can read."))
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="made"):
        st.image(sheet.qr_code(link), width=180)
        with st.container():
            st.code(link, language=None, wrap_lines=True)
            steps = [
                _("Scan the code, or type the address."),
                _("Predict before you run."),
                _("Write down your code."),
            ]
            page = sheet.sheet(title, link, steps, language)
            label = _("Download a sheet to print")
            st.download_button(
                label, page, "lesson.html", "text/html", icon=":material/print:", on_click="ignore"
            )


def _home() -> str:
    """The address of the playground, without a page."""
    parts = urlsplit(st.context.url or "http://localhost:8501/teach")
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/").rpartition("/")[0], "", ""))
