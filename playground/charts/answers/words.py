"""Pictures of a text: words in place of time steps, and how much each of them counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from playground.charts.inside.panels import bars, time_axis, time_steps
from playground.charts.inside.units import Numbers, finite
from playground.charts.picture import (
    Picture,
    base_layout,
    brief,
    letters,
    sentences,
    short,
    ticks,
    titled,
    vertical_line,
)
from playground.charts.theme import CELL_COLOURS, CELL_NAMES
from playground.config import Cell
from playground.i18n import _
from playground.tasks.texts.vocabulary import PAD, RESERVED

MOST_NAMED = 40
"""More words than this would overlap; their time steps are numbered."""


PADDING = RESERVED[PAD].replace("<", "‹").replace(">", "›")
"""What stands under a time step of padding."""


def with_words(picture: Picture, words: Sequence[str]) -> Picture:
    """The picture with a word under each time step; without words it stays as it is."""
    if PADDING in words:
        picture = _with_end(picture, words.index(PADDING))
    if not words or len(words) > MOST_NAMED:
        return picture
    title = titled(_("Character") if are_characters(words) else _("Word"))
    names = ticks(range(1, len(words) + 1), (letters(brief(word)) for word in words))
    angle = -45 if len(words) > 6 and not are_characters(words) else 0
    return picture.with_axis("xaxis", title | names | {"tickangle": angle})


def _with_end(picture: Picture, words: int) -> Picture:
    """The picture with a line where the text ends and the padding begins."""
    layout = picture.spec["layout"]
    shapes = [*layout.get("shapes", []), vertical_line(words + 0.5, dash="dot", opacity=0.7)]
    told = _("The text ends at the dotted line; the network also reads the padding after it.")
    return replace(
        picture,
        spec=picture.spec | {"layout": layout | {"shapes": shapes}},
        look_for=sentences([picture.look_for, told]),
    )


def are_characters(words: Sequence[str]) -> bool:
    """Whether a text was read character by character; a mark such as ‹start› is no word."""
    return all(len(word) == 1 for word in words if not word.startswith("‹"))


def influence_of_words_figure(gradient: Numbers, words: Sequence[str], *, cell: Cell) -> Picture:
    """Size of the gradient (words, embedding_size) of the answer with respect to what each word became."""
    size = np.linalg.norm(np.nan_to_num(finite(gradient)), axis=1)  # (words,)
    layout = base_layout(_("Time step"), _("Influence"), showlegend=False)
    layout["xaxis"] |= time_axis(len(words))
    layout["yaxis"]["rangemode"] = "tozero"
    drawn = bars(time_steps(len(size)), size, _("Influence"), CELL_COLOURS[cell], "%{x}: %{y:.3~g}", 0)
    most, total = int(size.argmax()), float(size.sum())
    word = brief(words[most])
    share = short(100 * float(size[most]) / total) if total > 0 else "0"
    picture = Picture(
        spec={"data": [drawn], "layout": layout},
        alt=(
            _(
                "{cell}: the answer depends most on character {place} of {count}, {word}: {share} % of "
                "the sum."
            )
            if are_characters(words)
            else _(
                "{cell}: the answer depends most on word {place} of {count}, {word}: {share} % of the sum."
            )
        ).format(cell=CELL_NAMES[cell], place=most + 1, count=len(words), word=word, share=share),
        title=(_("Influence of each character") if are_characters(words) else _("Influence of each word")),
        look_for=_("High bar: a small change of this input changes the answer most."),
    )
    return with_words(picture, words)
