"""Sweep: many runs of one experiment search for its best setting."""

from playground.ui import run_page

run_page.show_sweep_page()
