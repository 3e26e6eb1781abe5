"""The parts of a network that a learner holds still, to see what they were for; known without torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.config import Cell, ModelConfig
from playground.config.errors import ConfigError
from playground.config.model import MAX_LAYERS, MAX_UNITS
from playground.config.rules import require_between, require_choice, require_flag, require_integer, shown
from playground.config.task import MAX_TIME_STEPS
from playground.i18n import N_

Gate = Literal["i", "f", "g", "o", "r", "z", "n"]

GATE_NAMES: dict[Cell, tuple[str, ...]] = {
    "rnn": (),
    "by-hand": (),
    "lstm": ("i", "f", "g", "o"),
    "gru": ("r", "z", "n"),
}
"""The gates of a cell in the row order of torch's weights."""

_OTHER_GATE = N_("hold.gate {gate} is none of the gates of the cell {cell}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The parts that stand still in one layer and direction while it reads; the default holds nothing."""

    layer: int = 0
    """Recurrent layer, from 0."""
    backward: bool = False
    gate: str | None = None
    """The gate that has `value` in every unit at every time step; `None` leaves all gates."""
    value: float = 1.0
    """-1 to 1; the gates i f o r z by themselves are never under 0."""
    silenced: tuple[int, ...] = ()
    """Units whose hidden state is 0 at every time step."""
    freeze_from: int | None = None
    """An LSTM's cell state keeps the value it had before this time step, from there on in the
    order in which the direction reads."""

    def __post_init__(self) -> None:
        require_integer("hold.layer", self.layer, 0, MAX_LAYERS - 1)
        require_flag("hold.backward", self.backward)
        if self.gate is not None:
            require_choice("hold.gate", self.gate, Gate)
        require_between("hold.value", self.value, -1.0, 1.0)
        if not isinstance(self.silenced, tuple):
            raise ConfigError(
                N_("hold.silenced must be a list of units, not {value}."), value=shown(self.silenced)
            )
        for unit in self.silenced:
            require_integer("hold.silenced", unit, 0, MAX_UNITS - 1)
        if self.freeze_from is not None:
            require_integer("hold.freeze_from", self.freeze_from, 0, MAX_TIME_STEPS - 1)

    def require_fits(self, model: ModelConfig) -> None:
        """Refuse a layer, direction, gate or unit that `model` does not have."""
        require_integer("hold.layer", self.layer, 0, model.num_layers - 1)
        if self.backward and not model.bidirectional:
            raise ConfigError(N_("hold.backward needs a network that reads in both directions."))
        if self.gate is not None and self.gate not in GATE_NAMES[model.cell]:
            raise ConfigError(_OTHER_GATE, gate=self.gate, cell=model.cell)
        for unit in self.silenced:
            require_integer("hold.silenced", unit, 0, model.hidden_size - 1)
        if self.freeze_from is not None and model.cell != "lstm":
            raise ConfigError(
                N_("hold.freeze_from is for an LSTM's cell state; model.cell is {cell}."), cell=model.cell
            )
