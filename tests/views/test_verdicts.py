"""The verdict in words: the same on the page and on the command line, whole, and with its numbers."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from playground import tasks
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.films.film import Film
from playground.films.history import History
from playground.probes.baselines import fitted_baselines
from playground.tasks.gate import finding
from playground.training.verdicts import against_baseline
from playground.uploads import own_data
from playground.uploads.series import choose
from playground.uploads.tables import read_table
from playground.views import verdicts
from tests.tasks.gappy import with_gaps
from tests.ui import verdicts as browser

EPOCH = 4


def brought(values: np.ndarray) -> RunConfig:
    """The preset of own series with these numbers."""
    table = read_table("\n".join(["t,v", *(f"{n},{one:.6f}" for n, one in enumerate(values))]))
    return edited(PRESETS["own-series"].config, {"task.own": own_data.keep(choose(table, "v").to_bytes())})


AIRLINE, SINE = PRESETS["airline"].config, PRESETS["sine"].config
CONFIGS = {
    "sine": edited(SINE, {"training.seed": 1}),
    "airline": edited(AIRLINE, {"training.seed": 1}),
    "airline, a lesson": AIRLINE,
    "growth rates": edited(AIRLINE, {"task.scaling": "growth"}),
    "noise, hopeless": PRESETS["noise"].config,
    "gaps": edited(PRESETS["own-series"].config, {"task.own": with_gaps(late=True), "task.length": 8}),
    "fast": edited(SINE, {"training.lr": 0.5}),
}


def film(config: RunConfig, rng: np.random.Generator) -> Film:
    """A made-up end of a run: better or not, clear or not, and every course."""
    epochs, baseline = int(rng.integers(1, 30)), tasks.dataset(config.task).baseline.loss
    slope = rng.choice([-0.05, 0.0, 0.05])
    test = baseline * rng.uniform(0.3, 3) * np.exp(slope * np.arange(epochs) + rng.normal(0, 0.004, epochs))
    train = np.exp(-0.05 * np.arange(epochs)) * baseline
    margin = np.full(epochs, baseline * rng.choice([0.0, 0.5]))
    status = rng.choice(["finished", "finished", "diverged", "developing"])
    pairs = zip(test, margin, strict=True)
    return Film(
        config=config,
        history=History(
            train_loss=np.ones(epochs * EPOCH),
            grad_norm=np.ones(epochs * EPOCH),
            epoch_step=EPOCH * np.arange(1, epochs + 1),
            epoch_train_loss=train,
            test_loss=test,
            margin=margin,
            verdict=np.array([against_baseline(one, far, baseline) for one, far in pairs], dtype=np.int32),
            metrics={},
        ),
        status=status,
        total_steps=EPOCH * epochs,
        epoch_steps=EPOCH,
        seconds=1.0,
        trained=1,
    )


def sent(one: Film) -> dict[str, Any]:
    """As the browser has it."""
    history = one.history
    return {
        "lastStep": one.last_step,
        "status": one.status,
        "reason": "",
        "epochStep": history.epoch_step.tolist(),
        "epochTrainLoss": history.epoch_train_loss.tolist(),
        "testLoss": history.test_loss.tolist(),
        "margin": history.margin.tolist(),
        "verdict": history.verdict.tolist(),
        "course": history.course.tolist(),
    }


@pytest.mark.parametrize("name", CONFIGS)
def test_the_command_line_says_what_the_page_says(name: str):
    config, rng = CONFIGS[name], np.random.default_rng(0)
    model = fitted_baselines(config.task).autoregression if name != "noise, hopeless" else None
    simple = verdicts.best_simple(config.task, model)
    films = [film(config, rng) for _case in range(60)]
    told = [verdicts.told(one, model) for one in films]
    preset = verdicts.preset_of(config)
    said = browser.verdicts(
        [(sent(one), one.last_step, browser.READY) for one in films],
        tasks.dataset(config.task).baseline,
        lesson="" if preset is None else preset.lesson,
        hopeless=tasks.problem(config.task.name).hopeless,
        finding=finding(config.task),
        simple=None if simple is None else {"loss": simple.loss, "isNothing": simple.is_nothing},
        config=config,
    )
    assert [one.sentence for one in told] == said
    kinds = {sentence.split(":**")[0] for sentence in said}
    assert len(kinds) >= (1 if name == "gaps" else 2)
    for sentence, advice in told:
        assert re.search(r"[.)]$", sentence), sentence
        assert not re.search(r"[{}]|\bnan\b|None", sentence), sentence
        if advice is not None:
            assert tasks.checked(advice.tried(config))


def test_the_sentence_on_unlike_parts_names_the_ends_of_both_in_the_unit_of_the_data():
    words = verdicts.words_of(AIRLINE)["unlike"]
    assert words.startswith(
        "**The test part is unlike the train part:** its values go from 310 to 622, those of the train part "
        "from 104 to 505. Test loss {test}"
    )


def test_a_simple_forecast_is_only_no_better_where_it_really_is_not():
    for name in ("airline", "co2", "sunspots", "own-series"):
        task = PRESETS[name].config.task
        simple = verdicts.best_simple(task, fitted_baselines(task).autoregression)
        assert simple is not None
        assert not simple.is_nothing, name
    walk = brought(np.random.default_rng(1).normal(size=400).cumsum())
    simple = verdicts.best_simple(walk.task, fitted_baselines(walk.task).autoregression)
    assert simple is not None
    assert simple.is_nothing
    assert verdicts.best_simple(PRESETS["adding"].config.task, None) is None
    assert verdicts.best_simple(SINE.task, None) is None  # nothing beside repeating until it is fitted


def test_every_button_has_a_label_and_every_template_a_kind_of_its_own():
    for config in CONFIGS.values():
        for kind, advice in verdicts.advices_of(config).items():
            assert kind in verdicts.VERDICTS
            label = verdicts.label_of(advice)
            assert re.fullmatch(r"[A-Z][^{}]*[^{}.](\{epoch\})?", label), label
