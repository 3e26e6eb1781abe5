"""A lesson on its page, without a browser: where its run stands when somebody comes to a step."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from playground.films.stream.wishes import MOST_STEP
from playground.lessons import reading
from playground.ui.learn import kept
from playground.ui.session import Session
from tests.app.conftest import PATIENCE_S, TrainPage

SCRIPT = """
from playground.ui.error_boundary import error_boundary
from playground.ui.learn.page import show_learn_page
with error_boundary():
    show_learn_page()
"""
LESSON = "11-same-cell"
STEPS = reading.lesson(LESSON).steps


class LearnPage(TrainPage):
    """The course page of one learner, in a lesson."""

    @property
    def session(self) -> Session:
        return self.script.session_state[f"playground lesson {LESSON}"]

    def go_on(self, label: str = "Continue") -> None:
        """Press a button by what stands on it."""
        next(button for button in self.script.button if button.label == label).click()
        self.run()


@pytest.fixture
def _nobody_keeps_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "mount_progress", lambda _place: None)
    monkeypatch.setattr("playground.ui.learn.page.mount_progress", lambda _place: None)


@pytest.mark.usefixtures("_nobody_keeps_progress")
def test_every_step_begins_with_its_own_run_and_a_link_with_the_learners() -> None:
    script = AppTest.from_string(SCRIPT, default_timeout=PATIENCE_S)
    script.query_params["lesson"], script.query_params["step"] = LESSON, "3"
    page = LearnPage(script)
    page.run()
    begun = page.experiment
    assert (page.config, begun["autoplay"], begun["change"]) == (STEPS[2].config, True, "chosen")
    page.set("task.length", 30)
    assert page.config != STEPS[2].config
    assert "**30 time steps, 1,153 parameters.**" in page.text
    page.go_on()
    stands = page.experiment
    assert (page.config, stands["autoplay"], stands["change"]) == (STEPS[3].config, False, "placed")
    assert stands["beginsAt"] == MOST_STEP
    assert stands["serial"] > begun["serial"]
    assert page.session.view_state.tab == "states"
    page.set("model.hidden_size", 4)
    changed = page.config
    again = AppTest.from_string(SCRIPT, default_timeout=PATIENCE_S)
    for name, value in page.link.items():
        again.query_params[name] = value
    other = LearnPage(again)
    other.run()
    assert (other.config, other.experiment["beginsAt"]) == (changed, MOST_STEP)
