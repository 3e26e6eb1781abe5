"""Every preset on the page: a learner goes from one to the next, and each is asked what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from playground.config import RunConfig, value_of
from playground.experiments import edits, links
from playground.experiments.presets import PRESETS
from playground.tasks import problem
from playground.views.view_state import TABS, page_of
from tests.app.conftest import opened


class Shown(NamedTuple):
    """What a page showed of one preset, just after it was chosen."""

    config: RunConfig
    link: dict[str, str]
    controls: dict[str, Any]
    """The value of each control."""
    disabled: set[str]
    text: str
    answer: str
    """What the view of an own sequence says of the untrained network, where there is one."""
    sentences: list[str]


@pytest.fixture(scope="module")
def shown() -> dict[str, Shown]:
    """On each page that has presets, one after the other is chosen, and "Try your own" is open."""
    return dict(walk())


def walk() -> Iterator[tuple[str, Shown]]:
    pages: dict[str, list[str]] = {}
    for name, preset in PRESETS.items():
        pages.setdefault(page_of(problem(preset.config.task.name)), []).append(name)
    for names in pages.values():
        page = opened(PRESETS[names[-1]].config, own=True)
        for name in names:
            page.press(f"preset.{name}")
            controls = page.controls()
            yield (
                name,
                Shown(
                    config=page.config,
                    link=page.link,
                    controls={path: widget.value for path, widget in controls.items()},
                    disabled={path for path, widget in controls.items() if widget.proto.disabled},
                    text=page.text,
                    answer=page.seen("view-own", 0) if "view-own" in page.mounted else "",
                    sentences=page.sentences,
                ),
            )


every_preset = pytest.mark.parametrize("name", PRESETS)


@every_preset
def test_every_preset_opens_as_it_is(shown, name):
    assert shown[name].config == PRESETS[name].config
    tab = {} if PRESETS[name].tab == TABS[0] else {"tab": PRESETS[name].tab}
    assert shown[name].link == links.encode(PRESETS[name].config) | tab
    assert not shown[name].sentences


@every_preset
def test_every_control_shows_what_the_config_says(shown, name):
    for path, on_the_page in shown[name].controls.items():
        value = value_of(PRESETS[name].config, path)
        is_typed = isinstance(on_the_page, str) and not isinstance(value, str)
        assert (edits.parsed(path, on_the_page) if is_typed else on_the_page) == value, path


@every_preset
def test_the_number_of_parameters_is_told(shown, name):
    assert " parameters** in " in shown[name].text


READ_BY_ONE = [name for name, one in PRESETS.items() if problem(one.config.task.name).group != "pairs"]
"""An encoder and a decoder are asked in `test_attention_page`."""


@pytest.mark.parametrize("name", READ_BY_ONE)
def test_every_preset_answers_an_own_sequence_untrained(shown, name):
    assert "The network's answer at step 0" in shown[name].answer


@pytest.mark.parametrize(
    ("name", "path", "disabled"),
    [
        ("sine", "model.dropout", True),
        ("sine", "model.nonlinearity", True),
        ("sum-sign", "model.nonlinearity", False),
        ("sine", "model.readout", False),
        ("parity", "model.readout", True),
        ("noise", "model.dropout", False),
        ("characters", "model.bidirectional", True),
    ],
)
def test_a_control_that_would_do_nothing_cannot_be_turned(shown, name, path, disabled):
    assert (path in shown[name].disabled) is disabled


def test_every_control_of_every_preset_is_turned_in_a_test(shown):
    from tests.app.test_controls import TURNED_HERE

    on_the_page = {path for one in shown.values() for path in one.controls}
    assert on_the_page == TURNED_HERE
