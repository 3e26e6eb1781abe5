"""Learners without a browser: they open a page's session and its films' socket as the real page does.

A class of them costs next to nothing beside the server it is to load.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import struct
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect


@dataclass
class Learner:
    """One page that is open, and what it was sent."""

    url: str
    query: str
    page: str = ""
    numbers: int = 0
    """Messages with new numbers of its run."""
    frames: int = 0
    """Pictures it was sent."""
    last_step: int = 0
    arrived: list[float] = field(default_factory=list)
    """When new numbers came."""
    experiment: dict[str, Any] = field(default_factory=dict)
    stages: dict[str, dict[str, Any]] = field(default_factory=dict)
    widgets: dict[str, tuple[str, Any]] = field(default_factory=dict)
    """The id and the default of the widgets that are pressed here, by their labels."""
    drawn: asyncio.Event = field(default_factory=asyncio.Event)
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    session: ClientConnection | None = None
    films: ClientConnection | None = None
    script: str = ""
    states: BackMsg = field(default_factory=BackMsg)
    serial: int = 0

    async def live(self) -> None:
        """Open the page, play, and read all that is sent, until cancelled."""
        base = self.url.replace("http", "ws", 1)
        how: dict[str, Any] = {"proxy": None, "max_size": None, "compression": None}
        async with (
            connect(f"{base}_stcore/stream", subprotocols=["streamlit"], **how) as session,
            connect(f"{base}films", **how) as films,
        ):
            self.session, self.films = session, films
            await self._ask()
            await asyncio.gather(self._read_pages(session), self._read_films(films))

    async def choose_cell(self, place: int) -> tuple[float, float]:
        """Press another cell; seconds until the page is drawn anew, and until its first number."""
        identity, _default = self.widgets["Cell"]
        del self.states.rerun_script.widget_states.widgets[:]
        state = self.states.rerun_script.widget_states.widgets.add(id=identity)
        state.string_array_value.data.append(self.widgets["Cell"][1][place])
        self.drawn.clear()
        self.moved.clear()
        self.last_step = 0
        begin = time.perf_counter()
        await self._ask()
        await self.drawn.wait()
        drawn = time.perf_counter() - begin
        await self.moved.wait()
        return drawn, time.perf_counter() - begin

    async def _ask(self) -> None:
        assert self.session is not None
        self.states.rerun_script.query_string = self.query
        self.states.rerun_script.page_script_hash = self.script
        self.states.rerun_script.page_name = self.page
        await self.session.send(self.states.SerializeToString())

    async def _read_pages(self, session: ClientConnection) -> None:
        async for raw in session:
            message = ForwardMsg.FromString(raw if isinstance(raw, bytes) else raw.encode())
            match message.WhichOneof("type"):
                case "new_session":
                    self.script = message.new_session.page_script_hash
                case "script_finished":
                    self.drawn.set()
                case "delta":
                    await self._take(message.delta.new_element)
        raise ConnectionError(f"the server closed the page of {self.query}")

    async def _take(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "button_group":
            group = element.button_group
            self.widgets[group.label] = (group.id, [option.content for option in group.options])
        if kind != "bidi_component":
            return
        component = element.bidi_component
        text = component.json or component.mixed.json
        if not text:
            return
        data = json.loads(text)
        if component.component_name.endswith(".run_bar"):
            self.experiment = data["experiment"]
            await self._wish()
        elif component.component_name.endswith(".stage") and data["view"]:
            self.stages[data["view"]] = data
            await self._wish()

    async def _wish(self) -> None:
        """What the player of a page that plays says."""
        if self.films is None or not self.experiment:
            return
        films = []
        for film in self.experiment["films"]:
            views = [view for view, stage in self.stages.items() if stage["run"] == film["run"]]
            more = [one["view"] for view in views for one in self.stages[view]["also"]]
            said = {"run": film["run"], "until": film["totalSteps"], "have": 0, "at": None}
            films.append(said | {"views": [*views[:1], *more[:1]]})
        place = {"step": self.last_step, "mode": "playing", "serial": self.experiment["serial"]}
        wish = {"v": 1, "viewer": self.experiment["viewer"], "language": "en", "place": place, "films": films}
        with suppress(ConnectionError):
            await self.films.send(json.dumps(wish))

    async def _read_films(self, films: ClientConnection) -> None:
        async for raw in films:
            if not isinstance(raw, bytes):
                continue
            (length,) = struct.unpack_from("<I", raw)
            header = json.loads(raw[4 : 4 + length])
            self.frames += len(header.get("frames", ()))
            runs = [film["run"] for film in self.experiment.get("films", [])]
            if header["kind"] == "film" and header["run"] in runs and header["lastStep"] > self.last_step:
                self.last_step = header["lastStep"]
                self.numbers += 1
                self.arrived.append(time.perf_counter())
                self.moved.set()
        raise ConnectionError(f"the server closed the films of {self.query}")


class Crowd:
    """Many learners on a thread of their own."""

    def __init__(self, url: str, queries: Sequence[str], page: str = "") -> None:
        self.loop = asyncio.new_event_loop()
        self.learners = [Learner(url=url, query=query, page=page) for query in queries]
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self._lives = [self._begin(learner.live()) for learner in self.learners]

    def _begin(self, work: Awaitable[Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop)  # type: ignore[arg-type]

    def wait(self, holds: Callable[[Learner], bool], seconds: float) -> bool:
        """Whether this came to hold for all within so many seconds."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.complain()
            if all(holds(learner) for learner in self.learners):
                return True
            time.sleep(0.05)
        return False

    def do(self, work: Callable[[Learner], Awaitable[Any]], place: int, seconds: float) -> Any:
        """What one of them does, and what came of it."""
        return self._begin(work(self.learners[place])).result(timeout=seconds)

    def complain(self) -> None:
        """Raise what went wrong on a page."""
        for life in self._lives:
            if life.done():
                life.result()

    def close(self) -> None:
        """All leave."""
        self._begin(self._end()).result(timeout=60)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def learners(url: str, queries: Sequence[str], page: str = "") -> Iterator[Crowd]:
    """Keep a page open for each query; `page` is its place in the address.

    Raises what went wrong on a page meanwhile.
    """
    crowd = Crowd(url, queries, page)
    try:
        yield crowd
        crowd.complain()
    finally:
        crowd.close()


def longest_gap(learner: Learner, begin: float, end: float) -> float:
    """Seconds in which it was sent no new number, at most."""
    times = [begin, *(at for at in learner.arrived if begin <= at <= end), end]
    return max(later - earlier for earlier, later in itertools.pairwise(times))
