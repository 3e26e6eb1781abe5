"""What a learner does to a run: the experiment for the player, new weights, and the rates in mid-run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.config import value_of
from playground.experiments import links
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.films.stream import wishes
from playground.films.stream.wishes import Place
from playground.ui.engine import engine
from playground.ui.playback import place
from playground.ui.runs import run_of
from playground.ui.server import hub
from playground.views import address
from playground.views.view_state import ViewState
from tests.app.conftest import TrainPage, opened

SHORT = edited(PRESETS["sine"].config, {"training.epochs": 8, "training.batch_size": 198})  # 4 steps an epoch
LAST = 32


def new_weights(page: TrainPage) -> None:
    page.send("runbar", "newWeights", 1)


def test_the_first_visit_plays_the_sine_with_the_courses_rnn():
    page = opened()
    assert page.config == PRESETS["first"].config
    assert page.experiment["autoplay"]
    assert page.link == {"v": "1", "problem": "sine", "model.cell": "rnn"}


def test_the_player_is_told_which_run_it_is_how_long_it_is_and_for_whom():
    page = opened(SHORT, step=5)
    told = page.experiment
    (film,) = told["films"]
    assert links.decode(dict(pair.split("=") for pair in film["run"].split("&"))) == SHORT
    assert (film["totalSteps"], film["epochSteps"], film["proof"]) == (LAST, 4, "")
    assert (told["viewer"], told["serial"]) == (page.session.viewer, page.session.serial)
    assert (told["autoplay"], told["byTime"], told["beside"]) == (False, False, [])


def test_a_run_that_is_drawn_again_is_the_same_experiment_and_another_one_is_not():
    page = opened(SHORT, step=5)
    before = page.experiment
    page.run()
    page.turn("log-loss", True)
    assert page.experiment == before
    page.set("model.cell", "gru")
    assert page.experiment["serial"] == before["serial"] + 1
    assert page.experiment["change"] == "chosen"


def test_a_control_that_comes_back_to_its_value_is_no_new_experiment():
    page = opened(edited(SHORT, {"task.noise": 0.1}), step=5)
    serial = page.experiment["serial"]
    page.set("training.max_norm", page.controls()["training.max_norm"].value)
    assert page.experiment["serial"] == serial


def test_what_the_player_told_of_another_experiment_is_not_where_this_one_is():
    page = opened(SHORT, step=6)
    assert place(page.session).step == 6
    page.set("model.cell", "gru")
    assert page.step == 0  # its player has told nothing yet
    page.stand(4)
    page.set("training.lr", 0.05)
    assert (page.config.training.changes[0].step, page.step) == (4, 4)
    late = Place(step=20, serial=page.session.serial - 1)
    hub.places.put(page.session.viewer, late, 0.0)
    assert page.step == 4
    assert place(replace(page.session, viewer="nobody")).step == 4


def test_new_weights_are_the_next_seed_and_nothing_else():
    page = opened(SHORT, step=5)
    new_weights(page)
    assert page.config == edited(SHORT, {"training.seed": 1})
    assert page.step == 0
    assert page.link["training.seed"] == "1"


def test_after_the_last_seed_comes_the_first():
    page = opened(edited(SHORT, {"training.seed": 2**31 - 1}))
    new_weights(page)
    assert page.config.training.seed == 0


def test_another_experiment_goes_on_as_the_one_before_and_a_preset_plays():
    page = opened(SHORT)
    page.set("model.cell", "gru")
    assert page.config.model.cell == "gru"
    assert page.experiment["change"] == "chosen"  # the player keeps its mode
    assert not page.experiment["autoplay"]
    page.choose_preset("sine")
    assert page.experiment["autoplay"]


RATES = [("training.lr", 0.05), ("training.max_norm", 0.5), ("training.weight_decay", 0.01)]


@pytest.mark.parametrize(("path", "value"), RATES)
def test_a_rate_changed_in_mid_run_holds_from_there_on_and_keeps_the_place(path, value):
    page = opened(SHORT, step=6)
    page.set(path, value)
    name = path.removeprefix("training.")
    (change,) = page.config.training.changes
    assert (change.step, getattr(change, name)) == (6, value)
    assert edited(page.config, {"training.changes": ()}) == SHORT
    assert value_of(page.config, path) == value_of(SHORT, path)
    assert page.step == 6
    assert (page.experiment["change"], page.experiment["autoplay"]) == ("forked", False)
    assert page.mounts("runbar")["changes"] == [6]
    assert page.controls()[path].value == value
    assert "Changed at step 6" in page.text
    assert links.decode(page.link) == page.config


@pytest.mark.parametrize(("path", "value"), RATES)
def test_a_rate_changed_at_step_0_is_another_run_from_the_start(path, value):
    page = opened(SHORT)
    page.set(path, value)
    assert page.config == edited(SHORT, {path: value})
    assert page.config.training.changes == ()
    assert "Changed at step" not in page.text


def test_a_rate_changed_after_the_end_begins_another_run_at_step_0():
    page = opened(SHORT, step=LAST)
    page.set("training.lr", 0.05)
    assert page.config == edited(SHORT, {"training.lr": 0.05})
    assert (page.step, page.experiment["change"]) == (0, "chosen")
    assert page.experiment["films"][0]["run"] == run_of(page.config)
    assert "Changed at step" not in page.text


def test_a_run_that_ended_before_its_last_epoch_has_its_end_there():
    config = edited(SHORT, {"training.target_loss": 1000.0})  # reached in the first epoch
    engine().want(config, LAST)
    page = opened(config, step=engine().film(config).last_step)
    assert page.step == 4
    page.set("training.max_norm", 0.5)
    assert page.config == edited(config, {"training.max_norm": 0.5})
    assert page.step == 0


def test_a_run_at_its_end_goes_on_for_as_many_epochs_again_from_where_it_is():
    page = opened(SHORT, step=LAST)
    assert page.mounts("runbar")["goOn"] == "Continue for 8 more epochs"
    engine().want(SHORT, LAST)
    page.send("runbar", "goOn", 1)
    assert page.config == edited(SHORT, {"training.epochs": 16})
    assert (page.step, page.experiment["change"], page.experiment["autoplay"]) == (LAST, "forked", True)
    engine().want(page.config, 2 * LAST)
    film, before = engine().film(page.config), engine().film(SHORT)
    assert (film.last_step, film.trained) == (2 * LAST, LAST)  # what was trained already is not trained again
    assert np.array_equal(film.history.train_loss[:LAST], before.history.train_loss)


def test_an_advice_is_tried_with_one_click_by_a_run_from_step_0_and_a_strange_one_by_none():
    before = edited(PRESETS["airline"].config, {"training.epochs": 2, "training.seed": 1})
    page = opened(before, step=3)
    assert page.mounts("runbar")["labels"]["unlike"] == "Try growth rates"
    for strange in (
        {"kind": "toString", "epoch": 1},
        {"kind": "cut", "epoch": 1},
        {"kind": "unlike"},
        "unlike",
    ):
        page.send("runbar", "advice", strange)
        assert page.config == before
        assert not page.sentences
    page.send("runbar", "advice", {"kind": "unlike", "epoch": 1, "pressed": 1})
    assert page.config == edited(before, {"task.scaling": "growth"})
    assert (page.step, page.experiment["change"], page.experiment["autoplay"]) == (0, "chosen", True)
    page.send("runbar", "advice", {"kind": "overfitting", "epoch": 1, "pressed": 2})
    assert page.config.training.epochs == 1
    page.send("runbar", "advice", {"kind": "overfitting", "epoch": 10**9, "pressed": 3})
    assert page.sentences
    assert page.config.training.epochs == 1


def test_a_run_of_all_epochs_there_may_be_does_not_go_on():
    page = opened(edited(SHORT, {"training.epochs": 5000}))
    assert page.mounts("runbar")["goOn"] == ""


def test_a_rate_is_shown_as_it_is_at_the_cursor():
    page = opened(SHORT, step=6)
    page.set("training.lr", 0.05)
    page.stand(0)
    page.run()
    assert page.controls()["training.lr"].value == 0.001


def test_a_second_change_before_the_first_takes_its_place():
    page = opened(SHORT, step=6)
    page.set("training.lr", 0.05)
    page.stand(1)
    page.run()
    page.set("training.lr", 0.02)
    (change,) = page.config.training.changes
    assert (change.step, change.lr) == (1, 0.02)


def test_a_change_can_be_taken_as_the_setting_for_the_whole_run():
    page = opened(SHORT, step=6)
    page.set("training.lr", 0.05)
    next(button for button in page.script.sidebar.button if "from step 0" in button.label).click()
    page.run()
    assert page.config == edited(SHORT, {"training.lr": 0.05})
    assert page.step == 0


def test_another_network_ends_what_was_changed_in_the_middle():
    page = opened(SHORT, step=6)
    page.set("training.lr", 0.05)
    page.set("model.cell", "rnn")
    assert page.config == edited(SHORT, {"model.cell": "rnn"})


def test_more_epochs_keep_what_was_changed_in_the_middle():
    page = opened(SHORT, step=6)
    page.set("training.lr", 0.05)
    page.set("training.epochs", 10)
    assert len(page.config.training.changes) == 1
    assert page.config.training.epochs == 10


def test_how_the_charts_are_looked_at_changes_nothing_that_is_trained():
    page = opened(SHORT, step=4)
    before = page.experiment
    page.turn("log-loss", True)
    page.turn("smoothing", 0.5)
    page.turn("horizon", 40)
    assert page.session.view_state == ViewState(log_loss=True, smoothing=0.5, horizon=40)
    assert page.config == SHORT
    assert page.experiment == before


def test_the_scores_are_those_of_the_step_at_the_cursor():
    page = opened(SHORT, step=8)
    assert "**LSTM** at step 8" in page.seen("learning")
    later = page.seen("learning")
    page.stand(0)
    assert "**LSTM** at step 0" in page.seen("learning")
    page.stand(8)
    assert page.seen("learning") == later


def test_what_is_drawn_of_a_run_is_asked_for_by_its_link_and_by_what_it_depends_on():
    page = opened(SHORT, step=8)
    page.turn("horizon", 40)
    assert page.mounts("learning")["run"] == run_of(SHORT)
    assert page.look("learning")["look"] == {"horizon": 40}
    page.turn("log-loss", True)  # which is the browser's matter
    assert page.look("learning")["look"] == {"horizon": 40}


def test_own_numbers_are_answered_and_nonsense_is_one_sentence():
    page = opened(SHORT, step=8, own=True)
    held_out, first = page.widget("own-text").value, answer(page)
    assert first.startswith("The network's answer at step 8")
    page.turn("own-text", "0 0 0 0 0 0 0 0 0 0.9")
    assert answer(page) not in ("", first)
    page.turn("own-text", "cats and dogs")
    (sentence,) = page.sentences
    assert "cats" in sentence
    assert "view-own" not in page.mounted
    page.script.button(key="own-next").click()
    page.run()
    assert not page.sentences
    assert page.widget("own-text").value not in ("cats and dogs", held_out)
    assert answer(page).startswith("The network's answer at step 8")


def test_the_longest_own_sequence_there_is_is_read_and_a_longer_text_is_one_sentence():
    long = edited(PRESETS["noise"].config, {"task.length": 100, "training.epochs": 1})
    page = opened(long, own=True)
    written = page.widget("own-text").value
    assert len(written) > 6000
    page.turn("own-text", written.replace("0.", "1."))
    assert len(page.mounts("view-own")["view"]) <= address.MOST_LETTERS == wishes.MOST_VIEW_CHARACTERS
    assert answer(page).startswith("The network's answer at step 0")
    page.turn("own-text", written + "0" * 2000)
    (sentence,) = page.sentences
    assert "at most 7,500 characters" in sentence
    assert page.look("learning")["look"] == {}
    page.turn("tab", "states")
    assert page.view("view-states")  # of the held-out example


def test_numbers_that_are_drawn_are_the_same_as_numbers_that_are_typed():
    page = opened(SHORT, step=8, own=True)
    first, drawn = answer(page), page.mounts("own-drawn")["values"]
    page.send("own-drawn", "change", [*drawn[:-1], drawn[-1] + 0.5])
    typed = [float(one) for one in page.widget("own-text").value.replace(",", " ").split()]
    assert typed == pytest.approx([*drawn[:-1], drawn[-1] + 0.5], abs=0.01)
    assert answer(page) not in ("", first)


def test_nothing_is_read_for_an_own_sequence_that_nobody_looks_at():
    page = opened(SHORT, step=8)
    assert not [key for key in page.stages() if page.look(key)["name"] == "own"]


def answer(page: TrainPage) -> str:
    """The sentence in the view of the learner's own sequence."""
    lines = page.seen("view-own").splitlines()
    return next(text for text in lines if text.startswith("The network's answer"))


def test_the_command_without_a_browser_holds_the_same_experiment():
    config = edited(SHORT, {"model.cell": "gru", "training.max_norm": 0.5})
    page = opened(config)
    page.below("Share")
    (command,) = (code.value for code in page.script.code if "playground train" in code.value)
    assert links.decode(command.split('"')[1]) == config


def test_the_player_is_told_the_end_of_the_run_that_was_chosen():
    """Not that of the run before."""
    page = opened(edited(SHORT, {"training.epochs": 3}))
    before = page.experiment["films"][0]["totalSteps"]
    page.set("training.batch_size", 16)
    (film,) = page.experiment["films"]
    assert film["totalSteps"] == engine().film(page.config).total_steps > before


def test_the_page_says_which_device_trains_and_why():
    assert "Trained on the CPU, where small networks are fastest" in opened(SHORT).text


@pytest.mark.usefixtures("own_engine")
def test_a_card_that_is_not_there_is_told_in_one_sentence(monkeypatch):
    monkeypatch.setenv("PLAYGROUND_DEVICE", "cuda")
    page = opened(SHORT)
    assert "Trained on the graphics card (cuda), as the server's PLAYGROUND_DEVICE asks." in page.text
    engine().want(SHORT, 1)
    film = engine().film(SHORT)
    assert film.status == "failed"
    assert "PLAYGROUND_DEVICE asks for cuda, and PyTorch finds no such device" in str(film.reason)
