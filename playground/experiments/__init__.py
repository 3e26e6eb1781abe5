"""One experiment and what is made of it: edits, links, presets, lanes, fair comparisons, sweeps."""
