"""The settings of the engine that come from the environment."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playground.config.errors import EngineUnavailable
from playground.i18n import N_
from playground.training.devices import ASKED, Asked

MEGABYTE = 2**20
FEWEST_FILM_MEGABYTES, MOST_FILM_MEGABYTES = 128, 1024
SHARE_FOR_FILMS = 64
"""One part of so many of the machine's memory is for films, where the environment says nothing."""
MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")
NO_KIND = N_("PLAYGROUND_ENGINE must be dask or inline, not {kind!r:.40}.")
NO_DEVICE = N_("PLAYGROUND_DEVICE must be one of {devices}, not {device!r:.40}.")
NO_TLS = N_("A tls:// scheduler needs PLAYGROUND_TLS_CA, PLAYGROUND_TLS_CERT and PLAYGROUND_TLS_KEY.")
NO_NUMBER = N_("{name} must be a whole number from {low} to {high}, not {text!r:.40}.")
NOT_SAFE = N_(
    "PLAYGROUND_SCHEDULER must be a tls:// address; tcp:// is for this machine only (127.0.0.1), "
    "because it has no authentication."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """Read once, when the engine starts."""

    kind: str = "dask"
    """`dask`, or `inline` to train in the page's own process (for tests)."""
    scheduler: str | None = None
    """Address of a remote scheduler; `None` starts workers on this machine."""
    tls_ca: str | None = None
    tls_cert: str | None = None
    tls_key: str | None = None
    workers: int = 2
    """Worker processes on this machine, one thread each."""
    film_bytes: int = FEWEST_FILM_MEGABYTES * MEGABYTE
    """Memory for the films of all learners."""
    device: Asked = "cpu"
    """What trains: the CPU, a graphics card by its name in torch, or what is faster for each network."""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> EngineSettings:
        """`PLAYGROUND_ENGINE`, `_SCHEDULER`, `_TLS_CA`, `_TLS_CERT`, `_TLS_KEY`, `_WORKERS` and so on."""
        films = _whole_number(environ, "PLAYGROUND_FILM_MB", film_megabytes(memory_bytes()), 1, 100_000)
        return cls(
            kind=environ.get("PLAYGROUND_ENGINE") or "dask",
            scheduler=environ.get("PLAYGROUND_SCHEDULER") or None,
            tls_ca=environ.get("PLAYGROUND_TLS_CA") or None,
            tls_cert=environ.get("PLAYGROUND_TLS_CERT") or None,
            tls_key=environ.get("PLAYGROUND_TLS_KEY") or None,
            workers=_whole_number(environ, "PLAYGROUND_WORKERS", usual_workers(), 1, 64),
            film_bytes=films * MEGABYTE,
            device=asked_device(environ),
        )

    def __post_init__(self) -> None:
        if self.kind not in ("dask", "inline"):
            raise EngineUnavailable(NO_KIND, kind=self.kind)
        if self.scheduler is None:
            return
        if self.scheduler.startswith("tls://"):
            if not (self.tls_ca and self.tls_cert and self.tls_key):
                raise EngineUnavailable(NO_TLS)
        elif not self.scheduler.startswith("tcp://") or not _is_loopback(self.scheduler):
            raise EngineUnavailable(NOT_SAFE)


def asked_device(environ: Mapping[str, str] = os.environ) -> Asked:
    """`PLAYGROUND_DEVICE`."""
    device = environ.get("PLAYGROUND_DEVICE") or "cpu"
    if device not in ASKED:
        raise EngineUnavailable(NO_DEVICE, devices=", ".join(ASKED), device=device)
    return device


def film_megabytes(memory: int) -> int:
    """Memory for the films of all learners on a machine with so many bytes of it.

    A run of a hundred units in five hundred steps takes two to ten megabytes, so that the least there is
    keeps the runs of a class.
    """
    share = memory // SHARE_FOR_FILMS // MEGABYTE
    return max(FEWEST_FILM_MEGABYTES, min(share, MOST_FILM_MEGABYTES))


def memory_bytes() -> int:
    """The memory this process may have; 0 where nobody says."""
    try:
        machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows has no such question
        machine = 0
    try:
        return min(machine, int(MEMORY_LIMIT.read_text(encoding="ascii")))
    except (OSError, ValueError):  # no control group, or one without a limit
        return machine


def usual_workers() -> int:
    """One for each core this process may use, at most four."""
    return max(1, min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2))


def _is_loopback(address: str) -> bool:
    try:
        host = urlsplit(address).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _whole_number(environ: Mapping[str, str], name: str, usual: int, low: int, high: int) -> int:
    text = environ.get(name) or str(usual)
    if not text.isdecimal() or len(text) > 9 or not low <= int(text) <= high:
        raise EngineUnavailable(NO_NUMBER, name=name, low=low, high=high, text=text)
    return int(text)
