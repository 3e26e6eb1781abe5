"""The states whose path the state space shows: those of one example, or those of a free run."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.i18n import _
from playground.probes.inside import FreeStatesProbe, FreeStatesReading, InsideReading
from playground.ui.inside import chosen
from playground.ui.playback import read_probe
from playground.ui.session import Session

States = np.ndarray
"""(time steps, hidden_size)"""
Path = Callable[[Session, InsideReading, int, int], tuple[States | None, States | None, str]]
"""From the reading of the example at the cursor's step, that step and the newest one: the states at both
steps, where they are known, and how their time is called."""


def of_example(
    session: Session, reading: InsideReading, here: int, newest: int
) -> tuple[States, States, str]:
    """While the chosen part reads the chosen example."""
    states = chosen.part(session, reading).values["h"]
    found = read_probe("space-axes", chosen.inside_probe(session, newest))[0].value
    latest = chosen.part(session, found).values["h"] if isinstance(found, InsideReading) else states
    return states, latest, _("Time step")


def of_free_run(
    session: Session, reading: InsideReading, here: int, newest: int
) -> tuple[States | None, States | None, str]:
    """While the network forecasts alone."""
    return _free(session, here, "space"), _free(session, newest, "space-axes"), _("Point of the free run")


def _free(session: Session, step: int, picture: str) -> States | None:
    probe = FreeStatesProbe(config=session.cursor.config, step=step, horizon=session.view_state.horizon)
    reading = read_probe(picture, probe)[0].value
    return reading.states if isinstance(reading, FreeStatesReading) else None
