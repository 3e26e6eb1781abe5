"""The run bar of a page: the experiment for the player, and what is to be said of it."""

from __future__ import annotations

from urllib.parse import urlencode

from playground import tasks
from playground.config import RunConfig
from playground.config.rules import MAX_SEED
from playground.experiments import edits
from playground.experiments.advice import advised
from playground.experiments.presets import preset_of
from playground.films.stream.wishes import Place
from playground.i18n import _, current_language
from playground.ui.attention import twin
from playground.ui.components.run_bar import Hands, Keepsake, Measure, Start, Tried, run_bar
from playground.ui.error_boundary import refusals_told
from playground.ui.history import called, kept
from playground.ui.opening import moment_query, open_run
from playground.ui.playback import choose, go_on
from playground.ui.runs import film_of, simple_of
from playground.ui.server import hub
from playground.ui.session import Session, configs_of, current_session, refuse
from playground.views import verdicts
from playground.views.view_state import ViewState


def show_run_bar() -> None:
    """Play, step, start over, how fast, the timeline, and one sentence on how it goes."""
    session = current_session()
    config, alone = session.config, session.lanes is None
    films = [film_of(one) for one in configs_of(session)]
    if is_about_to_play(session, hub.place_of(session.viewer)):
        for one, film in zip(configs_of(session), films, strict=True):
            hub.expect(one, session.viewer, film.total_steps)
    run_bar(
        films=films,
        start=Start(
            serial=session.serial, change=session.change, autoplay=session.plays, at=session.began_at
        ),
        viewer=session.viewer,
        key="runbar",
        language=current_language(),
        by_time=session.view_state.by_time and not alone,
        keepsake=Keepsake(
            kept=kept(session),
            moment=urlencode(moment_query()),
            called=called(session),
            notes=session.notes.of(session.serial),
        ),
        beside=[film_of(one) for one in twin.shown(session)],
        changes=[change.step for change in config.training.changes],
        measure=_measure(config) if alone else None,
        more_epochs=_more_epochs(config) if alone else 0,
        hands=Hands(new_weights=_new_weights, go_on=go_on, run=open_run, advice=_try_advice),
    )


def is_about_to_play(session: Session, place: Place | None) -> bool:
    """Whether the player, whose cursor is at `place`, plays this experiment once it has heard of it."""
    if place is None:
        return session.plays
    if place.serial == session.serial:
        return False  # it has heard, and speaks for itself
    return session.plays or place.mode == "playing"


def _measure(config: RunConfig) -> Measure:
    preset, advices = preset_of(config), verdicts.advices_of(config)
    return Measure(
        baseline=tasks.dataset(config.task).baseline,
        lesson="" if preset is None else _(preset.lesson),
        hopeless=_(tasks.problem(config.task.name).hopeless),
        words=verdicts.words_of(config),
        table=verdicts.known_of(config).table(),
        labels={kind: verdicts.label_of(one) for kind, one in advices.items() if not one.is_more_epochs},
        simple=simple_of(config, "verdict", ViewState()),
    )


def _try_advice(tried: Tried) -> None:
    """The same experiment with what was advised."""
    config = current_session().config
    with refusals_told(refuse):
        advice = advised(tried.kind, config, tried.epoch)
        if advice is not None:
            choose(advice.tried(config), plays=True)


def _more_epochs(config: RunConfig) -> int:
    longer = edits.continued(config)
    return 0 if longer is None else longer.training.epochs - config.training.epochs


def _new_weights() -> None:
    config = current_session().config
    seed = (config.training.seed + 1) % (MAX_SEED + 1)
    choose(edits.edited(config, {"training.seed": seed, "training.changes": ()}))
