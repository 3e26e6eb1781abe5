"""The report of one run where there is no browser: its numbers, and its losses drawn."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from playground import tasks
from playground.charts.lines import kept_points
from playground.charts.theme import CELL_COLOURS, CELL_NAMES
from playground.export.report import Rows, Run, escaped, filled, skeleton, table
from playground.films.film import Film
from playground.i18n import N_, _, translated
from playground.training.verdicts import NAMES
from playground.views.words import heads, number

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 800, 320, 72, 24, 16, 44
"""Of the picture of the losses, and of its margins, in px."""
_ALT = N_("Losses on a log scale. Thin: train loss, {train} at the end. Thick: test loss, {test} at the end.")
_GROUND = "#0f1626"


def film_report(film: Film, link: str, *, command: str, device: str, scores: Sequence[Rows] = ()) -> str:
    """The report with nothing left to fill in.

    Args:
        film: the run as far as it was trained.
        link: opens it on a page.
        command: repeats it.
        device: what trained it, as torch calls it.
        scores: tables of the baselines' scores; the first row of each is its head.
    """
    run = Run(name=CELL_NAMES[film.config.model.cell], config=film.config, device=device)
    page = skeleton([run], link, command=command, sentence=_verdict(film))
    holes = {"numbers": table(_numbers(film)), "scores": "\n".join(map(table, scores))}
    return filled(page, holes | {"pictures": _losses(film)})


def _verdict(film: Film) -> str:
    if film.status == "diverged":
        return _("Diverged at step {step}.").format(step=film.last_step)
    if not len(film.history.verdict):
        return translated(film.reason)
    name = _(NAMES[int(film.history.verdict[-1])])
    return _("Against the baseline: {verdict}.").format(verdict=name)


def _numbers(film: Film) -> Rows:
    history, data = film.history, tasks.dataset(film.config.task)
    names = heads(data.answer)
    head = [_("Step"), _("Epoch"), _("Train loss"), _("Test loss"), *names.values()]
    known = [history.epoch_train_loss, history.test_loss, *(history.metrics[name] for name in names)]
    last = [number(float(values[-1])) if len(values) else "–" for values in known]
    return [head, [f"{film.last_step:,}", f"{len(history.epoch_step):,}", *last]]


def _losses(film: Film) -> str:
    history = film.history
    lines = [(np.arange(1, film.last_step + 1), history.train_loss, 1.0, 0.5)]
    lines.append((history.epoch_step, history.test_loss, 2.0, 1.0))
    positive = [values[np.isfinite(values) & (values > 0)] for _x, values, *_look in lines]
    known = np.concatenate(positive)
    if not len(known):
        return ""
    low, high = np.floor(np.log10(known.min())), np.ceil(np.log10(known.max()) + 1e-9)
    colour = CELL_COLOURS[film.config.model.cell]
    parts = [_axes(float(low), float(high), film.total_steps)]
    for steps, values, width, opacity in lines:
        points = _points(steps, values, (float(low), float(high)), film.total_steps)
        look = f'fill="none" stroke="{colour}" stroke-width="{width}" opacity="{opacity}"'
        parts.append(f'<polyline points="{points}" {look}/>')
    size = f'width="{WIDTH}" height="{HEIGHT}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">'
    packed = base64.b64encode(f"{svg}{''.join(parts)}</svg>".encode()).decode("ascii")
    ends = [number(float(values[-1])) if len(values) else "–" for _x, values, *_look in lines]
    words = escaped(_(_ALT).format(train=ends[0], test=ends[1]))
    image = f'<img src="data:image/svg+xml;base64,{packed}" alt="{words}" {size}>'
    return f"<figure>\n{image}\n<figcaption>{words}</figcaption>\n</figure>"


def _points(
    steps: NDArray[np.int64], values: NDArray[np.float64], ends: tuple[float, float], total: int
) -> str:
    """As many points as a line of this width can show; what is no number, or 0, is left out."""
    shown = [at for at in kept_points(values) if np.isfinite(values[at]) and values[at] > 0]
    return " ".join(f"{_x(steps[at], total):.1f},{_y(np.log10(values[at]), ends):.1f}" for at in shown)


def _axes(low: float, high: float, total: int) -> str:
    parts = []
    for power in np.linspace(low, high, int(high - low) + 1):
        y = _y(float(power), (low, high))
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{_GROUND}" opacity="0.15"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10**power:g}</text>')
    for step in (0, total // 2, total):
        x, y = _x(step, total), HEIGHT - BOTTOM + 18
        parts.append(f'<text x="{x:.1f}" y="{y}" text-anchor="middle">{step:,}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    label = escaped(_("Optimizer step"))
    return "".join(parts) + f'<text x="{middle}" y="{HEIGHT - 6}" text-anchor="middle">{label}</text>'


def _x(step: float, total: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * step / max(total, 1)


def _y(power: float, ends: tuple[float, float]) -> float:
    low, high = ends
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (power - low) / max(high - low, 1e-9)
