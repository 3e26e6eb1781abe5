"""The registry: one entry is all that a new problem needs."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from playground.config import RunConfig, TaskConfig
from playground.config.errors import ConfigError
from playground.tasks import PROBLEMS, checked, dataset, knobs, problem
from playground.tasks.answers import OneClass
from playground.tasks.base import Baseline, Dataset, Problem
from playground.tasks.registry import ALL
from playground.tasks.sequences import make_sequences


def test_the_names_are_the_agreed_ones_and_each_belongs_to_one_problem():
    agreed = (
        "sine waves mackey-glass sunspots co2 temperature airline own-series "
        "sum-sign noise adding recall copying parity sentiment sentiment-zh tagging characters "
        "brackets own-sentences "
        "reverse copy sort dates numbers numbers-zh"
    )
    assert [one.name for one in ALL] == agreed.split() == list(PROBLEMS)
    assert len({one.title for one in ALL}) == len(ALL)


def test_the_courses_presets_are_the_courses():
    sine, sign, noise = (PROBLEMS[name].preset for name in ("sine", "sum-sign", "noise"))
    assert (sine.model.cell, sine.model.hidden_size, sine.training.batch_size) == ("lstm", 32, None)
    assert (sine.training.optimizer, sine.training.lr, sine.training.epochs) == ("adam", 0.001, 100)
    assert (sign.model.cell, sign.model.hidden_size, sign.training.batch_size) == ("rnn", 32, 32)
    assert (sign.training.optimizer, sign.training.lr, sign.training.epochs) == ("adam", 0.01, 10)
    assert (noise.model.cell, noise.model.hidden_size, noise.model.num_layers) == ("lstm", 128, 2)
    assert (noise.training.lr, noise.training.batch_size, noise.training.epochs) == (0.001, 64, 20)


def coins(config: TaskConfig) -> Dataset:
    x = np.random.default_rng(config.data_seed).integers(2, size=(config.examples, config.length, 1))
    return make_sequences(
        x,
        x[:, -1],
        config,
        answer=OneClass(names=("no", "yes"), by_sign=True),
        baseline=Baseline(loss=math.log(2), sentence="Half."),
    )


def refuse_odd(config: TaskConfig) -> None:
    if config.length % 2:
        raise ConfigError(f"task.length must be even, not {config.length}.")


def test_a_new_problem_is_one_entry_and_works_at_once(monkeypatch: pytest.MonkeyPatch):
    new = Problem(
        name="throwaway",
        title="Throwaway",
        group="sequences",
        question="What was the last coin?",
        notice="It is easy.",
        preset=RunConfig(task=TaskConfig(name="throwaway", length=6)),
        knobs=(knobs.length(2, 20),),
        make=coins,
        code=lambda _config, _data: "",
        input_hint="Type bits.",
        parse=PROBLEMS["parity"].parse,
        write=PROBLEMS["parity"].write,
        check=refuse_odd,
    )
    monkeypatch.setitem(PROBLEMS, "throwaway", new)
    assert problem("throwaway") is new
    assert checked(new.preset) == new.preset
    data = dataset(replace(new.preset.task, length=20))
    assert np.array_equal(data.test_x[:, -1], data.test_y)
    with pytest.raises(ConfigError, match="from 2 to 20, not 21"):
        dataset(replace(new.preset.task, length=21))
    with pytest.raises(ConfigError, match="must be even, not 7"):
        dataset(replace(new.preset.task, length=7))
    dataset.cache_clear()


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_example_in_a_hint_is_read(name: str):
    """As it stands on the page, also where the window is another than the preset's."""
    chosen = problem(name)
    for length in (chosen.preset.task.length, 6):
        config = chosen.preset.task
        if any(knob.name == "length" for knob in chosen.knobs) and chosen.group in ("series", "real"):
            config = replace(config, length=length)
        data = dataset(config)
        hint = chosen.hint(config, data)
        found = re.search(r"(?:such as:?|marked ones:) (.+?)\.?(?: The network .*)?$", hint, re.DOTALL)
        if not found:
            assert "such as" not in hint
            continue
        for example in re.split(r"(?<=[0-9]{4}), | or (?=[0-9])", found[1]):
            assert len(chosen.parse(example, config, data))
        if data.kind == "forecast":
            assert len(chosen.parse(found[1], config, data)) == config.length
