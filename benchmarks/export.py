"""What is taken home: scripts and notebooks of all presets, run where nothing of ours is, find the losses."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import Figure
from playground import tasks
from playground.experiments.presets import PRESETS
from playground.export.notebook import notebook
from playground.export.script import LINES, TEXT_LINES, Script
from tests.export.scripts import digits, known_of, run, save, script_of, trained

REPEATS = 5


def figures() -> Iterator[Figure]:
    """The time an export takes, how long it is, and how many do not find the digits of the film."""
    yield Figure("export of a script, slowest preset", max(map(_milliseconds, PRESETS)), 50, "ms")
    for text, most in ((False, LINES), (True, TEXT_LINES)):
        lines = [
            script_of(PRESETS[name].config).text.count("\n") for name in PRESETS if _is_text(name) is text
        ]
        yield Figure(f"longest script, {'texts and pairs' if text else 'numbers'}", max(lines), most, "lines")
    films = {name: trained(one.config) for name, one in PRESETS.items()}
    scripts = {name: script_of(PRESETS[name].config, known_of(film)) for name, film in films.items()}
    for kind in ("scripts", "notebooks"):
        with tempfile.TemporaryDirectory() as folder:
            paths = save(scripts, Path(folder))
            if kind == "notebooks":
                for name, path in paths.items():
                    path.write_text(_cells(scripts[name]), encoding="utf-8")
            ran = run(paths.values())
        equal = [
            name for name, path in paths.items() if digits(ran[path].losses) == known_of(films[name]).written
        ]
        print(f"     ({kind} with equal losses: {len(equal)} / {len(paths)})", flush=True)
        yield Figure(f"{kind} of presets with other losses than the film", len(paths) - len(equal), 0, "")


def _is_text(name: str) -> bool:
    return tasks.problem(PRESETS[name].config.task.name).group in ("text", "pairs")


def _milliseconds(name: str) -> float:
    """The middle of a few, with the data known, as on a page."""
    config, times = PRESETS[name].config, []
    tasks.dataset(config.task)
    for _again in range(REPEATS):
        begin = time.perf_counter()
        script_of(config)
        times.append(1000 * (time.perf_counter() - begin))
    return sorted(times)[REPEATS // 2]


def _cells(script: Script) -> str:
    """The code of a notebook, cell after cell."""
    book = json.loads(notebook(script))
    cells = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
    return "\n".join(cells)
