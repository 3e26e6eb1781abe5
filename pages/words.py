"""Words: what the terms on the other pages mean."""

from playground.ui import words
from playground.ui.shell import ensure_shell

ensure_shell()
words.show_glossary()
