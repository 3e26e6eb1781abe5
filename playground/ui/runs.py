"""Runs and views as a page names them to its player in the browser."""

from __future__ import annotations

from playground import tasks
from playground.config import RunConfig
from playground.experiments import links
from playground.i18n import current_language
from playground.training import cost, plan
from playground.ui.components.run_bar import RunFilm
from playground.ui.server import hub, proof_for
from playground.views import address, registry
from playground.views.answers import views_of
from playground.views.scores import series_of
from playground.views.view_state import ViewState


def run_of(config: RunConfig) -> str:
    """The run as its link's query."""
    return links.query(config)


def film_of(config: RunConfig) -> RunFilm:
    """The run as the player asks for it."""
    data = tasks.dataset(config.task)
    examples = len(data.train_x)
    return RunFilm(
        run=run_of(config),
        total_steps=plan.last_step(config.training, examples),
        epoch_steps=plan.steps_per_epoch(config.training, examples),
        seconds=hub.results.paces.range_of(cost.seconds(config, data)),
        proof=proof_for(config),
    )


def simple_of(config: RunConfig, name: str, view_state: ViewState) -> dict[str, str] | None:
    """Where forecasts without a network come from, as the view of this name shows them; of a series only."""
    if series_of(config.task) is None:
        return None
    alone = RunConfig(task=config.task)  # they are the same for all its runs
    return {"run": run_of(alone), "view": view_of(name, view_state, alone)}


def view_of(name: str, view_state: ViewState, config: RunConfig) -> str:
    """The view of this name, as the learner looks at the run."""
    uses = registry.VIEWS[name].uses
    if name == "learning":  # what stands there depends on the answer's kind, and so does what it depends on
        uses = views_of(tasks.dataset(config.task)).uses
    return address.written(name, current_language(), view_state, uses, config)
