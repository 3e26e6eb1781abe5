"""How tables and texts are read: in any convention equal, and in bounded time and memory whatever comes."""

from __future__ import annotations

import multiprocessing as mp
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.files import KINDS, made
from benchmarks.report import Figure

CASES = 5000
MOST_SECONDS, MOST_MEGABYTES = 2.0, 200.0


def figures() -> Iterator[Figure]:
    """The property cases, then the slowest and the largest of the files of ten megabytes."""
    yield from _files()


def _files() -> Iterator[Figure]:
    slowest, largest = (0.0, ""), (0.0, "")
    for kind in KINDS:
        for reader in ("table", "rows"):
            seconds, megabytes, told = measured(kind, reader)
            over = "OVER" if seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES else ""
            print(
                f"     ({kind}, {reader}: {seconds:.2f} s, {megabytes:.0f} MB; {told:.90}) {over}", flush=True
            )
            slowest = max(slowest, (seconds, f"{kind}, {reader}"))
            largest = max(largest, (megabytes, f"{kind}, {reader}"))
    yield Figure(f"reading 10 MB, CPU, slowest: {slowest[1]}", slowest[0], MOST_SECONDS, "s")
    yield Figure(f"reading 10 MB, memory, largest: {largest[1]}", largest[0], MOST_MEGABYTES, "MB")


def measured(kind: str, reader: str) -> tuple[float, float, str]:
    """CPU seconds, and the megabytes above those before, of reading in a process of its own; what came out."""
    with mp.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (kind, reader))


def _measure(kind: str, reader: str) -> tuple[float, float, str]:
    from playground.config.errors import ExampleError
    from playground.uploads.labelled import read_rows
    from playground.uploads.tables import read_table

    read: Callable[[bytes], object] = read_table if reader == "table" else read_rows
    read_table("date,v\n" + "\n".join(f"2020-01-{n + 1:02},{n}" for n in range(31)))  # pandas is imported
    data = made(kind)
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before, begin = _megabytes("VmRSS"), time.process_time()
    try:
        told = " ".join(map(str, read(data).report))  # type: ignore[attr-defined]
    except ExampleError as error:
        told = f"refused: {error}"
    return time.process_time() - begin, _megabytes("VmHWM") - before, told


def _megabytes(field: str) -> float:
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith(field))


if __name__ == "__main__":
    for name in sys.argv[1:] or KINDS:
        for which in ("table", "rows"):
            found = measured(name, which)
            print(f"{name:<34} {which:<5} {found[0]:6.2f} s {found[1]:5.0f} MB  {found[2]:.110}", flush=True)
