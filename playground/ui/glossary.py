"""The page that explains the terms: its contents, a search, and the words themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from playground.i18n import SOURCE_LANGUAGE, _, current_language, n_
from playground.ui.session import keep, kept
from playground.ui.settings.controlled import controlled
from playground.views.words import plain

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
LONGEST_SEARCH = 60


@dataclass(frozen=True, slots=True)
class Section:
    """Some words under one title."""

    title: str
    entries: tuple[str, ...]
    """Each word with its explanation, in Markdown."""

    @property
    def anchor(self) -> str:
        """Where its title is on the page."""
        return re.sub(r"\W+", "-", self.title.lower()).strip("-")


@cache
def sections(language: str = SOURCE_LANGUAGE) -> tuple[str, tuple[Section, ...]]:
    """What stands before the first title, and all sections of the glossary in a language."""
    own = GLOSSARY.with_stem(f"glossary_{language}")
    path = own if own.is_file() else GLOSSARY
    head, *rest = path.read_text(encoding="utf-8").split("\n## ")
    found = []
    for text in rest:
        title, _rule, body = text.partition("\n")
        entries = tuple(entry.strip() for entry in body.split("\n\n") if entry.strip())
        found.append(Section(title.strip(), entries))
    return head.partition("\n")[2].strip(), tuple(found)


def matching(section: Section, search: str) -> tuple[str, ...]:
    """The entries in which all words of `search` stand, those first whose name begins with it."""
    words = search.casefold().split()
    found = [entry for entry in section.entries if all(word in entry.casefold() for word in words)]
    begins = search.strip().casefold()
    return tuple(sorted(found, key=lambda entry: not entry.strip("*").casefold().startswith(begins)))


def show_glossary() -> None:
    """The contents beside the words; a search leaves only those that it finds."""
    lead, all_sections = sections(current_language())
    search = kept("glossary search") or ""
    st.title(_("Words"), anchor=False)
    st.markdown(lead)
    contents, words = st.columns([1, 4], gap="large")
    with contents, st.container(key="glossary-contents"):
        controlled("glossary", search, st.text_input, _("Search"), _search, max_chars=LONGEST_SEARCH)
        st.markdown("\n".join(f"- [{plain(one.title)}](#{one.anchor})" for one in all_sections))
    found = {one: matching(one, search) for one in all_sections}
    with words, st.container(key="glossary"):
        if search:
            count = sum(map(len, found.values()))
            told = n_("{count} word has {search} in it.", "{count} words have {search} in them.", count)
            st.markdown(told.format(count=count, search=f"**{plain(search)}**"))
        for section, entries in found.items():
            if entries:
                st.subheader(section.title, anchor=section.anchor)
                st.markdown("\n\n".join(entries))


def _search(text: str) -> None:
    keep("glossary search", text.strip()[:LONGEST_SEARCH])
