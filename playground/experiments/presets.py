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
            "Within a few seconds, the flat forecast becomes the wave and the loss falls below the "
            "baseline's."
        ),
        config=edited(_SINE, {"model.cell": "rnn"}),
        lesson=N_(
            "The network has learned the wave. Now change a setting in the sidebar, such as the cell, and "
            "compare."
        ),
    ),
    "too-fast": Preset(
        title=N_("A learning rate far too high"),
        notice=N_("Watch the loss jump up and down instead of falling; then lower the learning rate."),
        config=edited(_SINE, {"training.lr": 0.5, "model.cell": "rnn"}),
        lesson=N_(
            "Each step was too large and jumped over the minimum of the loss. With a learning rate of "
            "0.001, the same network learns the wave."
        ),
    ),
    "exploding": Preset(
        title=N_("An RNN with relu explodes"),
        notice=N_(
            "Watch the gradient norm grow until the loss is infinite or undefined; then clip the gradient."
        ),
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
            "Fifty time steps multiplied the gradient again and again, until one optimizer step ruined "
            "the weights. Clip the gradient at norm 0.1 (under More, Training) and play again: the loss "
            "stays finite."
        ),
    ),
    "by-hand": Preset(
        title=N_("The same RNN, written by hand"),
        notice=N_(
            "The curve is nearly the same as that of torch's RNN, which has two biases instead of one. "
            "The Python loop is only slower."
        ),
        config=edited(_SINE, {"model.cell": "by-hand"}),
    ),
    "race": Preset(
        title=N_("Adding over twenty steps"),
        notice=N_(
            "Look for the step where the loss falls below the baseline's. The page Compare trains "
            "several cells side by side on the same examples."
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
            "states: a few units keep these numbers until the end."
        ),
        config=edited(_FAR, {"model.cell": "lstm"}),
        tab="gates",
    ),
    "vanishing": Preset(
        title=N_("The gradient of an RNN vanishes"),
        notice=N_(
            "Hardly any gradient reaches the first numbers, and the loss stays at the baseline's. Then "
            "choose the LSTM, press Play and compare."
        ),
        config=edited(_FAR, {"model.cell": "rnn"}),
        tab="gradients",
        lesson=N_(
            "This is hardly better than predicting 1 every time: the gradient vanished before it reached "
            "the first numbers. Choose the LSTM, whose cell state carries the gradient back, and play "
            "again."
        ),
    ),
    "limit-cycle": Preset(
        title=N_("A sine becomes a circle"),
        notice=N_("Watch the path of the hidden states become a closed loop as the network learns."),
        config=edited(_SINE, {"training.lr": 0.01, "training.epochs": 300}),
        tab="states",
    ),
    "padding": Preset(
        title=N_("Forgetting in the padding"),
        notice=N_(
            "The loss stays at the baseline's: after each sentence, the network reads about thirty steps "
            "of padding. Then switch on Skip the padding (under Network) and press Play."
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
            "It still guesses: after thirty time steps of padding, it has forgotten the words. Switch on "
            "Skip the padding (under Network) and play again: more than nine in ten answers become right."
        ),
    ),
    "one-way": Preset(
        title=N_("Tags that depend on the next words"),
        notice=N_(
            "The accuracy stays below the best possible when reading from the left only. Then choose "
            "Both ways, press Play, and watch it pass that limit."
        ),
        config=edited(PROBLEMS["tagging"].preset, {"model.bidirectional": False}),
        lesson=N_(
            "It is far better than chance, but it cannot know some tags: they depend on later words. "
            "Choose Both ways and play again: it makes far fewer mistakes."
        ),
    ),
    "bottleneck": Preset(
        title=N_("A whole word in one state"),
        notice=N_(
            "Short words become right, long ones stay wrong: without attention, one state must hold all "
            "the letters. Then switch on Train beside it, and compare by length."
        ),
        config=edited(_REVERSE, {"model.attention": "none"}),
        lesson=N_(
            "Most letters are right, but only about half of the words: ten letters hardly fit into one "
            "state. With attention, it looks at each letter directly, and nearly every word is right."
        ),
    ),
    "beside": Preset(
        title=N_("Right answers, attention one position off"),
        notice=N_(
            "The answers become right, but the path is next to the rings: at the next letter, a one-way "
            "encoder has already read this one."
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
