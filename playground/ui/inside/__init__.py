"""Look inside: tabs of one run that follow its cursor and one chosen example."""
