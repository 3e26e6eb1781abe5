"""The Plotly that pages are sent: the one whose Python package checks the pictures."""

from __future__ import annotations

import gzip
import re
from importlib.util import find_spec
from pathlib import Path

from playground.ui.components.assets import WEB

(PACKED,) = (WEB / "vendor").glob("*.js.gz")


def version_in(code: str) -> str:
    found = re.search(r"plotly\.js (?:\([^)]*\) )?v([\d.]+)", code[:200])
    assert found
    return found[1]


def test_it_is_the_version_that_the_python_package_has():
    spec = find_spec("plotly")
    assert spec
    assert spec.origin
    whole = (Path(spec.origin).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
    sent = gzip.decompress(PACKED.read_bytes()).decode()
    assert version_in(sent) == version_in(whole)
    assert f"-{version_in(sent)}." in PACKED.name  # a browser keeps it under this name for good


def test_pages_ask_for_the_file_that_is_there():
    asked = re.search(r'const FILE = "\./vendor/([^"]+)"', (WEB / "plotly.js").read_text(encoding="utf-8"))
    assert asked
    assert asked[1] == PACKED.name
