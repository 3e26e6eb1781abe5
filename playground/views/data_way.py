"""The way of the data through this run's network: each tensor with torch's name and its shape."""

from __future__ import annotations

from playground.charts.inside.readout import HEIGHTS, readout_figure
from playground.config import RunConfig
from playground.i18n import N_, _
from playground.models.flow import Axis, Place, Station, flow, reads_of, steps_read, taken
from playground.tasks.answers import Pairs
from playground.tasks.base import Dataset
from playground.training import plan
from playground.views.parts import Parts, caption, figure, markdown, table

PLACES: dict[Place, str] = {
    "numbers": N_("Input"),
    "symbols": N_("Input: the number of each symbol"),
    "embedding": N_("Embedding"),
    "states": N_("Hidden states of the top layer"),
    "hidden": N_("Final hidden states of every layer"),
    "cell": N_("Final cell states of every layer"),
    "read": N_("Input of the head"),
    "norm": N_("Batch normalisation"),
    "answer": N_("Answer"),
    "start": N_("Bridge: the decoder's first hidden states"),
    "cell start": N_("Bridge: the decoder's first cell states"),
    "said": N_("Input of the decoder: the start, then each true token"),
    "said embedding": N_("Embedding of it"),
    "keys": N_("Attention: what a state is compared with"),
    "weights": N_("Attention weights of one step"),
    "context": N_("Context: the weighted states"),
    "step read": N_("Input of the decoder at one step"),
    "decoder": N_("Hidden states of the decoder"),
    "step answer": N_("Answer of one step"),
}
AXES: dict[Axis, str] = {
    "batch": N_("batch"),
    "time": N_("time steps"),
    "target": N_("steps of the decoder"),
    "features": N_("features"),
    "embedding": N_("embedding size"),
    "units": N_("directions × hidden size"),
    "hidden": N_("hidden size"),
    "stack": N_("layers × directions"),
    "answers": N_("outputs"),
    "one": N_("one step"),
}


def draw(config: RunConfig, data: Dataset) -> Parts:
    """The tensors as a table, the entries that go on, and what to know of both."""
    batch = plan.batch_size(config.training, len(data.train_x))
    stations = flow(config.model, data, batch)
    yield markdown(_("**The shapes on the data's way**, for a batch of {count}.").format(count=batch))
    head = [_("Tensor"), _("In PyTorch"), _("Shape"), _("Axes")]
    yield table(head, [_row(one) for one in stations], "llll")
    yield caption(_about(config, data, stations))
    pairs = isinstance(data.answer, Pairs)
    if pairs and config.model.attention != "none":
        told = _(
            "Attention runs at each of the {count} steps of the decoder; a later step begins with the "
            "states of the one before."
        )
        yield caption(told.format(count=data.train_y.shape[1]))
    reads, steps, ways = reads_of(config.model, data), data.train_x.shape[1], config.model.num_directions
    picture = readout_figure(
        taken(reads, steps, ways),
        steps_read(steps, ways),
        units=config.model.hidden_size,
        cell=config.model.cell,
        title=_("Passed on to the decoder") if pairs else _("Input of the head"),
    )
    yield figure(picture, key="readout", height=HEIGHTS[ways])
    for sentence in _why(config, data, stations):
        yield caption(sentence)


def _row(one: Station) -> list[str]:
    name = f"**{_(PLACES[one.place])}**" if one.is_read else _(PLACES[one.place])
    size = f"({', '.join(map(str, one.shape))})"
    axes = ", ".join(_(AXES[axis]) for axis, _size in one.sizes)
    return [name, f"`{one.code or one.name}`", f"**{size}**" if one.is_read else size, axes]


def _about(config: RunConfig, data: Dataset, stations: tuple[Station, ...]) -> str:
    told = [_("In bold: what goes on. With `batch_first=True` the batch is the first axis of x and output.")]
    told.append(_("Of h_n it is the second. Courses often call h_n `hidden`."))
    size = stations[0].shape[0]
    if last := len(data.train_x) % size:
        told.append(_("The last batch of an epoch has {count}.").format(count=last))
    if any("pack_padded" in one.code for one in stations):
        told.append(_("Texts are as long as the longest; `lengths` are their own lengths."))
    return " ".join(told)


def _why(config: RunConfig, data: Dataset, stations: tuple[Station, ...]) -> list[str]:
    """What the readout means in a network of one way, or of two."""
    reads, two_ways = reads_of(config.model, data), config.model.bidirectional
    told = {
        ("last", False): N_("`{code}` is the same as `h_n[-1]`: the state after the whole input."),
        ("last", True): N_(
            "This readout is half blind: at the last time step the backward direction has just begun, and "
            "has read one time step. Its state after the whole input stands at the first time step, and is "
            "`h_n[-1]`. The readout of the final state of every direction takes that one."
        ),
        ("final", False): N_("`h_n[-1]` is the state at the last time step, after the whole input."),
        ("final", True): N_(
            "`h_n[-2]` is the forward state at the last time step, `h_n[-1]` the backward state at the "
            "first: each direction where it has read the whole input."
        ),
        ("mean", False): N_("The head reads each unit's mean over all time steps."),
        ("mean", True): N_("The head reads each unit's mean over all time steps, in both directions."),
        ("every step", True): N_("At each time step the two directions together have read the whole input."),
    }
    code = next((one.code.removeprefix("read = ") for one in stations if one.is_read), "")
    return [_(told[reads, two_ways]).format(code=code)] if (reads, two_ways) in told else []
