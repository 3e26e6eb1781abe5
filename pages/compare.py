"""Compare: two to four networks learn the same thing side by side."""

from playground.ui.compare import page
from playground.ui.shell import ensure_shell

ensure_shell()
page.show_compare_page()
