"""The names of lanes: only the settings that differ between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playground import tasks
from playground.charts.theme import CELL_NAMES
from playground.config import SETTINGS, Cell, RunConfig
from playground.experiments.fairness import differences
from playground.views.setting_words import named


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One of the runs that are compared, as it is shown."""

    config: RunConfig
    name: str
    """Different for every lane."""
    dash: int
    """Which of the lanes of its cell it is, from 0."""

    @property
    def cell(self) -> Cell:
        """Gives the colour."""
        return self.config.model.cell


def lanes_of(configs: Sequence[RunConfig]) -> tuple[Lane, ...]:
    """The lanes with their names, in order."""
    names = [_name(config, own) for config, own in zip(configs, differences(configs), strict=True)]
    seen: Counter[str] = Counter()
    cells: Counter[Cell] = Counter()
    found = []
    for config, name in zip(configs, names, strict=True):
        seen[name] += 1
        unique = name if seen[name] == 1 else f"{name} ({seen[name]})"
        found.append(Lane(config=config, name=unique, dash=cells[config.model.cell]))
        cells[config.model.cell] += 1
    return tuple(found)


def _name(config: RunConfig, own: dict[str, Any]) -> str:
    """The cell and whatever else differs, as far as it does something in this run."""
    data = tasks.dataset(config.task)
    parts = [CELL_NAMES[config.model.cell]]
    for path, value in own.items():
        setting = SETTINGS[path]
        if path != "model.cell" and setting.unmet(getattr(config, setting.section), data) is None:
            parts.append(named(path, value))
    return ", ".join(parts)
