"""Attention: an encoder reads, a decoder speaks, and one sees where it looks."""

from playground.ui import run_page

run_page.show_run_page("reverse")
