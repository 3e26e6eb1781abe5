"""All films of a server, within one memory budget."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection

from playground.config import RunConfig
from playground.films.reel import Reel, shared_steps

IDLE_CHECKPOINTS = 8
"""What is left of a film that nobody waits for, before one is dropped as a whole."""


class Shelf:
    """Films by digest, the most recently asked for last."""

    def __init__(self, budget_bytes: int) -> None:
        """Hold at most `budget_bytes` of numbers and checkpoints."""
        self.budget_bytes = budget_bytes
        self._reels: OrderedDict[str, Reel] = OrderedDict()

    def reel(self, config: RunConfig) -> Reel:
        """The film of `config`; a new one shares the longest beginning that is already known."""
        digest = config.digest
        if digest not in self._reels:
            self._reels[digest] = self._new_reel(config)
        self._reels.move_to_end(digest)
        return self._reels[digest]

    def known(self, digest: str) -> Reel | None:
        """The film under `digest`, without making one."""
        return self._reels.get(digest)

    @property
    def nbytes(self) -> int:
        """Memory held by all films."""
        return sum(reel.nbytes for reel in self._reels.values())

    def keep_within_budget(self, in_use: Collection[str]) -> None:
        """Thin films least recently asked for, then drop them, never those `in_use`; then thin what is left.

        A film that has been thinned is all there: going back in it only takes longer.
        """
        idle = [digest for digest in self._reels if digest not in in_use]
        for digest in idle:
            if self.nbytes <= self.budget_bytes:
                return
            self._reels[digest].thin(IDLE_CHECKPOINTS)
        for digest in idle:
            if self.nbytes <= self.budget_bytes:
                return
            del self._reels[digest]
        keep = max((len(reel.checkpoints) for reel in self._reels.values()), default=1)
        while self.nbytes > self.budget_bytes and keep > 1:
            keep //= 2
            for reel in self._reels.values():
                reel.thin(keep)

    def _new_reel(self, config: RunConfig) -> Reel:
        reel = Reel(config)
        relatives = [
            (min(shared, known.last_step, reel.total_steps), known)
            for known in self._reels.values()
            if (shared := shared_steps(config, known.config)) is not None
        ]
        if relatives:
            shared, known = max(relatives, key=lambda relative: relative[0])
            if known.status == "diverged":
                shared = min(shared, known.last_step - 1)
            if shared > 0:
                reel.share_beginning(known, shared)
                _inherit_end(reel, known)
        return reel


def _inherit_end(reel: Reel, known: Reel) -> None:
    if known.status == "finished" and reel.last_step == known.last_step and known.reason != "last epoch":
        reel.status, reel.reason = known.status, known.reason
    elif reel.last_step == reel.total_steps:
        reel.status, reel.reason = "finished", "last epoch"
