"""Characters as they are typed and shown."""

from __future__ import annotations

from playground.tasks.texts.characters import shown, signs_of


def test_what_keyboards_write_becomes_the_plain_signs_of_the_data():
    assert "".join(signs_of("“Don’t” – she said…\r\n`Stop!\t")) == "\"don't\" - she said...\n'stop! "


def test_a_text_is_kept_character_by_character_with_blanks_at_its_ends():
    assert signs_of(" A\rb ") == (" ", "a", "\n", "b", " ")
    assert signs_of("") == ()


def test_only_what_cannot_be_seen_has_a_sign_of_its_own():
    assert [shown(sign) for sign in " \na'"] == ["␣", "⏎", "a", "'"]
