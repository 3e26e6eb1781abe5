"""Plotly's JavaScript: out of the installed wheel, over HTTP, once for each browser.

It is packed once for each server process (a quarter of a second, then 1.4 MB on disk
instead of 4.8 MB), so the server neither compresses it again for every learner nor keeps
it in memory. The browser unpacks it, and keeps it under a name with the version in it.
"""

from __future__ import annotations

import gzip
import threading
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from playground.ui.components.assets import active_manager, mount, serve_folder

_lock = threading.Lock()


def plotly_loader(*, key: str = "plotly-loader") -> None:
    """Fetch Plotly while the rest of the page is built. Live figures work without it, later."""
    mount("plotly_loader", key=key, data={"plotly": plotly_file()}, height=1)


def plotly_file() -> str:
    """The name of Plotly's packed JavaScript, which the running server serves from here on."""
    with _lock:
        folder = Path(_packed_plotly().name) / "plotly"
    manager = active_manager()
    if manager is not None:
        serve_folder(manager, "plotly", folder)
    return next(folder.iterdir()).name


@cache
def _packed_plotly() -> TemporaryDirectory[str]:
    """A folder, gone when the process ends, with the packed file; Plotly is not imported."""
    spec = find_spec("plotly")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("The charts need the package plotly: install it and start again.")
    source = Path(spec.origin).parent / "package_data" / "plotly.min.js"
    home = TemporaryDirectory(prefix="playground-plotly-")
    folder = Path(home.name) / "plotly"
    folder.mkdir()
    packed = gzip.compress(source.read_bytes(), compresslevel=6, mtime=0)
    (folder / f"plotly-{version('plotly')}.min.js.gz").write_bytes(packed)
    return home
