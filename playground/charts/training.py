"""How training goes: loss and gradient size against the optimizer step."""

from __future__ import annotations

from playground.charts.picture import Picture, Spec, sentences
from playground.charts.step_lines import LOSS_NAMES, step_layout
from playground.charts.theme import CELL_COLOURS, CELL_NAMES
from playground.charts.tracks import level, level_between, meta, track
from playground.config import Cell
from playground.i18n import N_, _
from playground.tasks.answers import Loss

TOLD = {
    "none": N_("{cell}: no step has been made yet."),
    "train": N_("{cell}: train loss from {first} at step {start} to {last} at step {end}."),
    "diverged": N_("Training diverged at step {step}: the loss is infinite or undefined."),
    "test": N_("Test loss {last} after step {step}, at best {best} after step {best_step}."),
    "under": N_("The best is below the baseline's {baseline}."),
    "over": N_("The best is not below the baseline's {baseline}."),
    "cursor": N_("The cursor is at step {step}."),
    "thinned": N_("Of every few steps, the lowest and the highest are drawn, so no spike is lost."),
}
"""A loss in words; the browser has the numbers."""
TOLD_OF_NORMS = {
    "none": TOLD["none"],
    "norms": N_("{cell}: gradient norm between {low} and {high}, at the last step {last}."),
    "clipped": N_("Of the steps {start} to {end}, {share} % were clipped to {norm}."),
    "cursor": TOLD["cursor"],
}


def loss_figure(
    run: str,
    *,
    cell: Cell,
    loss_name: Loss,
    total_steps: int,
    baseline: float | None = None,
    log_y: bool = False,
    smoothing: float = 0.9,
    changes: tuple[int, ...] = (),
) -> Picture:
    """Train and test loss against the optimizer step, with the baseline's loss as a floor.

    Args:
        run: the film's link as a query.
        total_steps: how far the step axis reaches.
        smoothing: strength of the train loss's moving average, 0 (off) to less than 1.
        changes: steps at which the training settings were changed.
    """
    traces = [*_train_tracks(run, cell, smoothing), _test_track(run, cell)]
    if baseline is not None:
        traces += level(baseline, total_steps, _("Baseline"))
    layout = step_layout(_(LOSS_NAMES[loss_name]), total_steps, log_y, 0, changes)
    told = {name: _(sentence) for name, sentence in TOLD.items()} | {"changes": _changed(changes)}
    layout["meta"] = meta("logLoss" if log_y else "loss", {run: CELL_NAMES[cell]}, told, baseline=baseline)
    return Picture(
        spec={"data": traces, "layout": layout},
        alt="",
        title=_("Loss"),
        look_for=_loss_look_for(baseline is not None and smoothing > 0, changes),
    )


def gradient_figure(
    run: str,
    *,
    cell: Cell,
    total_steps: int,
    clipping: tuple[tuple[int, float | None], ...] = ((0, None),),
    changes: tuple[int, ...] = (),
) -> Picture:
    """Norm of the gradient before and after clipping, and what it is clipped to, where it is.

    Args:
        clipping: the norms it is clipped to, `None` for no clipping, each with the step from which it holds.
    """
    style = {"color": CELL_COLOURS[cell], "width": 1.5}
    levels = _levels(clipping, total_steps)
    traces = [track(run, "gradNorm", _("Gradient norm"), style, opacity=0.45 if levels else 1.0)]
    if levels:
        traces.append(track(run, "gradNorm", _("After clipping"), style, clipping=clipping))
    traces += levels
    layout = step_layout(_("Norm"), total_steps, True, 0, changes)
    told = {name: _(sentence) for name, sentence in TOLD_OF_NORMS.items()}
    layout["meta"] = meta("norm", {run: CELL_NAMES[cell]}, told, clipping=clipping)
    return Picture(
        spec={"data": traces, "layout": layout},
        alt="",
        title=_("Gradient norm"),
        look_for=_("A spike can ruin the weights in one step; clipping (under More) limits it.")
        if not levels
        else _("Clipping shortens every gradient above the dotted line before the step."),
    )


def _levels(clipping: tuple[tuple[int, float | None], ...], total_steps: int) -> list[Spec]:
    """Each norm that is clipped to, from where it holds to where the next one does."""
    ends = [*(start for start, _norm in clipping[1:]), total_steps]
    return [
        trace
        for (start, norm), end in zip(clipping, ends, strict=True)
        if norm is not None and start < total_steps
        for trace in level_between(norm, start, min(end, total_steps), _("Clipping norm"))
    ]


def _loss_look_for(floor: bool, changes: tuple[int, ...]) -> str:
    return sentences(
        [
            _("Faint: each batch. Look for the step where the test loss falls below the baseline.")
            if floor
            else _("Look for the step where the test loss stops falling."),
            _("Dotted vertical line: the settings changed there.") if changes else "",
        ]
    )


def _changed(changes: tuple[int, ...]) -> str:
    where = ", ".join(str(step) for step in changes)
    return _("Settings were changed at step {steps}.").format(steps=where) if changes else ""


def _train_tracks(run: str, cell: Cell, smoothing: float) -> list[Spec]:
    thin, usual, thick = ({"color": CELL_COLOURS[cell], "width": width} for width in (1, 1.5, 2))
    if smoothing == 0:
        return [track(run, "trainLoss", _("Train"), usual)]
    name = _("Train, smoothed {strength}").format(strength=f"{smoothing:g}")
    together = {"legendgroup": "train"}
    raw = track(run, "trainLoss", _("Train, each batch"), thin, opacity=0.35) | together
    smooth = track(run, "trainLoss", name, thick, smoothing=smoothing)
    return [raw | {"showlegend": False}, smooth | together]


def _test_track(run: str, cell: Cell) -> Spec:
    """Told from the train loss by its diamonds on a dotted line, not by hue."""
    colour = {"color": CELL_COLOURS[cell]}
    marker = colour | {"size": 8, "symbol": "diamond", "maxdisplayed": 30}
    line = track(run, "testLoss", _("Test"), colour | {"width": 1, "dash": "dot"})
    return line | {"mode": "lines+markers", "marker": marker}
