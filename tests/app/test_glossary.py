"""The page of words: contents, and a search that finds what is explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground.ui.glossary import GLOSSARY, matching, sections

PAGE = Path(__file__).parents[2] / "pages" / "words.py"


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_file(PAGE, default_timeout=120).run()


def titles(page: AppTest) -> list[str]:
    return [one.value for one in page.subheader]


def test_every_word_of_the_glossary_is_on_the_page_under_its_title_and_in_the_contents(page):
    text = GLOSSARY.read_text(encoding="utf-8")
    lead, found = sections()
    assert (
        titles(page)
        == [one.title for one in found]
        == [line[3:] for line in text.splitlines() if line.startswith("## ")]
    )
    shown = "\n".join(one.value for one in page.markdown)
    assert all(entry in shown for one in found for entry in one.entries)
    assert lead in page.markdown[0].value
    assert all(f"(#{one.anchor})" in shown for one in found)
    assert len({one.anchor for one in found}) == len(found)


def test_a_search_leaves_the_words_that_have_it_and_an_empty_one_all(page):
    page.text_input[0].set_value("forget gate").run()
    shown = [one.value for one in page.markdown][2:]
    assert "**forget gate**" in shown[0]
    assert 0 < sum(text.count("\n\n**") + 1 for text in shown[1:]) < 15
    assert all("forget" in text.casefold() for text in shown)
    page.text_input[0].set_value("").run()
    assert len(titles(page)) == len(sections()[1])


def test_what_nobody_wrote_is_found_nowhere_and_is_no_markup(page):
    page.text_input[0].set_value("[x](http://y) <b>").run()
    assert titles(page) == []
    assert page.markdown[2].value.startswith("0 words have **\\[x\\]")


def test_a_word_that_begins_so_comes_first():
    (first,) = [one for one in sections()[1] if one.title == "First steps"]
    assert matching(first, "loss")[0].startswith("**Loss**")
