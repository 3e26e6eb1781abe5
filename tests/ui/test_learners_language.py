"""Which language a page speaks: the link's, then the chosen one, then the browser's, then English."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from playground.ui import session


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Streamlit as one learner's session sees it."""
    context = SimpleNamespace(cookies={}, locale=None)
    fake = SimpleNamespace(query_params={}, session_state={}, context=context)
    monkeypatch.setattr(session, "st", fake)
    return fake


def test_a_browser_that_says_nothing_reads_english(browser: SimpleNamespace) -> None:
    assert session.learners_language() == "en"


def test_the_browsers_own_language_comes_before_english(browser: SimpleNamespace) -> None:
    browser.context.locale = "zh-TW"
    assert session.learners_language() == "zh_Hant"
    browser.context.locale = "fr-FR"
    assert session.learners_language() == "en"


def test_an_earlier_choice_comes_before_the_browsers_language(browser: SimpleNamespace) -> None:
    browser.context.locale, browser.context.cookies = "zh-CN", {session.LANGUAGE_COOKIE: "en"}
    assert session.learners_language() == "en"


def test_a_choice_on_the_page_comes_before_the_earlier_one(browser: SimpleNamespace) -> None:
    browser.context.cookies = {session.LANGUAGE_COOKIE: "en"}
    session.ask_for_language("zh_Hans")
    assert session.learners_language() == "zh_Hans"


def test_a_link_comes_first_and_stays_when_the_page_rewrites_it(browser: SimpleNamespace) -> None:
    session.ask_for_language("zh_Hans")
    browser.query_params["lang"] = "zh-Hant"
    assert session.learners_language() == "zh_Hant"
    del browser.query_params["lang"]
    assert session.learners_language() == "zh_Hant"


def test_who_chooses_otherwise_is_not_held_by_the_link(browser: SimpleNamespace) -> None:
    browser.query_params["lang"] = "zh-Hant"
    session.ask_for_language("en")
    assert session.learners_language() == "en"


def test_a_language_that_is_not_there_is_passed_over(browser: SimpleNamespace) -> None:
    browser.query_params["lang"] = "../../xx"
    browser.context.cookies = {session.LANGUAGE_COOKIE: "<script>"}
    assert session.learners_language() == "en"
