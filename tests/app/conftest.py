"""The real page without a browser: every widget is there, and training happens in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from playground.config import RunConfig
from playground.films.cursor import Cursor, Paused, Playing
from playground.ui import clock
from playground.ui.engine import engine
from playground.ui.session import Session

APP = Path(__file__).parents[2] / "playground" / "ui" / "script.py"
PATIENCE_S = 120
"""Seconds one run of the script may take on a busy machine; no test waits for it."""


@pytest.fixture(autouse=True, scope="session")
def _installed_packages_are_read_once() -> Iterator[None]:
    """Every AppTest looks through all of them for components, which takes longer than a run of the page."""
    with pytest.MonkeyPatch.context() as patch:
        once = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", once)
        yield


@pytest.fixture(autouse=True, scope="module")
def _training_in_place() -> Iterator[None]:
    """What is wanted is there at once, so that there is nothing to wait for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAYGROUND_ENGINE", "inline")
        patch.setenv("PLAYGROUND_FILM_MB", "64")
        patch.setattr(clock, "wait", lambda until, seconds: None)
        yield


class Time:
    """What the clock of every page reads: it stands still, but for what a test lets pass."""

    now = 0.0

    def read(self) -> float:
        return self.now


TIME = Time()


@pytest.fixture(autouse=True, scope="module")
def _time_passes_when_a_test_says_so() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", TIME.read)
        yield


@pytest.fixture
def own_engine() -> Iterator[None]:
    """An engine for this test alone."""
    engine.clear()
    yield
    engine.clear()


class _Off(str):
    """AppTest takes a slider set to `None` for one that was not touched: this reads as its word."""

    def __format__(self, _spec: str) -> str:
        return str(self)


class TrainPage:
    """The train page of one learner, and what a test asks of it."""

    def __init__(self, script: AppTest) -> None:
        self.script = script

    @property
    def session(self) -> Session:
        return self.script.session_state["playground first"]

    @property
    def cursor(self) -> Cursor:
        return self.session.cursor

    @property
    def config(self) -> RunConfig:
        return self.cursor.config

    @property
    def link(self) -> dict[str, str]:
        return dict(self.script.query_params)

    @property
    def sentences(self) -> list[str]:
        """Everything the page has to say that is wrong, as it is read: without Markdown's escapes."""
        told = (*self.script.warning, *self.script.error, *self.script.exception)
        return [re.sub(r"\\(\W|_)|\N{WORD JOINER}", r"\1", one.value) for one in told]

    @property
    def text(self) -> str:
        """All that is written on the page."""
        script = self.script
        return "\n".join(str(part.value) for part in (*script.markdown, *script.caption, *script.code))

    def widget(self, name: str) -> Any:
        """The widget of this name, whatever its revision (`playground.ui.settings.controlled`)."""
        return self._named()[name]

    def controls(self) -> dict[str, Any]:
        """The widgets beside the run, by the setting each stands for."""
        named = self._named().items()
        return {name.removeprefix("set."): widget for name, widget in named if name.startswith("set.")}

    def _named(self) -> dict[str, Any]:
        parts = [*self.script.main, *self.script.sidebar]
        return {part.key.partition("#")[0]: part for part in parts if getattr(part, "key", None)}

    def turn(self, name: str, value: object) -> None:
        """Set a widget of the page itself."""
        self.widget(name).set_value(value)
        self.run()

    def set(self, path: str, value: object) -> None:
        """Turn one control, as a learner does."""
        widget = self.controls()[path]
        if value is None and widget.type == "select_slider":
            value = _Off(next(word for word in ("off", "all") if word in widget.options))
        widget.set_value(value)
        self.run()

    def press(self, key: str) -> None:
        self.script.button(key=key).click()
        self.run()

    def watch(self, seconds: float = 0.5, times: int = 1) -> None:
        """Let the page look again, each time after so many seconds."""
        for _ in range(times):
            TIME.now += seconds
            self.run()

    def run(self) -> None:
        """Run the script once, as a click does, in no time."""
        self.script.run()
        assert not self.script.exception, self.script.exception[0].message


def opened(
    config: RunConfig | None = None,
    *,
    step: int = 0,
    playing: bool = False,
    pace: float | None = None,
    own: bool = False,
    **link: str,
) -> TrainPage:
    """The page as it first stands: of a link, or of a learner who is at `step` of `config`.

    `own` is whether "Try your own" stands open.
    """
    script = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    if own:
        script.session_state["own"] = True
    for name, value in link.items():
        script.query_params[name] = value
    if config is not None:
        mode = Playing(clock.now()) if playing else Paused()
        session = Session(viewer="a test", cursor=Cursor(config=config, step=step, mode=mode, pace=pace))
        script.session_state["playground first"] = session
    page = TrainPage(script)
    page.run()
    if step:
        page.run()  # the film was developed on the first
    return page
