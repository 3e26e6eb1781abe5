"""The course without a browser: its contents, a lesson's steps, an exercise, and what is kept of them."""

from __future__ import annotations

import math
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from playground.lessons import exercises, reading
from playground.lessons.progress import Progress, read_progress
from playground.ui import clock
from playground.ui.engine import engine
from playground.ui.learn.places import ON_ITS_WAY_SECONDS
from playground.ui.session import Session
from playground.views.words import number
from tests.app.conftest import PATIENCE_S, TrainPage

SCRIPT = """
from playground.ui.error_boundary import error_boundary
from playground.ui.learn import page

with error_boundary():
    page.show_learn_page()
"""
LESSON = "11-same-cell"
STEPS = reading.lesson(LESSON).steps
EXERCISE = "hidden-size"


class LearnPage(TrainPage):
    """The course's page of one learner."""

    home = f"lesson {LESSON}"

    @property
    def session(self) -> Session:
        return self.script.session_state[f"playground {self.home}"]

    @property
    def progress(self) -> Progress:
        return self.script.session_state["kept progress"]

    def labelled(self, label: str) -> None:
        """Press the button that is called so."""
        (button,) = [one for one in self.script.button if one.label == label]
        button.click()
        self.run()

    def onward(self) -> None:
        """Press what leads on, whatever it is called."""
        (button,) = [one for one in self.script.button if one.proto.type == "primary"]
        button.click()
        self.run()

    def comes_from(self, link: dict[str, str]) -> None:
        """What the browser sends next is sent from under this link."""
        self.script.query_params.clear()
        self.script.query_params.update(link)

    @property
    def headings(self) -> list[str]:
        return [one.value for one in (*self.script.title, *self.script.header)]

    @property
    def praise(self) -> str:
        return "\n".join(one.value for one in (*self.script.success, *self.script.info))


def learn(**link: str) -> LearnPage:
    script = AppTest.from_string(SCRIPT, default_timeout=PATIENCE_S)
    for name, value in link.items():
        script.query_params[name] = value
    page = LearnPage(script)
    page.run()
    return page


def test_the_contents_lead_to_every_lesson_and_every_exercise():
    page = learn()
    labels = {button.label.strip("*") for button in page.script.button}
    assert {reading.lesson(name).title for name in reading.names()} <= labels
    told = {f"Exercise: {exercises.exercise(name).title}" for name in exercises.names()}
    assert told == {label.rpartition(" (")[0] for label in labels if label.startswith("Exercise: ")}


def test_a_prediction_comes_before_the_run_and_a_wrong_one_is_explained_after_it():
    page = learn(lesson=LESSON, step="2")
    (onward,) = [one for one in page.script.button if one.label == "Continue"]
    assert onward.disabled
    page.script.radio[0].set_value(1)
    page.run()
    for _step in STEPS[2:]:
        page.labelled("Continue")
    assert page.link == page.link | {"lesson": LESSON, "step": str(len(STEPS))}
    assert "You predicted: Twice as many" in page.praise
    assert STEPS[1].choices[1].remark in page.praise
    assert page.progress.predicted == {f"{LESSON}/1": 1}


def test_each_step_brings_its_experiment_and_its_side_of_the_run():
    page = learn(lesson=LESSON, step="3")
    assert page.config == STEPS[2].config
    assert page.experiment["autoplay"]
    page.set("task.length", 7)
    assert page.config.task.length == 7
    page.labelled("Continue")
    assert page.config == STEPS[3].config
    assert page.look("view-states")


@pytest.mark.parametrize("more", [{}, {"lang": "zh_Hans"}, {"hide": "training.seed", "lang": "en"}])
def test_a_place_is_one_entry_of_the_browsers_history_until_something_is_changed(more):
    """A second link for the same place would be one that Back never leaves: it is written again at once."""
    page = learn(lesson=LESSON, step="3", **more)
    assert page.link == {"lesson": LESSON, "step": "3", **more}
    begun = page.config
    page.set("task.length", 7)
    assert page.link["task.length"] == "7"
    page.set("task.length", begun.task.length)
    assert page.link == {"lesson": LESSON, "step": "3", **more}
    page.set("task.length", 7)
    page.onward()
    assert page.link == {"lesson": LESSON, "step": "4", **more}
    assert page.config == STEPS[3].config


def test_what_was_sent_from_the_place_before_does_not_lead_back_there(monkeypatch: pytest.MonkeyPatch):
    """A component may have sent something just before the browser heard of the new place."""
    page = learn(lesson=LESSON, step="3")
    left, now = page.link, [100.0]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    page.labelled("Continue")
    for _moment in range(2):
        page.comes_from(left)
        page.send("course-progress", "kept", Progress().packed())
        assert page.headings[0] == STEPS[3].title
        now[0] += 60.0


def test_the_navigation_leads_to_the_contents_but_not_what_was_sent_from_there(
    monkeypatch: pytest.MonkeyPatch,
):
    page, now = learn(), [100.0]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    first = reading.lesson(reading.names()[0])
    page.labelled(f"Start: {first.title}")
    for later, heading in ((0.0, first.steps[0].title), (ON_ITS_WAY_SECONDS, "Learn")):
        now[0] += later
        page.comes_from({})
        page.send("course-progress", "kept", Progress().packed())
        assert page.headings[0] == heading


def test_who_comes_back_from_another_page_is_where_the_link_says(monkeypatch: pytest.MonkeyPatch):
    page = learn(lesson=LESSON, step="3")
    page.labelled("Continue")
    monkeypatch.setattr(clock, "now", lambda: math.inf)
    page.script.session_state["home"] = "train"
    page.comes_from({"lesson": LESSON, "step": "2"})
    for _run in range(2):
        page.run()
        assert page.headings[0] == STEPS[1].title


def test_a_lock_of_a_link_holds_from_the_first_step_on():
    assert STEPS[2].config.task.length != 7
    assert learn(lesson=LESSON, step="3", lock="task.length:7").config.task.length == 7


def test_back_leads_to_a_step_as_it_begins_or_as_it_was_changed():
    page = learn(lesson=LESSON, step="3")
    first, begun = page.link, page.config
    page.set("task.length", 7)
    changed = page.link
    page.labelled("Continue")
    for link, length in ((changed, 7), (first, begun.task.length), (changed, 7)):
        page.comes_from(link)
        page.send("address", "link", f"?{urlencode(link)}")
        assert (page.link, page.config.task.length) == (link, length)
        assert page.headings[0] == STEPS[2].title
    page.send("address", "link", "")
    assert page.headings[0] == "Learn"


def test_numbers_of_the_run_stand_in_the_text_when_it_is_over():
    name = "12-late"
    steps = reading.lesson(name).steps
    at = next(at for at, step in enumerate(steps) if "[=metric.r2]" in step.text)
    page = learn(lesson=name, step=str(at + 1))
    assert "(not trained yet)" in page.text
    page.wait_for("lesson")
    assert number(engine().film(steps[at].config).history.metrics["r2"][-1]) in page.text
    assert "(not trained yet)" not in page.text


def test_a_lesson_that_is_finished_leads_to_its_exercise_and_is_ticked():
    page = learn(lesson=LESSON, step=str(len(STEPS)))
    page.labelled("Finish")
    assert page.link == page.link | {"exercise": EXERCISE, "part": "1"}
    page.labelled("All lessons")
    assert page.link == {}
    assert "Finished." in page.text


def test_an_exercise_is_not_tried_then_not_yet_then_passed_with_a_code():
    page = learn(exercise=EXERCISE, part="1")
    part = exercises.exercise(EXERCISE).parts[0]
    assert "**Not tried.**" in page.praise
    (wrong, remark), *_rest = part.mistakes.items()
    page.script.text_input[0].set_value(f"{wrong:.0f}")
    page.labelled("Check")
    assert page.sentences == [f"**Not yet.** {remark}"]
    page.script.text_input[0].set_value(f"{part.right:,.0f}")
    page.labelled("Check")
    assert "**Passed.**" in page.praise
    assert page.progress.passed[f"{EXERCISE}/0"] in page.text
    page.labelled("Next part")
    assert page.link == page.link | {"exercise": EXERCISE, "part": "2"}


def test_an_answer_that_is_no_number_counts_as_not_tried():
    page = learn(exercise=EXERCISE, part="1")
    page.script.text_input[0].set_value("many; <b>")
    page.labelled("Check")
    assert "**Not tried.**" in page.praise


def test_an_experiment_is_trained_with_every_seed_before_it_passes():
    place = next(
        at for at, part in enumerate(exercises.exercise(EXERCISE).parts) if part.kind == "experiment"
    )
    page = learn(exercise=EXERCISE, part=str(place + 1))
    page.home = f"exercise {EXERCISE} {place}"
    assert "**Not tried.** Change a setting, then check it." in page.praise
    page.labelled("Show the solution")
    page.labelled("Open the solution's experiment")
    page.labelled("Check this experiment")
    page.wait_for("check")
    page.run()
    assert "**Passed.**" in page.praise
    assert f"{EXERCISE}/{place}" in page.progress.seen


def test_progress_comes_from_the_browser_and_goes_back_to_it():
    page = learn()
    assert (
        page.mounts("course-progress")["save"] is None
    )  # the browser was not heard yet: nothing is overwritten
    page.send("course-progress", "kept", Progress().at(LESSON, 2).packed())
    assert read_progress(page.mounts("course-progress")["save"]).steps == {LESSON: 2}
    page.labelled("Forget my progress")
    assert read_progress(page.mounts("course-progress")["save"]) == Progress()


@pytest.mark.parametrize(
    "link", [{"lesson": "nowhere"}, {"exercise": "../x"}, {"lesson": LESSON, "step": "99"}]
)
def test_a_place_that_is_not_there_is_the_nearest_that_is(link):
    page = learn(**link)
    assert page.headings[0] in ("Learn", STEPS[0].title)


def test_a_link_brings_progress_along():
    page = learn(progress=Progress().at(LESSON, 3).packed())
    assert page.progress.steps == {LESSON: 3}
    assert "progress" not in page.link
