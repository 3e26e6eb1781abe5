"""Find the Chromium that the browser tests drive, and install one where we may.

`python tests/browser/chromium.py` prints its path.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What the browser is called on PATH, the most common first."""

SHELL = "chromium-headless-shell"
"""Debian's Chromium without windows: the same pages for a fifth less of a core."""

PACKAGES = (SHELL, "chromium")
"""Those of the names that are Debian's packages; an older release has only the second."""

APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
"""Where macOS keeps it; programs there are not on PATH."""

HELP = (
    "The browser tests need Chromium, and none was found. Install it (on Debian, as root: "
    "apt-get install chromium; elsewhere: .venv/bin/playwright install chromium), or say where "
    "it is: CHROMIUM=/path/to/chromium make test"
)


class ChromiumMissing(RuntimeError):
    """There is no Chromium; the text says how to get one."""


def find_chromium(*, whole: bool = False) -> str:
    """Path of a Chromium: $CHROMIUM, one on PATH, Playwright's own, or one installed now.

    Args:
        whole: only the browser that people use, for who measures what it costs them.

    Raises:
        ChromiumMissing: There is none, and it could not be installed.
    """
    if named := os.environ.get("CHROMIUM"):
        if found := shutil.which(named):
            return found
        raise ChromiumMissing(f"CHROMIUM={named} is not a program that can be run.")
    names = WHOLE if whole else (SHELL, *WHOLE)
    found = _installed(names) or _of_playwright()
    if found is None and _may_use_apt():
        _apt_install([name for name in names if name in PACKAGES])
        found = _installed(names)
    if found is None:
        raise ChromiumMissing(HELP)
    return found


def _installed(names: Sequence[str]) -> str | None:
    return next(filter(None, map(shutil.which, (*names, *APPLICATIONS))), None)


def _of_playwright() -> str | None:
    """The one that `playwright install chromium` fetched."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _may_use_apt() -> bool:
    """Root on Debian or a relative of it."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return root and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def _apt_install(packages: Sequence[str]) -> None:
    """Install the first package there is; without recommended packages there would be no letters to draw."""
    print("Chromium is missing; installing it with apt-get.", file=sys.stderr, flush=True)
    _apt_get("update")
    told = ""
    for package in packages:
        try:
            return _apt_get("install", "-y", "--no-install-recommends", package, "fonts-liberation")
        except ChromiumMissing as missing:
            told = str(missing)
    raise ChromiumMissing(told)


def _apt_get(*arguments: str) -> None:
    done = subprocess.run(
        ["apt-get", *arguments],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise ChromiumMissing(f"{HELP}\n`apt-get {' '.join(arguments)}` failed:\n{done.stdout[-2000:]}")


if __name__ == "__main__":
    try:
        print("The browser tests drive", find_chromium())
    except ChromiumMissing as missing:
        sys.exit(str(missing))
