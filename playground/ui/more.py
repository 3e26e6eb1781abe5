"""Below the charts: the network's tensors, the problem's data, and the link."""

from __future__ import annotations

import shlex

import streamlit as st

from playground import tasks
from playground.config import Cell, RunConfig
from playground.experiments import links
from playground.i18n import N_, _
from playground.models import shapes
from playground.tasks.base import Dataset
from playground.tasks.problems import own_sentences, own_series
from playground.tasks.texts.characters import shown
from playground.ui.components.stage import still
from playground.ui.engine import engine
from playground.ui.error_boundary import error_boundary
from playground.ui.session import current_session
from playground.ui.take_away import page_link, show_run_files
from playground.ui.words import sortable, table
from playground.views import data_way, scores
from playground.views.answers import views_of
from playground.views.words import number


def show_more() -> None:
    """Three tabs that change only with the experiment; what is in one is drawn when it is opened."""
    st.fragment(_more)()


def _more() -> None:
    with error_boundary():
        config = current_session().config
        data = tasks.dataset(config.task)
        names = [_("The network"), _("The problem"), _("Share")]
        network, problem, share = st.tabs(names, key="more", on_change="rerun")
        if problem.open:
            with problem:
                _problem(config, data)
        elif share.open:
            with share:
                _share(config)
        else:
            with network:
                _network(config, data)


def _network(config: RunConfig, data: Dataset) -> None:
    parts = shapes.parts_for(config.model, data)
    total = sum(part.count for part in parts)
    told = _("**{count} parameters** in {tensors} tensors.")
    st.markdown(told.format(count=f"{total:,}", tensors=sum(len(part.tensors) for part in parts)))
    st.markdown(_(FORMULAS[config.model.cell]))
    rows = []
    for part in parts:
        tensors = ", ".join(f"`{t.name}` {'×'.join(map(str, t.shape))}" for t in part.tensors)
        rows.append([_part_name(part), part.formula, tensors, f"{part.count:,}"])
    st.markdown(table([_("Part"), _("Formula"), _("Tensors"), _("Parameters")], rows, "lllr"))
    told = _("Answer: {answer} Loss: {loss}.")
    st.caption(told.format(answer=_(data.answer.words), loss=_(LOSSES[data.answer.loss])))
    st.caption(str(engine().state().devices.choice(config).sentence))
    still(data_way.draw(config, data), key="data-way")


FORMULAS: dict[Cell, str] = {
    "rnn": N_(
        "A layer and direction has `1 × h × (i + h + 2)` parameters, with h hidden units and i inputs: one "
        "matrix for the inputs, one for the state before, and torch's two biases."
    ),
    "by-hand": N_(
        "A layer and direction has `h × (i + h + 1)` parameters, with h hidden units and i inputs: one "
        "matrix for the inputs and the state before together, and one bias."
    ),
    "gru": N_(
        "A layer and direction has `3 × h × (i + h + 2)` parameters, with h hidden units and i inputs. The "
        "two gates and the candidate have, each, one matrix for the inputs, one for the state before, and "
        "torch's two biases."
    ),
    "lstm": N_(
        "A layer and direction has `4 × h × (i + h + 2)` parameters, with h hidden units and i inputs. The "
        "three gates and the candidate have, each, one matrix for the inputs, one for the state before, and "
        "torch's two biases."
    ),
}
"""How many numbers a cell learns; checked against torch's tensors."""

LOSSES = {  # as they are named on the loss axis
    "mse": N_("mean squared error"),
    "bce": N_("binary cross-entropy"),
    "cross_entropy": N_("cross-entropy"),
}


def _part_name(part: shapes.Part) -> str:
    if part.layer is None:
        names = {
            "embedding": _("Embedding"),
            "source_embedding": _("Embedding of the source"),
            "target_embedding": _("Embedding of the output"),
            "bridges": _("Bridge from both directions"),
            "attention": _("Attention"),
            "norm": _("Batch normalisation"),
            "head": _("Head"),
        }
        return names[part.tensors[0].name.partition(".")[0]]
    if part.module == "decoder":
        return _("Decoder, layer {number}").format(number=part.layer + 1)
    way = _("backward") if part.backward else _("forward")
    if part.module == "encoder":
        return _("Encoder, layer {number}, {way}").format(number=part.layer + 1, way=way)
    return _("Layer {number}, {way}").format(number=part.layer + 1, way=way)


def _problem(config: RunConfig, data: Dataset) -> None:
    chosen = tasks.problem(config.task.name)
    st.markdown(_(chosen.question))
    st.caption(views_of(data).amount(data))
    told = _("The baseline: {what} Its loss is {loss}.")
    st.caption(told.format(what=_(data.baseline.sentence), loss=number(data.baseline.loss)))
    still(views_of(data).problem(config, data), key="some-data")
    _vocabulary(data)


def _vocabulary(data: Dataset) -> None:
    """The number of each symbol; the table has a search of its own."""
    tables = {_("Input"): data.symbols, _("Output"): data.said_symbols}
    for place, (title, symbols) in enumerate(tables.items()):
        if symbols:
            told = _("**{title}**: {count} symbols, the marks in < > among them; each has a number.")
            st.markdown(told.format(title=title, count=f"{len(symbols):,}"))
            rows = [{_("Symbol"): shown(one), _("Number"): number} for number, one in enumerate(symbols)]
            sortable(rows, key=f"vocabulary-{place}", height=240)


def _share(config: RunConfig) -> None:
    st.markdown(
        _("This link holds the experiment, but not your rows. It opens with them on a server that has them.")
        if config.task.own
        else _(
            "This link holds the whole experiment. It gives exactly the same numbers wherever it is opened."
        )
    )
    st.code(page_link(), language=None, wrap_lines=True)
    st.caption(_("Without a browser:"))
    own = f" --own FILE{_columns(config)}" if config.task.own else ""
    command = f'python -m playground train --link "{links.query(config)}"{own}'
    st.code(command, language=None, wrap_lines=True)
    show_run_files(current_session(), command)


def _columns(config: RunConfig) -> str:
    """Of a learner's rows: which columns, the season and how the file was read, for the command line."""
    series = scores.series_of(config.task)
    if series is None:
        return _read(own_sentences.rows_of(config.task).chosen)
    names = (series.value_label, *(other.name for other in series.covariates))
    season = "" if series.season is None else f" --season {series.season}"
    columns = "".join(f" --column {shlex.quote(name)}" for name in names)
    return columns + season + _read(own_series.series_of(config.task).chosen)


def _read(chosen: dict[str, str]) -> str:
    return "".join(f" --read {shlex.quote(f'{name}={value}')}" for name, value in chosen.items())
