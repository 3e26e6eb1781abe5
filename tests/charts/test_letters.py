"""Words of a learner's own in charts: letter by letter, in full where there is room, and never markup."""

from __future__ import annotations

import html

import numpy as np
import plotly.graph_objects as go

from playground.charts.answers.held_out import confusion_figure
from playground.charts.answers.words import influence_of_words_figure

MARKUP = ("<b>bold</b>", "<a href='//x'>a & b</a>", "a quite long name of a class, with forty", "&lt;")


def drawn(picture: object) -> str:
    return go.Figure(picture.spec).to_json()  # type: ignore[attr-defined]


def test_names_of_classes_are_drawn_as_they_were_written():
    picture = confusion_figure(np.eye(4, dtype=np.int64), MARKUP, 3)
    heatmap, axis = picture.spec["data"][0], picture.spec["layout"]["xaxis"]
    assert tuple(map(html.unescape, heatmap["x"])) == MARKUP
    assert not {"<b>", "<a"} & set(drawn(picture).split('"'))
    assert axis["tickvals"] == heatmap["x"] == heatmap["y"]
    assert [html.unescape(text) for text in axis["ticktext"]][2] == "a quite long na…"
    assert all("<" not in text for text in (*heatmap["x"], *axis["ticktext"]))


def test_words_for_people_who_do_not_see_the_chart_are_as_they_were_written():
    wrong = np.array([[0, 5], [0, 0]])
    assert "<b>bold</b> answered as &lt;, 5 times" in confusion_figure(wrong, ("<b>bold</b>", "&lt;"), 3).alt


def test_a_long_word_is_cut_under_its_bar_and_in_words():
    picture = influence_of_words_figure(np.array([[1.0], [0.1]]), ["x" * 5000, "<i>"], cell="lstm")
    assert [len(text) for text in picture.spec["layout"]["xaxis"]["ticktext"]] == [24, len("&lt;i&gt;")]
    assert len(picture.alt) < 200
