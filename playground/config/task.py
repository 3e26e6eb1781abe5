"""The problem as a value, checked when built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from playground.config import conditions
from playground.config.errors import ConfigError
from playground.config.kinds import Choice, Flag, Name, Real, Reals, Whole
from playground.config.rules import MAX_SEED
from playground.config.setting import check_rows, row
from playground.i18n import N_, Message

Scaling = Literal["values", "differences", "growth"]
Gaps = Literal["filled", "left-out"]
Pieces = Literal["words", "characters"]

MAX_TIME_STEPS = 200
"""Of anything a network reads here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskConfig:
    """Which problem, and the knobs of the problems; each problem says which it uses, within what limits."""

    name: str = row(
        Name(
            pattern=r"[a-z][a-z0-9-]{0,39}",
            rule=Message(N_("A problem has a short name of small letters, digits and dashes.")),
            form="the name of a problem",
        ),
        "sine",
        label=N_("Problem"),
        help=N_("The task that the network learns, with its data."),
        lane=False,
    )
    length: int = row(
        Whole(1, MAX_TIME_STEPS),
        10,
        label=N_("Time steps"),
        help=N_("The length of each sequence. A longer one is harder to remember."),
        lane=False,
    )
    examples: int = row(
        Whole(20, 10_000),
        1000,
        label=N_("Sequences"),
        help=N_("The number of sequences, for training and test together."),
        step=50,
        lane=False,
    )
    noise: float = row(
        Real(0.0, 2.0),
        0.0,
        label=N_("Noise"),
        help=N_("The size of the random change to each point. Nobody can predict it."),
        step=0.05,
        lane=False,
    )
    train_share: float = row(
        Real(0.5, 0.95),
        0.8,
        label=N_("Share used for training"),
        help=N_("The share of the data for training; the rest is for the test."),
        step=0.05,
        lane=False,
    )
    data_seed: int = row(
        Whole(0, MAX_SEED),
        0,
        label=N_("Seed of the data"),
        help=N_("Another seed gives other data of the same kind."),
        lane=False,
    )
    periods: tuple[float, ...] = row(
        Reals(2.0, 1000.0, at_most=3),
        (),
        label=N_("Periods"),
        help=N_("The number of points in one period of each wave: up to three numbers, separated by commas."),
        lane=False,
    )
    amplitudes: tuple[float, ...] = row(
        Reals(0.0, 10.0, at_most=3),
        (),
        label=N_("Amplitudes"),
        help=N_("The height of each wave: one number for each period."),
        lane=False,
        follows=lambda task: (*task.amplitudes, 1.0, 1.0, 1.0)[: len(task.periods)],  # a new wave's is 1
    )
    trend: float = row(
        Real(-10.0, 10.0),
        0.0,
        label=N_("Trend"),
        help=N_("The rise of the waves over the whole series."),
        step=0.5,
        lane=False,
    )
    symbols: int = row(
        Whole(2, 10),
        8,
        label=N_("Symbols"),
        help=N_("The number of different symbols to recall."),
        lane=False,
    )
    two_outputs: bool = row(
        Flag(),
        False,
        label=N_("Outputs for two classes"),
        torch="nn.BCEWithLogitsLoss, nn.CrossEntropyLoss",
        help=N_(
            "One number, whose sigmoid is the probability of the second class, with binary cross-entropy; or "
            "a number for each class, whose softmax are the probabilities, with cross-entropy."
        ),
        names={False: N_("One"), True: N_("Two")},
        lane=False,
        late=True,
    )
    scaling: Scaling = row(
        Choice(get_args(Scaling)),
        "values",
        label=N_("Scaling"),
        help=N_(
            "The numbers that the network reads and predicts, with mean 0 and standard deviation 1 in the "
            "train part: the values, the differences between neighbours, or the growth rates. Charts and "
            "errors are always in the unit of the data."
        ),
        names={
            "values": N_("Values"),
            "differences": N_("Differences"),
            "growth": N_("Growth rates"),
        },
        lane=False,
        late=True,
    )
    gaps: Gaps = row(
        Choice(get_args(Gaps)),
        "filled",
        label=N_("Missing points"),
        help=N_(
            "Filled by straight lines between their neighbours, or left out, so that the next known point "
            "follows at once."
        ),
        names={"filled": N_("Filled"), "left-out": N_("Left out")},
        needs=(conditions.HAS_GAPS,),
        lane=False,
        late=True,
    )
    pieces: Pieces = row(
        Choice(get_args(Pieces)),
        "words",
        label=N_("Read by"),
        help=N_(
            "Words, each with a number of its own, or single characters. By characters the network can read "
            "words that the train part does not have."
        ),
        names={"words": N_("Words"), "characters": N_("Characters")},
        lane=False,
        late=True,
    )
    own: str = row(
        Name(
            pattern=r"(?:[0-9a-f]{32})?",
            rule=Message(N_("It is empty, or the 32 hexadecimal digits by which own data is found.")),
            form="the digest of own data, or empty",
        ),
        "",
        label=N_("Own data"),
        help=N_("The digest of data that a learner brought; empty for data that the problem brings."),
        lane=False,
    )

    def __post_init__(self) -> None:
        check_rows("task", self)
        if len(self.periods) != len(self.amplitudes):
            raise ConfigError(
                N_(
                    "task.amplitudes needs one number for each of task.periods: "
                    "{periods} periods, {amplitudes} amplitudes."
                ),
                periods=len(self.periods),
                amplitudes=len(self.amplitudes),
            )
