"""The page's own drawings, as parts of a view: their JavaScript is in `playground/ui/components/web/`."""

from __future__ import annotations

from playground.views.drawings.cell_diagram import CLICKABLE, cell_diagram
from playground.views.drawings.coloured_text import coloured_text
from playground.views.drawings.ribbons import ribbons

__all__ = ["CLICKABLE", "cell_diagram", "coloured_text", "ribbons"]
