"""What a learner does to a run: the bar above the charts, and the rates in mid-run."""

from __future__ import annotations

import pytest
from playground.ui.view_state import ViewState

from playground.config import value_of
from playground.experiments import links
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.films.cursor import Cursor
from playground.films.inline import InlineEngine
from playground.ui.engine import engine
from tests.app.conftest import TrainPage, opened

SHORT = edited(PRESETS["sine"].config, {"training.epochs": 8, "training.batch_size": 198})  # 4 steps an epoch
LAST = 32


def status(page: TrainPage) -> str:
    return page.script.button(key="play").label


def test_the_first_visit_plays_the_sine_with_the_courses_rnn():
    page = opened()
    assert page.config == PRESETS["first"].config
    assert page.cursor.is_playing
    assert page.link == {"v": "1", "problem": "sine", "model.cell": "rnn"}


def test_play_goes_on_to_the_end_and_then_plays_from_the_beginning():
    page = opened(SHORT)
    page.press("play")
    assert page.cursor.is_playing
    assert status(page) == "Pause"
    page.watch(0.5, times=3)
    assert page.cursor.is_playing
    page.watch(0.5)  # 32 steps, 20 of them a second
    assert page.cursor.is_paused
    assert page.cursor.step == LAST
    page.turn("pace", 4.0)
    page.press("play")
    assert page.cursor.is_playing
    assert page.cursor.step < LAST


def test_step_goes_to_the_end_of_the_epoch_and_stays_there():
    page = opened(SHORT, step=5)
    page.press("step")
    page.run()
    assert page.cursor == Cursor(config=SHORT, step=8)


@pytest.mark.parametrize(("choice", "goal"), [("One optimizer step", 6), ("One epoch", 8)])
def test_step_by_offers_one_step_and_one_epoch(choice, goal):
    page = opened(SHORT, step=5)
    page.script.menu_button(key="step-by").click(choice)
    page.run()
    page.run()
    assert page.cursor == Cursor(config=SHORT, step=goal)


def test_reset_goes_to_step_0_of_the_same_experiment():
    page = opened(SHORT, step=5, playing=True)
    page.press("reset")
    assert page.cursor == Cursor(config=SHORT, step=0)
    assert "Untrained" in page.text


def test_new_weights_are_the_next_seed_and_nothing_else():
    page = opened(SHORT, step=5)
    page.press("new-weights")
    assert page.config == edited(SHORT, {"training.seed": 1})
    assert page.cursor.step == 0
    assert page.link["training.seed"] == "1"


def test_after_the_last_seed_comes_the_first():
    page = opened(edited(SHORT, {"training.seed": 2**31 - 1}))
    page.press("new-weights")
    assert page.config.training.seed == 0


@pytest.mark.parametrize("pace", [20.0, 4.0])
def test_the_speed_is_the_cursors_and_not_the_experiments(pace):
    page = opened(SHORT)
    page.turn("pace", pace)
    assert page.cursor == Cursor(config=SHORT, pace=pace)
    page.turn("pace", 0.0)
    assert page.cursor == Cursor(config=SHORT)


def test_playing_goes_on_with_another_experiment():
    page = opened(SHORT, playing=True, pace=4.0)
    page.set("model.cell", "gru")
    assert page.cursor.is_playing
    assert page.config.model.cell == "gru"


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
    assert page.cursor.step == 6
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


def test_a_rate_is_shown_as_it_is_at_the_cursor():
    page = opened(SHORT, step=6)
    page.set("training.lr", 0.05)
    page.press("reset")
    assert page.controls()["training.lr"].value == 0.001


def test_a_second_change_before_the_first_takes_its_place():
    page = opened(SHORT, step=6)
    page.set("training.lr", 0.05)
    page.press("reset")
    page.script.menu_button(key="step-by").click("One optimizer step")
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
    assert page.cursor.step == 0


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
    page.turn("log-loss", True)
    page.turn("smoothing", 0.5)
    page.turn("horizon", 40)
    assert page.session.view_state == ViewState(log_loss=True, smoothing=0.5, horizon=40)
    assert page.cursor == Cursor(config=SHORT, step=4)


def test_the_scores_are_those_of_the_step_at_the_cursor():
    page = opened(SHORT, step=8)
    assert "**LSTM** at step 8" in page.text
    later = page.text
    page.press("reset")
    assert "**LSTM** at step 0" in page.text
    page.press("step")
    page.press("step")
    assert page.text == later


def test_own_numbers_are_answered_and_nonsense_is_one_sentence():
    page = opened(SHORT, step=8, own=True)
    held_out, first = page.widget("own-text").value, answer(page)
    page.turn("own-text", "0 0 0 0 0 0 0 0 0 0.9")
    assert answer(page) not in ("", first)
    page.turn("own-text", "cats and dogs")
    (sentence,) = page.sentences
    assert "cats" in sentence
    assert answer(page) == ""
    page.script.button(key="own-next").click()
    page.run()
    assert not page.sentences
    assert page.widget("own-text").value not in ("cats and dogs", held_out)
    assert answer(page).startswith("The network's answer at step 8")


def test_nothing_is_read_for_an_own_sequence_that_nobody_looks_at():
    page = opened(SHORT, step=8)
    assert answer(page) == ""
    assert "own" not in page.session.asked


def answer(page: TrainPage) -> str:
    return next((text for text in page.text.splitlines() if text.startswith("The network's answer")), "")


def test_the_command_without_a_browser_holds_the_same_experiment():
    config = edited(SHORT, {"model.cell": "gru", "training.max_norm": 0.5})
    (command,) = (code.value for code in opened(config).script.code if "playground train" in code.value)
    assert links.decode(command.split('"')[1]) == config


def test_a_click_wants_all_of_the_run_that_it_chose(monkeypatch: pytest.MonkeyPatch):
    """Not as many steps of it as the run before had."""
    page = opened(edited(SHORT, {"training.epochs": 3}), playing=True)
    wanted: list[tuple[int, int]] = []
    monkeypatch.setattr(
        InlineEngine,
        "want",
        lambda engine, config, until, viewer="": wanted.append((config.training.epochs, until)),
    )
    page.set("training.batch_size", 16)
    film = engine().film(page.config)
    assert wanted[0] == (3, film.total_steps)


def test_the_page_says_which_device_trains_and_why():
    assert "Trained on the CPU, where small networks are fastest" in opened(SHORT).text


@pytest.mark.usefixtures("own_engine")
def test_a_card_that_is_not_there_is_told_in_one_sentence(monkeypatch):
    monkeypatch.setenv("PLAYGROUND_DEVICE", "cuda")
    page = opened(SHORT, playing=True)
    page.watch()
    assert "PLAYGROUND_DEVICE asks for cuda, and PyTorch finds no such device" in page.text
    assert "Trained on the graphics card (cuda), as the server's PLAYGROUND_DEVICE asks." in page.text
