"""The language a learner reads: set in every thread that runs a part of a page for them."""

from __future__ import annotations

from playground.i18n import SOURCE_LANGUAGE, use_language


def speak() -> None:
    """Translate into the learner's language from now on, in this run of the script.

    A page, a fragment and a widget's callback may each begin in a thread of their own, so each of them
    comes through here: a page in `shell.main`, it and fragments in `error_boundary`, callbacks
    where they ask for the session.
    """
    use_language(SOURCE_LANGUAGE)
