"""Paints a view in a worker: from a network that stands at one step to what the browser shows of it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from playground.i18n import SOURCE_LANGUAGE, use_language
from playground.probes.requests import BaselinesProbe, Probe
from playground.views.address import Address, parsed
from playground.views.registry import VIEWS, uses
from playground.views.scene import Scene

if TYPE_CHECKING:
    from playground.training.trainer import Trainer


def paint(view: str, trainer: Trainer) -> bytes:
    """The parts of a view as JSON.

    Raises:
        ViewError: there is no such view.
        ConfigError: it cannot be looked at so.
        ExampleError: the learner's own sequence cannot be read.
    """
    address = _address(view)
    _speak(address.language)
    scene = Scene(config=trainer.config, step=trainer.step, view_state=address.view_state(trainer.config))

    def read(probe: Probe) -> Any:
        return _read_once(probe, trainer)

    parts = list(VIEWS[address.name].draw(scene, read))
    return json.dumps(parts, separators=(",", ":"), ensure_ascii=False).encode()


def require_view(view: str) -> None:
    """Refuse a text that names no view; raises as `paint` does."""
    _address(view)


@lru_cache(maxsize=1024)
def _address(view: str) -> Address:
    """Read once: a view is painted ten times a second, and reading it takes a fifth of a small one's time."""
    return parsed(view, uses)


_last: dict[Probe, Any] = {}
"""The readings of the step that was read last: views painted together share them."""


def _read_once(probe: Probe, trainer: Trainer) -> Any:
    if any(known.step != probe.step or known.config is not probe.config for known in _last):
        _last.clear()
    if probe not in _last:
        reading = _reading(probe, trainer)
        if isinstance(probe, BaselinesProbe):
            return reading  # it has a config and a step of its own
        _last[probe] = reading
    return _last[probe]


def _reading(probe: Probe, trainer: Trainer) -> Any:
    from playground.probes.baselines import fitted_baselines
    from playground.probes.read import read

    if isinstance(probe, BaselinesProbe):
        return fitted_baselines(probe.config.task)
    return read(probe, trainer)


def _speak(language: str) -> None:
    try:
        use_language(language)
    except OSError:
        use_language(SOURCE_LANGUAGE)
