"""A view as a text: its name, the language, and those ways of looking at a run that it depends on.

The page writes it, the browser sends it back, a worker reads it: between them it is a stranger's text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from playground.charts.inside.units import Order, Scale
from playground.config import RunConfig
from playground.config.errors import PlaygroundError
from playground.config.model import MAX_LAYERS, MAX_UNITS
from playground.config.rules import MAX_SEED, require_between, require_choice, require_flag, require_integer
from playground.config.task import MAX_TIME_STEPS
from playground.i18n import N_
from playground.models.hold import Gate, Hold
from playground.probes.sample import HOTTEST
from playground.views.view_state import Side, ViewState

MOST_LETTERS = 8000
"""Of a whole view, as the socket takes it; the longest sequence there is, of noise, has 6,400."""
LONGEST_OWN = 7500
"""Of what a learner typed for it."""
TYPED = ("own_text", "own_lines")
"""Fields that were typed for one problem, and mean nothing in another."""
LONGEST_BEAM, LONGEST_RUN, MOST_FORCED = 10, 500, 50
_NO_VIEW = N_("This page asked for a picture that does not exist. Reload it.")
_NO_LOOK = N_("This link asks for a view that does not exist.")


class ViewError(PlaygroundError):
    """A view that nobody can have asked for by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Which view, in which language, looked at how."""

    name: str
    language: str
    look: dict[str, Any]
    """Fields of the view state that are not as usual, as JSON has them."""

    def view_state(self, config: RunConfig) -> ViewState:
        """The view state of a run."""
        look = {name: _FIELDS[name](name, value) for name, value in self.look.items()}
        if any(look.get(name) for name in TYPED):
            look["own_task"] = config.task
        return ViewState(**look)


def written(name: str, language: str, view_state: ViewState, uses: Sequence[str], config: RunConfig) -> str:
    """The text of a view; the same for all who see the same.

    Args:
        name: which view.
        uses: the fields of the view state that it depends on.
        config: the run: a text typed for another problem is none here, and neither is one that is too long.
    """
    return _dense({"name": name, "language": language, "look": _look(view_state, uses, config)})


def look_written(view_state: ViewState, config: RunConfig) -> str:
    """All ways of looking that are not as usual, as a link holds them; empty where there are none."""
    look = _look(view_state, tuple(_FIELDS), config)
    return _dense(look) if look else ""


def look_parsed(text: str, config: RunConfig) -> ViewState:
    """The ways of looking in a link; raises as `parsed` does."""
    look = _json(text)
    if not isinstance(look, dict) or not set(look) <= set(_FIELDS):
        raise ViewError(_NO_LOOK)
    return Address(name="", language="", look=look).view_state(config)


def _look(view_state: ViewState, uses: Sequence[str], config: RunConfig) -> dict[str, Any]:
    usual, look = ViewState(), {}
    typed = "".join(getattr(view_state, field) for field in TYPED if field in uses)
    is_for_run = view_state.own_task == config.task and fits(typed)
    for field in uses:
        value = getattr(view_state, field)
        is_of_run = field not in TYPED or is_for_run
        if value != getattr(usual, field) and is_of_run:
            look[field] = asdict(value) if isinstance(value, Hold) else value
    return look


def _dense(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def fits(typed: str) -> bool:
    """Whether what a learner typed is short enough for a view."""
    return len(json.dumps(typed)) <= LONGEST_OWN


def parsed(text: str, uses: Callable[[str], Sequence[str] | None]) -> Address:
    """The view that a text names.

    Args:
        uses: the fields that a view depends on, `None` where there is no such view.

    Raises:
        ViewError: there is no such view, or it cannot be looked at so.
        ConfigError: a field has a value out of its range.
    """
    match _json(text):
        case {"name": str(name), "language": str(language), "look": dict(look)}:
            known = uses(name)
            if known is not None and set(look) <= set(known):
                address = Address(name=name, language=language[:16], look=look)
                address.view_state(RunConfig())  # each field is checked
                return address
    raise ViewError(_NO_VIEW)


def _json(text: str) -> Any:
    if len(text) > MOST_LETTERS:
        raise ViewError(_NO_VIEW)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ViewError(_NO_VIEW) from error


def _whole(low: int, high: int) -> Callable[[str, Any], int]:
    def read(name: str, value: Any) -> int:
        require_integer(name, value, low, high)
        return int(value)

    return read


def _flag(name: str, value: Any) -> bool:
    require_flag(name, value)
    return bool(value)


def _text(_name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ViewError(_NO_VIEW)
    return value


def _choice(among: Any) -> Callable[[str, Any], Any]:
    def read(name: str, value: Any) -> Any:
        require_choice(name, value, among)
        return value

    return read


def _between(low: float, high: float) -> Callable[[str, Any], float]:
    def read(name: str, value: Any) -> float:
        require_between(name, value, low, high)
        return float(value)

    return read


def _forced(name: str, value: Any) -> tuple[tuple[int, int], ...]:
    if not isinstance(value, list) or len(value) > MOST_FORCED:
        raise ViewError(_NO_VIEW)
    pairs = []
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2:
            raise ViewError(_NO_VIEW)
        for place in pair:
            require_integer(name, place, 0, MAX_TIME_STEPS)
        pairs.append((pair[0], pair[1]))
    return tuple(pairs)


def _hold(_name: str, value: Any) -> Hold:
    match value:
        case {"silenced": list(silenced), **rest} if len(silenced) <= MAX_UNITS and set(rest) <= _HOLDS:
            given: dict[str, Any] = {str(field): held for field, held in rest.items()}
            return Hold(silenced=tuple(silenced), **given)
    raise ViewError(_NO_VIEW)


_HOLDS = {field.name for field in fields(Hold)}
_FIELDS: dict[str, Callable[[str, Any], Any]] = {
    "horizon": _whole(1, LONGEST_RUN),
    "compare_free": _flag,
    "own_text": _text,
    "own_lines": _text,
    "own_example": _whole(0, MAX_SEED),
    "layer": _whole(0, MAX_LAYERS - 1),
    "backward": _flag,
    "gate": _choice(Gate),
    "unit": _whole(0, MAX_UNITS - 1),
    "cell_state": _flag,
    "order": _choice(Order),
    "scale": _choice(Scale),
    "decoder": _flag,
    "uniform": _flag,
    "forced": _forced,
    "beam": _whole(1, LONGEST_BEAM),
    "prefix": _text,
    "output": _whole(0, MAX_TIME_STEPS),
    "side": _choice(Side),
    "hold": _hold,
    "temperature": _between(0.0, HOTTEST),
    "sample_seed": _whole(0, MAX_SEED),
    "log_loss": _flag,
    "smoothing": _between(0.0, 0.99),
    "target_share": _between(0.0, 1.0),
    "by_time": _flag,
    "twin": _flag,
}
"""How each field of the view state is read, of those that a view may depend on or a link may hold."""
