"""Sweep: many runs of one experiment search for its best setting."""

from playground.ui.shell import ensure_shell
from playground.ui.sweep import page

ensure_shell()
page.show_sweep_page()
