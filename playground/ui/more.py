"""Below the charts: the network's tensors, the problem's data, and the link."""

from __future__ import annotations

import shlex
from urllib.parse import urlencode, urlsplit, urlunsplit

import numpy as np
import streamlit as st

from playground import links, tasks
from playground.charts.forecast import series_preview_figure
from playground.charts.picture import Picture
from playground.charts.sequences import sequence_preview_figure
from playground.charts.words import are_characters
from playground.config import RunConfig
from playground.i18n import _
from playground.models import shapes
from playground.tasks.base import NO_TARGET, Dataset, names_every_step
from playground.tasks.pairs.base import Pairs, said
from playground.tasks.texts.vocabulary import PAD, RESERVED
from playground.ui import characters, session
from playground.ui.components import live_figure
from playground.ui.words import number, plain, table

EXCERPT = 600
"""Characters shown of a text that is learned character by character."""


def show() -> None:
    """Three tabs that change only with the experiment."""
    config = session.current().cursor.config
    data = tasks.dataset(config.task)
    network, problem, share = st.tabs([_("The network"), _("The problem"), _("Share")], key="more")
    with network:
        _network(config, data)
    with problem:
        _problem(config, data)
    with share:
        _share(config)


def _network(config: RunConfig, data: Dataset) -> None:
    parts = shapes.parts_for(config.model, data)
    total = sum(part.count for part in parts)
    k = shapes.GATES[config.model.cell]
    st.markdown(
        _("**{count} parameters** in {tensors} tensors.").format(
            count=f"{total:,}", tensors=sum(len(part.tensors) for part in parts)
        )
    )
    if config.model.cell == "by-hand":
        st.markdown(_("A layer and direction has `h × (i + h + 1)`: one joint map and one bias."))
    else:
        st.markdown(
            _(
                "A layer and direction has `k × h × (i + h + 2)`: k = {k} linear maps, h hidden units, "
                "i inputs, and torch's two biases."
            ).format(k=k)
        )
    rows = []
    for part in parts:
        tensors = ", ".join(f"`{t.name}` {'×'.join(map(str, t.shape))}" for t in part.tensors)
        rows.append([_part_name(part), part.formula, tensors, f"{part.count:,}"])
    st.markdown(table([_("Part"), _("Formula"), _("Tensors"), _("Parameters")], rows, "lllr"))
    st.caption(_("Loss: {loss}.").format(loss=_(LOSSES[data.loss])))


LOSSES = {  # as they are named on the loss axis
    "mse": "mean squared error",
    "bce": "binary cross-entropy",
    "cross_entropy": "cross-entropy",
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
    st.caption(_amount(data))
    st.caption(
        _("The lazy answer: {what} Its loss is {loss}.").format(
            what=_(data.lazy.sentence), loss=number(data.lazy.loss)
        )
    )
    if data.series is not None and data.series.filled:
        st.caption(
            _("{count} missing points were filled by straight lines.").format(count=data.series.filled)
        )
    if data.series is not None and data.series.beside:
        names = ", ".join(plain(other.name) for other in data.series.beside)
        st.caption(
            _("Read beside it: {names}. In a free run they keep their last value.").format(names=names)
        )
    if data.pairs is not None:
        _pairs(config, data, data.pairs)
        return
    if data.vocabulary is not None:
        _texts(config, data)
        return
    live_figure(_preview(data), key="preview", height=300)


def _amount(data: Dataset) -> str:
    train, test, steps = len(data.train_x), len(data.test_x), data.train_x.shape[1]
    if data.says_next:
        return _(
            "{train} training and {test} test windows of {steps} characters; {count} known characters. "
            "The test windows are the end of the text."
        ).format(train=train, test=test, steps=steps, count=data.output_size)
    if data.pairs is not None:
        told = _("{train} training and {test} test pairs; no source is in both.")
        return told.format(train=train, test=test)
    if data.vocabulary is not None and are_characters(data.vocabulary.words[len(RESERVED) :]):
        return _(
            "{train} training and {test} test texts of {steps} symbols each; {count} different symbols."
        ).format(train=train, test=test, steps=steps, count=data.tokens - len(RESERVED))
    if data.vocabulary is not None:
        return _(
            "{train} training and {test} test texts, filled up to {steps} words; {count} known words."
        ).format(train=train, test=test, steps=steps, count=data.tokens - len(RESERVED))
    return _(
        "{train} training examples, {test} test examples, each {steps} time steps of {features} numbers."
    ).format(train=train, test=test, steps=steps, features=data.input_size)


def _pairs(config: RunConfig, data: Dataset, pairs: Pairs) -> None:
    """A few pairs to learn from."""
    write = tasks.problem(config.task.name).write
    rows = [
        [
            f"`{write(data.train_x[index], config.task, data)}`",
            f"`{said(pairs.target.decode(np.asarray(data.train_y[index], dtype=np.int64)))}`",
        ]
        for index in range(6)
    ]
    st.markdown(table([_("Source"), _("True output")], rows, "ll"))


def _texts(config: RunConfig, data: Dataset) -> None:
    """A few texts with their answers, and how much of the reading is padding."""
    if data.says_next:
        st.code(characters.excerpt(data, EXCERPT), language=None, wrap_lines=True)
        return
    write = tasks.problem(config.task.name).write
    rows = [
        [f"`{write(data.train_x[index], config.task, data)}`", plain(_answer(data, index))]
        for index in range(6)
    ]
    st.markdown(table([_("Training text"), _("True")], rows, "ll"))
    padding = float((data.train_x == PAD).mean())
    if not padding:
        return
    st.caption(
        (
            _("{share} of all time steps are padding. The network skips them.")
            if config.model.packed
            else _("{share} of all time steps are padding, read for nothing.")
        ).format(share=f"{padding:.0%}")
    )


def _preview(data: Dataset) -> Picture:
    if data.series is not None:
        return series_preview_figure(data.series)
    answers = [_answer(data, index) for index in range(4)]
    return sequence_preview_figure(data.train_x[:4], answers)


def _answer(data: Dataset, index: int) -> str:
    value = np.ravel(data.train_y[index])
    if names_every_step(data):
        between = "" if are_characters(data.class_names) else " "
        return between.join(data.class_names[int(tag)] for tag in value if tag != NO_TARGET)
    if data.every_step:
        return "".join(str(int(bit)) for bit in value)
    return _(data.class_names[int(value[0])]) if data.class_names else number(float(value[0]))


def _share(config: RunConfig) -> None:
    parts = urlsplit(st.context.url or "")
    link = urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(session.query()), ""))
    st.markdown(
        _("This link holds the experiment, but not your rows. Where they were brought, it opens with them.")
        if config.task.own
        else _("This link holds the whole experiment. Opened anywhere, it trains to the same digits.")
    )
    st.code(link, language=None, wrap_lines=True)
    st.caption(_("Without a browser:"))
    st.code(
        f'python -m playground train --link "{urlencode(links.encode(config))}"'
        + (" --own FILE" + _columns(config) if config.task.own else ""),
        language=None,
        wrap_lines=True,
    )


def _columns(config: RunConfig) -> str:
    """Of a learner's table: which columns of it, and the season, as the command line takes them."""
    series = tasks.dataset(config.task).series
    if series is None:
        return ""
    names = (series.value_label, *(other.name for other in series.beside))
    season = "" if series.season is None else f" --season {series.season}"
    return "".join(f" --column {shlex.quote(name)}" for name in names) + season
