"""Words: what the terms on the other pages mean."""

from playground.ui import words

words.show_glossary()
