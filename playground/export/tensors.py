"""What a page says of a script beside its lines: the shapes of its tensors, and where the cell is run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playground.config import RunConfig
from playground.export.script import BlockName
from playground.i18n import N_, _
from playground.models.flow import CALLED, Sizes, flow
from playground.models.shapes import head_width
from playground.tasks.answers import Pairs
from playground.tasks.base import Dataset
from playground.training import plan
from playground.views.data_way import AXES

IN_SCRIPT = {"source": "x", "target_in": "said", "h_0": "h", "c_0": "c"}
"""Names of the data's way that the script has others for."""
_EXAMPLES = N_("examples")
_LATER = N_("{first}, later {second}")
_NOT_THE_END = N_(
    "Two directions: output[:, -1] is not h_n. At the last time step the backward direction has read one "
    "time step only; its end, h_n[-1], stands at the first time step."
)


def tensors(config: RunConfig, data: Dataset) -> dict[BlockName, dict[str, str]]:
    """The shape of each tensor of this run, in words, by the part of the script and its name there."""
    batch = plan.batch_size(config.training, len(data.train_x))
    parts = {"train": (data.train_x, data.train_y), "test": (data.test_x, data.test_y)}
    arrays = {
        f"{part}_{name}": one.shape
        for part, two in parts.items()
        for name, one in zip("xy", two, strict=True)
    }
    if data.has_words or data.kind == "pair":
        arrays |= {name: shape[:2] for name, shape in arrays.items()}
    made = {name: _of_data(shape, _(_EXAMPLES)) for name, shape in arrays.items()}
    read = {
        name[-1]: _of_data((batch, *arrays[name][1:]), _(AXES["batch"])) for name in ("train_x", "train_y")
    }
    model: dict[str, str] = {}
    for one in flow(config.model, data, batch):
        name, told = IN_SCRIPT.get(one.name, one.name), _told(one.sizes)
        known = model.get(name, told)
        model[name] = told if known == told else _(_LATER).format(first=known, second=told)
    if config.model.cell == "by-hand":  # a layer and direction by itself ends with a state of its own
        model["h"] = _told((("batch", batch), ("hidden", config.model.hidden_size)))
        del model["h_n"]
    if isinstance(data.answer, Pairs):
        model |= {name: _told(sizes) for name, sizes in _of_decoder(config, data, batch)}
    model |= {"y": read["y"], "lengths": _of_data((batch,), _(AXES["batch"]))}
    return {"data": made, "model": model, "training": made | read}


def _of_decoder(config: RunConfig, data: Dataset, batch: int) -> Iterator[tuple[str, Sizes]]:
    """The tensors of all steps of a decoder, which the data's way tells step by step."""
    source: Sizes = (("batch", batch), ("time", data.train_x.shape[1]))
    steps: Sizes = (("batch", batch), ("target", data.train_y.shape[1]))
    yield "states", (*source, ("units", head_width(config.model)))
    yield "tops", (*steps, ("hidden", config.model.hidden_size))


def warning(config: RunConfig) -> str:
    """Why two tensors that look alike are not the same, where a learner may mix them up."""
    return _(_NOT_THE_END) if config.model.bidirectional and config.model.cell != "by-hand" else ""


def cell_lines(text: str, config: RunConfig) -> list[int]:
    """The lines, from 0, that run the cell whose equations are in the tab "The cell"."""
    name = CALLED[config.model.cell]
    runs = re.compile(
        rf"nn\.functional\.linear\(joint|= self\.({name}|encoder|decoder)\(|linear\(h(\[layer\])?,"
    )
    return [place for place, line in enumerate(text.splitlines()) if runs.search(line)]


def _told(sizes: Sizes) -> str:
    return f"({', '.join(f'{_(AXES[axis])} {size}' for axis, size in sizes)})"


def _of_data(shape: tuple[int, ...], first: str) -> str:
    return f"({', '.join([f'{first} {shape[0]}', *map(str, shape[1:])])})"
