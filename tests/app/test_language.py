"""All that runs for a learner speaks the learner's language: the page, its fragments, its callbacks."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextvars import Context

import pytest

from playground import i18n
from playground.experiments.presets import PRESETS
from playground.i18n import SOURCE_LANGUAGE, _
from playground.ui import gathering, session
from tests.app.conftest import opened


class _Foreign(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return f"»{message}"


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The learner reads `xx`; a part of the page that does not ask for it reads English."""
    known = {SOURCE_LANGUAGE: gettext.NullTranslations(), "xx": _Foreign()}
    monkeypatch.setattr(i18n, "_catalogue", known.__getitem__)
    monkeypatch.setitem(i18n.LANGUAGES, "xx", "Foreign")
    monkeypatch.setattr(session, "learners_language", lambda: "xx")
    i18n.use_language("xx")  # AppTest reads the names of choices in the test's own thread
    yield
    i18n.use_language(SOURCE_LANGUAGE)


def test_the_page_and_what_a_callback_refuses_are_in_the_learners_language(foreign):
    page = opened(PRESETS["waves"].config)
    assert page.mounts("runbar")["verdicts"]["untrained"].startswith("»**Untrained:** the weights")
    assert page.experiment["language"] == page.look("learning")["language"] == "xx"
    assert page.mounts("learning")["words"]["waiting"].startswith("»")
    page.set("task.periods", "80, 1")
    (sentence,) = page.sentences
    assert sentence.startswith("»")


def test_the_lesson_of_a_preset_is_in_the_learners_language(foreign):
    page = opened(PRESETS["first"].config)
    assert page.mounts("runbar")["lesson"] == f"»{PRESETS['first'].lesson}"
    page.set("training.seed", 1)
    assert page.mounts("runbar")["lesson"] == ""  # it is no preset any more


def test_a_fragment_that_runs_by_itself_speaks_it_too(foreign, monkeypatch):
    said = []
    monkeypatch.setattr(gathering, "current_session", lambda: None)
    monkeypatch.setattr(gathering, "kept", lambda name: None)
    Context().run(gathering._drawn, "luck", lambda session: said.append(_("Loss")))
    assert said == ["»Loss"]


@pytest.mark.usefixtures("foreign")
def test_elsewhere_the_language_stays_as_it_was():
    assert Context().run(_, "Loss") == "Loss"
