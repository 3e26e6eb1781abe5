"""Preloaded by every worker, also by one that replaces a dead one."""

from __future__ import annotations

import os

from playground.films.develop import warm_up

NICENESS = 5
"""How far training steps back for those who answer learners on the same machine: server and browsers."""


def dask_setup(worker: object) -> None:
    """Called by distributed once the worker runs."""
    if hasattr(os, "nice"):  # not on Windows
        os.nice(NICENESS)
    warm_up()
