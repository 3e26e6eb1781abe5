"""Compare: two to four networks learn the same thing side by side."""

from playground.ui import run_page
from playground.ui.shell import ensure_shell

ensure_shell()
run_page.show_compare_page()
