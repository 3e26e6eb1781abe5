"""Train: one network learns one problem, live."""

from playground.ui import run_page
from playground.ui.shell import ensure_shell

ensure_shell()
run_page.show_run_page("first")
