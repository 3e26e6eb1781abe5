"""The states whose path the state space shows: those of one example, or those of a free run."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.i18n import _
from playground.probes.inside import FreeStatesProbe
from playground.views.inside import chosen
from playground.views.scene import Read, Scene

Path = Callable[[Scene, Read], tuple[np.ndarray, str]]
"""States (time steps, hidden_size), and how their time is called."""


def of_example(scene: Scene, read: Read) -> tuple[np.ndarray, str]:
    """While the chosen part reads the chosen example."""
    reading = read(chosen.inside_probe(scene))
    return chosen.part(scene, reading.parts).values["h"], _("Time step")


def of_free_run(scene: Scene, read: Read) -> tuple[np.ndarray, str]:
    """While the network forecasts alone."""
    probe = FreeStatesProbe(config=scene.config, step=scene.step, horizon=scene.view_state.horizon)
    return read(probe).states, _("Point of the free run")
