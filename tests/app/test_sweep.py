"""The page that searches, without a browser: its cost, start, stop, resume, choosing a run, the file."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.config import RunConfig
from playground.experiments import links
from playground.films.inline import InlineEngine
from playground.films.many import AT_ONCE, gather
from playground.training.advance import advance
from playground.ui.engine import engine
from playground.ui.server import hub
from playground.ui.session import Session
from playground.ui.sweep import table
from tests.app.conftest import PATIENCE_S, TrainPage

SCRIPT = "from playground.ui import run_page\nrun_page.show_sweep_page()\n"
TINY = {
    "problem": "sum-sign",
    "task.examples": "50",
    "task.length": "3",
    "training.epochs": "2",
    "sweep": "grid;rnn,gru;model.hidden_size:2,4,8;training.lr:0.01,0.1",
}
SEARCH = (
    "halton,6,0;rnn,gru;model.hidden_size:2..16,log;training.lr:0.001..1,log;training.batch_size:8..32,log"
)


pytestmark = pytest.mark.usefixtures("own_engine")


class SweepPage(TrainPage):
    """The page that searches of one learner."""

    @property
    def session(self) -> Session:
        return self.script.session_state["playground sum-sign sweep"]

    @property
    def configs(self) -> tuple[RunConfig, ...]:
        sweep = self.session.sweep
        assert sweep is not None
        return sweep.configs(self.config)

    @property
    def buttons(self) -> set[str]:
        return {one.key for one in self.script.main.button}

    @property
    def opened_run(self) -> RunConfig:
        """What the link beside the chosen run opens."""
        (button,) = self.script.get("link_button")
        return links.decode(dict(parse_qsl(urlsplit(button.proto.url).query)))

    def finish(self) -> None:
        """Start it, and look again whenever the browser says that there is more."""
        self.press("sweep-start")
        for looks in range(40):
            if "sweep-stop" not in self.buttons:
                return
            self.send("pulse-sweep", "more", looks)
        raise AssertionError("the sweep is never over")

    def click(self, key: str, x: object, y: object, curve: int = 0) -> None:
        """The learner clicks on a point of a picture."""
        self.pick(key, key, {"x": x, "y": y, "curve": curve, "pick": None})


def searching(**link: str) -> SweepPage:
    script = AppTest.from_string(SCRIPT, default_timeout=PATIENCE_S)
    for name, value in ({"v": "1"} | TINY | link).items():
        script.query_params[name] = value
    page = SweepPage(script)
    page.run()
    return page


def test_nothing_is_trained_before_it_is_started_and_its_cost_is_told(monkeypatch: pytest.MonkeyPatch):
    wishes: list[object] = []
    monkeypatch.setattr(InlineEngine, "want", lambda *wish, **viewer: wishes.append(wish))
    page = searching()
    page.run()
    page.choose_preset("sum-sign")
    page.set("training.epochs", 3)
    assert wishes == []
    assert not page.sentences
    assert "12 runs, about 2 to 14 s of training on one core." in page.text  # nothing was measured yet
    page.press("sweep-start")
    assert len(wishes) == AT_ONCE
    page.run()
    assert len(wishes) == 2 * AT_ONCE  # the same ones at each look: nothing is done


def test_a_sweep_trains_every_run_names_the_best_and_says_so_in_a_table():
    page = searching()
    page.finish()
    assert not page.sentences
    assert "All 12 runs are done." in page.text
    rows = page.script.dataframe[0].value
    assert list(rows["Cell"]) == ["RNN", "GRU"] * 6
    assert set(rows["State"]) == {"done"}
    best = rows.iloc[rows["Test loss"].argmin()]
    settings = f"Hidden size: {best['Hidden size']}, Learning rate: {best['Learning rate']:g}"
    assert f"**Best:** {best['Cell']}, {settings}: test loss" in page.text
    assert page.opened_run == page.configs[int(rows["Test loss"].argmin())]


def test_the_run_that_is_opened_is_the_one_of_the_sweep_and_has_its_numbers():
    page = searching()
    page.finish()
    config = page.opened_run
    film = engine().film(config)
    assert film.status == "finished"  # already trained
    alone = advance(config, None, 10**6)
    assert np.array_equal(film.history.test_loss, alone.test_loss)
    assert np.array_equal(film.history.train_loss, alone.train_loss)
    known = hub.results.get(config)
    assert known is not None
    assert known.final_loss == alone.test_loss[-1]


def test_one_that_is_stopped_keeps_what_is_done_and_goes_on_also_after_a_reload():
    page = searching()
    page.press("sweep-start")
    page.send("pulse-sweep", "more", AT_ONCE)
    page.press("sweep-stop")
    told = [line for line in page.text.splitlines() if "runs are done" in line]
    done = page.script.dataframe[0].value["State"].eq("done").sum()
    assert 0 < done < 12
    page.run()
    assert page.script.dataframe[0].value["State"].eq("done").sum() == done
    assert told == []  # it stands in the bar
    again = searching(**page.link)
    assert again.script.dataframe[0].value["State"].eq("done").sum() == done
    assert again.script.button(key="sweep-start").label == "Resume"
    again.finish()
    assert "All 12 runs are done." in again.text
    third = searching(**page.link)
    assert "All 12 runs are done." in third.text  # at once
    assert not {"sweep-start", "sweep-stop"} & third.buttons


def test_another_setting_is_another_sweep_which_nobody_has_started():
    page = searching()
    page.press("sweep-start")
    page.set("training.epochs", 3)
    assert "sweep-start" in page.buttons
    assert "12 runs, about" in page.text
    assert "model.hidden_size" not in page.controls()  # what is searched is not set
    assert "model.cell" not in page.controls()
    assert "model.num_layers" in page.controls()


def test_a_click_on_a_square_or_a_line_shows_that_run():
    page = searching()
    page.finish()
    page.click("heatmap-gru", 2, 0)
    chosen = page.opened_run
    assert (chosen.model.cell, chosen.model.hidden_size, chosen.training.lr) == ("gru", 8, 0.01)
    assert "**GRU, Hidden size: 8, Learning rate: 0.01**" in page.text
    wanted = engine().film(page.configs[4])
    step, loss = int(wanted.history.epoch_step[-1]), float(wanted.history.test_loss[-1])
    page.click("sweep-curves", step, loss, 3)
    assert page.opened_run == page.configs[4]


@pytest.mark.parametrize(("x", "y", "curve"), [(9, 9, 0), ("a", "b", 0), (-1, 0, 7), (None, 0, 0)])
def test_a_late_click_does_no_harm(x, y, curve):
    page = searching()
    page.finish()
    before = page.opened_run
    for picture in ("heatmap-gru", "sweep-curves"):
        page.click(picture, x, y, curve)
        assert not page.sentences
    page.click("heatmap-gru", 0, 1)
    page.turn("sweep-cells", ["rnn"])  # the chosen run is in it no longer
    assert not page.sentences
    assert page.opened_run.model.cell == "rnn"
    assert before.task == page.opened_run.task


def test_a_search_in_three_settings_is_drawn_through_them_and_against_each():
    page = searching(sweep=SEARCH)
    page.finish()
    assert not page.sentences
    assert "All 12 runs are done." in page.text
    for picture, place in (("sweep-parallel", 1.0), ("scatter-2", 10**6)):
        page.click(picture, place, 0.4)
        assert page.opened_run in page.configs
        assert page.session.view_state.run == page.opened_run.digest


def test_a_single_point_is_a_search_too():
    page = searching(sweep=SEARCH.replace("halton,6,0;rnn,gru", "random,1,0;rnn"))
    page.finish()
    assert not page.sentences
    assert "The one run is done." in page.text


def test_the_file_has_a_row_for_every_run_that_is_done():
    page = searching()
    page.press("sweep-start")
    page.send("pulse-sweep", "more", AT_ONCE)
    page.press("sweep-stop")
    found = gather(engine(), hub.results, page.configs, viewer="", going=False)
    rows = list(csv.DictReader(io.StringIO(table.as_csv(page.session, found))))
    assert len(rows) == len(found.done) > 0
    for row, (config, result) in zip(rows, found.done.items(), strict=True):
        assert row["model.cell"] == config.model.cell
        assert float(row["training.lr"]) == config.training.lr
        assert int(row["training.seed"]) == config.training.seed
        assert (row["status"], int(row["steps"])) == ("finished", result.last_step)
        assert float(row["final_test_loss"]) == result.final_loss
        assert float(row["accuracy"]) == result.metrics["accuracy"][-1]
        assert float(row["ms_per_step"]) > 0


def test_the_design_can_be_changed_and_is_in_the_link():
    page = searching()
    page.turn("axis-0-values", "4, 4, 6")
    assert page.link["sweep"] == "grid;rnn,gru;model.hidden_size:4,6;training.lr:0.01,0.1"
    page.press("axis-add")
    assert page.link["sweep"].endswith("model.num_layers:1,2,3")
    page.turn("axis-2-path", "training.optimizer")
    assert page.link["sweep"].endswith("training.optimizer:adam,sgd,rmsprop")
    page.turn("axis-2-choices", ["adam", "sgd"])
    page.turn("sweep-kind", "random")
    page.turn("axis-1-low", "0.001")
    page.turn("axis-1-log", False)
    page.turn("sweep-count", "5")
    page.turn("sweep-seed", "7")
    wanted = (
        "random,5,7;rnn,gru;model.hidden_size:4..6,log;training.lr:0.001..0.1;training.optimizer:adam,sgd"
    )
    assert page.link["sweep"] == wanted
    page.press("axis-remove-0")
    assert "model.hidden_size" in page.controls()
    assert not page.sentences
    assert searching(**page.link).session.sweep == page.session.sweep


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("axis-0-values", "4, many", "must be a whole number"),
        ("axis-0-values", "0", "must be a whole number from 1 to 512"),
        ("axis-0-values", "", "needs at least one value"),
        ("axis-0-values", ",".join(map(str, range(1, 41))) + ", 41", "up to 40 values"),
        ("sweep-cells", [], "needs at least one cell"),
    ],
)
def test_what_cannot_be_searched_is_one_sentence_and_changes_nothing(name, value, said):
    page = searching()
    before = page.link
    page.turn(name, value)
    (sentence,) = page.sentences
    assert said in sentence
    assert "model." not in sentence  # it is called as its button is
    assert sentence[0].isupper()
    assert page.link == before


def test_both_ends_of_a_range_can_be_raised_in_either_order():
    page = searching(sweep="random,5,0;rnn;training.lr:0.003..0.03,log")
    page.turn("axis-0-low", "0.1")
    assert page.link["sweep"] == "random,5,0;rnn;training.lr:0.03..0.1,log"
    page.turn("axis-0-high", "0.01")
    assert page.link["sweep"] == "random,5,0;rnn;training.lr:0.01..0.03,log"
    assert not page.sentences


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"sweep": "spiral"}, "This link does not hold a sweep"),
        ({"sweep": "grid;rnn;<script>alert(1)</script>:1"}, "This link does not hold a sweep"),
        ({"sweep": "grid;rnn;model.attention:dot"}, "cannot search model.attention"),
        ({"sweep": "grid;gru;model.nonlinearity:relu"}, "No run of this sweep fits"),
        ({"problem": "nope"}, "This link"),
    ],
)
def test_a_strange_link_is_one_sentence_and_the_usual_sweep_opens(link, said):
    page = searching(**link)
    (sentence,) = page.sentences
    assert said in sentence
    assert page.session.sweep is not None
    assert len(page.configs) in (12, 27)
    assert "sweep-start" in page.buttons


def test_a_problem_that_the_sweep_does_not_fit_is_refused_in_words():
    page = searching(sweep="grid;rnn;model.readout:last,mean")
    page.set("task.name", "parity")  # it answers at every step, so there is no readout
    (sentence,) = page.sentences
    assert "cannot search model.readout" in sentence
    assert page.config.task.name == "sum-sign"
