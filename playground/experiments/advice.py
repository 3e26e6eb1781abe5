"""The change that a verdict advises: one click on the page, settings on the command line.

An advice is only given where `python -m benchmarks advice` shows that it helps.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from playground import tasks
from playground.config import SETTINGS, RunConfig, value_of, written
from playground.config.conditions import PLAIN_CELLS
from playground.experiments import edits
from playground.i18n import N_
from playground.tasks.answers import NextPoint
from playground.tasks.findings import FindingKind, steadiest
from playground.tasks.gate import finding
from playground.tasks.problems import own_sentences, own_series

FAR, TOO_FAR = 3.0, 30.0
"""The factors from which on a learning rate is another one than the preset's, and too large to go on with."""


_MORE = N_("Train for {count} epochs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Settings to try, with the words for it: templates with `{names}`, marked for translation."""

    changes: Mapping[str, Any]
    """New values by their settings, one after the other as a page sets them."""
    label: str
    """Of the button."""
    sentence: str = ""
    """Why; empty where the verdict says it already."""
    values: Mapping[str, str] = field(default_factory=dict)
    """What the templates name; an `{epoch}` is filled in where the run is looked at."""

    @property
    def is_more_epochs(self) -> bool:
        """Whether it only lets the run go on."""
        return self.label == _MORE

    def settings(self, config: RunConfig) -> dict[str, str]:
        """The settings in which the experiment that tries it differs from `config`, as they are written."""
        tried = self.tried(config)
        new = {path: value_of(tried, path) for path in SETTINGS}
        return {path: written(value) for path, value in new.items() if value != value_of(config, path)}

    def tried(self, config: RunConfig) -> RunConfig:
        """The experiment that tries it; raises `ConfigError` where it does not fit."""
        for path, value in self.changes.items():
            config = edits.with_setting(config, path, value)
        return config


def advised(kind: str, config: RunConfig, epoch: int = 1) -> Advice | None:
    """The advice that goes with a verdict; `None` where nothing is known to help.

    Args:
        kind: the verdict, as `playground.training.verdicts` names it.
        config: the run it is about.
        epoch: the one with the lowest test loss so far, counted from 1.
    """
    found = finding(config.task)
    if found is not None and found.kind == kind:
        return _OF_THE_DATA[found.kind](config)
    match kind:
        case "diverged":
            return _smaller_steps(config)
        case "nothing":
            return _stop_at(epoch)
        case "overfitting" | "overfittingBetter":
            return _usual_rate(config, above=FAR) or _stop_at(epoch)
        case "stuck" | "notBetter" | "unclear":
            return _usual_rate(config, above=FAR, below=FAR) or _another_network(config)
        case "notBetterFalling" | "unclearFalling":
            return _usual_rate(config, above=TOO_FAR, below=FAR) or _more_epochs(config)
    return None


def _stop_at(epoch: int) -> Advice:
    return Advice(changes={"training.epochs": epoch}, label=N_("Stop at epoch {epoch}"))


def _without_gaps(config: RunConfig) -> Advice:
    answer = tasks.dataset(config.task).answer
    assert isinstance(answer, NextPoint)
    known = len(answer.series.values) - answer.series.filled
    window = min(config.task.length, own_series.longest_window(known))
    return Advice(changes={"task.length": window, "task.gaps": "left-out"}, label=N_("Leave the gaps out"))


def _longer_texts(config: RunConfig) -> Advice | None:
    length = own_sentences.length_for(config.task)
    if length <= config.task.length:
        return None
    return Advice(
        changes={"task.length": length}, label=N_("Read up to {count}"), values={"count": f"{length}"}
    )


def _by_characters(config: RunConfig) -> Advice | None:
    if config.task.pieces == "characters":
        return None
    length = own_sentences.length_for(replace(config.task, pieces="characters"))
    return Advice(
        changes={"task.pieces": "characters", "task.length": length},
        label=N_("Read by characters"),
        sentence=N_("By characters it can read them."),
    )


def _other_scaling(config: RunConfig) -> Advice | None:
    answer = tasks.dataset(config.task).answer
    scaling = steadiest(answer.series) if isinstance(answer, NextPoint) else None
    if scaling is None:
        return None
    label = N_("Try growth rates") if scaling == "growth" else N_("Try differences")
    return Advice(changes={"task.scaling": scaling}, label=label)


_OF_THE_DATA: Mapping[FindingKind, Callable[[RunConfig], Advice | None]] = {
    "gaps": _without_gaps,
    "cut": _longer_texts,
    "unknown": _by_characters,
    "unlike": _other_scaling,
}


def _smaller_steps(config: RunConfig) -> Advice:
    """A tenth of the largest learning rate it had, or that of the problem's own preset, if it is smaller."""
    lr = max(float(value) for _step, value in config.training.course_of("lr") if value is not None)
    usual, row = tasks.problem(config.task.name).preset.training.lr, SETTINGS["training.lr"]
    smaller = max(float(f"{lr / 10:.3g}"), row.low)
    return _learning_rate(
        min(smaller, usual) if usual < lr else smaller, N_("Smaller steps keep the loss finite.")
    )


def _learning_rate(lr: float, sentence: str) -> Advice:
    return Advice(
        changes={"training.changes": (), "training.lr": lr},
        label=N_("Try a learning rate of {lr}"),
        sentence=sentence,
        values={"lr": written(lr)},
    )


def _usual_rate(config: RunConfig, *, above: float, below: float = math.inf) -> Advice | None:
    """The learning rate of the problem's own preset, where this one is so many times above or below it."""
    usual, lr = tasks.problem(config.task.name).preset.training.lr, config.training.lr
    if lr > above * usual or lr * below < usual:
        return _learning_rate(usual, N_("The learning rate is far from that of the preset."))
    return None


def _another_network(config: RunConfig) -> Advice | None:
    """What lets it remember for longer, where the answer may hang on what was read long ago."""
    data = tasks.dataset(config.task)
    if data.has_words and not data.answer.every_step and not config.model.packed:
        return Advice(
            changes={"model.packed": True},
            label=N_("Skip the padding"),
            sentence=N_("It reads the padding after each text and forgets the text meanwhile."),
        )
    if data.kind != "forecast" and config.model.cell in PLAIN_CELLS:
        return Advice(
            changes={"model.cell": "gru"},
            label=N_("Try a GRU"),
            sentence=N_("A cell with gates remembers for longer."),
        )
    return None


def _more_epochs(config: RunConfig) -> Advice | None:
    longer = edits.continued(config)
    if longer is None:
        return None
    epochs = longer.training.epochs
    return Advice(
        changes={"training.epochs": epochs},
        label=_MORE,
        values={"count": f"{epochs:,}"},
    )
