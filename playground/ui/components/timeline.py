"""The scrubber over a film: where the learner is, and how much of the film there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.ui.components.assets import mount, sent_by_browser


def timeline(
    *,
    step: int,
    developed: int,
    total: int,
    key: str,
    epoch_text: str = "",
    time_left: str = "",
    status: str = "",
    label: str = "Timeline",
    step_text: str = "Step {step} of {total}",
    on_seek: Callable[[int], None] | None = None,
) -> int | None:
    """A slider over the whole run that goes as far as the run is developed.

    Args:
        step: where the cursor is.
        developed: the newest step there is.
        total: the last step of the run.
        key: the timeline's name on the page.
        epoch_text: which epoch that is, translated.
        time_left: how long the rest takes, translated; empty while that is not known.
        status: what the run is doing, translated; read out when it changes.
        label: what the slider is called for readers who do not see it.
        step_text: how a step is written, with `{step}` and `{total}` in it.
        on_seek: called with the step the learner went to, before the page's script runs.

    Returns:
        The step the learner went to just now, else `None`.
    """
    data = {"step": step, "developed": developed, "total": max(total, 1), "label": label}
    data |= {"epochText": epoch_text, "timeLeft": time_left, "status": status, "stepText": step_text}

    def sought() -> None:
        place = _place(sent_by_browser(key, "seek"), developed)
        if place is not None and on_seek is not None:
            on_seek(place)

    result = mount("timeline", key=key, data=data, on_seek_change=sought)
    return _place(result.get("seek"), developed)


def _place(sent: Any, developed: int) -> int | None:
    """The step in what the browser sent, within what is developed."""
    if not isinstance(sent, int) or isinstance(sent, bool):
        return None
    return min(max(sent, 0), developed)
