"""Lines of a film's numbers, drawn before there are any: the browser, which has the film, fills them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from playground.charts.picture import Spec, scatter, short
from playground.charts.step_lines import ROUNDING, words_trace

Of = Literal["trainLoss", "testLoss", "gradNorm"]
"""Which numbers; as `playground/ui/components/web/film_store.js` names them."""


def track(
    run: str,
    of: Of,
    name: str,
    style: Spec,
    *,
    opacity: float = 1.0,
    smoothing: float = 0.0,
    seconds: bool = False,
    hover: str = "",
    clipping: Sequence[tuple[int, float | None]] = (),
) -> Spec:
    """A line through a training, with a hole for its numbers.

    Args:
        run: the film's link as a query.
        style: Plotly's line.
        smoothing: strength of the moving average, 0 (off) to less than 1.
        seconds: against the time spent on training, and not against the step.
        hover: the name of the line in the hover, if not its own name.
        clipping: the most a value can be, each with the step from which it holds, `None` for no bound: a gap.
            Without any the line has the values as they are.
    """
    trace = scatter("lines", [], [], f"{hover or name}: %{{y:.4g}}", name=name, line=style, opacity=opacity)
    about = {"run": run, "of": of, "smoothing": smoothing, "seconds": seconds}
    return trace | {"meta": about | ({"clipping": list(map(list, clipping))} if clipping else {})}


def level(value: float, end: float, name: str) -> list[Spec]:
    """A dashed level up to `end`, and its label at the end that the losses leave free."""
    line, label = level_between(value, 0, end, name)
    return [line, label | {"meta": {"level": value}}]


def level_between(value: float, start: float, end: float, name: str) -> list[Spec]:
    """A dashed level from `start` to `end`, and its label at its end."""
    text = f"{name} {short(value) if value > ROUNDING else 0}"
    shared = {"showlegend": False, "cliponaxis": False}
    line = scatter("lines", [start, end], [value, value], name=name, line={"dash": "dot", "width": 1.5})
    return [line | shared, words_trace(text, [end], [value], "top left") | shared]


def meta(
    fit: Literal["loss", "logLoss", "tests", "logTests", "norm"],
    runs: dict[str, str],
    told: dict[str, str],
    **more: Any,
) -> Spec:
    """How the browser fits the loss axis, and the sentences in which it tells the numbers.

    Args:
        fit: `tests` fits the axis to the test losses of several runs, whatever their train losses begin with.
        runs: what each run is called.
        told: translated templates.
    """
    return {"fit": fit, "runs": runs, "told": told} | more
