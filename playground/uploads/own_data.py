"""Data that learners brought: kept in memory for a while, found by its digest, never on disk.

A link and a config hold the digest alone. Each process has its own store; workers are given what
they need with their work.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

from playground.config.errors import OwnDataMissing
from playground.i18n import N_

BUDGET_BYTES = 64 * 2**20
"""All that learners brought to one process; the data not asked for longest are forgotten first."""
DIGEST_LENGTH = 32
"""Hexadecimal digits of a digest, the first half of SHA-256: nobody finds other data with the same."""
MISSING = N_(
    "This experiment needs a person's own data, which is not on this server now: add the same rows again."
)


class Store:
    """Bytes by their digest, the newest within a budget; for any number of threads."""

    def __init__(self, budget_bytes: int) -> None:
        self.budget_bytes = budget_bytes
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, data: bytes) -> str:
        """The digest of `data`, by which it is found from now on; data that are kept already stay once."""
        digest = hashlib.sha256(data).hexdigest()[:DIGEST_LENGTH]
        with self._lock:
            self._kept[digest] = data
            self._kept.move_to_end(digest)
            size = sum(map(len, self._kept.values()))
            while size > self.budget_bytes and len(self._kept) > 1:  # what has just come is needed
                size -= len(self._kept.popitem(last=False)[1])
        return digest

    def find(self, digest: str) -> bytes:
        """The data with this digest; raises `OwnDataMissing` if it never came or was forgotten."""
        with self._lock:
            if digest not in self._kept:
                raise OwnDataMissing(MISSING)
            self._kept.move_to_end(digest)
            return self._kept[digest]

    def has(self, digest: str) -> bool:
        """Whether `find` would find it; asking does not count as using it."""
        with self._lock:
            return digest in self._kept


_store = Store(BUDGET_BYTES)
keep, find, has = _store.keep, _store.find, _store.has
"""This process's store: a learner's data in the web server, and its copy in a worker."""
