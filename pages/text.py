"""Text: one network learns to read sentences, live."""

from playground.ui import run_page

run_page.show_run_page("sentiment")
