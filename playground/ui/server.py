"""What a server has beside its pages: the engine while it runs, and the socket on which films are pushed."""

from __future__ import annotations

import asyncio
import gc
import hmac
import importlib
import logging
import secrets
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from streamlit import config as streamlit_config
from streamlit.watcher import polling_path_watcher
from streamlit.web.server.starlette.starlette_websocket import _is_origin_allowed

from playground.config import RunConfig
from playground.config.errors import PlaygroundError
from playground.films.settings import EngineSettings
from playground.films.stream.hub import Hub
from playground.films.stream.route import Films
from playground.ui import clock
from playground.ui.engine import engine
from playground.uploads import own_data
from playground.views.paint import require_view

log = logging.getLogger(__name__)

SCRIPT = Path(__file__).with_name("script.py")
"""What Streamlit runs for every page."""

SETTINGS_SECONDS = 1.0
"""How often Streamlit looks whether a file of its settings has changed; of itself five times a second."""

_secret = secrets.token_bytes(32)
"""Of this process alone: no proof outlives it, as the data do not either."""


def proof_for(config: RunConfig) -> str:
    """What a page shows to watch a run of this data; for the pages of those alone who brought them."""
    return hmac.new(_secret, config.task.own.encode(), sha256).hexdigest() if config.task.own else ""


def may_see(config: RunConfig, proof: str) -> bool:
    """Whether a page with this proof may watch a run, and its data are still here."""
    own = config.task.own
    return not own or (own_data.has(own) and hmac.compare_digest(proof, proof_for(config)))


def _path() -> str:
    """Where the browser finds the socket: beside the pages, where those are not at the root."""
    base = str(streamlit_config.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}/films" if base else "/films"


hub = Hub(engine, may_see, require_view=require_view)
"""Who watches what. Scripts ask it where a page's cursor is: `hub.place_of(viewer)`."""
films = Films(hub, is_allowed=_is_origin_allowed, now=clock.now, path=_path())


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Have the engine while the server runs; it starts while the first page is on its way."""
    _let_workers_begin_with_nothing()
    send_at_once()
    look_at_settings_seldom()
    starting = asyncio.create_task(asyncio.to_thread(_start))
    try:
        yield
    finally:
        films.close()
        await asyncio.gather(starting, return_exceptions=True)
        engine.clear()  # closes it


def _let_workers_begin_with_nothing() -> None:
    """A worker process imports again what this one was started with, such as Streamlit's command.

    For each run of a script Streamlit puts the script in its place; that has a guard (`script.py`).
    """
    sys.modules["__main__"] = ModuleType("__main__")


def send_at_once() -> None:
    """Let what listens in this process send small messages without waiting for the answer to the one before.

    asyncio asks for this (`TCP_NODELAY`) itself where a socket names its protocol. Streamlit's does not, like
    those of uvicorn with several processes (github.com/Kludex/uvicorn/issues/3149): then every file but the
    first on a connection takes 40 ms. What is asked of a listening socket holds for its connections.
    """
    sockets = [one for one in gc.get_objects() if type(one) is socket.socket and one.fileno() >= 0]
    for one in sockets:
        is_of_network = one.family in (socket.AF_INET, socket.AF_INET6)
        if is_of_network and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def look_at_settings_seldom() -> None:
    """Let Streamlit watch its files of settings at leisure: it has no setting for that."""
    vars(polling_path_watcher)["_POLLING_PERIOD_SECS"] = SETTINGS_SECONDS


def _start() -> None:
    try:
        hub.in_bites = EngineSettings.from_environ().kind == "inline"
        engine()
    except PlaygroundError as error:  # each page says it, too
        log.error("The engine cannot start: %s", error)
    importlib.import_module("playground.ui.shell")  # or the first visitor would wait for it
