"""The scrubber over a film: where the learner is, and how much of the film there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.i18n import _
from playground.ui.components.assets import handed_on, mount


def timeline(
    *,
    step: int,
    developed: int,
    total: int,
    key: str,
    epoch_text: str = "",
    time_left: str = "",
    status: str = "",
    step_text: str = "Step {step} of {total}",
    on_seek: Callable[[int], None] | None = None,
) -> None:
    """A slider over the whole run that goes as far as the run is developed.

    Its words are translated; the status is read out when it changes. `step_text` has `{step}` and `{total}`
    in it. `on_seek` is called with the step the learner went to, before the page's script runs.
    """
    label = _("Timeline: go to any step trained so far")
    data = {"step": step, "developed": developed, "total": max(total, 1), "label": label}
    data |= {"epochText": epoch_text, "timeLeft": time_left, "status": status, "stepText": step_text}

    def place(sent: Any) -> int | None:
        return min(max(sent, 0), developed) if type(sent) is int else None

    mount("timeline", key=key, data=data, on_seek_change=handed_on(key, "seek", place, on_seek))
