"""Data of the text problems: words as numbers, sentences of our own making, honest baselines."""
