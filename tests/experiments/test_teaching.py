"""A teacher's link hides and locks settings; whoever edits the experiment in it does not free them."""

from __future__ import annotations

import pytest

from playground.config import RunConfig
from playground.config.errors import ConfigError, LinkError
from playground.experiments import edits, links
from playground.experiments.teaching import Teaching, locks_of, signature, teaching_of
from playground.ui import from_link

SINE = links.decode({"problem": "sine"})
LOCKS = locks_of(SINE, ("model.hidden_size", "training.lr", "training.max_norm"))
TAUGHT = Teaching(hidden=("model.num_layers",), locked=LOCKS)


def opened(given: dict[str, str]) -> from_link.Opened:
    return from_link.opened(given, SINE, None, None)


@pytest.mark.parametrize("key", ["", "secret"])
def test_a_link_brings_back_what_was_hidden_and_locked(key: str) -> None:
    assert teaching_of(TAUGHT.query(key), key) == TAUGHT


def test_the_experiment_in_an_edited_link_keeps_the_locked_values() -> None:
    link = links.encode(SINE) | TAUGHT.query("") | {"model.hidden_size": "64", "model.cell": "gru"}
    found = opened(link)
    assert (found.config.model.hidden_size, found.config.model.cell) == (SINE.model.hidden_size, "gru")
    assert found.teaching == TAUGHT


@pytest.mark.parametrize(
    "changed",
    [
        {"model.hidden_size": 7},
        {"training.lr": 0.5},
        {"training.max_norm": 1.0},
    ],
)
def test_another_value_of_a_locked_setting_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="keeps"):
        TAUGHT.require(edits.edited(SINE, changed))


def test_a_change_in_mid_run_does_not_free_a_locked_rate() -> None:
    forked = edits.forked(SINE, 5, "training.lr", 0.5)
    with pytest.raises(ConfigError, match="Learning rate"):
        TAUGHT.require(forked)


def test_other_settings_are_free() -> None:
    TAUGHT.require(edits.edited(SINE, {"model.cell": "gru", "training.seed": 9, "model.num_layers": 2}))


def test_locks_are_signed_where_the_server_has_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(from_link.KEY, "secret")
    link = links.encode(SINE) | TAUGHT.query("secret")
    assert opened(link).teaching == TAUGHT
    looser = link | {"lock": "training.lr:0.5"}
    assert "were changed" in opened(looser).message
    assert "were changed" in opened(looser | {"sign": signature("training.lr:0.5", "guess")}).message


@pytest.mark.parametrize(
    "text",
    [
        "lock=nothing:1",
        "hide=__class__",
        "lock=model.hidden_size:1e9",
        "lock=model.hidden_size",
        "lock=" + ";".join(["training.lr:1"] * 100),
        "hide=" + "x" * 3000,
    ],
)
def test_nonsense_is_one_sentence_and_the_page_opens(text: str) -> None:
    found = opened(dict([text.split("=", 1)]))
    assert found.message
    assert found.teaching == Teaching()
    assert found.config == SINE


def test_no_lock_is_in_a_digest() -> None:
    assert opened(links.encode(SINE) | TAUGHT.query("")).config.digest == SINE.digest


def test_what_cannot_be_locked_together_is_told() -> None:
    with pytest.raises((ConfigError, LinkError)):
        Teaching(locked=(("model.attention", "dot"),)).enforced(RunConfig())
