"""What lanes are called: only what differs between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playground import edits
from playground.charts.theme import CELL_NAMES
from playground.config import Cell, RunConfig
from playground.fairness import differences
from playground.i18n import N_, _
from playground.ui.words import number

SETTINGS = {
    "model.cell": N_("Cell"),
    "model.hidden_size": N_("Hidden size"),
    "model.num_layers": N_("Layers"),
    "model.bidirectional": N_("Both ways"),
    "model.dropout": N_("Dropout between layers"),
    "model.nonlinearity": N_("Nonlinearity"),
    "model.initialisation": N_("Initial weights"),
    "model.forget_bias": N_("Forget-gate bias"),
    "training.optimizer": N_("Optimizer"),
    "training.lr": N_("Learning rate"),
    "training.max_norm": N_("Clip the gradient at norm"),
    "training.weight_decay": N_("Weight decay"),
    "training.batch_size": N_("Batch size"),
}
"""What a lane may have for itself, and how it is called."""


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
    parts = [CELL_NAMES[config.model.cell]]
    parts += [
        _("{setting}: {value}").format(setting=_(SETTINGS[path]), value=said(path, value))
        for path, value in own.items()
        if path != "model.cell" and path in SETTINGS
        if path != "model.forget_bias" or config.model.cell == "lstm"  # no other cell has that gate
    ]
    return ", ".join(parts)


def said(path: str, value: Any) -> str:
    """A setting's value as it is read."""
    if value is None:
        return _("off")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return number(value)
    return CELL_NAMES[value] if path == "model.cell" else edits.written(value)
