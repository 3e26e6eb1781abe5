"""How tables and texts are read: in any convention equal, and in bounded time and memory whatever comes."""

from __future__ import annotations

import multiprocessing as mp
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.files import KINDS, made
from benchmarks.report import Figure
from tests.uploads.conventions import outcome

CASES = 5000
MOST_SECONDS, MOST_MEGABYTES = 2.0, 200.0


def figures() -> Iterator[Figure]:
    """Random conventions, then the slowest and the largest of files of ten megabytes."""
    yield from _cases()
    yield from _files()


def _cases() -> Iterator[Figure]:
    found = Counter(outcome(seed) for seed in range(CASES))
    wrong = [told for told in found if told not in ("equal", "refused")]
    for told in wrong[:20]:
        print(f"     ({told})")
    yield Figure(f"of {CASES} tables in random conventions: read wrong", len(wrong), 0, "")
    yield Figure("the same: refused, as the order of their dates is open", found["refused"], CASES / 10, "")


def _files() -> Iterator[Figure]:
    slowest, largest = (0.0, ""), (0.0, "")
    for kind in KINDS:
        for reader in ("table", "rows"):
            seconds, megabytes, told = measured(kind, reader)
            print(f"     ({kind}, {reader}: {seconds:.2f} s, {megabytes:.0f} MB. {told:.70})", flush=True)
            slowest = max(slowest, (seconds, f"{kind}, {reader}"))
            largest = max(largest, (megabytes, f"{kind}, {reader}"))
    yield Figure(f"reading 10 MB, CPU, slowest: {slowest[1]}", slowest[0], MOST_SECONDS, "s")
    yield Figure(f"reading 10 MB, memory, largest: {largest[1]}", largest[0], MOST_MEGABYTES, "MB")


def measured(kind: str, reader: str) -> tuple[float, float, str]:
    """CPU seconds of reading in a process of its own, megabytes above those before, and what came out."""
    with tempfile.NamedTemporaryFile() as file, mp.get_context("spawn").Pool(1) as pool:
        file.write(made(kind))
        file.flush()
        return pool.apply(_measure, (file.name, reader))


def _measure(file: str, reader: str) -> tuple[float, float, str]:
    from playground.config.errors import ExampleError
    from playground.uploads import labelled, tables

    tables.read_table("date,v\n" + "\n".join(f"2020-01-{n + 1:02},{n}" for n in range(31)))  # imports pandas
    data = Path(file).read_bytes()[: tables.MOST_BYTES if reader == "table" else labelled.MOST_BYTES]
    read = tables.read_table if reader == "table" else labelled.read_rows
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before, begin = _megabytes("VmRSS"), time.process_time()
    try:
        told = " ".join(map(str, read(data).report))
    except ExampleError as error:
        told = f"Refused: {error}"
    return time.process_time() - begin, _megabytes("VmHWM") - before, told


def _megabytes(field: str) -> float:
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith(field))
