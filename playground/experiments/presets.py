"""Named experiments worth opening: every problem's own, and some that make one point."""

from __future__ import annotations

from dataclasses import dataclass

from playground.config import RunConfig
from playground.config.errors import ConfigError
from playground.experiments.edits import edited
from playground.i18n import N_
from playground.tasks import PROBLEMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One experiment with a name."""

    title: str
    notice: str
    """The thing to notice, in one sentence."""
    config: RunConfig
    tab: str = "learning"
    """The side of the run it opens with."""
    lesson: str = ""
    """What its end teaches, in a sentence or two, where the numbers alone do not say it."""


_SINE, _ADDING, _REVERSE = (PROBLEMS[name].preset for name in ("sine", "adding", "reverse"))
_FAR = edited(_ADDING, {"task.length": 50, "training.epochs": 30})

LESSONS: dict[str, Preset] = {
    "first": Preset(
        title=N_("A first success: the sine with a plain RNN"),
        notice=N_(
            "Watch the forecast bend from a flat line into the wave within a few seconds, and the loss fall "
            "under the baseline's."
        ),
        config=edited(_SINE, {"model.cell": "rnn"}),
        lesson=N_(
            "The network has learned the wave. Now change something on the left, such as the cell, and "
            "watch what becomes of it."
        ),
    ),
    "too-fast": Preset(
        title=N_("A learning rate far too high"),
        notice=N_("Watch the loss jump up and down instead of falling; then lower the learning rate."),
        config=edited(_SINE, {"training.lr": 0.5, "model.cell": "rnn"}),
        lesson=N_(
            "Each step was so long that it jumped over the valley it was meant to go down into. With a "
            "learning rate of 0.001 the very same network learns the wave."
        ),
    ),
    "exploding": Preset(
        title=N_("An RNN with relu explodes"),
        notice=N_("Watch the gradient norm shoot up until the loss is no number any more; then clip it."),
        config=edited(
            _ADDING,
            {
                "model.cell": "rnn",
                "model.nonlinearity": "relu",
                "model.initialisation": "orthogonal",
                "model.hidden_size": 64,
                "training.optimizer": "sgd",
                "training.lr": 0.1,
                "training.max_norm": None,
            },
        ),
        lesson=N_(
            "On the way back through fifty time steps the gradient was multiplied again and again, until one "
            "step broke the weights. Clip the gradient at norm 0.1 (under More, Training) and play again: it "
            "stays whole."
        ),
    ),
    "by-hand": Preset(
        title=N_("The same RNN, written by hand"),
        notice=N_(
            "Watch nearly the same curve as with torch's RNN, which keeps two biases where this one "
            "keeps one; it is only slower, being a plain Python loop."
        ),
        config=edited(_SINE, {"model.cell": "by-hand"}),
    ),
    "race": Preset(
        title=N_("Who can add over twenty steps?"),
        notice=N_(
            "Watch whose loss falls under the baseline's, and when. The page Compare trains several "
            "cells side by side, on the same examples."
        ),
        config=edited(
            _ADDING,
            {"task.length": 20, "task.examples": 1500, "training.lr": 0.01, "training.epochs": 15},
        ),
    ),
    "gates": Preset(
        title=N_("Gates learn what to keep"),
        notice=N_(
            "Watch the input gate learn to open at the two marked numbers. Then look at the hidden "
            "states: a few units hold what they read there to the end."
        ),
        config=edited(_FAR, {"model.cell": "lstm"}),
        tab="gates",
    ),
    "vanishing": Preset(
        title=N_("The gradient of an RNN dies out"),
        notice=N_(
            "Watch how little of the error reaches the first numbers, and that the loss stays at the "
            "baseline's. Then choose the LSTM, press Play, and watch it reach back."
        ),
        config=edited(_FAR, {"model.cell": "rnn"}),
        tab="gradients",
        lesson=N_(
            "That is hardly better than saying 1 every time: the error never found its way back to the first "
            "numbers. Choose the LSTM, which has a way back through its cell state, and play again."
        ),
    ),
    "limit-cycle": Preset(
        title=N_("A sine becomes a circle"),
        notice=N_("Watch the path of the hidden states bend into a closed loop as the free run learns."),
        config=edited(_SINE, {"training.lr": 0.01, "training.epochs": 300}),
        tab="states",
    ),
    "padding": Preset(
        title=N_("Forgetting in the padding"),
        notice=N_(
            "Watch the loss stay at the baseline's: after each sentence the network reads some thirty "
            "times nothing. Then switch on Skip the padding (under Network) and press Play."
        ),
        config=edited(
            PROBLEMS["sentiment"].preset,
            {
                "task.length": 40,
                "model.packed": False,
                "model.bidirectional": False,
                "model.readout": "last",
                "model.head_dropout": 0.0,
            },
        ),
        lesson=N_(
            "It still guesses: what the words said is gone after thirty time steps of padding. Switch on "
            "Skip the padding (under Network) and play again: then more than nine in ten are right."
        ),
    ),
    "one-way": Preset(
        title=N_("What only the next words tell"),
        notice=N_(
            "Watch the right answers stay under the best that can be done from the left. Then choose "
            "Both ways, press Play, and watch them pass it."
        ),
        config=edited(PROBLEMS["tagging"].preset, {"model.bidirectional": False}),
        lesson=N_(
            "It is far better than chance, and yet some tags it cannot know: the words that decide them come "
            "later. Choose Both ways and play again: it makes far fewer mistakes."
        ),
    ),
    "bottleneck": Preset(
        title=N_("A whole word in one state"),
        notice=N_(
            "Watch short words turn right and long ones stay wrong: without attention, all the letters "
            "must fit into one state. Then switch on Train beside it, and compare by length."
        ),
        config=edited(_REVERSE, {"model.attention": "none"}),
        lesson=N_(
            "Most letters are right, but only about half of the words: ten letters hardly fit into one "
            "state. With attention it looks each letter up where it stands, and nearly every word is right."
        ),
    ),
    "beside": Preset(
        title=N_("Right, and yet one place beside"),
        notice=N_(
            "Watch the answers turn right while the path runs beside the rings: an encoder that reads "
            "one way has already read the letter when it stands on the next one."
        ),
        config=edited(_REVERSE, {"model.attention": "dot", "model.bidirectional": False}),
    ),
}
"""Experiments that make one point, beside every problem's own."""
PRESETS: dict[str, Preset] = {
    name: Preset(title=problem.title, notice=problem.notice, config=problem.preset, lesson=problem.lesson)
    for name, problem in PROBLEMS.items()
} | LESSONS


def preset(name: str) -> Preset:
    """The preset called `name`; raises `ConfigError` for an unknown one."""
    if name not in PRESETS:
        raise ConfigError(
            N_("There is no preset {name!r:.60}; there are {names}."), name=name, names=", ".join(PRESETS)
        )
    return PRESETS[name]


def preset_of(config: RunConfig) -> Preset | None:
    """The preset that is just this experiment, if there is one."""
    return next((one for one in PRESETS.values() if one.config == config), None)
