"""The page's link in the browser: Back and Forward open what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from playground.films.stream.wishes import MOST_RUN_CHARACTERS
from playground.ui.components.assets import handed_on, mount

MOST_PARAMETERS = 100


def address(*, key: str, on_link: Callable[[dict[str, str]], None]) -> None:
    """Call `on_link` with the link's parameters when the learner goes back or forward."""
    mount("address", key=key, data={}, on_link_change=handed_on(key, "link", parameters, on_link))


def parameters(sent: Any) -> dict[str, str] | None:
    """What a query says; `None` for what is none, or too long to be one of ours."""
    if not isinstance(sent, str) or len(sent) > MOST_RUN_CHARACTERS:
        return None
    try:
        return dict(parse_qsl(sent.lstrip("?"), keep_blank_values=True, max_num_fields=MOST_PARAMETERS))
    except ValueError:
        return None
