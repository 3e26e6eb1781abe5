"""Words a learner reads: marked with `N_` where they are defined, translated with `_` where they are shown.

The language is set once for each run of a page's script, and belongs to that run alone: another
learner's run, in another thread, has its own. Nothing translated is bound at import.
"""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "playground"
SOURCE_LANGUAGE = "en"
LANGUAGES = {"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"}
"""Every language of the playground, with the name it calls itself."""
TRADITIONAL = ("hant", "tw", "hk", "mo")
"""Parts of a browser's name of a language that mean traditional Chinese."""

_language: ContextVar[str] = ContextVar("language", default=SOURCE_LANGUAGE)


def use_language(language: str) -> None:
    """Translate into `language` from now on, in this run only; raises `OSError` without its catalogue."""
    _catalogue(language)
    _language.set(language)


def closest(name: str) -> str:
    """The language that a browser or a link means by `name`, such as zh-TW; empty where there is none."""
    first, *rest = name.lower().replace("_", "-").split("-")
    if first == "zh":
        return "zh_Hant" if any(part in TRADITIONAL for part in rest) else "zh_Hans"
    return first if first in LANGUAGES else ""


def current_language() -> str:
    """The language of this run."""
    return _language.get()


def _(text: str, /) -> str:
    """The marked `text` in the language of this run."""
    return _catalogue(_language.get()).gettext(text) if text else ""


def n_(one: str, many: str, count: int, /) -> str:
    """The form of a sentence that goes with `count`, in the language of this run."""
    return _catalogue(_language.get()).ngettext(one, many, count)


def N_(text: str, /) -> str:  # gettext's own name for "mark, translate later"
    """Mark `text` for translation and leave it as it is."""
    return text


def translated(sentence: str | Message) -> str:
    """A marked text, or a `Message`, in the language of this run."""
    return _(sentence) if isinstance(sentence, str) else str(sentence)


class Message:
    """A marked sentence and what stands in it, translated when `str` asks for it."""

    def __init__(self, template: str, /, **values: Any) -> None:
        """Keep both.

        Args:
            template: the sentence, marked with `N_`, with `{name}` for each value.
            values: what stands in it; may be a sentence or an error of ours.
        """
        self.template = template
        self.values = values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.template, self.values) == (other.template, other.values)

    def __hash__(self) -> int:
        return hash(self.template)

    def __str__(self) -> str:
        """The whole sentence in the reader's language."""
        sentence = _(self.template)
        return sentence.format(**self.values) if self.values else sentence


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of `language`; never the source language in silence (`gettext`'s `fallback`)."""
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALES, [language])
