"""A server of the films' socket alone, in a thread of the test's process."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from playground.films.stream.hub import Hub
from playground.films.stream.route import Films
from tests.films.stream.fakes import FakeEngine, Page, header_of, wish

LIMIT_SECONDS = 120.0
"""How long anything may take; only a test that fails ever waits so long."""


class Learner:
    """A page that speaks to a real server."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection, self.page = connection, Page()

    def say(self, *films: dict[str, Any], **more: Any) -> None:
        self.connection.send(wish(*films, **more))

    def read(self, until: Callable[[], bool]) -> None:
        """Take messages in until this is so."""
        while not until():
            message = self.connection.recv(LIMIT_SECONDS)
            assert isinstance(message, bytes)
            self.page.take([message])

    def last_words(self) -> tuple[str, int]:
        """The sentence with which the server ended the connection, and its code."""
        sentence = ""
        with suppress(ConnectionClosed):
            while True:
                message = self.connection.recv(LIMIT_SECONDS)
                assert isinstance(message, bytes)
                sentence = header_of(message).get("sentence", "")
        return sentence, self.connection.close_code or 0


@dataclass
class Server:
    """A hub with an engine that a test develops by hand, and its address."""

    engine: FakeEngine
    hub: Hub
    films: Films
    url: str
    opened: ExitStack = field(default_factory=ExitStack)

    def learner(self, **how: Any) -> Learner:
        return Learner(
            self.opened.enter_context(connect(self.url, max_size=None, proxy=None, close_timeout=0.1, **how))
        )

    def wait(self, until: Callable[[], bool]) -> None:
        deadline = time.monotonic() + LIMIT_SECONDS
        while not until():
            assert time.monotonic() < deadline, f"still waiting after {LIMIT_SECONDS:g} seconds"
            time.sleep(0.005)


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Start a server: `serve(engine=None, port=0, is_allowed=...) -> Server`; all end with the test."""
    running: list[tuple[uvicorn.Server, threading.Thread, Server]] = []

    def start(engine: Any = None, *, is_allowed: Any = lambda origin, host: True, **how: Any) -> Server:
        engine = engine or FakeEngine()
        hub = Hub(lambda: engine, lambda config, proof: proof == "ab", **how)
        films = Films(hub, is_allowed=is_allowed, now=time.monotonic)
        config = uvicorn.Config(
            Starlette(routes=[films.route]),
            port=0,
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            log_level=logging.ERROR,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=asyncio.run, args=[server.serve()], daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.005)
        port = server.servers[0].sockets[0].getsockname()[1]
        found = Server(engine, hub, films, f"ws://127.0.0.1:{port}/films")
        running.append((server, thread, found))
        return found

    yield start
    for server, thread, found in running:
        found.opened.close()
        server.should_exit = True
        thread.join(LIMIT_SECONDS)
