"""How far the runs of a page are: the timeline, a word on what is happening, and the time left."""

from __future__ import annotations

from playground import tasks
from playground.films.cursor import Seek, Watched
from playground.films.film import Film
from playground.films.film_group import MILLISECONDS, FilmGroup
from playground.i18n import _
from playground.training import cost
from playground.ui.components.timeline import timeline
from playground.ui.engine import engine
from playground.ui.playback import dispatch
from playground.ui.session import Session, configs_of
from playground.ui.words import seconds_in_words


def show_timeline(session: Session, seen: Watched) -> None:
    """The timeline over everything computed so far, with its words."""
    by_time = isinstance(seen, FilmGroup) and seen.by_time
    timeline(
        step=session.cursor.step,
        developed=seen.last_step,
        total=seen.total_steps,
        key="timeline",
        epoch_text=_place(session.cursor.step, seen),
        time_left=_time_left(session, seen),
        status=_status(session, seen),
        label=_("Timeline: go to any step trained so far"),
        step_text=_("{step} of {total} ms") if by_time else _("Step {step} of {total}"),
        on_seek=lambda step: dispatch(Seek(step)),
    )


def _place(step: int, seen: Watched) -> str:
    epoch = f"{step / seen.epoch_steps:.4g}"
    if isinstance(seen, Film):
        epochs = seen.total_steps // seen.epoch_steps
        return _("Epoch {epoch} of {epochs}").format(epoch=epoch, epochs=epochs)
    if not seen.by_time:
        return _("Epoch {epoch}").format(epoch=epoch)
    lanes = enumerate(seen.films)
    ended = any(film.is_over and seen.step_of(lane, step) == film.last_step for lane, film in lanes)
    told = _("After up to {seconds} s of training each") if ended else _("After {seconds} s of training each")
    return told.format(seconds=f"{step / MILLISECONDS:.1f}")


def _status(session: Session, seen: Watched) -> str:
    """One or two words on what is happening."""
    cursor = session.cursor
    if seen.status == "failed":
        return _("Failed")
    if seen.is_over and cursor.step >= seen.last_step:
        return _("Diverged") if seen.status == "diverged" else _("Finished")
    if cursor.is_seeking and isinstance(seen, Film):
        return _("Training one step further")
    if not cursor.is_paused:
        return _("Playing") if seen.is_over else _("Training")
    return _("Untrained") if cursor.step == 0 else _("Paused")


def _time_left(session: Session, seen: Watched) -> str:
    """Measured while it trains; estimated before. Runs that are compared share the workers."""
    if seen.is_over:
        return ""
    workers = 1 if isinstance(seen, Film) else max(engine().state().workers, 1)
    if seen.seconds_left is not None:
        time = seconds_in_words(seen.seconds_left / workers)
        return _("About {time} of training left").format(time=time)
    whole = sum(cost.seconds(config, tasks.dataset(config.task)) for config in configs_of(session))
    return _("Takes about {time}").format(time=seconds_in_words(whole / workers))
