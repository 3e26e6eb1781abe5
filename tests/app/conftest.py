"""The real page without a browser: every widget, what is mounted, and its views, painted in place."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from playground.config import RunConfig, written
from playground.experiments import links
from playground.films.many import Results
from playground.films.stream.wishes import Place
from playground.probes.requests import ViewProbe
from playground.ui import gathering, history, language, playback, take_away
from playground.ui.components import address, assets, plotly_asset, run_bar, sequence_editor, stage
from playground.ui.engine import engine
from playground.ui.learn import kept
from playground.ui.server import hub
from playground.ui.session import Session
from playground.ui.settings import gallery
from playground.views.parts import Part
from tests.ui.parts import text_of

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
        yield


@dataclass(frozen=True, slots=True, kw_only=True)
class Mounted:
    """A component as its JavaScript would get it."""

    name: str
    data: dict[str, Any]


MOUNTED: dict[str, Mounted] = {}
"""The components of the newest run of any page, by their keys."""
SENT: dict[tuple[str, str], object] = {}
"""What the browser sent, by the component's key and the event."""


@pytest.fixture(autouse=True, scope="module")
def _what_is_mounted_is_caught() -> Iterator[None]:
    """Each event of a component is a hidden button: its callback runs before the script, as in a browser."""

    def mount(name: str, *, key: str, data: dict[str, Any], **options: Any) -> None:
        assert key not in MOUNTED, f"There are two components with the key {key}."
        MOUNTED[key] = Mounted(name=name, data=json.loads(json.dumps(data, allow_nan=False)))
        for option, heard in options.items():
            if isinstance(heard, Callable):  # type: ignore[arg-type]
                event = option.removeprefix("on_").removesuffix("_change")
                st.button(event, key=f"sent {key} {event}", on_click=heard)

    with pytest.MonkeyPatch.context() as patch:
        for module in (
            stage,
            run_bar,
            gathering,
            sequence_editor,
            plotly_asset,
            address,
            gallery,
            history,
            take_away,
            language,
            kept,
        ):
            patch.setattr(module, "mount", mount)
        patch.setattr(hub, "in_bites", True)  # the engine of these tests computes in place
        patch.setattr(ContextProxy, "url", None)  # a page without a browser has a mock in its place
        patch.setattr(assets, "sent_by_browser", lambda key, event: SENT.get((key, event)))
        yield


@pytest.fixture
def own_engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An engine for this test alone, and nothing known of finished runs."""
    monkeypatch.setattr(hub, "results", Results())
    engine.clear()
    yield
    engine.clear()


class _Off(str):
    """AppTest takes a slider set to `None` for one that was not touched: this reads as its word."""

    def __format__(self, _spec: str) -> str:
        return str(self)


class TrainPage:
    """The page of one run of one learner, and what a test asks of it."""

    def __init__(self, script: AppTest) -> None:
        self.script = script
        self.mounted: dict[str, Mounted] = {}
        self.renewed = 0

    @property
    def session(self) -> Session:
        return self.script.session_state["playground first"]

    @property
    def config(self) -> RunConfig:
        return self.session.config

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
        """All that is written on the page, but for what a worker paints (`seen`)."""
        script = self.script
        written = [str(part.value) for part in (*script.markdown, *script.caption, *script.code)]
        still = [text_of(one.data["parts"]) for one in self.mounted.values() if one.data.get("parts")]
        return "\n".join([*written, *still])

    # ---- its widgets

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
        if widget.type == "text_input" and isinstance(value, int | float):
            value = written(value)
        widget.set_value(value)
        self.run()

    def press(self, key: str) -> None:
        self.script.button(key=key).click()
        self.run()

    def choose_preset(self, name: str) -> None:
        """Open the gallery and choose a card."""
        with suppress(KeyError):  # it was never renewed
            self.renewed = self.script.session_state["kept presets"]
        self.script.session_state[f"presets#{self.renewed}"] = True
        self.run()
        self.send("gallery", "open", name)

    def below(self, tab: str) -> None:
        """Open a tab below the charts."""
        self.script.session_state["more"] = tab
        self.run()

    def run(self) -> None:
        """Run the script once, as a click does, in no time."""
        MOUNTED.clear()
        self.script.run()
        self.mounted = dict(MOUNTED)
        assert not self.script.exception, self.script.exception[0].message

    def wait_for(self, name: str) -> int:
        """Draw what is gathered under a name again for as long as the browser has something to wait for."""
        looks = 0
        while f"pulse-{name}" in self.mounted:
            assert looks < 40, f"{name} is never over"
            looks += 1
            self.send(f"pulse-{name}", "more", looks)
        return looks

    # ---- the browser's side

    @property
    def step(self) -> int:
        """Where the learner is, as the page knows it."""
        return playback.place(self.session).step

    def stand(self, step: int, mode: str = "paused") -> None:
        """The player tells that its cursor is here, in the open experiment."""
        session = self.session
        hub.places.put(session.viewer, Place(step=step, mode=mode, serial=session.serial), 0.0)

    def send(self, key: str, event: str, value: object) -> None:
        """A component sends something."""
        SENT[key, event] = value
        self.press(f"sent {key} {event}")

    def pick(self, key: str, part: str, value: object) -> None:
        """The learner clicks something in a part of a view."""
        self.send(key, "picked", {"part": part, "value": value})

    def mounts(self, key: str) -> Any:
        """What the component of this key was given."""
        return self.mounted[key].data

    @property
    def experiment(self) -> dict[str, Any]:
        """What the player was told to show."""
        return self.mounts("runbar")["experiment"]

    def look(self, key: str) -> dict[str, Any]:
        """The view a stage shows: its name, and how the learner looks at it."""
        return json.loads(self.mounts(key)["view"])

    def view(self, key: str, step: int | None = None) -> list[Part]:
        """The view of a stage, painted at the cursor or at a step."""
        data = self.mounts(key)
        return painted(data["run"], data["view"], self.step if step is None else step)

    def seen(self, key: str, step: int | None = None) -> str:
        """What is written in the view of a stage, with the rows of the baselines under its tables."""
        return text_of(self.view(key, step), more=lambda one: painted(one["run"], one["view"], 0))

    def stages(self) -> list[str]:
        """The keys of all stages that show a view."""
        return [key for key, one in self.mounted.items() if one.data.get("view")]


def painted(run: str, view: str, step: int) -> list[Part]:
    """What a worker paints of a view of a run at a step."""
    config = links.decode(dict(parse_qsl(run)))
    engine().want(config, step)
    reply = engine().probe(ViewProbe(config=config, step=step, view=view))
    assert reply.status == "ready", (reply.status, reply.sentence)
    return json.loads(reply.value)


def opened(config: RunConfig | None = None, *, step: int = 0, own: bool = False, **link: str) -> TrainPage:
    """The page as it first stands: of a link, or of a learner who is at `step` of `config`.

    `own` is whether "Try your own" stands open.
    """
    script = AppTest.from_file(APP, default_timeout=PATIENCE_S)
    if own:
        script.session_state["own"] = True
    for name, value in link.items():
        script.query_params[name] = value
    page = TrainPage(script)
    if config is not None:
        session = Session(viewer=uuid.uuid4().hex, config=config, plays=False)
        script.session_state["playground first"] = session
        page.stand(step)
    page.run()
    return page
