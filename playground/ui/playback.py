"""Another experiment, and where the player in the learner's browser is in this one."""

from __future__ import annotations

from dataclasses import replace

from playground.config import RunConfig
from playground.experiments import edits
from playground.films.stream.wishes import Place
from playground.ui.engine import engine
from playground.ui.error_boundary import refusals_told
from playground.ui.server import hub
from playground.ui.session import Session, configs_of, current_session, refuse, write_session


def choose(config: RunConfig, *, plays: bool = False) -> None:
    """Another run, from its step 0; where it does not fit, say why and change nothing.

    Args:
        config: the run.
        plays: play it in any case; else it goes on playing if the one before did.
    """
    session = current_session()
    if config == session.config and not plays:
        return _accept(session)
    with refusals_told(refuse):
        after = replace(session, config=config, change="chosen", began_at=0, plays=plays)
        _accept(replace(after, serial=session.serial + 1))


def fork(path: str, value: float | None) -> None:
    """Change a rate from here on: a run that shares this one's beginning, and stays at its step.

    Where this one has ended nothing comes from here on: the change holds for a run from step 0.
    """
    session = current_session()
    with refusals_told(refuse):
        step = place(session).step
        film = engine().film(session.config)
        if film.is_over and step >= film.last_step:
            return choose(edits.from_the_start(session.config, step, {path: value}))
        config = edits.forked(session.config, step, path, value)
        if not config.training.changes:
            return choose(config)
        _share_beginning(session, config, step)


def go_on() -> None:
    """Train the run further than it was to go, and play on from where it is."""
    session = current_session()
    with refusals_told(refuse):
        longer = edits.continued(session.config)
        if longer is not None:
            _share_beginning(session, longer, place(session).step, plays=True)


def _share_beginning(session: Session, config: RunConfig, step: int, *, plays: bool = False) -> None:
    """Another run that is the same up to this step, where the learner stays."""
    if config != session.config:
        session = replace(session, config=config, change="forked", began_at=step, plays=plays)
        session = replace(session, serial=session.serial + 1)
    _accept(session)


def place(session: Session) -> Place:
    """Where the learner is in the open experiment, as their player told last."""
    told = hub.place_of(session.viewer)
    if told is None or told.serial != session.serial:  # it has not opened this experiment yet
        return Place(step=session.began_at, serial=session.serial)
    return told


def _accept(session: Session) -> None:
    """Keep it, with nothing left to be told.

    Raises:
        ConfigError: lanes or sweep do not fit it, or it has another value where the link locks one.
    """
    for config in configs_of(session):
        session.teaching.require(config)
    if session.sweep is not None:
        session.sweep.configs(session.config)
    view_state = replace(session.view_state, own_fault="")
    write_session(replace(session, view_state=view_state, message=""))
