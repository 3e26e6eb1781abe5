"""The page for teachers: the link it makes opens what it says, for a class."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from playground.config import RunConfig
from playground.experiments import links
from playground.experiments.presets import PRESETS
from playground.lessons import reading
from playground.lessons.sheet import sheet
from playground.ui import from_link
from playground.ui.learn.places import place_in
from tests.app.conftest import PATIENCE_S

SCRIPT = """
from playground.ui.error_boundary import error_boundary
from playground.ui.learn import teacher

with error_boundary():
    teacher.show_teacher_page()
"""


@pytest.fixture
def page() -> AppTest:
    script = AppTest.from_string(SCRIPT, default_timeout=PATIENCE_S)
    script.run()
    return script


def link_on(page: AppTest) -> tuple[str, dict[str, str]]:
    """The page and the parameters of the link that was made."""
    assert not page.exception
    address = urlsplit(page.code[0].value)
    return address.path, dict(parse_qsl(address.query))


def test_a_link_opens_a_lesson_in_a_language(page):
    name = reading.names()[-1]
    page.selectbox[0].set_value(name)
    page.selectbox[1].set_value("zh_Hant")
    page.run()
    path, query = link_on(page)
    assert path.endswith("/learn")
    assert query["lang"] == "zh_Hant"
    assert place_in(query).lesson == name


def test_a_link_opens_an_experiment_with_locks_and_without_what_is_hidden(page):
    page.segmented_control[0].set_value("experiment")
    page.run()
    pasted = "http://x/train?" + links.query(PRESETS["gates"].config) + "&tab=gates&look=x"
    page.text_input[0].set_value(pasted)
    page.run()
    page.multiselect(key="hide").set_value(["training.optimizer"])
    page.multiselect(key="lock").set_value(["model.hidden_size"])
    page.run()
    path, query = link_on(page)
    found = from_link.opened(query, RunConfig(), None, None)
    assert path.endswith("/train")
    assert found.config == PRESETS["gates"].config
    assert found.teaching.hidden == ("training.optimizer",)
    assert dict(found.teaching.locked) == {"model.hidden_size": str(found.config.model.hidden_size)}


def test_a_sheet_shows_strangers_text_as_it_is():
    page = sheet("<script>", "http://x/?a=1&b=<2>", ["one & two"], "zh_Hant")
    assert "<script>" not in page
    assert "http://x/?a=1&amp;b=&lt;2&gt;" in page
    assert '<html lang="zh-Hant">' in page
    assert page.count("<svg") == 1
