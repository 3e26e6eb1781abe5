"""How good the answers to the whole test part are, with or without attention."""

from __future__ import annotations

from playground.charts.attention.lengths import ByLength, lengths_figure
from playground.charts.theme import CELL_NAMES
from playground.config import RunConfig
from playground.i18n import _
from playground.probes.decoded import TranslationProbe, TranslationReading
from playground.views import baselines
from playground.views.answers import train_part
from playground.views.parts import Part, Parts, caption, figure, table
from playground.views.scene import Read, Scene


def draw(scene: Scene, read: Read) -> Parts:
    """A chart by length and a table."""
    config = scene.config
    reading = read(TranslationProbe(config=config, step=scene.step))
    picture = lengths_figure([lengths_of(name_of(config), reading)], cell=config.model.cell)
    yield figure(picture, key="lengths", height=230, revision=str(config.task))
    yield _table(config, reading)
    yield train_part.beside_test(scene, read, reading.loss, right=reading.accuracy)
    yield caption(_notes(config, reading))


def lengths_of(name: str, reading: TranslationReading) -> ByLength:
    """Whole answers that are right, by the length of their source, as one line of a chart."""
    return ByLength(name=name, lengths=reading.lengths, exact=reading.exact, counts=reading.counts)


def name_of(config: RunConfig) -> str:
    """The cell, and what attention it has."""
    kinds = {"none": _("without attention"), "additive": _("additive attention"), "dot": _("dot attention")}
    return f"{CELL_NAMES[config.model.cell]}, {kinds[config.model.attention]}"


def _table(config: RunConfig, found: TranslationReading) -> Part:
    rows = [
        [_("Tokens right, given the correct previous token"), f"{found.accuracy:.1%}"],
        [_("Tokens right, given its own output (greedy decoding)"), f"{found.accuracy_free:.1%}"],
        [_("Whole answers right"), f"{found.exact_match:.1%}"],
    ]
    if found.on is not None:
        rows += [
            [_("Attention on the true position"), _known(found.on, ".1%")],
            [_("... or next to it"), _known(found.within_one, ".1%")],
            [_("Rank correlation with the true positions (-1 to 1)"), _known(found.rank_correlation, ".2f")],
        ]
    more = baselines.asked(config.task, "baselines")
    return table([_("Test part"), name_of(config)], rows, "lr", more=more)


def _known(value: float | None, how: str) -> str:
    return "–" if value is None else format(value, how)


def _notes(config: RunConfig, found: TranslationReading) -> str:
    notes = []
    if found.accuracy - found.accuracy_free > 0.02:
        told = _("One wrong token causes more, so fewer tokens are right given its own output.")
        notes.append(told)
    if not config.model.bidirectional and config.model.attention != "none":
        told = _(
            "With a one-way encoder, the weight is often next to the true position: the state there has "
            "read that token too."
        )
        notes.append(told)
    return " ".join(notes)
