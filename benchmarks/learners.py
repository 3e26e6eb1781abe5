"""Learners without a browser: they speak Streamlit's protocol, so that a class costs next to nothing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from tornado.websocket import WebSocketClientConnection, websocket_connect


@contextmanager
def learners(url: str, queries: Sequence[str]) -> Iterator[list[int]]:
    """Keep a page open for each query; every page asks for its ticks as the real one does.

    Yields how many ticks each page was answered so far. Raises what went wrong on a page meanwhile.
    """
    loop, ticks = asyncio.new_event_loop(), [0] * len(queries)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    pages = [
        asyncio.run_coroutine_threadsafe(_page(url, query, ticks, place), loop)
        for place, query in enumerate(queries)
    ]
    try:
        yield ticks
        for page in pages:
            if page.done():
                page.result()
    finally:
        for page in pages:
            page.cancel()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _page(url: str, query: str, ticks: list[int], place: int) -> None:
    """Open one page and read all it is sent, until cancelled."""
    connection = await websocket_connect(
        f"{url.replace('http', 'ws', 1)}_stcore/stream", subprotocols=["streamlit"]
    )
    timers: dict[str, asyncio.Task[None]] = {}
    script = ""
    await _ask(connection, query)
    while isinstance(raw := await connection.read_message(), bytes):
        message = ForwardMsg.FromString(raw)
        match message.WhichOneof("type"):
            case "new_session":
                script = message.new_session.page_script_hash
            case "script_finished":
                ticks[place] += message.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
            case "auto_rerun":
                fragment, seconds = message.auto_rerun.fragment_id, message.auto_rerun.interval
                if fragment in timers:
                    timers[fragment].cancel()
                timers[fragment] = asyncio.create_task(_tick(connection, query, script, fragment, seconds))
    raise ConnectionError(f"the server closed the page of {query}")


async def _tick(
    connection: WebSocketClientConnection, query: str, script: str, fragment: str, seconds: float
) -> None:
    while True:
        await asyncio.sleep(seconds)
        await _ask(connection, query, script, fragment)


async def _ask(
    connection: WebSocketClientConnection, query: str, script: str = "", fragment: str = ""
) -> None:
    """Ask for the whole page, or for one of its living parts."""
    message = BackMsg()
    message.rerun_script.query_string = query
    if fragment:
        message.rerun_script.page_script_hash = script
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = True
    await connection.write_message(message.SerializeToString(), binary=True)
