"""Words a learner reads: marked with `N_`, translated with a translator made for each run."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from pathlib import Path

LOCALES = Path(__file__).parent / "locales"


def N_(text: str) -> str:  # gettext's own name for "mark, translate later"
    """Mark `text` for translation and leave it as it is."""
    return text


def translator(language: str = "en") -> Callable[[str], str]:
    """The function that turns a marked text into `language`; unknown texts stay English."""
    return gettext.translation("playground", LOCALES, [language], fallback=True).gettext
