"""Compare: two to four networks learn the same thing side by side."""

from playground.ui import run_page

run_page.show_compare_page()
