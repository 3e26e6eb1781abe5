"""Train: one network learns one problem, live."""

from playground.ui import run_page

run_page.show_run_page("first")
