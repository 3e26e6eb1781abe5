"""Words: what the terms on the other pages mean."""

from playground.ui import glossary

glossary.show_glossary()
