"""The table of settings as words and widgets."""
