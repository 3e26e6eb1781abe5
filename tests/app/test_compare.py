"""The page that compares, without a browser: lanes, fairness, seeds, and the memory cliff."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.config import RunConfig
from playground.experiments.lanes import Lanes
from playground.experiments.presets import PRESETS
from playground.models.shapes import parameter_count
from playground.tasks import dataset
from playground.ui.compare.editor import IDEAS
from playground.ui.engine import engine
from playground.ui.runs import run_of
from playground.ui.server import hub
from playground.ui.session import Session, configs_of
from tests.app.conftest import PATIENCE_S, TrainPage, painted

SCRIPT = "from playground.ui import run_page\nrun_page.show_compare_page()\n"
SHORT = {
    "task.examples": "60",
    "task.length": "3",
    "training.epochs": "2",
    "model.hidden_size": "4",
    "training.batch_size": "none",
}


pytestmark = pytest.mark.usefixtures("own_engine")


class ComparePage(TrainPage):
    """The page that compares of one learner."""

    @property
    def headings(self) -> list[str]:
        return [one.value for one in self.script.subheader]

    @property
    def session(self) -> Session:
        return self.script.session_state["playground race lanes"]

    @property
    def configs(self) -> tuple[RunConfig, ...]:
        return configs_of(self.session)

    @property
    def table(self) -> dict[str, Any]:
        """The part that the browser fills with numbers."""
        (part,) = self.mounts("lanes-table")["parts"]
        return part

    @property
    def names(self) -> list[str]:
        return [lane["name"] for lane in self.table["lanes"]]

    def train_lanes(self) -> None:
        """As the player wants them, to their ends."""
        for config in self.configs:
            engine().want(config, 10**9)


def compared(**link: str) -> ComparePage:
    script = AppTest.from_string(SCRIPT, default_timeout=PATIENCE_S)
    for name, value in ({"v": "1", "problem": "recall"} | SHORT | link).items():
        script.query_params[name] = value
    page = ComparePage(script)
    page.run()
    return page


def shown_cells(page: ComparePage) -> list[str]:
    return [config.model.cell for config in page.configs]


def test_three_cells_are_compared_and_their_seeds_are_trained_after_them():
    page = compared()
    assert shown_cells(page) == ["rnn", "lstm", "gru"]
    assert not page.sentences
    assert page.names == ["RNN", "LSTM", "GRU"]
    assert [lane["run"] for lane in page.table["lanes"]] == list(map(run_of, page.configs))
    assert [film["run"] for film in page.experiment["films"]] == list(map(run_of, page.configs))
    assert page.experiment["autoplay"]
    assert page.mounts("runbar")["baseline"] is None  # the table has the verdict
    assert "Is the difference due to chance?" in page.headings
    assert "The other seeds train once the lanes above are done." in page.text
    page.send("pulse-luck", "more", 0)
    assert "The other seeds train once the lanes above are done." in page.text
    page.train_lanes()
    assert page.wait_for("luck") > 0
    assert "15 of 15 runs are done." in page.text
    assert {"bands", "dots"} <= set(page.mounted)
    assert "lanes" in page.link


def test_what_the_page_waits_for_goes_on_by_itself_and_is_told_to_the_browser():
    page = compared()
    viewer = page.session.viewer
    assert page.mounts("pulse-luck") == {"name": "luck", "ended": 0, "viewer": viewer, "language": "en"}
    assert len(hub.gatherings.of(viewer)["luck"].configs) == 15
    assert hub.gatherings.of(viewer)["luck"].after == page.configs
    page.train_lanes()
    page.wait_for("luck")
    assert hub.gatherings.of(viewer) == {}


def test_lanes_are_added_changed_and_removed():
    page = compared()
    page.press("lane-add")
    assert shown_cells(page) == ["rnn", "lstm", "gru", "by-hand"]
    page.turn("lane-0-training.lr", 0.05)
    own = page.session.lanes.own
    assert dict(own[0]) == {"model.cell": "rnn", "training.lr": "0.05"}
    assert page.names[0] == "RNN, Learning rate: 0.05"
    page.press("lane-remove-1")
    assert shown_cells(page) == ["rnn", "gru", "by-hand"]
    before = page.experiment["serial"]
    page.press("idea-1")
    assert [config.model.num_layers for config in page.configs] == [1, 2, 3]
    assert page.experiment["serial"] == before + 1
    assert (page.experiment["change"], page.experiment["autoplay"]) == ("chosen", True)
    assert not page.sentences


def test_equal_parameters_are_solved_for_and_in_the_link():
    page = compared(**{"model.hidden_size": "40"})
    page.turn("fair", True)
    counts = [parameter_count(one.model, dataset(one.task)) for one in page.configs]
    assert max(counts) / min(counts) < 1.05
    assert page.link["fair"] == "true"


def test_a_setting_of_the_page_is_one_of_all_lanes_and_a_lanes_own_is_not_set_for_all():
    page = compared()
    page.stand(1)
    page.set("training.lr", 0.02)
    assert {config.training.lr for config in page.configs} == {0.02}
    assert page.config.training.changes == ()  # lanes begin together
    assert "model.cell" not in page.controls()  # each lane has its own


def test_the_lanes_are_looked_at_after_the_same_steps_or_after_the_same_time():
    page = compared()
    (before,) = page.mounts("lanes-tracks")["parts"]
    serial = page.experiment["serial"]
    assert not page.experiment["byTime"]
    page.turn("by-time", True)
    (figure,) = page.mounts("lanes-tracks")["parts"]
    assert (page.experiment["byTime"], page.experiment["serial"]) == (True, serial)
    assert (before["seeks"], figure["seeks"]) == (1, 1000)
    assert figure["zoom"] != before["zoom"]
    assert "ignore small differences" in page.text


def test_the_share_of_the_baselines_loss_that_counts_as_solved_can_be_chosen():
    page = compared()
    baseline = dataset(page.config.task).baseline.loss
    assert page.table["target"] == pytest.approx(0.1 * baseline)
    page.turn("target-share", 0.5)
    assert page.table["target"] == pytest.approx(0.5 * baseline)


def test_the_cliff_is_found_on_demand_and_can_be_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("playground.ui.compare.cliff.DELAYS", {"recall": (1, 2)})
    page = compared()
    assert "The memory cliff" in page.headings
    assert "pulse-cliff" not in page.mounted
    page.press("cliff-start")
    page.wait_for("cliff")
    assert "18 of 18 runs are done." in page.text
    assert "cliff" in page.mounted
    assert "cliff-stop" not in [button.key for button in page.script.button]


def test_a_stopped_cliff_keeps_what_is_done_and_goes_on_from_there(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("playground.ui.compare.cliff.DELAYS", {"recall": tuple(range(1, 9))})
    monkeypatch.setattr("playground.films.many.MOST_AT_ONCE", 8)
    page = compared()
    page.press("cliff-start")
    assert "cliff" in hub.gatherings.of(page.session.viewer)
    page.send("pulse-cliff", "more", 8)
    page.press("cliff-stop")
    assert "cliff" not in hub.gatherings.of(page.session.viewer)
    kept = re.search(r"(\d+) of 72 runs are done", page.text)
    assert kept
    assert 0 < int(kept[1]) < 72
    page.run()
    assert kept[0] in page.text
    assert re.search(r"RNN solves (no delay|a delay of \d time steps) so far\.", page.text)
    page.press("cliff-resume")
    page.wait_for("cliff")
    assert "72 of 72 runs are done." in page.text
    assert " so far." not in page.text


def test_translators_are_compared_by_length_and_have_no_gradients_to_show():
    page = compared(problem="copy", **{"task.examples": "500", "task.length": "2"})
    assert page.widget("side").options == ["Answers", "The network", "Attention", "Hidden states", "Gates"]
    for side in ("answers", "network", "attention", "states", "gates"):
        page.turn("side", side)
        assert all_lanes_show_it(page, side)


def test_every_side_of_the_lanes_can_be_looked_at():
    page = compared()
    for side in ("network", "states", "gates", "gradients", "answers"):
        page.turn("side", side)
        assert all_lanes_show_it(page, side)


def test_the_gradients_of_all_lanes_are_laid_over_each_other_each_by_its_last():
    page = compared()
    page.turn("side", "gradients")
    also = page.mounts("lanes-reach")["also"]
    assert [one["looks"]["name"] for one in also] == page.names
    for one, config in zip(also, page.configs, strict=True):
        assert one["run"] == run_of(config)
        (lines,) = painted(one["run"], one["view"], 1)
        assert lines["of"] == page.mounts("lanes-reach")["parts"][0]["key"]
        (trace,) = json.loads(lines["spec"])
        y = np.frombuffer(base64.b64decode(trace["y"]["bdata"]), dtype=trace["y"]["dtype"])
        assert y[-1] == 1


def all_lanes_show_it(page: ComparePage, side: str) -> bool:
    """Each lane its own picture, on one scale."""
    assert not page.sentences
    keys = [f"multiple-{side}-{place}" for place in range(3)]
    assert page.stages() == keys
    assert {page.mounts(key)["scale"] for key in keys} == {f"lanes-{side}"}
    assert [page.mounts(key)["run"] for key in keys] == list(map(run_of, page.configs))
    kind = {"network": "component", "attention": "text"}.get(side, "figure")
    return all(page.view(key, 1)[0]["is"] == kind for key in keys)


def test_all_lanes_show_the_same_example_and_then_another():
    page = compared()
    page.turn("side", "states")
    page.press("lanes-next")
    looks = [page.look(f"multiple-states-{place}")["look"] for place in range(3)]
    assert looks == [{"side": "states", "own_example": 1}] * 3


@pytest.mark.parametrize(
    ("lanes", "said"),
    [
        ("model.cell:rnn", "2 to 4 lanes, not 1"),
        ("nonsense", "A lane is written like"),
        ("task.length:3/task.length:4", "All lanes share task.length"),
        ("model.cell:transformer/model.cell:gru", "transformer"),
    ],
)
def test_a_strange_link_is_one_sentence_and_the_three_cells_open(lanes: str, said: str):
    page = compared(lanes=lanes)
    (sentence,) = page.sentences
    assert said in sentence
    assert shown_cells(page) == ["rnn", "lstm", "gru"]


def test_simple_forecasts_come_to_the_table_and_the_losses_of_a_series():
    page = series_page()
    data = dataset(page.config.task)
    more = page.table["more"]
    assert page.mounts("lanes-table")["also"] == page.mounts("lanes-tracks")["also"] == [more]
    parts = painted(more["run"], more["view"], 0)
    rows = [part for part in parts if part["is"] == "row"]
    assert len(rows) > 1
    for row in rows:
        assert set(row["metrics"]) <= set(page.table["metrics"])
        assert (row["metrics"]["rmse"] / data.answer.series.scale.std) ** 2 == pytest.approx(
            row["loss"], rel=0.02
        )
    assert min(rows, key=lambda row: row["loss"])["name"].startswith("AR(12)")
    (best,) = (part for part in parts if part["is"] == "traces")
    assert best["of"] == page.mounts("lanes-tracks")["parts"][0]["key"]


def series_page() -> ComparePage:
    script = AppTest.from_string(SCRIPT, default_timeout=PATIENCE_S)
    for name, value in {"v": "1", "problem": "airline", "training.epochs": "2"}.items():
        script.query_params[name] = value
    page = ComparePage(script)
    page.run()
    return page


def test_a_problem_that_is_no_series_has_no_simple_forecasts():
    page = compared()
    assert page.table["more"] is None
    assert page.mounts("lanes-table")["also"] == []


@pytest.mark.parametrize("idea", IDEAS)
@pytest.mark.parametrize("problem", ["recall", "sine", "adding"])
def test_every_idea_gives_different_runs_of_the_same_data(idea: str, problem: str):
    configs = Lanes(own=IDEAS[idea]).of(PRESETS[problem].config)
    assert len({config.digest for config in configs}) == len(IDEAS[idea])
    assert len({config.task for config in configs}) == 1
    assert len({(config.training.seed, config.training.batch_size) for config in configs}) == 1
