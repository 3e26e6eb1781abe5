"""Preloaded by every worker, also by one that replaces a dead one."""

from __future__ import annotations

from playground.films.develop import warm_up


def dask_setup(worker: object) -> None:
    """Called by distributed once the worker runs."""
    warm_up()
