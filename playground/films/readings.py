"""Answers to probes, kept while somebody may look at them again."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict

import numpy as np

from playground.films.engine import Reply
from playground.probes.requests import Probe

PENDING = Reply(status="pending")


class Readings:
    """Replies by probe, the most recently asked for last, within a budget."""

    def __init__(self, budget_bytes: int) -> None:
        """Hold at most `budget_bytes` of readings."""
        self.budget_bytes = budget_bytes
        self._replies: OrderedDict[Probe, tuple[Reply, int]] = OrderedDict()
        self._held = 0

    def get(self, probe: Probe) -> Reply | None:
        """The reply to `probe`, if it is known."""
        if probe not in self._replies:
            return None
        self._replies.move_to_end(probe)
        return self._replies[probe][0]

    def put(self, probe: Probe, reply: Reply) -> None:
        """Keep a reply, dropping the least recently asked for beyond the budget."""
        self._forget(probe)
        size = 1000 + _nbytes(reply.value)
        self._replies[probe] = (reply, size)
        self._held += size
        while self._held > self.budget_bytes and len(self._replies) > 1:
            self._forget(next(iter(self._replies)))

    def _forget(self, probe: Probe) -> None:
        _, size = self._replies.pop(probe, (PENDING, 0))
        self._held -= size


def _nbytes(value: object) -> int:
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, bytes):
        return len(value)
    if dataclasses.is_dataclass(value):
        return sum(_nbytes(getattr(value, field.name)) for field in dataclasses.fields(value))
    return 0
