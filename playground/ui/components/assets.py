"""How the components' files reach a browser: over HTTP, from folders Streamlit serves.

Streamlit serves the asset folders of installed component packages at
`_stcore/bidi-components/<name>/`. This project is run from its folder and not installed, so
the same manifest is handed to the running server here. This is the one file that knows.
Files that travel this way are not in the messages of a session, so they cost nothing at a
rerun and nothing in the server's memory for each viewer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import streamlit as st
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.runtime import Runtime

from playground.ui.session import widget_value

PROJECT = "rnn-playground"
WEB = Path(__file__).parent / "web"
STYLES = {
    "history_note": ("address",),
    "history_list": ("button", "mark", "history_list"),
    "take_away": ("button", "take_away"),
    "run_bar": ("button", "mark", "menu", "timeline", "run_bar", "run_notes", "presentation"),
    "stage": (
        "button",
        "menu",
        "picture_bar",
        "presentation",
        "figure",
        "stage",
        "cell_diagram",
        "coloured_text",
        "ribbons",
        "unrolled",
    ),
}
"""The style files of a component, where there are others than its own."""

_mounts: WeakKeyDictionary[BidiComponentManager, dict[str, Callable[..., Any]]] = WeakKeyDictionary()
_lock = threading.Lock()
T = TypeVar("T")


def _serve(manager: BidiComponentManager, name: str) -> None:
    """Serve the components' files at `_stcore/bidi-components/rnn-playground.<name>/`, now and later."""
    if manager.get_component_asset_root(f"{PROJECT}.{name}") is None:
        config = ComponentConfig(name=name, asset_dir=WEB.name)
        manifest = ComponentManifest(name=PROJECT, version="1", components=[config])
        manager.register_from_manifest(manifest, WEB.parent)


def active_manager() -> BidiComponentManager | None:
    """The component manager of the running server, or `None` outside one."""
    return Runtime.instance().bidi_component_registry if Runtime.exists() else None


def mount(name: str, *, key: str, data: dict[str, Any], **options: Any) -> None:
    """Put the component `web/<name>.js` with `web/<name>.css` on the page, where a server runs.

    Args:
        name: the files' stem.
        key: what keeps the component the same element from run to run.
        data: what its JavaScript gets, as JSON.
        options: callbacks, width and height, as `st.components.v2.component` takes them.
    """
    manager = active_manager()
    if manager is not None:
        _mount_of(manager, name)(key=key, data=data, **options)


def _mount_of(manager: BidiComponentManager, name: str) -> Callable[..., Any]:
    with _lock:
        mounts = _mounts.setdefault(manager, {})
        if name not in mounts:
            for address in (WEB.name, name):
                _serve(manager, address)
            mounts[name] = st.components.v2.component(
                f"{PROJECT}.{name}",
                js="entry.js",  # which loads the component's own file
                css="".join(
                    (WEB / f"{part}.css").read_text(encoding="utf-8") for part in STYLES.get(name, (name,))
                ),
                isolate_styles=False,
            )
        return mounts[name]


def handed_on(
    key: str, event: str, read: Callable[[Any], T | None], then: Callable[[T], None] | None
) -> Callable[[], None]:
    """A callback of the component `key`: hands on what the browser sent with `event`, if `read` knows it."""

    def heard() -> None:
        known = read(sent_by_browser(key, event))
        if known is not None and then is not None:
            then(known)

    return heard


def sent_by_browser(key: str, event: str) -> Any:
    """The value that the component `key` sent with `event`, read inside its callback."""
    state = widget_value(key)
    return state.get(event) if state is not None else None
