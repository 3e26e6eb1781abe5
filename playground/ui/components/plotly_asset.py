"""Plotly's JavaScript for a page, fetched early: once for each browser, which keeps it."""

from __future__ import annotations

from playground.ui.components.assets import mount


def plotly_loader(*, key: str = "plotly-loader") -> None:
    """Fetch Plotly while the rest of the page is built. Live figures work without it, later."""
    mount("plotly_loader", key=key, data={}, height=1)
