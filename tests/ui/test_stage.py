"""A view on the page without a browser: what its JavaScript is given, and what it may send back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from playground.charts.picture import Picture
from playground.ui.components import run_bar as bar
from playground.ui.components import stage as module
from playground.ui.components.live_figure import Click, live_figure
from playground.ui.components.stage import Pick, stage, still
from playground.views.parts import caption

PICTURE = Picture(spec={"data": [], "layout": {}}, alt="A line.", title="Loss", look_for="Its end.")


@pytest.fixture
def sent(mounted):
    return mounted(module, "on_picked_change")


def show(on_pick: Any = None) -> None:
    stage("a view", "v=1", key="s", height=300, also=["more"], scale="lanes", on_pick=on_pick)


def test_a_stage_is_given_its_view_its_run_and_words_in_the_learners_language(loud, sent):
    show()
    data = json.loads(json.dumps(sent["data"], allow_nan=False))
    assert (sent["name"], sent["key"]) == ("stage", "s")
    assert (data["view"], data["run"], data["height"], data["scale"]) == ("a view", "v=1", 300, "lanes")
    assert data["also"] == [{"run": "v=1", "view": "more"}]
    assert data["parts"] == []
    assert set(data["words"]) == {"ofStep", "waiting", "picture"}
    told = [*data["words"].pop("picture").values(), *data["words"].values()]
    assert all(word.startswith("»") for word in told)


def test_what_stands_still_has_its_parts_and_no_view(sent):
    still([caption("So it is.")], key="s", also=[{"run": "v=1", "view": "more"}])
    assert (sent["data"]["view"], sent["data"]["run"]) == ("", "")
    assert sent["data"]["parts"] == [caption("So it is.")]
    assert sent["data"]["also"] == [{"run": "v=1", "view": "more"}]


def test_only_what_names_a_part_is_handed_on(sent):
    picked: list[Pick] = []
    show(picked.append)
    for what in (None, 3, "part", [], {}, {"part": 3, "value": 1}, {"part": "a"}, {"value": 1}):
        sent["click"](what)
    assert picked == []
    sent["click"]({"part": "a", "value": {"x": 1}, "more": 2})
    sent["click"]({"part": "b", "value": None})
    assert picked == [Pick(part="a", value={"x": 1}), Pick(part="b", value=None)]


def test_a_pick_that_nobody_waits_for_changes_nothing(sent):
    show()
    sent["click"]({"part": "a", "value": 1})


def test_a_chart_of_its_own_hands_on_points_and_nothing_else(sent):
    clicks: list[Click] = []
    live_figure(PICTURE, key="chart", on_click=clicks.append)
    (part,) = sent["data"]["parts"]
    assert (part["key"], part["title"], part["clickable"]) == ("chart", "Loss", True)
    for value in (None, 1, {"x": 1, "y": 2}, {"x": None, "y": 2, "curve": 0}, {"x": 1, "y": 2, "curve": "0"}):
        sent["click"]({"part": "chart", "value": value})
    assert clicks == []
    sent["click"]({"part": "chart", "value": {"x": 1, "y": "a", "curve": 2, "pick": "3"}})
    sent["click"]({"part": "chart", "value": {"x": 1.5, "y": 2, "curve": 0, "pick": 4}})
    assert clicks == [Click(x=1, y="a", curve=2), Click(x=1.5, y=2, curve=0, pick=4)]


def test_a_chart_that_nobody_clicks_says_so(sent):
    live_figure(PICTURE, key="chart")
    assert not sent["data"]["parts"][0]["clickable"]
    sent["click"]({"part": "chart", "value": {"x": 1, "y": 2, "curve": 0}})


def test_new_weights_are_a_counted_press_and_nothing_else(mounted):
    heard = mounted(bar, "on_newWeights_change")
    presses: list[None] = []
    asked: dict[str, Any] = {"films": [], "start": bar.Start(serial=1), "viewer": "me", "key": "bar"}
    bar.run_bar(**asked, hands=bar.Hands(new_weights=lambda: presses.append(None)))
    assert heard["data"]["newWeights"]
    for what in (None, "1", True, 1.5, [1]):
        heard["click"](what)
    assert presses == []
    heard["click"](1)
    assert len(presses) == 1
    bar.run_bar(**asked)
    assert not heard["data"]["newWeights"]
