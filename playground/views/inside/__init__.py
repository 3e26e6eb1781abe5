"""The views that look inside one run, at one chosen example."""
