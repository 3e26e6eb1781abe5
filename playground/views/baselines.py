"""The rows of the fitted baselines under a table of answers: a view of the task, the same for all its runs.

A fit may take ten seconds, so these rows come by themselves and hold up no picture of a network.
"""

from __future__ import annotations

from playground import tasks
from playground.config import RunConfig, TaskConfig
from playground.experiments import links
from playground.i18n import _, current_language
from playground.probes.requests import BaselinesProbe
from playground.tasks.base import BaselineScore
from playground.views import address
from playground.views.parts import Parts
from playground.views.scene import Read, Scene
from playground.views.view_state import ViewState
from playground.views.words import number


def asked(task: TaskConfig, name: str) -> dict[str, str] | None:
    """Where the rows named `name` come from: a run that is never trained, and a view of it."""
    if not tasks.problem(task.name).fitted:
        return None
    config = RunConfig(task=task)
    view = address.written(name, current_language(), ViewState(), (), config)
    return {"run": links.query(config), "view": view, "waiting": _("being computed…")}


def right(scene: Scene, read: Read) -> Parts:
    """Each baseline and its share of right answers."""
    for label, score in _scores(scene, read):
        yield {"is": "row", "cells": [label, share(score)]}


def unsure(scene: Scene, read: Read) -> Parts:
    """The same, and how unsure it is."""
    for label, score in _scores(scene, read):
        yield {
            "is": "row",
            "cells": [label, share(score), "" if score.perplexity is None else number(score.perplexity)],
        }


def share(score: BaselineScore) -> str:
    """Its share of right answers."""
    return f"{score.accuracy:.1%}"


def _scores(scene: Scene, read: Read) -> list[tuple[str, BaselineScore]]:
    fitted = read(BaselinesProbe(config=scene.config, step=0))
    labels = [_(baseline.label) for baseline in tasks.problem(scene.config.task.name).fitted]
    return list(zip(labels, fitted.scores, strict=True))
