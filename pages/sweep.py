"""Sweep: many runs of one experiment search for its best setting."""

from playground.ui import run_page
from playground.ui.shell import ensure_shell

ensure_shell()
run_page.show_sweep_page()
