"""The one sentence on how a run is going, with what to try: templates for page and command line alike.

Which of them is said, `playground.training.verdicts` decides. Parts between ** are bold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from playground import tasks
from playground.config import RunConfig, TaskConfig
from playground.config.task import Scaling
from playground.experiments.advice import Advice, advised
from playground.experiments.presets import preset_of
from playground.films.film import Film
from playground.i18n import N_, _
from playground.probes.requests import BaselinesProbe
from playground.tasks.baselines.series import Autoregression, forecast_baselines
from playground.tasks.gate import finding
from playground.training.verdicts import STUCK_EPOCHS, Case, Known
from playground.views.parts import Parts
from playground.views.scene import Read, Scene
from playground.views.scores import series_of
from playground.views.words import number

NO_BETTER = 0.94
"""The share of the baseline's loss from which on a simple forecast is no better: 3 % of its error."""

VERDICTS = {
    "waiting": N_("A worker stopped and is being replaced. Training goes on by itself; nothing is lost."),
    "starting": N_("Starting the workers that train; this takes a few seconds once."),
    "putAway": N_(
        "This run was removed to save memory. It is trained again and gives exactly the same numbers."
    ),
    "diverged": N_("**Diverged:** the loss became infinite or undefined at step {step}. {advice}"),
    "divergedLesson": N_("**Diverged:** the loss became infinite or undefined at step {step}. {lesson}"),
    "untrained": N_("**Untrained:** the weights are random. Press Play, and watch the loss fall."),
    "firstEpoch": N_("The first epoch is training; the test loss is measured at its end."),
    "measured": N_("Measured at step {step}, the end of an epoch."),
    "gaps": N_(
        "**Mostly gaps:** {count} of the {points} points in the test part were missing and lie on straight "
        "lines, so the scores say little. {advice}"
    ),
    "cut": N_(
        "**Most texts are cut:** {count} of the {texts} texts are longer than the {most} words or characters "
        "that are read. Test loss {test}, baseline {baseline}. {advice}"
    ),
    "unknown": N_(
        "**Most test words are unknown:** {share} % of the words in the test part are not in the train part. "
        "Test loss {test}, baseline {baseline}. {advice}"
    ),
    "unlike": N_(
        "**The test part is unlike the train part:** {unlike} Test loss {test}, baseline {baseline}. {advice}"
    ),
    "nothing": N_(
        "**There may be nothing to learn:** test loss {test}, baseline {baseline}; the best other simple "
        "forecast has {simpleLoss}. ({what}) {advice}"
    ),
    "overfitting": N_(
        "**Overfitting:** the train loss still falls, but the test loss was lowest at epoch {epoch}. {advice}"
    ),
    "overfittingBetter": N_(
        "**Overfitting:** the train loss still falls, but the test loss was lowest at epoch {epoch}. It is "
        "still better than the baseline: {test}, baseline {baseline}. {advice}"
    ),
    "stuck": N_(
        "**No progress:** the test loss has hardly changed for {count} epochs and is not clearly below "
        "the baseline ({baseline}). {advice}"
    ),
    "better": N_("**Better than the baseline:** test loss {test}, baseline {baseline}. ({what})"),
    "betterLesson": N_("**Better than the baseline:** test loss {test}, baseline {baseline}. {lesson}"),
    "unclear": N_(
        "**No clear difference from the baseline:** test loss {test}, baseline {baseline}; a difference "
        "up to {margin} may be chance. ({what}) {advice}"
    ),
    "unclearFalling": N_(
        "**No clear difference from the baseline yet:** test loss {test}, baseline {baseline}; a "
        "difference up to {margin} may be chance. ({what}) The test loss still falls. {advice}"
    ),
    "unclearLesson": N_(
        "**No clear difference from the baseline:** test loss {test}, baseline {baseline}; a difference "
        "up to {margin} may be chance. {lesson}"
    ),
    "unclearYet": N_(
        "**No clear difference from the baseline yet:** test loss {test}, baseline {baseline}; a "
        "difference up to {margin} may be chance. ({what})"
    ),
    "notBetter": N_(
        "**Not better than the baseline:** final test loss {test}, baseline {baseline}. ({what}) {advice}"
    ),
    "notBetterFalling": N_(
        "**Not better than the baseline yet:** test loss {test}, baseline {baseline}. ({what}) The test loss "
        "still falls. {advice}"
    ),
    "notBetterLesson": N_(
        "**Not better than the baseline:** test loss {test}, baseline {baseline}. {lesson}"
    ),
    "notBetterYet": N_(
        "**Not better than the baseline yet:** test loss {test}, baseline {baseline}. ({what})"
    ),
}
"""Templates by their kinds."""

UNLIKE: Mapping[Scaling, str] = {
    "values": N_("its values go from {newLow} to {newHigh}, those of the train part from {low} to {high}."),
    "differences": N_(
        "its differences go from {newLow} to {newHigh}, those of the train part from {low} to {high}."
    ),
    "growth": N_(
        "its growth rates go from {newLow} to {newHigh}, those of the train part from {low} to {high}."
    ),
}
"""How the two parts are unlike, by what the network reads."""


def known_of(config: RunConfig) -> Known:
    """What is known of a run beside its numbers."""
    preset = preset_of(config)
    return Known(
        finding=finding(config.task),
        has_lesson=preset is not None and bool(preset.lesson),
        is_hopeless=bool(tasks.problem(config.task.name).hopeless),
    )


def words_of(config: RunConfig) -> dict[str, str]:
    """All templates in the reader's language, with what the run itself says filled in."""
    words = {kind: _(template) for kind, template in VERDICTS.items()}
    words["unlike"] = filled(words["unlike"], {"unlike": _(UNLIKE[config.task.scaling])})
    words["stuck"] = filled(words["stuck"], {"count": str(STUCK_EPOCHS)})
    found = finding(config.task)
    if found is not None:
        told = {name: number(value) for name, value in found.values.items()}
        words[found.kind] = filled(words[found.kind], told)
    return words | {f"{kind}Advice": _(advice.sentence) for kind, advice in advices_of(config).items()}


def advices_of(config: RunConfig) -> dict[str, Advice]:
    """The advice that goes with each kind of verdict on a run, where there is some."""
    found = {kind: advised(kind, config) for kind in VERDICTS}
    return {kind: advice for kind, advice in found.items() if advice is not None}


def label_of(advice: Advice) -> str:
    """The words on its button; an `{epoch}` stays to be filled in."""
    return filled(_(advice.label), advice.values)


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with some of its names filled in."""
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template


def draw(scene: Scene, read: Read) -> Parts:
    """Whether simple forecasts find more in the data than the baseline does: a view of the task."""
    fitted = read(BaselinesProbe(config=scene.config, step=0))
    best = best_simple(scene.config.task, fitted.autoregression)
    if best is not None:
        yield {"is": "simple", "isNothing": best.is_nothing, "loss": best.loss}


class Simple(NamedTuple):
    """The best forecast without a network, beside the baseline itself."""

    loss: float
    is_nothing: bool
    """Whether it is no better than the baseline either."""


def best_simple(task: TaskConfig, model: Autoregression | None) -> Simple | None:
    """Of a series; `None` for every other problem, and where there is no other simple forecast."""
    series = series_of(task)
    if series is None:
        return None
    found = forecast_baselines(series, model)
    losses = {name: float(series.losses(one.one_step).mean()) for name, one in found.items()}
    repeating = losses.pop("persistence")
    if not losses:
        return None
    lowest = min(losses.values())
    return Simple(loss=lowest, is_nothing=lowest > NO_BETTER * repeating)


class Told(NamedTuple):
    """A verdict in words, and what to try."""

    sentence: str
    advice: Advice | None


def told(film: Film, model: Autoregression | None) -> Told:
    """The verdict on a run where it stands; `model` is the autoregression fitted to its series, if any."""
    config, history = film.config, film.history
    words, step = words_of(config), film.last_step
    preset, hopeless = preset_of(config), _(tasks.problem(config.task.name).hopeless)
    lesson = "" if preset is None else _(preset.lesson)
    if film.status == "diverged":
        kind = "divergedLesson" if lesson else "diverged"
        values = {"step": f"{step}", "lesson": lesson, "advice": words["divergedAdvice"]}
        return Told(filled(words[kind], values).strip(), advised("diverged", config))
    if not len(history.test_loss):
        return Told(words["firstEpoch"] if step else words["untrained"], None)
    simple, baseline = best_simple(config.task, model), tasks.dataset(config.task).baseline
    case = Case(
        verdict=int(history.verdict[-1]),
        course=int(history.course[-1]),
        is_at_its_end=film.status == "finished",
        is_below=bool(history.test_loss[-1] < baseline.loss),
        is_nothing=simple is not None and simple.is_nothing,
    )
    known, epoch = known_of(config), int(np.argmin(history.test_loss)) + 1
    values = {
        "test": number(float(history.test_loss[-1])),
        "baseline": number(baseline.loss),
        "margin": number(float(history.margin[-1])),
        "what": _(baseline.sentence),
        "epoch": str(epoch),
        "lesson": hopeless or lesson,
        "simpleLoss": number(simple.loss) if simple else "",
        "advice": hopeless or words.get(f"{known.advice(case)}Advice", ""),
    }
    return Told(filled(words[known.kind(case)], values).strip(), advised(known.advice(case), config, epoch))
