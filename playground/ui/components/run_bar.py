"""The run bar: Play, Step, Reset, New weights, speed, the timeline and the verdict. The browser moves it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from playground.i18n import N_, SOURCE_LANGUAGE, _
from playground.tasks.base import Baseline
from playground.training.verdicts import HOW
from playground.ui.components.address import parameters
from playground.ui.components.assets import handed_on, mount
from playground.ui.session import Change
from playground.views.notes import Note
from playground.views.verdicts import VERDICTS
from playground.views.words import HOURS, MINUTES, SECONDS, TO, said

PACES = {0.0: N_("Full speed"), 20.0: N_("20 steps/s"), 4.0: N_("4 steps/s")}
"""Steps a second, 0 for no limit."""

WORDS = {
    "play": N_("Play"),
    "pause": N_("Pause"),
    "step": N_("+1 epoch"),
    "stepByTime": N_("+100 ms"),
    "stepHelp": N_("Train one epoch more: one pass over all training examples."),
    "stepBy": N_("Step by"),
    "oneStep": N_("One optimizer step"),
    "oneEpoch": N_("One epoch"),
    "reset": N_("Reset"),
    "resetHelp": N_("Back to step 0 with the same initial weights."),
    "adviceHelp": N_("A new run that differs only in this, from step 0."),
    "goOnHelp": N_("The same run with more epochs: it keeps what it has learned, and trains on from here."),
    "newWeights": N_("New weights"),
    "newWeightsHelp": N_("The same experiment with the next seed: other initial weights."),
    "copy": N_("Copy link"),
    "copyHelp": N_("Copy a link to this experiment, at this step, with this view."),
    "copied": N_("Link copied"),
    "notCopied": N_("Copy this link:"),
    "note": N_("Note"),
    "noteHelp": N_("Pin a note to this step. It is drawn on the timeline and goes along with a copied link."),
    "noteAt": N_("Note at step {step}"),
    "notes": N_("Notes"),
    "save": N_("Save"),
    "remove": N_("Remove"),
    "speed": N_("Speed"),
    "bar": N_("Run"),
    "space": N_("Space"),
    "timeline": N_("Timeline: go to any step trained so far"),
    "place": N_("Step {step} of {total}"),
    "placeByTime": N_("{step} of {total} ms"),
    "epochOf": N_("Epoch {epoch} of {epochs}"),
    "epoch": N_("Epoch {epoch}"),
    "after": N_("After {seconds} s of training each"),
    "afterUpTo": N_("After up to {seconds} s of training each"),
    "left": N_("About {time} of training left"),
    "takes": N_("Takes about {time}"),
    "seconds": SECONDS,
    "minutes": MINUTES,
    "hours": HOURS,
    "to": TO,
    "how": N_("How is this decided?"),
    "howHelp": HOW,
    "mending": N_("Connecting again"),
    "mendingHelp": N_("The connection to the server was lost. You can still play all trained steps."),
}
"""What stands on the bar."""

GO_ON, GO_ON_ONE = N_("Continue for {count} more epochs"), N_("Continue for 1 more epoch")

STATUSES = {
    "failed": N_("Failed"),
    "diverged": N_("Diverged"),
    "finished": N_("Finished"),
    "oneFurther": N_("Training one step further"),
    "playing": N_("Playing"),
    "training": N_("Training"),
    "untrained": N_("Untrained"),
    "paused": N_("Paused"),
}
"""One of them is read out whenever it becomes another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFilm:
    """A film of the experiment, as the browser asks the server for it."""

    run: str
    """Its link's query, as `experiments.links` writes it."""
    total_steps: int
    epoch_steps: int
    seconds: tuple[float, float]
    """From how long to how long one worker trains it, estimated before there is a measurement."""
    proof: str = ""
    """That this learner brought the data, where the run names own data."""
    queued: bool = False
    """Developed after the film before it, not beside it."""

    def told(self) -> dict[str, object]:
        """As the player reads it."""
        return {
            "run": self.run,
            "proof": self.proof,
            "queued": self.queued,
            "totalSteps": self.total_steps,
            "epochSteps": self.epoch_steps,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What the verdict on one run rests on, in the learner's language."""

    baseline: Baseline
    lesson: str = ""
    """What the end of just this run teaches."""
    hopeless: str = ""
    """Why nothing can be learned, where that is so."""
    words: Mapping[str, str]
    """The templates of the verdicts and of their advice, by kind."""
    table: Mapping[str, tuple[str, str]]
    """Which of them are said, case by case, as `playground.training.verdicts` has them."""
    labels: Mapping[str, str]
    """The words on the button that tries an advice, by the kind of verdict."""
    simple: Mapping[str, str] | None = None
    """The run and the view that say whether simple forecasts do better, where there are some."""


class Tried(NamedTuple):
    """An advice that a learner wants to try: a stranger's value, as far as it can be one."""

    kind: str
    """The verdict it goes with."""
    epoch: int
    """The epoch with the lowest test loss so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How an experiment begins in the player."""

    serial: int
    """Rises with each new experiment; with the same one the cursor stays as it is."""
    change: Change = "chosen"
    """What a new `serial` does to the cursor."""
    autoplay: bool = False
    """A new `serial` plays."""
    at: int = 0
    """The step to which a new `serial` that was chosen goes."""

    def told(self) -> dict[str, object]:
        """As the player reads it."""
        how = {"serial": self.serial, "change": self.change}
        return {**how, "autoplay": self.autoplay, "beginsAt": self.at}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What is called when a learner presses something, before the page's script runs."""

    new_weights: Callable[[], None] | None = None
    """Without it there is no such button."""
    go_on: Callable[[], None] | None = None
    advice: Callable[[Tried], None] | None = None
    """Given the advice that is to be tried."""
    run: Callable[[dict[str, str]], None] | None = None
    """Given the link of a run of the history that is to be opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepsake:
    """What is kept of an experiment, and what one takes along."""

    kept: Mapping[str, str]
    """Its page and its link, as the browser's history keeps it."""
    moment: str = ""
    """The query of a link to what is seen now, all but the step."""
    called: str = ""
    """What it is called where there is no room for its settings."""
    notes: Sequence[Note] = ()
    """What its link has pinned to its steps."""

    def told(self) -> dict[str, object]:
        """As the bar reads it."""
        notes = [list(note) for note in self.notes]
        return {"kept": self.kept, "moment": self.moment, "called": self.called, "notes": notes}


def run_bar(
    *,
    films: Sequence[RunFilm],
    start: Start,
    viewer: str,
    key: str,
    language: str = SOURCE_LANGUAGE,
    by_time: bool = False,
    keepsake: Keepsake | None = None,
    beside: Sequence[RunFilm] = (),
    changes: Sequence[int] = (),
    measure: Measure | None = None,
    more_epochs: int = 0,
    hands: Hands | None = None,
) -> None:
    """The player's own controls, and the experiment that it plays.

    Args:
        films: the run, or all runs that are compared, at least one.
        start: how it begins.
        viewer: who watches, as the socket tells the server.
        key: what keeps the component the same element from run to run.
        language: in which the server tells reasons.
        by_time: places are milliseconds of each film's own training.
        keepsake: what is kept of it; without it nothing is, and there is no link to copy.
        beside: runs that are trained as far as the cursor goes, and are not played.
        changes: steps at which a rate was changed: at the cursor the page shows the rates that hold there.
        measure: what the run is measured against; without one there is no verdict on its learning.
        more_epochs: for how many the run may go on at its end; 0 where there is no such button.
        hands: what a learner may have done to it.
    """
    experiment = {**start.told(), "viewer": viewer, "language": language, "byTime": by_time}
    experiment |= {"films": [one.told() for one in films], "beside": [one.told() for one in beside]}
    data = _words() | _told(measure) | {"experiment": experiment, "seconds": _sums(films)}
    data |= {"newWeights": hands is not None and hands.new_weights is not None, "goOn": _go_on(more_epochs)}
    data |= {"changes": list(changes), "moment": "", "kept": None, "called": "", "notes": []}
    data |= keepsake.told() if keepsake is not None else {}
    mount("run_bar", key=key, data=data, **_heard(key, hands or Hands()))


def _heard(key: str, hands: Hands) -> dict[str, Callable[[], None]]:
    return {
        "on_newWeights_change": _pressed(key, "newWeights", hands.new_weights),
        "on_goOn_change": _pressed(key, "goOn", hands.go_on),
        "on_advice_change": handed_on(key, "advice", _tried, hands.advice),
        "on_run_change": handed_on(key, "run", parameters, hands.run),
        "on_crossed_change": lambda: None,  # the page is drawn again with the rates that hold there
    }


def _pressed(key: str, event: str, act: Callable[[], None] | None) -> Callable[[], None]:
    return handed_on(key, event, _count, None if act is None else lambda _count: act())


def _sums(films: Sequence[RunFilm]) -> list[float]:
    return [sum(ends) for ends in zip(*(film.seconds for film in films), strict=True)]


def _go_on(epochs: int) -> str:
    if epochs < 2:
        return _(GO_ON_ONE) if epochs else ""
    return _(GO_ON).format(count=f"{epochs:,}")


def _count(sent: object) -> int | None:
    return sent if type(sent) is int else None


def _tried(sent: object) -> Tried | None:
    match sent:
        case {"kind": str(kind), "epoch": int(epoch)} if kind in VERDICTS and epoch >= 1:
            return Tried(kind=kind, epoch=epoch)
    return None


def _told(measure: Measure | None) -> dict[str, object]:
    if measure is None:
        return {"baseline": None, "verdicts": said(VERDICTS), "labels": {}, "simple": None}
    baseline = {"loss": measure.baseline.loss, "what": _(measure.baseline.sentence)}
    how = {"lesson": measure.lesson, "hopeless": measure.hopeless, "table": dict(measure.table)}
    known = {"labels": dict(measure.labels), "simple": measure.simple, "verdicts": dict(measure.words)}
    return {"baseline": baseline, **how, **known}


def _words() -> dict[str, object]:
    return {
        "paces": [[steps, _(name)] for steps, name in PACES.items()],
        "words": {**said(WORDS), "statuses": said(STATUSES)},
    }
