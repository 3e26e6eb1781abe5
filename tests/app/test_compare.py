"""The page that compares, without a browser: lanes, fairness, seeds, and the memory cliff."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from playground.experiments.lanes import Lanes, owned, written
from playground.experiments.presets import PRESETS
from playground.films.cursor import Seek, move
from playground.models.shapes import parameter_count
from playground.tasks import dataset
from playground.ui.compare.editor import IDEAS
from playground.ui.session import Session
from tests.app.conftest import PATIENCE_S, TrainPage

SCRIPT = "from playground.ui.compare import page\npage.show_compare_page()\n"
SHORT = {
    "task.examples": "60",
    "task.length": "3",
    "training.epochs": "2",
    "model.hidden_size": "4",
    "training.batch_size": "none",
}


class ComparePage(TrainPage):
    """The page that compares of one learner."""

    @property
    def headings(self) -> list[str]:
        return [one.value for one in self.script.subheader]

    @property
    def session(self) -> Session:
        return self.script.session_state["playground race lanes"]


def compared(ticks: int = 2, **link: str) -> ComparePage:
    script = AppTest.from_string(SCRIPT, default_timeout=PATIENCE_S)
    for name, value in ({"v": "1", "problem": "recall"} | SHORT | link).items():
        script.query_params[name] = value
    page = ComparePage(script)
    page.run()
    page.watch(1.0, times=ticks - 1)
    return page


def shown_cells(page: ComparePage) -> list[str]:
    session = page.session
    assert session.lanes is not None
    return [config.model.cell for config in session.lanes.of(session.cursor.config)]


def test_three_cells_are_trained_side_by_side_and_their_seeds_after_them():
    page = compared(ticks=8)
    assert shown_cells(page) == ["rnn", "lstm", "gru"]
    assert not page.sentences
    assert list(page.script.dataframe[0].value["Lane"]) == ["RNN", "LSTM", "GRU"]
    assert (page.script.dataframe[0].value["Test loss"] > 0).all()
    assert "Is it luck?" in page.headings
    assert "15 of 15 runs are done." in page.text
    assert "lanes" in page.link


def test_lanes_are_added_changed_and_removed():
    page = compared()
    page.press("lane-add")
    assert shown_cells(page) == ["rnn", "lstm", "gru", "by-hand"]
    page.turn("lane-0-training.lr", 0.05)
    own = page.session.lanes.own
    assert dict(own[0]) == {"model.cell": "rnn", "training.lr": "0.05"}
    assert page.script.dataframe[0].value["Lane"][0] == "RNN, Learning rate: 0.05"
    page.press("lane-remove-1")
    assert shown_cells(page) == ["rnn", "gru", "by-hand"]
    page.press("idea-1")
    assert [config.model.num_layers for config in page.session.lanes.of(page.config)] == [1, 2, 3]
    assert not page.sentences


def test_equal_parameters_are_solved_for_and_in_the_link():
    page = compared(**{"model.hidden_size": "40"})
    page.turn("fair", True)
    configs = page.session.lanes.of(page.config)
    counts = [parameter_count(config.model, dataset(config.task)) for config in configs]
    assert max(counts) / min(counts) < 1.05
    assert page.link["fair"] == "true"


def test_no_lane_is_ahead_of_the_shared_cursor_and_another_setting_moves_all():
    page = compared()
    before = page.session
    assert move(before.cursor, Seek(10**6), page_heat(page)).step == page_heat(page).last_step
    page.set("training.lr", 0.02)
    assert {config.training.lr for config in page.session.lanes.of(page.config)} == {0.02}
    assert "model.cell" not in page.controls()  # each lane has its own


def page_heat(page: ComparePage):
    from playground.films.film_group import FilmGroup
    from playground.ui.engine import engine

    films = tuple(engine().film(config) for config in page.session.lanes.of(page.config))
    return FilmGroup(films=films)


def test_the_cliff_is_found_on_demand_and_can_be_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("playground.ui.compare.cliff.DELAYS", {"recall": (1, 2)})
    page = compared()
    assert "The memory cliff" in page.headings
    page.press("cliff-start")
    for _ in range(8):
        page.run()
    assert "18 of 18 runs are done." in page.text
    assert "cliff-stop" not in [button.key for button in page.script.button]


def test_a_stopped_cliff_keeps_what_is_done_and_goes_on_from_there(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("playground.ui.compare.cliff.DELAYS", {"recall": tuple(range(1, 9))})
    monkeypatch.setattr("playground.films.many.MOST_AT_ONCE", 8)
    page = compared()
    page.press("cliff-start")
    page.press("cliff-stop")
    kept = re.search(r"(\d+) of 72 runs are done", page.text)
    assert kept
    assert 0 < int(kept[1]) < 72
    page.run()
    assert kept[0] in page.text
    assert re.search(r"RNN bridges (none so far|\d time steps or more, as far as is known)\.", page.text)
    page.press("cliff-resume")
    for _ in range(12):
        page.run()
    assert "72 of 72 runs are done." in page.text
    assert "as far as is known" not in page.text
    assert "none so far" not in page.text


def test_before_it_is_played_a_comparison_says_so_and_not_that_numbers_come():
    page = compared()
    page.press("reset")
    assert "**Untrained.** Press Play" in page.text
    assert "on their way" not in page.text


def test_a_lane_that_diverges_does_not_hide_who_is_ahead_among_the_others():
    wild = {"model.cell": "rnn", "model.nonlinearity": "relu", "training.max_norm": None}
    wild |= {"training.optimizer": "sgd", "training.lr": 10.0}
    own = (owned({"training.lr": 0.01}), owned({"training.lr": 0.02}), owned(wild))
    link = {"problem": "adding", "task.length": "9", "training.epochs": "20", "lanes": written(own)}
    page = compared(ticks=6, **link)
    assert not page.sentences
    assert [film.status for film in page_heat(page).films] == ["finished", "finished", "diverged"]
    assert "on their way" not in page.text
    assert re.search(r"is ahead|About the same so far", page.text)


def test_translators_are_compared_by_length_and_have_no_gradients_to_show():
    page = compared(problem="copy", **{"task.examples": "500", "task.length": "2"})
    assert page.widget("side").options == ["Answers", "Hidden states", "Gates"]
    for side in ("answers", "states", "gates"):
        page.turn("side", side)
        page.run()
        assert "Reading the network" not in page.text
        assert not page.sentences


def test_every_side_of_the_lanes_can_be_looked_at():
    page = compared()
    for side in ("states", "gates", "gradients", "answers"):
        page.turn("side", side)
        page.run()
        assert not page.sentences
        assert "Reading the network" not in page.text


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
    page = compared(ticks=1, lanes=lanes)
    (sentence,) = page.sentences
    assert said in sentence
    assert shown_cells(page) == ["rnn", "lstm", "gru"]


def test_simple_forecasts_stand_in_the_table_of_a_series():
    script = AppTest.from_string(SCRIPT, default_timeout=PATIENCE_S)
    link = {"v": "1", "problem": "airline", "training.epochs": "2", "model.hidden_size": "4"}
    for name, value in link.items():
        script.query_params[name] = value
    page = ComparePage(script)
    page.run()
    page.watch(1.0, times=5)
    table = page.script.dataframe[0].value
    assert list(table["Lane"][:3]) == ["RNN", "LSTM", "GRU"]
    assert len(table) > 4
    assert (table["RMSE"] > 0).all()
    assert table["Parameters"][3:].isna().all()
    counts = [parameter_count(c.model, dataset(c.task)) for c in page.session.lanes.of(page.config)]
    assert table["Parameters"][:3].tolist() == counts  # whole, though other rows have none
    data = dataset(page.session.cursor.config.task)
    simple = (table["RMSE"][3:].min() / data.answer.series.std) ** 2
    assert f"{simple:.3g}" in page.text  # nothing trained for two epochs forecasts as well
    assert "Better still without a network: AR(12)" in page.text
    unit_free = (table["RMSE"] / data.answer.series.std) ** 2
    assert unit_free.tolist() == pytest.approx(table["Test loss"].tolist(), rel=0.02)


@pytest.mark.parametrize("idea", IDEAS)
@pytest.mark.parametrize("problem", ["recall", "sine", "adding"])
def test_every_idea_gives_different_runs_of_the_same_data(idea: str, problem: str):
    configs = Lanes(own=IDEAS[idea]).of(PRESETS[problem].config)
    assert len({config.digest for config in configs}) == len(IDEAS[idea])
    assert len({config.task for config in configs}) == 1
    assert len({(config.training.seed, config.training.batch_size) for config in configs}) == 1
