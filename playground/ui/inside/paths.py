"""The states whose path the state space shows: those of one example, or those of a free run."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.i18n import _
from playground.probes.inside import FreeStatesProbe, FreeStatesReading, InsideReading
from playground.ui.inside import chosen
from playground.ui.playback import reading_of
from playground.ui.session import Session

States = np.ndarray
"""(time steps, hidden_size)"""
Paths = tuple[States | None, States | None, str]
"""The states at the cursor's step and at the newest one, where they are known; how their time is called."""
Path = Callable[[Session, InsideReading, int, int], Paths]
"""Reads them: from the reading of the example at the cursor's step, that step and the newest one."""


def of_example(session: Session, reading: InsideReading, here: int, newest: int) -> Paths:
    """While the chosen part reads the chosen example."""
    states = chosen.part(session, reading).values["h"]
    found = reading_of("space-axes", chosen.inside_probe(session, newest), InsideReading)
    latest = states if found is None else chosen.part(session, found).values["h"]
    return states, latest, _("Time step")


def of_free_run(session: Session, reading: InsideReading, here: int, newest: int) -> Paths:
    """While the network forecasts alone."""
    return _free(session, here, "space"), _free(session, newest, "space-axes"), _("Point of the free run")


def _free(session: Session, step: int, picture: str) -> States | None:
    probe = FreeStatesProbe(config=session.config, step=step, horizon=session.view_state.horizon)
    reading = reading_of(picture, probe, FreeStatesReading)
    return None if reading is None else reading.states
