"""The pages' styles: what a rule may ask, since Chromium asks it again for each picture that moves."""

from __future__ import annotations

import re
from pathlib import Path

UI = Path(__file__).parents[2] / "playground" / "ui"
STYLES = [*UI.glob("*.css"), *UI.glob("components/web/*.css")]
ANY_ELEMENT = re.compile(r"(^|[\s>+~,}]):has\(", re.MULTILINE)
"""`:has()` of an element about which nothing else is asked: each change then concerns all around it."""
ANY_INSIDE = re.compile(r":has\([^)]*(\*|:not\(:empty|:not\(\[hidden)")


def test_no_rule_asks_has_of_any_element_or_for_any_element():
    assert len(STYLES) > 20
    asked = {path.name: path.read_text(encoding="utf-8") for path in STYLES}
    assert [name for name, text in asked.items() if ANY_ELEMENT.search(text) or ANY_INSIDE.search(text)] == []
