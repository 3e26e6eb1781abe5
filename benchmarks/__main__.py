"""`python -m benchmarks [group ...]`: measure, and print ratios; `GROUPS` says which groups there are."""

from __future__ import annotations

import importlib
import sys

GROUPS = (
    *("engine", "inside", "texts", "reading", "attention", "compare", "sweep", "lessons"),
    *("page", "motion", "stream", "device", "advice", "export"),
)


def main(names: list[str]) -> int:
    """Print every figure as it comes; the exit status is 1 if one is over its bar."""
    everything_holds = True
    for name in names or GROUPS:
        if name not in GROUPS:
            print(f"There is no group {name!r}; there are {', '.join(GROUPS)}.", file=sys.stderr)
            return 2
        for figure in importlib.import_module(f"benchmarks.{name}").figures():
            print(figure.line(), flush=True)
            everything_holds &= figure.holds
    return 0 if everything_holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
