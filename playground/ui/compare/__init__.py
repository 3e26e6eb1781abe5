"""Runs side by side: lanes, what they cost, whether a difference is luck, and how far back each remembers."""
