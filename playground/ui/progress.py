"""How far the run is: the timeline, a word on what is happening, and the time left."""

from __future__ import annotations

from playground import tasks
from playground.films.cursor import Cursor, Seek
from playground.films.film import Film
from playground.i18n import _
from playground.training import cost
from playground.ui.components import timeline
from playground.ui.playback import dispatch
from playground.ui.words import seconds_in_words


def show_timeline(cursor: Cursor, film: Film) -> None:
    """The timeline over everything computed so far, with its words."""
    epoch = cursor.step / film.epoch_steps
    epochs = film.total_steps // film.epoch_steps
    timeline(
        step=cursor.step,
        developed=film.last_step,
        total=film.total_steps,
        key="timeline",
        epoch_text=_("Epoch {epoch} of {epochs}").format(epoch=f"{epoch:.4g}", epochs=epochs),
        time_left=_time_left(cursor, film),
        status=_status(cursor, film),
        label=_("Timeline: go to any step trained so far"),
        step_text=_("Step {step} of {total}"),
        on_seek=lambda step: dispatch(Seek(step)),
    )


def _status(cursor: Cursor, film: Film) -> str:
    """One or two words on what is happening."""
    if film.status == "failed":
        return _("Failed")
    if film.status == "diverged" and cursor.step >= film.last_step:
        return _("Diverged")
    if film.is_over and cursor.step >= film.last_step:
        return _("Finished")
    if cursor.is_seeking:
        return _("Training one step further")
    if cursor.is_playing:
        return _("Training") if not film.is_over else _("Playing")
    return _("Untrained") if cursor.step == 0 else _("Paused")


def _time_left(cursor: Cursor, film: Film) -> str:
    """Measured while it trains; estimated before."""
    if film.is_over:
        return ""
    if film.seconds_left is None:
        whole = cost.seconds(cursor.config, tasks.dataset(cursor.config.task))
        return _("Takes about {time}").format(time=seconds_in_words(whole))
    return _("About {time} of training left").format(time=seconds_in_words(film.seconds_left))
