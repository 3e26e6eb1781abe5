"""A player in a browser made of counters, for the tests of what it does."""

from __future__ import annotations

from typing import Any

from tests.ui.fake_browser import FAKE_BROWSER
from tests.ui.film_messages import BYTES_OF
from tests.ui.node import run_module

PLAYER = (
    FAKE_BROWSER
    + BYTES_OF
    + """
    import { Player } from "web/player.js";
    console.warn = () => {};
    const one = new Player(world);
    const told = [];
    one.subscribe(({ tracks, frames, ...others }) =>
      told.push({ ...others, tracks: [...tracks], frames: [...frames] }));
    const usual = [{ run: "r", totalSteps: 100, epochSteps: 10 }];
    const base = { serial: 1, change: "chosen", films: usual, viewer: "me", language: "en" };
    const show = (more = {}) => one.show({ ...base, ...more });
    const hear = (text) => newest().hears(bytesOf(text));
    /** The wish that was sent last. */
    const wish = () => { wait(300); return newest().sent.at(-1); };
    const begin = (more = {}) => { show(more); newest().opens(); draw(); };
    const at = () => [one.cursor.step, one.cursor.mode];
"""
)


def played(source: str, given: Any = None) -> Any:
    """What `source` tells, with the player `one`."""
    return run_module(PLAYER + source, given)
