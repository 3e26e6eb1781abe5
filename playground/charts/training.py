"""How training goes: loss and gradient size against the optimizer step."""

from __future__ import annotations

import numpy as np

from playground.charts.lines import MOST_POINTS, Floats, smoothed
from playground.charts.picture import Picture, Spec, sentences, short
from playground.charts.step_lines import LOSS_NAMES, StepLine, level_traces, readable_losses, step_layout
from playground.charts.theme import CELL_COLOURS, CELL_NAMES
from playground.config import Cell
from playground.films.history import History
from playground.i18n import N_, _
from playground.tasks.answers import Loss

_THINNED = N_("Of every few steps the lowest and the highest are drawn, so no spike is lost.")


def loss_figure(
    history: History,
    *,
    cell: Cell,
    loss_name: Loss,
    baseline: float | None = None,
    cursor: int = 0,
    log_y: bool = False,
    smoothing: float = 0.9,
    total_steps: int | None = None,
    changes: tuple[int, ...] = (),
) -> Picture:
    """Train and test loss against the optimizer step, with the baseline's loss as a floor.

    Args:
        smoothing: strength of the train loss's moving average, 0 (off) to less than 1.
        total_steps: how far the step axis reaches; `None` fits it to the data.
        changes: steps at which the training settings were changed.
    """
    end = total_steps or max(history.last_step, 1)
    traces = _train_traces(history.train_loss, cell, smoothing)
    traces.append(_test_trace(history, cell))
    if baseline is not None:
        falls_to_it = len(history.train_loss) > 0 and history.train_loss[0] > 1.2 * baseline
        traces += level_traces(baseline, end, _("Baseline"), label_first=bool(falls_to_it))
    layout = step_layout(_(LOSS_NAMES[loss_name]), end, log_y, cursor, changes)
    if not log_y:
        layout["yaxis"] |= readable_losses(
            [np.concatenate([history.train_loss, history.test_loss])], baseline
        )
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=_loss_alt(history, cell, baseline, cursor, changes),
        title=_("Loss"),
        look_for=_loss_look_for(history, baseline is not None and smoothing > 0, changes),
    )


def gradient_figure(
    history: History,
    *,
    cell: Cell,
    max_norm: float | None = None,
    cursor: int = 0,
    log_y: bool = True,
    total_steps: int | None = None,
    changes: tuple[int, ...] = (),
) -> Picture:
    """Norm of the gradient before clipping, and the threshold it is clipped to."""
    end = total_steps or max(history.last_step, 1)
    steps = np.arange(1, history.last_step + 1)
    style = {"color": CELL_COLOURS[cell], "width": 1.5}
    traces = [StepLine(x=steps, values=history.grad_norm, name=_("Gradient norm"), style=style).trace()]
    if max_norm is not None:
        traces += level_traces(max_norm, end, _("Clipped to this"))
    layout = step_layout(_("Gradient norm"), end, log_y, cursor, changes)
    return Picture(
        spec={"data": traces, "layout": layout},
        alt=_gradient_alt(history, cell, max_norm, cursor),
        title=_("Gradient size"),
        look_for=_("Spikes are steps that could throw the weights far away; clipping (under More) cuts them.")
        if max_norm is None
        else _("A gradient above the dotted line is made shorter before the step: clipping."),
    )


def _loss_look_for(history: History, floor: bool, changes: tuple[int, ...]) -> str:
    return sentences(
        [
            _("Faint: each batch. Look for the step at which the test loss falls under the baseline.")
            if floor
            else _("Look for the step from which the test loss no longer falls with the train loss."),
            _("Dotted upright line: the settings were changed there.") if changes else "",
        ]
    )


def _train_traces(losses: Floats, cell: Cell, smoothing: float) -> list[Spec]:
    steps = np.arange(1, len(losses) + 1)
    thin, usual, thick = ({"color": CELL_COLOURS[cell], "width": width} for width in (1, 1.5, 2))
    if smoothing == 0:
        return [StepLine(x=steps, values=losses, name=_("Train"), style=usual).trace()]
    raw = StepLine(x=steps, values=losses, name=_("Train, each batch"), style=thin, opacity=0.35)
    name = _("Train, smoothed {strength}").format(strength=f"{smoothing:g}")
    smooth = StepLine(x=steps, values=smoothed(losses, smoothing), name=name, style=thick)
    together = {"legendgroup": "train"}
    return [raw.trace() | together | {"showlegend": False}, smooth.trace() | together]


def _test_trace(history: History, cell: Cell) -> Spec:
    """Told from the train loss by its diamonds on a dotted line, not by hue."""
    colour = {"color": CELL_COLOURS[cell]}
    dotted = colour | {"width": 1, "dash": "dot"}
    line = StepLine(x=history.epoch_step, values=history.test_loss, name=_("Test"), style=dotted)
    marker = colour | {"size": 8, "symbol": "diamond", "maxdisplayed": 30}
    return line.trace() | {"mode": "lines+markers", "marker": marker}


def _loss_alt(
    history: History, cell: Cell, baseline: float | None, cursor: int, changes: tuple[int, ...]
) -> str:
    name, steps = CELL_NAMES[cell], history.last_step
    if steps == 0:
        return _("{cell}: no step has been made yet.").format(cell=name)
    losses = history.train_loss
    finite = np.flatnonzero(np.isfinite(losses))
    parts = []
    if len(finite):
        start, end = finite[0] + 1, finite[-1] + 1
        text = _("{cell}: train loss from {first} at step {start} to {last} at step {end}.")
        ends = {"first": short(losses[start - 1]), "last": short(losses[end - 1])}
        parts.append(text.format(cell=name, start=start, end=end, **ends))
    if len(finite) < steps:
        broken = int(np.flatnonzero(~np.isfinite(losses))[0]) + 1
        parts.append(_("Training diverged at step {step}: the loss is no number.").format(step=broken))
    parts += [_test_alt(history, baseline), _("The cursor is at step {step}.").format(step=cursor)]
    if changes:
        where = ", ".join(str(step) for step in changes)
        parts.append(_("Settings were changed at step {steps}.").format(steps=where))
    if steps > MOST_POINTS:
        parts.append(_(_THINNED))
    return sentences(parts)


def _test_alt(history: History, baseline: float | None) -> str:
    good = np.flatnonzero(np.isfinite(history.test_loss))
    if not len(good):
        return ""
    best = int(good[np.argmin(history.test_loss[good])])
    losses, steps = history.test_loss, history.epoch_step
    text = _("Test loss {last} after step {step}, at best {best} after step {best_step}.").format(
        last=short(losses[good[-1]]), step=steps[good[-1]], best=short(losses[best]), best_step=steps[best]
    )
    if baseline is None:
        return text
    under = _("That best is under the baseline's {baseline}.")
    over = _("That best is not under the baseline's {baseline}.")
    return f"{text} {(under if losses[best] < baseline else over).format(baseline=short(baseline))}"


def _gradient_alt(history: History, cell: Cell, max_norm: float | None, cursor: int) -> str:
    norms = history.grad_norm[np.isfinite(history.grad_norm)]
    if not len(norms):
        return _("{cell}: no step has been made yet.").format(cell=CELL_NAMES[cell])
    text = _("{cell}: gradient norm between {low} and {high}, at the last step {last}.").format(
        cell=CELL_NAMES[cell], low=short(norms.min()), high=short(norms.max()), last=short(norms[-1])
    )
    clipped = ""
    if max_norm is not None:
        share = 100 * float((norms > max_norm).mean())
        clipped = _("{share} % of the steps were clipped to {norm}.").format(
            share=short(share), norm=short(max_norm)
        )
    return sentences([text, clipped, _("The cursor is at step {step}.").format(step=cursor)])
