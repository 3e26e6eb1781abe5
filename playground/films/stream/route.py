"""The films' socket: one for each page, and one loop that pushes to all of them."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.config.errors import StreamError
from playground.films.stream.hub import RENEW_SECONDS, Hub
from playground.films.stream.messages import refusal_message
from playground.films.stream.seat import Seat
from playground.i18n import N_

log = logging.getLogger(__name__)

TURN_SECONDS = 0.05
"""From one turn to the next while something may change; more where a turn takes longer than half of it."""
HURRY_SECONDS = 0.01
"""How soon after a turn a page that has just said something has one."""
QUIET_SECONDS = 0.5
"""The same where nothing was heard of the engine."""
LONGEST_REST_SECONDS = 0.25
"""How long the loop rests after a turn that took long."""
PAUSE_SECONDS = 0.01
"""From one message of a page to its next."""
SILENT_SECONDS = 60.0
"""A page that takes nothing for so long is dropped; one that answers no ping, by the server's own pings."""
MOST_SOCKETS = 1000
MOST_SOCKETS_AN_ADDRESS = 400
"""A class may sit behind one address."""

FULL = N_("This server has no room for another page now. Close one you no longer need, or try again later.")
POLICY, UNREADABLE, FAULTY, TRY_LATER = 1008, 1007, 1011, 1013
"""Why a connection is closed, in the protocol's numbers."""


class Socket:
    """One page's connection: what it is still to be sent, and the task that sends it."""

    def __init__(self, websocket: WebSocket, seat: Seat, is_done: Callable[[Socket], None]) -> None:
        self.websocket, self.seat, self._is_done = websocket, seat, is_done
        self._outbox: list[bytes] = []
        self._filled = asyncio.Event()

    @property
    def is_idle(self) -> bool:
        """Whether it can take the next messages."""
        return not self._outbox

    def give(self, messages: list[bytes]) -> None:
        """Send these; nobody waits for it."""
        self._outbox = messages
        self._filled.set()

    async def send_all(self) -> None:
        """Send what is given, until the page has gone or takes nothing for too long."""
        while True:
            await self._filled.wait()
            self._filled.clear()
            for message in self._outbox:
                async with asyncio.timeout(SILENT_SECONDS):
                    await self.websocket.send_bytes(message)
            self._outbox = []
            self._is_done(self)


class Films:
    """The route, and everything that is connected to it."""

    def __init__(
        self,
        hub: Hub,
        *,
        is_allowed: Callable[[str | None, str | None], bool],
        now: Callable[[], float],
        path: str = "/films",
    ) -> None:
        """Connect nobody yet.

        Args:
            hub: what is heard goes there, and what to send comes from there.
            is_allowed: whether a page of this origin may speak to a server that it calls by this host.
            now: reads a clock that never goes back, in seconds.
            path: where the browser finds it.
        """
        self.route = WebSocketRoute(path, self._serve)
        self._hub, self._is_allowed, self._now = hub, is_allowed, now
        self._sockets: set[Socket] = set()
        self._addresses: Counter[str] = Counter()
        self._news: set[Socket] = set()
        """Those that have just said something."""
        self._skipped: set[Socket] = set()
        """Those that could take nothing in the last turn of all."""
        self._changed: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._has_news = False
        """Whether the engine has said that there may be something new since the last turn of all."""
        self._pushing: asyncio.Task[None] | None = None
        self._turns = ThreadPoolExecutor(1, "films-turn")
        self._ears = ThreadPoolExecutor(2, "films-hear")

    def close(self) -> None:
        """Push no more; whoever is connected is left to the server."""
        if self._pushing is not None:
            self._pushing.cancel()

    # ---- one connection

    async def _serve(self, websocket: WebSocket) -> None:
        headers = websocket.headers
        if not await asyncio.to_thread(self._is_allowed, headers.get("origin"), headers.get("host")):
            await websocket.close(POLICY)
            return
        await websocket.accept()
        address = websocket.client.host if websocket.client else ""
        if len(self._sockets) >= MOST_SOCKETS or self._addresses[address] >= MOST_SOCKETS_AN_ADDRESS:
            await self._part(websocket, refusal_message(FULL), TRY_LATER)
            return
        socket = Socket(websocket, self._hub.join(), self._sent)
        self._sockets.add(socket)
        self._addresses[address] += 1
        try:
            await self._attend(socket)
        finally:
            self._forget(socket, address)

    def _forget(self, socket: Socket, address: str) -> None:
        self._hub.leave(socket.seat)
        for sockets in (self._sockets, self._news, self._skipped):
            sockets.discard(socket)
        self._addresses[address] -= 1
        if not self._addresses[address]:
            del self._addresses[address]

    async def _attend(self, socket: Socket) -> None:
        """Hear and send until one of both ends."""
        self._hurry(socket)
        tasks = [asyncio.create_task(socket.send_all()), asyncio.create_task(self._listen(socket))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            for outcome in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(outcome, Exception) and not isinstance(outcome, _GONE):
                    log.error("a films socket failed", exc_info=outcome)

    async def _listen(self, socket: Socket) -> None:
        """Hear what the page says, until it leaves or says what is no wish."""
        loop = asyncio.get_running_loop()
        while True:
            message = await socket.websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            try:
                said = message.get("text") or ""
                await loop.run_in_executor(self._ears, self._hub.hear, socket.seat, said, self._now())
            except StreamError as error:
                await self._part(socket.websocket, refusal_message(error.message), UNREADABLE)
                return
            except Exception:
                log.exception("a wish could not be heard")
                await self._part(socket.websocket, b"", FAULTY)
                return
            self._hurry(socket)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _part(self, websocket: WebSocket, message: bytes, code: int) -> None:
        """Say a last word, if the page still takes it."""
        with suppress(*_GONE):
            async with asyncio.timeout(SILENT_SECONDS):
                if message:
                    await websocket.send_bytes(message)
                await websocket.close(code)

    # ---- all connections

    def _hurry(self, socket: Socket) -> None:
        """This page should not wait for the next turn of all."""
        self._news.add(socket)
        if self._pushing is None or self._pushing.done():
            self._changed = asyncio.Event()
            self._loop = asyncio.get_running_loop()
            self._hub.listen(self._heard)
            self._pushing = asyncio.create_task(self._push(self._changed))
        if self._changed is not None:
            self._changed.set()

    def _heard(self) -> None:
        """The engine has news; said in one of its threads."""
        with suppress(RuntimeError):  # the loop has ended
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._have_news)

    def _have_news(self) -> None:
        self._has_news = True
        if self._changed is not None:
            self._changed.set()

    def _sent(self, socket: Socket) -> None:
        if socket in self._skipped or socket in self._news:
            self._hurry(socket)

    async def _push(self, changed: asyncio.Event) -> None:
        """Take turns for as long as anybody is connected."""
        due = ready = self._now()
        while self._sockets:
            begin = self._now()
            is_for_all = begin >= due
            self._has_news &= not is_for_all
            is_busy = await self._take_turn(self._sockets if is_for_all else self._news, begin)
            end = self._now()
            if is_for_all:
                self._skipped = {socket for socket in self._sockets if not socket.is_idle}
                due = begin + RENEW_SECONDS
            if is_for_all or self._hub.in_bites:
                ready = max(begin + TURN_SECONDS, end + min(end - begin, LONGEST_REST_SECONDS))
            if is_busy:
                due = min(due, ready if self._hub.in_bites else max(ready, begin + QUIET_SECONDS))
            await asyncio.sleep(HURRY_SECONDS)
            due = await self._rest(changed, due, ready)

    async def _rest(self, changed: asyncio.Event, due: float, ready: float) -> float:
        """Wait until something is to be done; when the next turn of all is due: at once after news."""
        while True:
            due = min(due, ready) if self._has_news else due
            with suppress(TimeoutError):
                async with asyncio.timeout(max(due - self._now(), 0.0)):
                    await changed.wait()
            if not changed.is_set() or self._news:
                changed.clear()
                return due
            changed.clear()

    async def _take_turn(self, sockets: set[Socket], now: float) -> bool:
        """Give to those that can take something; whether there may soon be more."""
        able = {socket.seat: socket for socket in sockets if socket.is_idle}
        self._news -= set(able.values())
        loop = asyncio.get_running_loop()
        try:
            turn = await loop.run_in_executor(self._turns, self._hub.turn, list(able), now)
        except Exception:
            log.exception("a turn failed")
            return True
        for seat, messages in turn.messages.items():
            able[seat].give(messages)
        return turn.is_busy


_GONE = (WebSocketDisconnect, TimeoutError, RuntimeError, OSError)
"""What sending to a page that has gone may raise."""
