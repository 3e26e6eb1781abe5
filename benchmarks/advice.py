"""Whether what a verdict advises helps: each advised change is trained on the data it was given for.

Every case is a run whose verdict advises something. That is tried, and the error after it is divided by that
before: below 1 it helped. Of a forecast it is the error relative to repeating the last value, the same for
every scaling; else the test loss as a share of the baseline's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.report import Figure
from playground import tasks
from playground.config import RunConfig
from playground.experiments.edits import edited
from playground.experiments.presets import PRESETS
from playground.films.film import Film
from playground.films.inline import InlineEngine
from playground.probes.baselines import fitted_baselines
from playground.tasks.answers import NextPoint
from playground.tasks.problems import own_series
from playground.uploads import own_data
from playground.uploads.labelled import read_rows
from playground.uploads.series import choose
from playground.uploads.tables import read_table
from playground.views import verdicts

FILES = Path(__file__).parents[1] / "tests" / "uploads" / "own_data"
SEEDS = (0, 1)
HELPS = 0.98
"""The share of the error before that may be left at most."""


class Case(NamedTuple):
    """A run that ends with a verdict which advises something."""

    name: str
    config: RunConfig
    begins: str
    """How the verdict begins."""


def figures() -> Iterator[Figure]:
    """The error that is left after each advice, worst of the seeds to which it is given."""
    yield from _of_the_data()
    for case in (*_other_data(), *_other_training()):
        yield Figure(f"error after / before, {case.name}", _left(case), HELPS, "")
    yield _more_epochs_where_they_do_not_help()


def _of_the_data() -> Iterator[Figure]:
    """Gaps: no error tells anything there, so the share of made-up test targets is told."""
    config = _series(_mostly_gaps(), **{"task.length": 8})
    advice = verdicts.advised("gaps", config)
    assert advice is not None
    data = tasks.dataset(advice.tried(config).task).answer
    assert isinstance(data, NextPoint)
    share = float(np.mean(data.series.gaps >= data.series.split)) if data.series.filled else 0.0
    yield Figure("made-up test targets after leaving the gaps out", 100 * share, 0, "%")


def _other_data() -> Iterator[Case]:
    unlike, nothing = "**The test part is unlike", "**There may be nothing to learn"
    stock = _column("stock_growth_iso.csv", "Close")
    yield Case("another scaling, a stock that grows", stock, unlike)
    yield Case("another scaling, airline passengers", _other("airline", {"training.seed": 5}), unlike)
    yield Case("another scaling, carbon dioxide", _other("co2", {"training.seed": 5}), unlike)
    yield Case("another scaling, waves with a trend", _other("waves", {"task.trend": 5.0}), unlike)
    yield Case("another scaling, sales", _column("us_month_start_ambiguous.csv", "Sales"), unlike)
    yield Case("another scaling, prices", _column("newest_first_investing.csv", "Price"), unlike)
    yield Case("fewer epochs, a random walk", _column("random_walk_iso.csv", "Close"), nothing)
    grown = edited(stock, {"task.scaling": "growth"})
    yield Case("fewer epochs, growth rates of a stock", grown, nothing)
    rows = read_rows((FILES / "verdict_after_word_20.csv").read_bytes())
    yield Case("more words, what decides comes late", _texts(rows.to_bytes()), "**Most texts are cut")
    yield Case("by characters, names", _texts(_names()), "**Most test words are unknown")


def _other_training() -> Iterator[Case]:
    overfitting, stuck, no = "**Overfitting", "**No progress", "**No"  # not better, or no clear difference
    slow, fast = {"training.lr": 1e-5}, {"training.lr": 0.3}
    yield Case("fewer epochs, passengers' growth", _other("airline", {"task.scaling": "growth"}), overfitting)
    yield Case("smaller steps, own texts", _other("own-sentences", fast), overfitting)
    yield Case("larger steps, sine", _other("sine", slow), stuck)
    yield Case("larger steps, sunspots", _other("sunspots", slow), stuck)
    yield Case("larger steps, temperature", _other("temperature", slow), no)
    yield Case("smaller steps, sunspots", _other("sunspots", fast), no)
    yield Case("smaller steps, sum-sign", _other("sum-sign", {"training.lr": 1.0}), no)
    yield Case("smaller steps, sentiment", _other("sentiment", {"training.lr": 0.5}), no)
    forgets = {"model.cell": "rnn", "model.forget_bias": None, "task.length": 30}
    yield Case("a GRU, recall over a long wait", _other("recall", forgets), stuck)
    yield Case("no padding, sentiment", _other("padding", {"training.seed": 5}), no)
    yield Case("more epochs, sine", _other("sine", {"training.seed": 5}), no)
    yield Case("more epochs, sunspots", _other("sunspots", {"training.epochs": 3}), no)
    yield Case("more epochs, waves, one unit", _other("waves", {"model.hidden_size": 1}), no)
    wild = {"training.optimizer": "sgd", "training.lr": 100.0, "training.epochs": 5, "task.length": 20}
    wild |= {"model.cell": "rnn", "model.nonlinearity": "relu", "model.forget_bias": None}
    yield Case("smaller steps, adding", _other("adding", wild), "**Diverged")


def _more_epochs_where_they_do_not_help() -> Figure:
    """Of the stock that outgrows its train part: it must not be what is advised."""
    told = verdicts.told(_end(_column("stock_growth_iso.csv", "Close")), None)
    advised = () if told.advice is None else told.advice.changes
    wrong = {"training.epochs", "training.lr"} & {*advised}
    return Figure("wrong advice to a stock that outgrows its train part", len(wrong), 0, "")


def _left(case: Case) -> float:
    left = []
    for seed in SEEDS:
        config = edited(case.config, {"training.seed": case.config.training.seed + seed})
        film = _end(config)
        sentence, advice = verdicts.told(film, fitted_baselines(config.task).autoregression)
        if not sentence.startswith(case.begins) or advice is None:
            continue
        before, after = _error(film), _error(_end(advice.tried(config)))
        told = ", ".join(f"{path} {value}" for path, value in advice.settings(config).items())
        print(f"     ({case.name}, seed {seed}: {before:.3g} -> {after:.3g} with {told})")
        left.append(after / before if math.isfinite(before) else float(not math.isfinite(after)))
    assert left, f"{case.name}: no seed ends with {case.begins}"
    return max(left)


def _error(film: Film) -> float:
    """Relative to the baseline; infinite of a run that diverged."""
    history = film.history
    if film.status == "diverged":
        return math.inf
    if "relative" in history.metrics:
        return float(history.metrics["relative"][-1])
    return float(history.test_loss[-1] / tasks.dataset(film.config.task).baseline.loss)


def _end(config: RunConfig) -> Film:
    engine = InlineEngine()
    engine.want(config, 10**9)
    return engine.film(config)


def _other(preset: str, changes: Mapping[str, Any]) -> RunConfig:
    return edited(PRESETS[preset].config, changes)


def _column(file: str, column: str) -> RunConfig:
    own = choose(read_table((FILES / file).read_bytes()), column)
    window = min(PRESETS["own-series"].config.task.length, own_series.longest_window(own.points))
    return _series(own.to_bytes(), **{"task.length": window})


def _series(kept: bytes, **changes: Any) -> RunConfig:
    return _other("own-series", {"task.own": own_data.keep(kept), **changes})


def _texts(kept: bytes) -> RunConfig:
    return _other("own-sentences", {"task.own": own_data.keep(kept)})


def _names() -> bytes:
    """Made-up names whose ending says where they are from: no name comes twice."""
    rng = np.random.default_rng(0)
    ends = {"north": ["sson", "sen", "berg"], "south": ["ini", "ella", "otti"], "east": ["ov", "enko", "ski"]}
    rows = []
    for place, endings in ends.items():
        for _name in range(150):
            stem = (rng.choice([*"bdfgklmnprstvz"]) + rng.choice([*"aeiou"]) for _syllable in range(3))
            rows.append(f"{''.join(stem)}{rng.choice(endings)},{place}")
    return read_rows("\n".join(rows)).to_bytes()


def _mostly_gaps() -> bytes:
    """A wave that was hardly measured any more in its last third."""
    values = [f"{50 + 20 * np.sin(n / 4):.2f}" if n < 160 or n % 3 == 0 else "" for n in range(241)]
    table = read_table("\n".join(["day,value", *(f"{n},{value}" for n, value in enumerate(values))]))
    return choose(table, "value").to_bytes()
