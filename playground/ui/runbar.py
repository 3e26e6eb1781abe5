"""The run bar of a page: the experiment for the player, and what is to be said of it."""

from __future__ import annotations

from urllib.parse import urlencode

from playground import tasks
from playground.config import RunConfig
from playground.config.rules import MAX_SEED
from playground.experiments import edits
from playground.experiments.presets import preset_of
from playground.i18n import _, current_language
from playground.ui.attention import twin
from playground.ui.components.run_bar import Measure, Start, run_bar
from playground.ui.history import kept
from playground.ui.playback import choose, go_on
from playground.ui.runs import film_of
from playground.ui.session import configs_of, current_session, moment_query


def show_run_bar() -> None:
    """Play, step, start over, how fast, the timeline, and one sentence on how it goes."""
    session = current_session()
    config, alone = session.config, session.lanes is None
    run_bar(
        films=[film_of(one) for one in configs_of(session)],
        start=Start(
            serial=session.serial, change=session.change, autoplay=session.plays, at=session.began_at
        ),
        viewer=session.viewer,
        key="runbar",
        language=current_language(),
        by_time=session.view_state.by_time and not alone,
        moment=urlencode(moment_query()),
        kept=kept(session),
        beside=[film_of(one) for one in twin.shown(session)],
        changes=[change.step for change in config.training.changes],
        measure=_measure(config) if alone else None,
        more_epochs=_more_epochs(config) if alone else 0,
        on_new_weights=_new_weights,
        on_go_on=go_on,
    )


def _measure(config: RunConfig) -> Measure:
    preset = preset_of(config)
    return Measure(
        baseline=tasks.dataset(config.task).baseline,
        lesson="" if preset is None else _(preset.lesson),
        hopeless=_(tasks.problem(config.task.name).hopeless),
    )


def _more_epochs(config: RunConfig) -> int:
    longer = edits.continued(config)
    return 0 if longer is None else longer.training.epochs - config.training.epochs


def _new_weights() -> None:
    config = current_session().config
    seed = (config.training.seed + 1) % (MAX_SEED + 1)
    choose(edits.edited(config, {"training.seed": seed, "training.changes": ()}))
