"""The parts of a view as a test reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from playground.ui.words import table
from playground.views.parts import Part

More = Callable[[dict[str, str]], list[Part]]


def flat(parts: Iterable[Part]) -> list[Part]:
    """Every part, also those that stand side by side."""
    found: list[Part] = []
    for part in parts:
        found += flat(one for side in part["sides"] for one in side) if part["is"] == "columns" else [part]
    return found


def text_of(parts: Iterable[Part], *, more: More | None = None) -> str:
    """All that is written in them.

    Args:
        more: gives the parts that a table takes further rows from.
    """
    return "\n".join(line for part in flat(parts) for line in _lines(part, more))


def _lines(part: Part, more: More | None) -> list[str]:
    match part["is"]:
        case "text" | "code":
            return [part["text"]]
        case "figure":
            return [str(part["title"]), str(part["alt"]), str(part["lookFor"])]
        case "table":
            added: list[list[str]] = []
            if part["more"] and more:
                added = [row["cells"] for row in more(part["more"])]
            return [table(part["head"], part["rows"] + added, part["align"])]
        case "lanes" | "component":
            return [_words(part)]
    return []


def _words(value: Any) -> str:
    """The texts in a part's data."""
    if isinstance(value, dict):
        return "\n".join(map(_words, value.values()))
    if isinstance(value, list):
        return "\n".join(map(_words, value))
    return value if isinstance(value, str) else ""


def named(parts: Iterable[Part], key: str) -> Part:
    """The part with this key."""
    (found,) = (part for part in flat(parts) if part.get("key") == key)
    return found
