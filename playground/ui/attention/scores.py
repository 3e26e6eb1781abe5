"""How good the answers to the whole test part are, with and without attention."""

from __future__ import annotations

import streamlit as st

from playground.charts.attention.lengths import ByLength, lengths_figure
from playground.charts.theme import CELL_NAMES
from playground.config import RunConfig, TaskConfig
from playground.experiments import edits
from playground.films.film import Film
from playground.i18n import _
from playground.probes.decoded import TranslationProbe, TranslationReading
from playground.tasks.base import Dataset
from playground.ui.components.live_figure import live_figure
from playground.ui.engine import engine
from playground.ui.playback import reading_of
from playground.ui.scores import fitted_rows, right
from playground.ui.session import Session
from playground.ui.settings.controlled import view_control
from playground.ui.view_state import TABS
from playground.ui.words import table


def show_translation_scores(session: Session, film: Film, data: Dataset) -> None:
    """A table and a chart by length, for this network and, if wanted, for its twin."""
    config = session.config
    label = _("Train beside it: the same with attention")
    if config.model.attention != "none":
        label = _("Train beside it: the same without attention")
    help_ = _("The same data, batches and seed; only the attention differs.")
    view_control("twin", st.toggle, label, help=help_)
    step = min(session.cursor.step, film.last_step)
    if not session.view_state.twin:
        readings = {_name(config): _reading("translation", config, step)}
    else:  # side by side at the same step
        twin = twin_of(config)
        engine().want(twin, step, viewer=session.viewer)
        reached = min(step, engine().film(twin).last_step)
        if reached < step:
            told = _("Both are shown at step {step}; the other one is still training.")
            st.caption(told.format(step=reached))
        readings = {
            _name(config): _reading("translation", config, reached),
            _name(twin): _reading("translation-twin", twin, reached),
        }
    known = {name: reading for name, reading in readings.items() if reading is not None}
    if not known:
        return
    lines = [lengths_of(name, reading) for name, reading in known.items()]
    picture = lengths_figure(lines, cell=config.model.cell)
    live_figure(picture, key="lengths", height=230, revision=str(config.task))
    st.markdown(_table(known, session.config.task))
    st.caption(_notes(config, known))


def lengths_of(name: str, reading: TranslationReading) -> ByLength:
    """Whole answers that are right, by the length of their source, as one line of a chart."""
    return ByLength(name=name, lengths=reading.lengths, exact=reading.exact, counts=reading.counts)


def twin_of(config: RunConfig) -> RunConfig:
    """The same run with attention taken away, or given."""
    other = "additive" if config.model.attention == "none" else "none"
    return edits.edited(config, {"model.attention": other})


def twin_moves(session: Session, film: Film) -> bool:
    """Whether the other network is still on its way to the cursor."""
    if not session.view_state.twin or session.view_state.tab != TABS[0]:
        return False
    other = engine().film(twin_of(session.config))
    return not other.is_over and other.last_step < min(session.cursor.step, film.last_step)


def _reading(picture: str, config: RunConfig, step: int) -> TranslationReading | None:
    return reading_of(picture, TranslationProbe(config=config, step=step), TranslationReading)


def _name(config: RunConfig) -> str:
    kinds = {"none": _("without attention"), "additive": _("additive attention"), "dot": _("dot attention")}
    return f"{CELL_NAMES[config.model.cell]}, {kinds[config.model.attention]}"


def _table(readings: dict[str, TranslationReading], task: TaskConfig) -> str:
    found = readings.values()
    rows = [
        [_("Tokens right when told the true one before"), *(f"{one.accuracy:.1%}" for one in found)],
        [_("Tokens right when left alone"), *(f"{one.accuracy_free:.1%}" for one in found)],
        [_("Whole answers right"), *(f"{one.exact_match:.1%}" for one in found)],
    ]
    if any(one.on is not None for one in found):
        rows += [
            [_("Attention on the true place"), *(_known(one.on, ".1%") for one in found)],
            [_("... or right beside it"), *(_known(one.within_one, ".1%") for one in found)],
            [
                _("Looks in the right order (-1 to 1)"),
                *(_known(one.rank_correlation, ".2f") for one in found),
            ],
        ]
    rows += [[label, *[right(score)] * len(readings)] for label, score in fitted_rows(task)]
    return table([_("Test part"), *readings], rows, "l" + "r" * len(readings))


def _known(value: float | None, how: str) -> str:
    return "–" if value is None else format(value, how)


def _notes(config: RunConfig, readings: dict[str, TranslationReading]) -> str:
    derails = any(one.accuracy - one.accuracy_free > 0.02 for one in readings.values())
    notes = []
    if derails:
        told = _("One wrong token misleads those after it: that is why it does worse when it reads its own.")
        notes.append(told)
    if not config.model.bidirectional and config.model.attention != "none":
        told = _(
            "An encoder that reads one way often puts the weight right beside the true place: "
            "the state there has read that token as well."
        )
        notes.append(told)
    return " ".join(notes)
